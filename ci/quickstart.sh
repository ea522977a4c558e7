#!/usr/bin/env bash
# The first minutes: from a fresh machine to the example's output. Installs what is missing, builds the command, then compiles an
# example and runs it. Says what it is doing, and how long that took.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$repository"
ci/setup.sh --build
say "building the command: two to four minutes on two cores, seconds when little has changed"
ci/swift.sh build -c release --product wasm-pvm
say "$SECONDS s so far; wasm-pvm run Examples/fibonacci.wat 0a000000"
ci/enter.sh .build/release/wasm-pvm run Examples/fibonacci.wat 0a000000
say "done after $SECONDS s; the command is .build/release/wasm-pvm"
