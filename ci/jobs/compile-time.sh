#!/usr/bin/env bash
# How long a large generated module takes to compile, and one of twice the size. Not part of ci/run-all.sh: it measures time.
#
#   ci/jobs/compile-time.sh [FUNCTIONS [OPTION...]]        default: 2000 functions, default options of build
. "$(dirname "$0")/../job.sh"
build_command
functions=${1:-2000}
[ $# -eq 0 ] || shift
node ci/tools/compile-time.mjs "$wasm_pvm" "$repository/.build/compile-time" "$functions" "$@"
