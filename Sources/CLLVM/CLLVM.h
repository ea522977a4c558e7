// The LLVM C API headers that wasm-pvm uses. Only the Swift module LLVM imports this module.
//
// They include each other as <llvm-c/...> and <llvm/...>, which the links in the folder debian lead to Debian's headers: a header search
// path outside the package is a flag that SwiftPM calls unsafe and forbids in dependencies by version. With LLVM_PREFIX there are such
// flags, and the folder prefix has no links.
#ifndef WASM_PVM_CLLVM_H
#define WASM_PVM_CLLVM_H

#if !__has_include(<llvm-c/Core.h>)
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
