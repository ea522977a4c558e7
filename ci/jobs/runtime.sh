#!/usr/bin/env bash
# The committed runtime is the one that its sources make: it is compiled again and compared, byte by byte.
#
#   ci/jobs/runtime.sh --full       also compares each float operation with the host's hardware on 100,000,000 operands or
#                                   pairs, and on all of them where there is one f32; the tests sample 100,000
. "$(dirname "$0")/../job.sh"
[ $# -eq 0 ] || [ "$*" = --full ] || die "usage: ci/jobs/runtime.sh [--full]"

Sources/Runtime/Wasm/build.sh --check
[ $# -gt 0 ] || exit 0
export WASM_PVM_RUNTIME_SAMPLES=100000000 WASM_PVM_RUNTIME_EXHAUSTIVE=1
swift test "${swift_arguments[@]}" --disable-testable-imports --disable-xctest --filter RuntimeTests
