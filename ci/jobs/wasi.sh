#!/usr/bin/env bash
# WASI programs of our own in C (Tests/WASI/Programs), with wasi-libc: on the PVM, at several levels, they write the same bytes
# and end with the same code as under node's WASI. Also: the committed adapters are what their sources compile to.
. "$(dirname "$0")/../job.sh"
Sources/Adapters/Wasm/build.sh --check
build_command
out=.build/wasi
rm -rf "$out"
mkdir -p "$out"
for source in Tests/WASI/Programs/*.c; do
  name=$(basename "$source" .c)
  clang-19 --target=wasm32-wasi -O2 -Wall -Wextra -Werror -o "$out/$name.wasm" "$source"
done
# The C library prints floats, and nobody here asks for it.
WASI_OPTIONS="--floats trap" node ci/tools/wasi/compare.mjs "$wasm_pvm" Tests/WASI/cases.json "$out"
