// LLVM's reader of DWARF debug information, which LLVM offers to C++ only, behind a C interface.
// Only the Swift module SourceLines imports this module.
#ifndef WASM_PVM_CDWARF_H
#define WASM_PVM_CDWARF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The debug information of a module.
typedef struct CDWARFContext CDWARFContext;

// A place in the source, the innermost inlined function first. Strings live during the call only; a name or file that is not known is empty.
typedef void (*CDWARFFrameHandler)(void *_Nullable user, const char *_Nonnull function, const char *_Nonnull file,
                                   uint32_t line, uint32_t column);

// Makes the debug information of a little-endian module with 32-bit addresses, without sections.
CDWARFContext *_Nonnull CDWARFCreate(void);

// Adds a copy of a section, such as ".debug_info".
void CDWARFAddSection(CDWARFContext *_Nonnull context, const char *_Nonnull name, const uint8_t *_Nullable bytes,
                      size_t count);

// Reads the sections. Never fails: what is damaged is not found later.
void CDWARFLoad(CDWARFContext *_Nonnull context);

// Frees a context.
void CDWARFDispose(CDWARFContext *_Nonnull context);

// How many mistakes in the debug information were met so far.
uint64_t CDWARFErrorCount(const CDWARFContext *_Nonnull context);

// Calls the handler for the function at an address and for each function that it is inlined into.
void CDWARFVisitFrames(CDWARFContext *_Nonnull context, uint64_t address, CDWARFFrameHandler _Nonnull handler,
                       void *_Nullable user);

#ifdef __cplusplus
}
#endif

#endif
