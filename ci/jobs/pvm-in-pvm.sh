#!/usr/bin/env bash
# Programs inside the PVM inside the PVM, compared with runs outside: the benchmarks with both inputs, the integer programs of
# ../shared/programs with their first inputs, and the examples; with the guest at --opt 2 and z, for both targets. Takes long; the tests have a smaller selection.
#
#   ci/jobs/pvm-in-pvm.sh [NAME...]        only these programs
#
# TARGETS and LEVELS (of the guest) choose others.
. "$(dirname "$0")/../job.sh"
build_command

shared=${WASM_PVM_SHARED:-$repository/../shared}
failures=0 runs=0

read -ra targets <<<"${TARGETS:-gp-0.7 gp-0.8}"
read -ra levels <<<"${LEVELS:-2 z}"

# check NAME MODULE ARGUMENT...: one program at all levels for all targets.
check() {
  local name=$1 level target output
  shift
  for target in "${targets[@]}"; do
    for level in "${levels[@]}"; do
      runs=$((runs + 1))
      if output=$("$wasm_pvm" pvm-in-pvm "$@" --compare --json --target "$target" --guest-opt "$level" --gas 200000000 2>&1); then
        status=0
      else
        status=$?
      fi
      case "$status" in
        0 | 3 | 4 | 5)
          printf '%s: %s, guest at %s: %s\n' "$name" "$target" "$level" "$(sed -E 's/"output": "[^"]*", //' <<<"$output")" ;;
        *)
          failures=$((failures + 1))
          printf '%s: %s, guest at %s: FAILED: %s\n' "$name" "$target" "$level" "$output" ;;
      esac
    done
  done
}

# Lines "name module arguments", with arguments in hexadecimal, for the programs of a manifest.
list() {
  python3 - "$1" "${@:2}" <<'PYTHON'
import json, os, sys
folder, wanted = sys.argv[1], sys.argv[2:]
for entry in json.load(open(os.path.join(folder, "manifest.json"))):
    if wanted and entry["name"] not in wanted or entry.get("class", "int") != "int":
        continue
    module = os.path.join(folder, entry["wasm"])
    if "cases" in entry:
        case = entry["cases"][0]
        if "args_file" in case:
            print(entry["name"], module, "--args-file", os.path.join(folder, case["args_file"]))
        else:
            print(entry["name"], module, "--args", case["args_hex"] or "''")
    else:
        for key in ("args_small_hex", "args_hex"):
            print(entry["name"], module, "--args", entry[key])
PYTHON
}

{
  list Benchmarks/Programs "$@"
  [ ! -d "$shared/programs" ] || list "$shared/programs" "$@"
  if [ $# -eq 0 ]; then
    for example in add factorial fibonacci gcd is-prime life; do
      arguments=$(sed -nE "s/^;;   \\$ wasm-pvm run [^ ]+ ([0-9a-f,_]+)( .*)?$/\1/p" "Examples/$example.wat" | head -n 1)
      echo "$example Examples/$example.wat --args $arguments"
    done
  fi
} > "${TMPDIR:-/tmp}/pvm-in-pvm.$$"
while read -r name module option arguments; do
  check "$name" "$module" "$option" "$arguments"
done < "${TMPDIR:-/tmp}/pvm-in-pvm.$$"
rm "${TMPDIR:-/tmp}/pvm-in-pvm.$$"
echo "pvm-in-pvm: $((runs - failures)) of $runs runs equal to those outside"
[ "$failures" -eq 0 ]
