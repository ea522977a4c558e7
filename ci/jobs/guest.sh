#!/usr/bin/env bash
# The committed PVM-in-PVM guest is the one that its sources make: it is compiled again and compared, byte by byte if the
# compilers are those that made it, else by its sources.
. "$(dirname "$0")/../job.sh"
Sources/PVMGuest/Wasm/build.sh --check
