#!/usr/bin/env bash
# Every check of this project, cheap ones first; ends with the test run's own summary. This is what continuous integration
# runs. A job that fails ends the run; each can be repeated alone: ci/jobs/NAME.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$repository"

# A user's newer compiler may warn about new things; ours may not.
[ -z "${CI:-}" ] || export WASM_PVM_STRICT=1

for job in layering format generated embedded guest runtime no-llvm build examples explore projects languages wasi determinism package compile-time csmith fuzz bench floats programs test; do
  say "$job"
  start=$SECONDS
  "ci/jobs/$job.sh" || die "job $job failed (ci/jobs/$job.sh)"
  [ "$job" = test ] || say "$job: $((SECONDS - start)) s"
  # From here on the command is there, and no job has to ask for it.
  [ "$job" != build ] || export WASM_PVM_BUILT=1
done
