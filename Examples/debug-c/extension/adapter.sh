#!/bin/sh
# What VS Code starts to debug.
exec wasm-pvm debug --dap
