#!/usr/bin/env bash
# Another package can depend on this one by version: no flags that SwiftPM calls unsafe, and nothing that is only in this folder.
# Resolves Examples/package with a clone of the last commit as its dependency, and builds the module that needs LLVM's headers; with --run
# builds all of it and runs it.
. "$(dirname "$0")/../job.sh"
folder=$repository/.build/package
rm -rf "$folder/wasm-pvm" "$folder/example"
mkdir -p "$folder"
git clone --quiet "$repository" "$folder/wasm-pvm"
# A version that SwiftPM has not seen: it remembers which commit a version is.
git -C "$folder/wasm-pvm" tag "0.1.$(date +%s)"
cp -R Examples/package "$folder/example"
cd "$folder/example"
unset LLVM_PREFIX
export WASM_PVM_URL=$folder/wasm-pvm
options=(--disable-dependency-cache --scratch-path "$folder/build")
if [ "${1:-}" != --run ]; then
  swift build "${options[@]}" --target LLVM
  exit
fi
output=$(swift run "${options[@]}" compile)
say "Examples/package prints: $output"
[[ $output == *"halt, output [12, 0, 0, 0]" ]] || die "Examples/package does not print what it should"
