#!/usr/bin/env bash
# Measures the benchmark programs without each optional pass and writes Docs/Ablation.md anew. Takes minutes; not part of
# ci/run-all.sh.
. "$(dirname "$0")/../job.sh"
build_command
"$wasm_pvm" bench ablate --ablation Docs/Ablation.md
