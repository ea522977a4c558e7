#!/usr/bin/env bash
# Gas and bytes of float operations.
#
#   ci/jobs/floats.sh               fails if an operation takes more gas than it may
#   ci/jobs/floats.sh --update      also writes Benchmarks/Floats.md anew
. "$(dirname "$0")/../job.sh"
build_command
case "${1:-}" in
  "") node ci/tools/floats.mjs "$wasm_pvm" ;;
  --update) node ci/tools/floats.mjs "$wasm_pvm" --table Benchmarks/Floats.md ;;
  *) die "usage: ci/jobs/floats.sh [--update]" ;;
esac
