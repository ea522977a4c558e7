#!/usr/bin/env bash
# Generated modules: node against wasm-pvm at --opt 0, 2 and z (1, 3 and s now and then), with and without --bounds-checks, for both targets in turn.
#
#   ci/jobs/fuzz.sh [COUNT [FIRST-SEED]]       default: the 468 modules from seed 1, the fixed set of continuous integration
#
# The kinds: constants at the edges of widths in every position, products made of halves and what looks like them, many values around
# calls, tail calls of any shape, host-call indices that are constants only after thinking, exceptions in both forms (node runs the older one), records
# that are read in place at the ends of the arguments and of memory, vectors, floats.
# A seed makes the same module again: ci/jobs/fuzz.sh 1 SEED. For a night, every module at every level in both modes, four workers, eight hours:
#
#   WASM_PVM_JOBS=4 WASM_PVM_FUZZ_TURNS=0 WASM_PVM_FUZZ_LEVELS="0 1 2 3 s z" WASM_PVM_FUZZ_SECONDS=28800 ci/jobs/fuzz.sh 1000000 "$(date +%s)"
#
# ci/tools/fuzz/fuzz.mjs lists all variables.
. "$(dirname "$0")/../job.sh"
build_command
WASM_PVM_FUZZ_KINDS=${WASM_PVM_FUZZ_KINDS:-edges products pressure tails hostcalls exceptions records vectors floats} WASM_PVM_FUZZ_TURNS=${WASM_PVM_FUZZ_TURNS:-1} \
  node ci/tools/fuzz/fuzz.mjs "$wasm_pvm" "${1:-468}" "${2:-1}" "$repository/.build/fuzz-failures"
