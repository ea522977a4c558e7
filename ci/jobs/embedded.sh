#!/bin/sh
# Compiles the modules that also run inside the PVM as Embedded Swift for wasm32.
# Usage: ci/jobs/embedded.sh [MODULE...]   (default: Support PVM)
# SWIFTC overrides the compiler, EMBEDDED_OUT keeps the object files in a folder.
set -eu
cd "$(dirname "$0")/../.."

swiftc=${SWIFTC:-swiftc}
if [ -n "${EMBEDDED_OUT:-}" ]; then
  out=$EMBEDDED_OUT
  mkdir -p "$out"
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
[ $# -gt 0 ] || set -- Support PVM

for module in "$@"; do
  find "Sources/$module" -name '*.swift' | LC_ALL=C sort > "$out/$module.files"
  "$swiftc" -target wasm32-unknown-none-wasm -wmo -Osize -parse-as-library \
    -enable-experimental-feature Embedded -swift-version 6 -strict-memory-safety \
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
    -enable-upcoming-feature MemberImportVisibility -warnings-as-errors \
    -module-name "$module" -package-name wasm_pvm -I "$out" \
    -emit-module -emit-module-path "$out/$module.swiftmodule" \
    -c -o "$out/$module.o" "@$out/$module.files"
  echo "embedded: $module compiles for wasm32"
done
