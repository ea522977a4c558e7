#!/usr/bin/env bash
# Another package can depend on this one by version: no flags that SwiftPM calls unsafe, and nothing that is only in this folder.
# Builds and runs Examples/package with a clone of the last commit as its dependency.
. "$(dirname "$0")/../job.sh"
folder=$repository/.build/package
rm -rf "$folder/wasm-pvm" "$folder/example"
mkdir -p "$folder"
git clone --quiet "$repository" "$folder/wasm-pvm"
# A version that SwiftPM has not seen: it remembers which commit a version is.
git -C "$folder/wasm-pvm" tag "0.1.$(date +%s)"
cp -R Examples/package "$folder/example"
output=$(cd "$folder/example" && env -u LLVM_PREFIX WASM_PVM_URL="$folder/wasm-pvm" swift run --disable-dependency-cache --scratch-path "$folder/build" compile)
say "Examples/package prints: $output"
[[ $output == *"halt, output [12, 0, 0, 0]" ]] || die "Examples/package does not print what it should"
