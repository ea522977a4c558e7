#!/usr/bin/env bash
# Gas and code bytes of the real programs of the shared folder, compared with the Rust compiler's. Skipped without the folder.
#
#   ci/jobs/programs.sh             fails on a wrong output, and if gas or bytes are above what they were
#   ci/jobs/programs.sh --update    also writes Benchmarks/RealPrograms.md anew
. "$(dirname "$0")/../job.sh"
programs=${WASM_PVM_SHARED:-$repository/../shared}/programs
[ -d "$programs" ] || { say "no $programs: skipped"; exit 0; }
build_command
case "${1:-}" in
  "") node ci/tools/programs.mjs "$wasm_pvm" "$programs" ;;
  --update) node ci/tools/programs.mjs "$wasm_pvm" "$programs" Benchmarks/RealPrograms.md ;;
  *) die "usage: ci/jobs/programs.sh [--update]" ;;
esac
