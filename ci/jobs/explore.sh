#!/usr/bin/env bash
# Pages of `wasm-pvm explore` in a browser: clicks, search, keys. With --full also a module of 500 KB with a run: at most 15 MB, the first
# paint within 2 s, a search within 200 ms. Needs Debian's chromium; without it the job says so and does nothing.
. "$(dirname "$0")/../job.sh"
if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  echo "explore: skipped: there is no chromium (apt-get install chromium)"
  exit 0
fi
build_command
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# look NAME FUNCTION ARGUMENT...: makes a page and looks at it.
look() {
  local page=$folder/$1.html function=$2
  shift 2
  "$wasm_pvm" explore "$@" -o "$page"
  node ci/tools/explore.mjs "$page" "$function" ${WASM_PVM_SCREENSHOT:+"$WASM_PVM_SCREENSHOT"}
}

# With source lines.
clang-19 --target=wasm32 -O2 -g -c -o "$folder/sort.o" Examples/c-sort/sort.c
wasm-ld-19 --no-entry -o "$folder/sort.wasm" "$folder/sort.o"
look sort main "$folder/sort.wasm" 030000000100000002000000
# Without, and with timelines of blocks.
look life main Examples/life.wat 200000000204070000000000 --target gp-0.8
[ "${1:-}" = --full ] || exit 0

node ci/tools/large-module.mjs "$folder/large.wasm" 1950
size=$(stat -c %s "$folder/large.wasm")
look large main "$folder/large.wasm" --run
bytes=$(stat -c %s "$folder/large.html")
echo "explore: a module of $size bytes has a page of $bytes"
[ "$size" -ge 500000 ] || die "the module is too small"
[ "$bytes" -le 15000000 ] || die "the page is too large"
