#!/usr/bin/env bash
# What is generated from rows and committed is what the rows make. Pages that the tests make are compared there (PVM_BLESS=1 writes them).
. "$(dirname "$0")/../job.sh"
node ci/tools/interpreter.mjs --check
say "generated: the interpreter's loop is what its rows make"
