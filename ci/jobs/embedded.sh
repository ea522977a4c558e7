#!/usr/bin/env bash
# The modules that also run inside the PVM compile as Embedded Swift for wasm32, so that this cannot get lost unnoticed.
#
#   ci/jobs/embedded.sh [MODULE...]        default: Support PVM PVMVM PVMGuest
#
# WASM_PVM_EMBEDDED_OUT names a folder that keeps the modules and object files.
. "$(dirname "$0")/../job.sh"

out=${WASM_PVM_EMBEDDED_OUT:-}
if [ -z "$out" ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
[ $# -gt 0 ] || set -- Support PVM PVMVM PVMGuest

strict=()
[ -z "${WASM_PVM_STRICT:-}" ] || strict=(-warnings-as-errors)

for module in "$@"; do
  find "Sources/$module" -name '*.swift' -not -path '*/Wasm/*' | LC_ALL=C sort > "$out/$module.files"
  swiftc -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -wmo -Osize -parse-as-library \
    -swift-version 6 -strict-memory-safety -enable-upcoming-feature ExistentialAny \
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility "${strict[@]}" \
    -package-name wasm_pvm -module-name "$module" -I "$out" \
    -emit-module -emit-module-path "$out/$module.swiftmodule" -c -o "$out/$module.o" "@$out/$module.files"
  say "$module compiles as Embedded Swift for wasm32"
done
