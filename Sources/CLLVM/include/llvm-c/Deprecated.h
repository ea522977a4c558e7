// Debian's header, or that of LLVM_PREFIX: see CLLVM.h.
#if defined(WASM_PVM_LLVM_PREFIX)
#include_next <llvm-c/Deprecated.h>
#else
#include <llvm-c-19/llvm-c/Deprecated.h>
#endif
