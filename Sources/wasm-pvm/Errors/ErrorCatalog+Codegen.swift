extension ErrorCatalog {
  /// Code generation.
  static let codegenChapter = #"""
    C001 no lowering for the LLVM instruction
      cause: LLVM's passes made an instruction that instruction selection does not know.
      remedy: Please report it together with the module; another level (`--opt 0`) often avoids it.
    C002 no lowering for the LLVM type
      cause: LLVM's passes made a type that instruction selection does not know.
      remedy: As for C001.
    C003 no lowering for the LLVM constant
      cause: LLVM's passes made a constant that instruction selection does not know.
      remedy: As for C001.
    C005 the function is called but not defined
      cause: A function of LLVM's own library is needed that the runtime does not have.
      remedy: Please report it together with the module.
    C006 internal error after a pass
      cause: The verifier found a broken invariant; the pass is named.
      remedy: Please report it together with the module; `--opt 0` often avoids it.
    C007 internal error: wrong register allocation
      cause: The checker of the register allocation found a wrong value. No code is written.
      remedy: Please report it together with the module.
    C008 internal error: register allocation failed
      cause: The allocator found no register for a value.
      remedy: Please report it together with the module.
    C009 malformed machine IR
      cause: A text in machine IR form, which only tests read, is malformed; the line is named.
      remedy: Docs/MachineIR.md has the grammar.
      text: function @0 "f" framed {   parameters r0 b0:   r7 = fob r7 }
    C010 a limit of the container
      cause: Something has grown past what the container can hold: frames, code of a gigabyte, data beyond 16 MiB.
      remedy: The message has the number and the limit. Large arrays belong into the heap, not into the stack or data.
    C011 the linear memory does not fit
      cause: The minimum size of the memory, data and stack exceed the address space of 4 GiB.
      remedy: Declare a smaller minimum; memory can still grow. A smaller `--stack-size` helps a little.
      module: (module (memory 65536) (func (export "main") (param i32 i32) (result i64) (i64.const 0)))
    C012 no function of this name is in the optimized program
      cause: `--dump-after PASS:FUNCTION` names a function that is not there: misspelled, or taken in by those that call it.
      remedy: The message has names like it; without `:FUNCTION` all functions are printed, with their names and numbers.
      text: wasm-pvm build a.wat --dump-after block-layout:nobody
    """#
}
