// Debian's header, or that of LLVM_PREFIX: see CLLVM.h.
#if defined(WASM_PVM_LLVM_PREFIX)
#include_next <llvm/Config/llvm-config.h>
#else
#include <llvm-19/llvm/Config/llvm-config.h>
#endif
