#!/usr/bin/env bash
# Random C programs: clang to wasm32 at -O0, -O1 and -Os, then node against wasm-pvm at --opt 0, 2 and z.
#
#   ci/jobs/csmith.sh [COUNT [FIRST-SEED]]       default: the 12 programs from seed 1, the fixed set of continuous integration
. "$(dirname "$0")/../job.sh"
build_command
node ci/tools/csmith/differential.mjs "$wasm_pvm" "${1:-12}" "${2:-1}" "$repository/.build/csmith-failures"
