#!/usr/bin/env bash
# The whole corpus compiled in ten processes gives identical bytes. Swift seeds its hash tables per process, so anything that
# depends on their order shows here.
. "$(dirname "$0")/../job.sh"
build_command

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mapfile -t modules < <(find Benchmarks/Programs/wasm Examples -path Examples/adapter -prune -o \
  \( -name '*.wasm' -o -name '*.wat' \) -print | LC_ALL=C sort)

# compile RUN: compiles everything in a process of its own each, at the level of that run's turn.
compile() {
  local module
  mkdir "$folder/$1"
  for module in "${modules[@]}"; do
    "$wasm_pvm" build "$module" -o "$folder/$1/$(basename "$module").jam"
  done
  "$wasm_pvm" build Examples/adapter/hello.wat --adapter Examples/adapter/print.wat -o "$folder/$1/linked.jam"
  (cd "$folder/$1" && sha256sum -- *) >"$folder/$1.sums"
}

for run in 1 3 5 7 9; do
  compile "$run" &
  compile $((run + 1))
  wait $!
done
for run in 2 3 4 5 6 7 8 9 10; do
  diff "$folder/1.sums" "$folder/$run.sums" || die "run $run made other bytes than run 1"
done
echo "determinism: $((${#modules[@]} + 1)) modules, ten times the same bytes"
