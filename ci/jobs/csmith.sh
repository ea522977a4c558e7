#!/usr/bin/env bash
# Random C programs: clang to wasm32 at -O0, -O1 and -Os, then node against wasm-pvm at --opt 0, 2 and z, for both
# targets in turn.
#
#   ci/jobs/csmith.sh [COUNT [FIRST-SEED [JOURNAL]]]       default: the 12 programs from seed 1, the fixed set of continuous integration
#
# A long run keeps a journal, from which it goes on when it is started again. Every level of ours, and one of clang's for each program:
#
#   WASM_PVM_CSMITH_LEVELS="0 1 2 3 s z" WASM_PVM_CSMITH_TURNS=1 WASM_PVM_CSMITH_GAS=1000000000 WASM_PVM_CSMITH_SIZE=40000 \
#     ci/jobs/csmith.sh 2000 1 csmith.tsv
#
# Programs with floats: WASM_PVM_CSMITH_OPTIONS=--float ci/jobs/csmith.sh 300 1
#
# ci/tools/csmith/differential.mjs lists all variables.
. "$(dirname "$0")/../job.sh"
build_command
WASM_PVM_COMMIT=${WASM_PVM_COMMIT:-$(git rev-parse --short HEAD 2>/dev/null || echo '?')} \
  node ci/tools/csmith/differential.mjs "$wasm_pvm" "${1:-12}" "${2:-1}" "$repository/.build/csmith-failures" ${3:+"$3"}
