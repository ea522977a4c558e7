#!/usr/bin/env bash
# Which module may import what: the dependency diagram of Docs/Architecture.md, checked import by import. The build checks
# targets (`--explicit-target-dependency-import-check`); this also checks system modules and single folders.
. "$(dirname "$0")/../job.sh"

failed=0
import_line='^[[:space:]]*(@[A-Za-z_]+(\([A-Za-z_]+\))? )*((public|package|internal|fileprivate|private) )?import '

# allow FOLDER MODULE...: the files under Sources/FOLDER may import these modules and no others.
allow() {
  local folder=Sources/$1 file name
  shift
  [ -d "$folder" ] || { echo "layering: no folder $folder"; failed=1; return; }
  while IFS=: read -r file name; do
    case " $* " in *" $name "*) continue ;; esac
    case "$file:$name" in
      # The one file of the library that starts a process.
      Sources/WasmPVM/TextInput.swift:Foundation) continue ;;
    esac
    echo "layering: $file imports $name; $folder may import only: $*"
    failed=1
  done < <(grep -rHE "$import_line" --include='*.swift' --exclude-dir=Templates "$folder" |
    sed -E 's/^([^:]*):.*import ((struct|class|enum|protocol|func|var|let|typealias) )?([A-Za-z_]+).*/\1:\4/')
}

allow Support
allow TOML Support
allow Wasm Support
allow WasmLinking Wasm Support
allow Adapters WasmLinking Wasm Support
allow PVM Support
allow PVMVM PVM Support
allow PVMGuest PVMVM PVM Support PVMGuest
allow JAMHost PVMVM PVM Support
allow PVMDebugger PVMVM PVM Support
allow LLVM CLLVM Support
allow LoweringABI PVM Support
allow Runtime
allow WasmToLLVM Wasm LLVM LoweringABI Runtime Support
allow PVMCodegen LLVM PVM LoweringABI Support
allow SourceLines CDWARF Support
allow WasmPVM Adapters SourceLines Wasm WasmLinking WasmToLLVM LLVM LoweringABI PVMCodegen PVM Support Dispatch
allow WasmScript WasmPVM WasmLinking WasmToLLVM PVMVM PVM Wasm Support Foundation
allow wasm-pvm WasmScript WasmPVM Adapters JAMHost PVMDebugger PVMGuest PVMVM PVM TOML Support Foundation Dispatch
allow TestSupport WasmScript WasmPVM PVMGuest PVMVM PVM Wasm WasmLinking WasmToLLVM PVMCodegen LLVM LoweringABI Support Foundation Testing

# Inside the code generator only the import of IR and instruction selection see LLVM.
while read -r file; do
  case "$file" in
    Sources/PVMCodegen/Import/* | Sources/PVMCodegen/Selection/* | Sources/PVMCodegen/Codegen.swift) ;;
    *) echo "layering: $file imports LLVM; in PVMCodegen only Import, Selection and Codegen.swift may"; failed=1 ;;
  esac
done < <(grep -rlE '^[[:space:]]*((public|package|internal) )?import LLVM\b' Sources/PVMCodegen || true)

# Nor do its folders need each other in circles: each needs only those in front of it.
find Sources/PVMCodegen -name '*.swift' | LC_ALL=C sort | xargs awk -f ci/tools/folders.awk -v order="Errors MachineIR Cost Analysis \
  Profile Optimize Scheduling RegisterAllocation Emission Peephole Frame Layout Linking Selection Import Pipeline ." || failed=1

# Files can be read in one sitting. Longer are only tables: one row per instruction, or per exported function; what is generated, and texts
# that become other files.
while read -r lines file; do
  case "$file" in
    total | Sources/PVM/InstructionSet/Opcode.swift | Sources/Runtime/Wasm/Exports.swift) continue ;;
    */Templates/* | */ExploreTemplate.swift) continue ;;
  esac
  head -n 3 "$file" | grep -q '^// Generated' && continue
  echo "layering: $file has $lines lines; more than 400 only for tables"
  failed=1
done < <(find Sources -name '*.swift' | LC_ALL=C sort | xargs wc -l | awk '$1 > 400')

[ "$failed" -eq 0 ] && echo "layering: every import is allowed, no folders in circles, no file too long"
exit "$failed"
