#!/usr/bin/env bash
# How long a large generated module takes to compile, and one of twice the size, with limits for both.
#
#   ci/jobs/compile-time.sh                           2,000 and 4,000 functions: in continuous integration
#   ci/jobs/compile-time.sh --full                    19,000 (5 MB) and 38,000 functions: a minute
#   ci/jobs/compile-time.sh FUNCTIONS [OPTION...]     other sizes, other options of build
. "$(dirname "$0")/../job.sh"
build_command
functions=${1:-2000}
[ "$functions" != --full ] || functions=19000
[ $# -eq 0 ] || shift
node ci/tools/compile-time.mjs "$wasm_pvm" "$repository/.build/compile-time" "$functions" "$@"
