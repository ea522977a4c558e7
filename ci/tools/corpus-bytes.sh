#!/usr/bin/env bash
# What the corpus is compiled to: the benchmarks, the examples and the real programs of the shared folder, at six levels.
#
#   ci/tools/corpus-bytes.sh WASM_PVM >SUMS      a line for each module and level: the program file's hash, or the error's code
#   ci/tools/corpus-bytes.sh OLD NEW             compares two commands: what differs, and the processor time
#                                                of each, in turns, so that both see the same machine
set -euo pipefail
cd "$(dirname "$0")/../.."
programs=${WASM_PVM_SHARED:-../shared}/programs
mapfile -t modules < <(find Benchmarks/Programs/wasm Examples "$programs/wasm" "$programs/as" \
  -path Examples/adapter -prune -o \( -name '*.wasm' -o -name '*.wat' \) -print 2>/dev/null | LC_ALL=C sort)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# compile COMMAND MODULE LEVEL: prints the hash of what comes out, or the first word of the error.
compile() {
  if "$1" build "$2" --opt "$3" --floats trap -o "$folder/out.jam" 2>"$folder/error"; then
    sha256sum <"$folder/out.jam" | cut -c1-16
  else
    grep -oE '[A-Z][0-9]{3}' "$folder/error" | head -n 1 || echo failed
  fi
}

# sums COMMAND LEVEL: a line for each module.
sums() {
  local module
  for module in "${modules[@]}"; do printf '%s\t%s\t%s\n' "$2" "$module" "$(compile "$1" "$module" "$2")"; done
}

read -ra levels <<<"${LEVELS:-0 1 2 3 s z}"
if [ $# -eq 1 ]; then
  for level in "${levels[@]}"; do sums "$1" "$level"; done
  exit
fi
# cpu COMMAND LEVEL FILE: writes the sums and prints the processor time in milliseconds.
cpu() {
  local TIMEFORMAT='%U %S'
  { time sums "$1" "$2" >"$3"; } 2>&1 | awk '{printf "%d\n", 1000 * ($1 + $2)}'
}

old=0
new=0
failed=0
for level in "${levels[@]}"; do
  old=$((old + $(cpu "$1" "$level" "$folder/old")))
  new=$((new + $(cpu "$2" "$level" "$folder/new")))
  diff "$folder/old" "$folder/new" || failed=1
done
ratio=$(awk "BEGIN {printf \"%.3f\", $new / $old}")
echo "corpus: ${#modules[@]} modules at ${#levels[@]} levels; $old and $new ms of processor time, $ratio times"
exit "$failed"
