#!/usr/bin/env bash
# Gas and sizes of the benchmark programs, checked against the committed baseline.
#
#   ci/jobs/bench.sh             fails on a wrong result, if gas or bytes got worse on the whole, and if a level takes
#                                more gas for a program than no optimization
#   ci/jobs/bench.sh --update    also writes the baseline, Benchmarks/Results.md and the README's table anew
. "$(dirname "$0")/../job.sh"
build_command
case "${1:-}" in
  "")
    "$wasm_pvm" bench --all-levels --check Benchmarks/Baseline.tsv
    "$wasm_pvm" bench --target gp-0.8 --all-levels --check Benchmarks/Baseline08.tsv ;;
  --update)
    "$wasm_pvm" bench --all-levels --baseline Benchmarks/Baseline.tsv --results Benchmarks/Results.md --readme README.md
    "$wasm_pvm" bench --target gp-0.8 --all-levels --baseline Benchmarks/Baseline08.tsv --results Benchmarks/Results08.md
    # The gas of the example that the README shows.
    gas=$("$wasm_pvm" run Examples/fibonacci.wat 0a000000 | grep '^gas used: ')
    sed -i "s/^gas used: .*/$gas/" README.md ;;
  *) die "usage: ci/jobs/bench.sh [--update]" ;;
esac
