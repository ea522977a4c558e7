#!/usr/bin/env bash
# On demand: whether a change of the sources changes what is compiled. The benchmarks, the examples and the real programs of the shared
# folder, at six levels and for both targets, with two commands in turns, so that both see the same machine.
#
#   ci/jobs/identical.sh OLD          another command, e.g. of the commit before, against that of this tree
#   ci/jobs/identical.sh OLD NEW      two commands
#
# Prints what differs as lines of `diff` (target, level, module, hash of the program file or the error's code), and the processor time of
# both. LEVELS, TARGETS and MODULES (a regular expression) choose fewer.
. "$(dirname "$0")/../job.sh"
old=${1:?"what to compare with: ci/jobs/identical.sh OLD [NEW]"}
if [ $# -lt 2 ]; then build_command; fi
new=${2:-$wasm_pvm}

shared=${WASM_PVM_SHARED:-../shared}
mapfile -t modules < <(find Benchmarks/Programs/wasm Examples "$shared/bench/wasm" "$shared/programs/wasm" "$shared/programs/as" \
  -path Examples/adapter -prune -o \( -name '*.wasm' -o -name '*.wat' \) -print 2>/dev/null | grep -E "${MODULES:-.}" |
  LC_ALL=C sort)
[ ${#modules[@]} -gt 0 ] || die "no module is called so"
read -ra levels <<<"${LEVELS:-0 1 2 3 s z}"
read -ra targets <<<"${TARGETS:-gp-0.7 gp-0.8}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# sums COMMAND TARGET LEVEL: a line for each module.
sums() {
  local module sum
  for module in "${modules[@]}"; do
    if "$1" build "$module" --target "$2" --opt "$3" --floats trap -o "$folder/out.jam" 2>"$folder/error"; then
      sum=$(sha256sum <"$folder/out.jam" | cut -c1-16)
    else
      sum=$(grep -oE '[A-Z][0-9]{3}' "$folder/error" | head -n 1 || echo failed)
    fi
    printf '%s\t%s\t%s\t%s\n' "$2" "$3" "$module" "$sum"
  done
}

# cpu COMMAND TARGET LEVEL FILE: writes the sums and prints the processor time in milliseconds.
cpu() {
  local TIMEFORMAT='%U %S'
  { time sums "$1" "$2" "$3" >"$4"; } 2>&1 | awk '{printf "%d\n", 1000 * ($1 + $2)}'
}

old_time=0
new_time=0
failed=0
for target in "${targets[@]}"; do
  for level in "${levels[@]}"; do
    old_time=$((old_time + $(cpu "$old" "$target" "$level" "$folder/old")))
    new_time=$((new_time + $(cpu "$new" "$target" "$level" "$folder/new")))
    diff "$folder/old" "$folder/new" || failed=1
  done
done
ratio=$(awk "BEGIN {printf \"%.3f\", $new_time / $old_time}")
echo "identical: ${#modules[@]} modules, ${#levels[@]} levels, ${#targets[@]} targets;" \
  "$old_time and $new_time ms of processor time, $ratio times"
exit "$failed"
