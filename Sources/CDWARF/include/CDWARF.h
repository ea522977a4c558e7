// LLVM's reader of DWARF debug information, which LLVM offers to C++ only, behind a C interface.
// Only the Swift module SourceLines imports this module.
#ifndef WASM_PVM_CDWARF_H
#define WASM_PVM_CDWARF_H

#include <stdbool.h>
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

// Where a variable is.
typedef enum {
  // Nowhere, in several places, or in none that memory has.
  CDWARFPlaceUnknown,
  // In memory, so many bytes behind the frame base of the function.
  CDWARFPlaceFrame,
  // In memory at an address.
  CDWARFPlaceMemory,
} CDWARFPlace;

// A variable or parameter. Strings live during the call only.
typedef struct {
  const char *_Nonnull name;
  // What CDWARFVisitType takes; 0 if there is no type.
  uint64_t type;
  CDWARFPlace place;
  // The distance or address.
  int64_t value;
  bool isParameter;
  // How many functions are inlined between the address and the one that it belongs to.
  uint32_t inlineDepth;
} CDWARFVariable;

// A function of the source, with what is inlined into it.
typedef struct {
  // The first address, and the one behind it.
  uint64_t start, end;
  // Where the body begins, behind the instructions that put parameters where the debug information says; `end` if that is not known.
  uint64_t body;
  // The WebAssembly local that is the frame base; -1 if the frame base is something else.
  int64_t frameLocal;
  // How many functions are inlined around the address.
  uint32_t inlineCount;
} CDWARFFunction;

typedef void (*CDWARFVariableHandler)(void *_Nullable user, const CDWARFVariable *_Nonnull variable);

// Calls the handler for the parameters and variables whose scopes an address is in, the innermost scope first. False, and nothing is called,
// if the address is in no known function.
bool CDWARFVisitVariables(CDWARFContext *_Nonnull context, uint64_t address, CDWARFFunction *_Nonnull function,
                          CDWARFVariableHandler _Nonnull handler, void *_Nullable user);

// Calls the handler for the variables outside of functions.
void CDWARFVisitGlobals(CDWARFContext *_Nonnull context, CDWARFVariableHandler _Nonnull handler, void *_Nullable user);

// What a type is.
typedef enum {
  // Another one: shown as bytes, if its size is known.
  CDWARFTypeOther,
  CDWARFTypeBoolean,
  CDWARFTypeSigned,
  CDWARFTypeUnsigned,
  // Numbers that stand for characters.
  CDWARFTypeSignedCharacter,
  CDWARFTypeUnsignedCharacter,
  CDWARFTypeFloat,
  // Has a target, which is 0 for void.
  CDWARFTypePointer,
  // Has a target, and for each dimension a part whose value is its length.
  CDWARFTypeArray,
  // Has members as parts.
  CDWARFTypeStructure,
  CDWARFTypeUnion,
  // Has a target and enumerators as parts.
  CDWARFTypeEnumeration,
  // Has a target: typedefs.
  CDWARFTypeAlias,
  // Has a target: const, volatile and others that change nothing for readers; the name is what they are.
  CDWARFTypeQualified,
  // A function.
  CDWARFTypeFunction,
} CDWARFTypeKind;

// A type. The name lives during the call only; it is empty if the type has none.
typedef struct {
  CDWARFTypeKind kind;
  const char *_Nonnull name;
  // In bytes; 0 if it has none of its own.
  uint64_t size;
  uint64_t target;
} CDWARFType;

// A member, an enumerator or a dimension.
typedef struct {
  const char *_Nonnull name;
  uint64_t type;
  // The offset in bytes, the number that the enumerator means, or the length; -1 if an offset or length is not known.
  int64_t value;
  // For bit fields how many bits behind the start of the structure it begins, and how many there are.
  uint64_t bitOffset, bitCount;
} CDWARFPart;

typedef void (*CDWARFTypeHandler)(void *_Nullable user, const CDWARFType *_Nonnull type);
typedef void (*CDWARFPartHandler)(void *_Nullable user, const CDWARFPart *_Nonnull part);

// Calls a handler for a type, then the other for its parts in order. Nothing is called if there is no such type.
void CDWARFVisitType(CDWARFContext *_Nonnull context, uint64_t type, CDWARFTypeHandler _Nonnull handler,
                     CDWARFPartHandler _Nonnull part, void *_Nullable user);

#ifdef __cplusplus
}
#endif

#endif
