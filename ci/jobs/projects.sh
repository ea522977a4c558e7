#!/usr/bin/env bash
# Every template of `wasm-pvm new` whose toolchain is on the machine is made, built and tested, for both targets; what is missing is said.
. "$(dirname "$0")/../job.sh"
build_command
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# Debian's Rust is meant, not one in the home folder.
export PATH=/usr/bin:$PATH CARGO_HOME=$folder/cargo

# A first service takes less than ten seconds, whatever the language.
limit=10

made=0
for language in c cpp rust swift assemblyscript zig wat; do
  for target in gp-0.7 gp-0.8; do
    name=$language-${target/./-}
    start=$(date +%s%N)
    note=$("$wasm_pvm" new "$name" --language "$language" --target "$target" | grep 'not on PATH' || true)
    if [ -n "$note" ]; then
      echo "projects: $language is skipped: ${note%%;*}"
      break
    fi
    cd "$name"
    if ! "$wasm_pvm" test >"../$name.log" 2>&1; then
      echo "projects: the tests of $name fail:"
      cat "../$name.log"
      exit 1
    fi
    took=$((($(date +%s%N) - start) / 1000000))
    grep -q '^3 passed, 0 failed$' "../$name.log" || { echo "projects: $name has not three tests"; exit 1; }
    "$wasm_pvm" build
    [ -s "build/$name.jam" ] || { echo "projects: $name has no build/$name.jam"; exit 1; }
    "$wasm_pvm" run --entry refine | grep -q '^output: 0300000000000000$' || { echo "projects: $name does not run"; exit 1; }
    echo "projects: $name: $(stat -c %s "build/$name.jam") bytes, tested after $took ms"
    [ "$took" -lt $((limit * 1000)) ] || { echo "projects: that is more than $limit s"; exit 1; }
    made=$((made + 1))
    cd ..
  done
done
echo "projects: $made projects made, built, run and tested"
[ "$made" -gt 0 ]
