// The debug information of a module, for the C++ files of this target.
#ifndef WASM_PVM_CDWARF_CONTEXT_H
#define WASM_PVM_CDWARF_CONTEXT_H

#include "CDWARF.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

struct CDWARFContext {
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> sections;
  std::unique_ptr<llvm::DWARFContext> context;
  uint64_t errors = 0;
};

// Whether every entry of every unit ends in its unit. LLVM's reader believes the lengths of blocks: behind one that is too long it
// reads numbers wherever that leads to.
bool entriesAreInside(llvm::DWARFContext &context);

#endif
