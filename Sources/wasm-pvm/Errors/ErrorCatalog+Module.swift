extension ErrorCatalog {
  /// Modules: W001 to W049 are malformed bytes, W050 to W089 broken rules of validation, the rest what we do not do.
  static let moduleChapter = #"""
    W001 not a WebAssembly module
      cause: The file does not begin with the bytes 00 61 73 6D.
      remedy: Give the .wasm file, not the source, an archive or a page that a download answered with.
    W002 unknown binary version
      cause: The bytes behind the first four are not version 1. Components of the component model say 0x1000d.
      remedy: Components cannot be compiled: take the core module (`wasm-tools component unbundle`, or build for `wasm32-wasip1`
        instead of `wasip2`).
      bytes: 00 61 73 6d 0d 00 01 00
    W003 unexpected end
      cause: The module ends inside a section, an instruction or a number.
      remedy: {rebuild}
      bytes: 00 61 73 6d 01 00 00 00 01
    W004 integer representation too long
      cause: A number in LEB128 has more bytes than its width allows.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 80 80 80 80 80 00
    W005 integer too large
      cause: A number in LEB128 has bits that its width does not have.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 80 80 80 80 70
    W006 malformed UTF-8 encoding
      cause: A name of an import, an export or a custom section is not UTF-8.
      remedy: The tool that wrote the name must encode it. Names in text modules are written with escapes.
      bytes: 00 61 73 6d 01 00 00 00 00 02 01 ff
    W007 length out of bounds
      cause: A section, a name or a vector says that it is longer than what contains it.
      remedy: {rebuild}
      bytes: 00 61 73 6d 01 00 00 00 01 7f 00
    W008 no section has the number
      cause: A section's number is beyond those of WebAssembly 2.0 and the accepted proposals.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 7f 00
    W009 section out of order or repeated
      cause: Sections other than custom ones come once and in order.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 03 01 00 01 01 00
    W010 section size mismatch
      cause: A section's contents end before its size says.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 02 00 00
    W011 functions are declared but have no body
      cause: The function and code sections have different numbers of entries.
      remedy: {rebuild}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00
    W012 data segments are declared but there are others
      cause: The data count section does not tell the number of data segments.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 0c 01 01
    W013 data count section required
      cause: `memory.init` or `data.drop` is used without the data count section.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 05 03 01 00 00 0a 07 01 05 00 fc 09 00 0b 0b 03 01 01 00
    W014 no type constructor
      cause: A type is not a function type: types of garbage-collected objects are not accepted.
      remedy: Build without the GC proposal (Kotlin, Dart, Java and OCaml compilers to WebAssembly need it and cannot be used).
      bytes: 00 61 73 6d 01 00 00 00 01 03 01 5f 00
    W015 no value type
      cause: A byte that must be a value type is none.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 05 01 60 01 01 00
    W016 no reference type
      cause: A table's or segment's type is no reference type.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 04 04 01 7f 00 00
    W017 malformed block type
      cause: A block's type is neither empty, a value type nor an index.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 08 01 06 00 02 ff 7f 0b 0b
    W018 no kind of import
      cause: An import is none of function, table, memory, global and tag.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 02 05 01 00 00 09 00
    W019 no kind of export
      cause: An export is none of function, table, memory, global and tag.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 07 04 01 00 09 00
    W020 malformed limits flags
      cause: The byte before a memory's or table's limits is unknown. Memories of 64 bits have such a byte, and the message names
        them.
      remedy: Build for wasm32, not wasm64.
      bytes: 00 61 73 6d 01 00 00 00 05 03 01 10 00
    W021 malformed mutability
      cause: A global is neither constant (0) nor mutable (1).
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 06 06 01 7f 02 41 00 0b
    W022 malformed element kind
      cause: The kind of an element segment is not 0.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 09 04 01 01 01 00
    W023 malformed segment flags
      cause: The flags before a data or element segment are unknown.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 0b 02 01 05
    W024 illegal opcode
      cause: An instruction is not part of WebAssembly 2.0 or of an accepted proposal; the message names the proposal if it is
        known.
      remedy: Build without that proposal. Which are accepted says Docs/Conformance.md.
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 ff 0b
    W025 zero byte expected
      cause: A reserved byte is not zero.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 07 01 05 00 fe 03 01 0b
    W026 code after the end of the function
      cause: A body goes on after its last `end`.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 0b 0b
    W027 malformed tag attribute
      cause: The attribute of a tag is not 0.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 0d 03 01 01 00
    W028 malformed catch clause
      cause: A clause of a `try_table` is of no known kind.
      remedy: {tool}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 09 01 07 00 1f 40 01 07 0b 0b
    W050 unknown type, function, local, label, …
      cause: An index has nothing behind it.
      remedy: {invalid}
      module: (module (func (local.get 3) drop))
    W051 type mismatch
      cause: An operand has another type than the instruction needs.
      remedy: {invalid}
      module: (module (func (i32.eqz (i64.const 0)) drop))
    W052 type mismatch: found nothing
      cause: The operand stack is empty where a value is needed.
      remedy: {invalid}
      module: (module (func drop))
    W053 type mismatch: values too many
      cause: A block or function ends with more values than it has results.
      remedy: {invalid}
      module: (module (func (i32.const 1)))
    W054 type mismatch: expected a reference
      cause: `ref.is_null` has an operand that is no reference.
      remedy: {invalid}
      module: (module (func (ref.is_null (i32.const 0)) drop))
    W055 a select without type chooses between references
      cause: `select` of references must name its type.
      remedy: {invalid}
      module: (module (func (param funcref) (select (local.get 0) (local.get 0) (i32.const 1)) drop))
    W056 invalid result arity
      cause: A typed `select` must name exactly one type.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 06 01 04 00 1c 00 0b
    W057 else outside of if
      cause: An `else` does not belong to an `if`.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 05 0b
    W058 an if without else
      cause: An `if` that has results other than its parameters needs an `else`.
      remedy: {invalid}
      module: (module (func (result i32) (if (result i32) (i32.const 1) (then (i32.const 2)))))
    W059 a label takes other values than the default label
      cause: All labels of a `br_table` take the same number of values.
      remedy: {invalid}
      module: (module (func (block (result i32) (block (br_table 0 1 (i32.const 0) (i32.const 0))) (i32.const 1)) drop))
    W060 a tail call returns something else
      cause: The results of `return_call` must be those of the function it is in.
      remedy: {invalid}
      module: (module (func (result i32) (return_call 1)) (func))
    W061 alignment is larger than the access
      cause: An access promises more alignment than it has bytes.
      remedy: {invalid}
      module: (module (memory 1) (func (i32.load8_u align=4 (i32.const 0)) drop))
    W062 invalid lane index
      cause: A lane number is too large for the vector.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 1a 01 18 00 fd 0c 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 00 00 fd 15 10 1a 0b
    W063 global is immutable
      cause: `global.set` of a constant global.
      remedy: {invalid}
      module: (module (global i32 (i32.const 0)) (func (global.set 0 (i32.const 1))))
    W064 table does not hold functions
      cause: `call_indirect` through a table of external references.
      remedy: {invalid}
      module: (module (table 1 externref) (func (call_indirect (i32.const 0))))
    W065 undeclared function reference
      cause: `ref.func` of a function that no export, global or element segment names.
      remedy: {invalid}
      module: (module (func (ref.func 0) drop))
    W066 constant expression required
      cause: An initial value, or the place of a segment, has an instruction that runs only in functions.
      remedy: {invalid}
      module: (module (memory 1) (global i32 (i32.load (i32.const 0))))
    W067 constant expression required: global is not imported and immutable
      cause: An initial value reads a global that may not be read there.
      remedy: {invalid}
      module: (module (global (mut i32) (i32.const 0)) (global i32 (global.get 0)))
    W068 duplicate export name
      cause: Two exports have the same name.
      remedy: {invalid}
      module: (module (func (export "a")) (func (export "a")))
    W069 the start function has parameters or results
      cause: It must have none.
      remedy: {invalid}
      module: (module (func (param i32)) (start 0))
    W070 size minimum is greater than maximum
      cause: The limits of a memory or table.
      remedy: {invalid}
      module: (module (memory 2 1))
    W071 65536 pages are the most
      cause: A memory of 32 bits has at most 65,536 pages of 65,536 bytes.
      remedy: Declare less, or build for wasm32 if the module has memories of 64 bits.
      module: (module (memory 65537))
    W072 outside of the body of a try
      cause: A `catch`, `catch_all` or `delegate` does not belong to a `try`.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 19 0b
    W073 invalid rethrow label
      cause: `rethrow` names a block that is no `catch`.
      remedy: {invalid}
      module: (module (func (try (do (rethrow 0)) (catch_all))))
    W074 a clause brings other values than its label takes
      cause: The values of a tag, and an exnref where the clause asks for one, must be what the label takes.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 01 08 02 60 00 00 60 01 7f 00 03 02 01 00 0d 03 01 00 01 0a 0b 01 09 00 1f 40 01 00 00
        00 0b 0b
    W075 non-empty tag result type
      cause: A tag's type must have no results.
      remedy: {invalid}
      module: (module (tag (result i32)))
    W076 alignment of an atomic access is not its size
      cause: Atomic accesses must be naturally aligned.
      remedy: {invalid}
      module: (module (memory 1 1 shared) (func (i32.atomic.load align=2 (i32.const 0)) drop))
    W077 a shared memory must have a maximum size
      cause: The limits of a shared memory have no maximum.
      remedy: {invalid}
      bytes: 00 61 73 6d 01 00 00 00 05 03 01 02 01
    W090 the module needs features that are not enabled
      cause: The module uses a proposal that the decoder was told to refuse; `Features` of the library says which are accepted.
      remedy: Accept the proposal (`Features.translated` has all that the compiler translates), or build without it.
      text: try Module(decoding: bytes, features: .wasm2)   // of a module with tail calls
    W091 more than supported
      cause: The module exceeds a limit: those that engines of the web agree on, and depth and number of locals
        (`ImplementationLimit`).
      remedy: Split the function or the module. Tables of data belong into data segments, not into code.
      module: (module (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
          (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0) (memory 0))
    """#
}
