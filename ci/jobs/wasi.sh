#!/usr/bin/env bash
# WASI programs of our own in C (Tests/WASI/Programs) and C++ that throws (Tests/WASI/Exceptions, in both forms of exceptions):
# on the PVM, at several levels, they write the same bytes and end with the same code as under node's WASI. Also: the
# committed adapters are what their sources compile to.
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
for source in Tests/WASI/Exceptions/*.cpp; do
  name=$(basename "$source" .cpp)
  [ "$name" != runtime ] || continue
  for form in "" .exnref; do
    clang++-19 --target=wasm32-wasi -std=c++17 -O2 -Wall -Wextra -Werror -fwasm-exceptions \
      ${form:+-mllvm -wasm-enable-exnref} -o "$out/$name$form.wasm" "$source" Tests/WASI/Exceptions/runtime.cpp
  done
done
node ci/tools/wasi/compare.mjs "$wasm_pvm" Tests/WASI/cases.json "$out"
