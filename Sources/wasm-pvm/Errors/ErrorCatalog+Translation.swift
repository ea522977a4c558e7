extension ErrorCatalog {
  /// Translation to LLVM.
  static let translationChapter = #"""
    T001 the float instruction is rejected, as asked
      cause: `--floats reject` was given, and the module computes with floats.
      remedy: `--floats soft` (the default) computes them, `--floats trap` compiles them to traps.
      text: wasm-pvm build floats.wat --floats reject
    T002 vectors are not supported
      cause: A vector value is where none can be: an imported or exported global, a host call's argument.
      remedy: Pass two `i64` instead.
      text: (module (import "env" "v" (global v128)) (func (export "main") (param i32 i32) (result i64) (i64.const 0)))
    T003 not supported
      cause: The module needs something that the PVM cannot give; the message says what.
      remedy: Build without it; Docs/Conformance.md and Docs/Imports.md say what there is instead.
    T004 unresolved imports
      cause: The module imports something that nobody defines.
      remedy: `--imports FILE` makes host calls, traps or nothing of functions, `--adapter FILE` defines what another module exports, `--wasi` defines WASI's.
        Docs/Imports.md has the table.
      text: (import "env" "unknown" (func))
    T005 an import does not fit
      cause: An import is used in a way that its definition does not allow, such as a host call with a result of two values.
      remedy: The message says what; Docs/ABI.md has the forms.
      text: (import "env" "host_call_3" (func (param i32)))
    T006 no entry point
      cause: None of the functions `main`, `refine`, `is_authorized`, `main2` and `accumulate` is exported.
      remedy: Export one of the type [i32 i32] -> [i64], or choose another export with `--entry NAME`; `run --invoke NAME` calls
        any export.
      module: (module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
    T007 no exported function has that name
      cause: `--entry` names something else.
      remedy: `wasm-pvm inspect FILE` lists the exports.
      text: wasm-pvm build add.wat --entry ad
    T008 the entry point has a wrong type
      cause: It must take the address and length of the arguments, and return both of the result in one `i64`.
      remedy: Change it to [i32 i32] -> [i64] (Docs/ABI.md), or call it with `run --invoke NAME`.
      module: (module (func (export "main") (result i32) (i32.const 1)))
    T009 a limit of the translation
      cause: Something has grown beyond what can be translated, such as the table that functions are called through.
      remedy: The message has the number and the limit: split the module, or remove what is not needed.
    T010 internal error
      cause: LLVM refused what the front end made: a fault of the compiler.
      remedy: Please report it together with the module.
    T011 an object file
      cause: The module is what `clang -c` writes: code that has no place yet, for a linker.
      remedy: Link it (`wasm-ld --no-entry --export=main program.o -o program.wasm`), or compile and link in one step (Docs/Languages/C.md).
      text: clang --target=wasm32 -c program.c -o program.o && wasm-pvm build program.o
    """#
}
