#!/usr/bin/env bash
# The libraries PVM and PVMVM build on a machine without LLVM: nothing they need may reach for it. The manifest is told that
# LLVM is in a place that does not exist.
. "$(dirname "$0")/../job.sh"
LLVM_PREFIX=/nonexistent swift build --scratch-path .build/no-llvm --target PVMVM
