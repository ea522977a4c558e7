#!/usr/bin/env bash
# The programs of the pages about languages compile and run as they say, as far as the tools are on this machine; what is missing is
# said. Debian's packages for C, C++, Rust and text are installed by ci/setup.sh.
. "$(dirname "$0")/../job.sh"
build_command
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$wasm_pvm" "$folder/wasm-pvm"
# Debian's Rust is meant, not one in the home folder.
PATH=$folder:/usr/bin:$PATH node ci/tools/pages.mjs Docs/Languages/*.md
