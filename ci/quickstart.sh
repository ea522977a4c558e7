#!/usr/bin/env bash
# The first minute: sets the machine up, builds the command, then compiles an example and runs it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$repository"
ci/setup.sh --build
say "building the command (the first time takes some minutes)"
ci/swift.sh build -c release --product wasm-pvm
say "wasm-pvm run Examples/fibonacci.wat 0a000000"
ci/enter.sh .build/release/wasm-pvm run Examples/fibonacci.wat 0a000000
