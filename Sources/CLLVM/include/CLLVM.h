// The LLVM C API headers that wasm-pvm uses. Only the Swift module LLVM imports this module.
//
// They include each other as <llvm-c/...> and <llvm/...>, which lead to the headers of the same names in this folder and from there
// to Debian's, in /usr/include, or those of LLVM_PREFIX. So nobody who uses this package needs a flag for the folder that they are in.
#ifndef WASM_PVM_CLLVM_H
#define WASM_PVM_CLLVM_H

#if !(__has_include(<llvm-c-19/llvm-c/Core.h>) || defined(WASM_PVM_LLVM_PREFIX))
#error "LLVM 19 headers not found: run 'apt-get install llvm-19-dev' or set LLVM_PREFIX"
#endif

#include <llvm/Config/llvm-config.h>
#if LLVM_VERSION_MAJOR < 19
#error "wasm-pvm needs LLVM 19 or newer: run 'apt-get install llvm-19-dev' or set LLVM_PREFIX"
#endif

#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Error.h>
#include <llvm-c/IRReader.h>
#include <llvm-c/Linker.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>

#endif
