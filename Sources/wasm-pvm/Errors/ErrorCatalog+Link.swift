extension ErrorCatalog {
  /// Linking: `--adapter`, and what modules import from each other.
  static let linkChapter = #"""
    K001 the import has no export of that name
      cause: An import names an adapter by its module name, and that adapter does not export it.
      remedy: Export it from the adapter under that name, or correct the module name in the import.
      text: wasm-pvm build main.wat --adapter lib=lib.wasm    # imports lib.missing
    K002 the import is ambiguous
      cause: Several adapters export what an import may mean, and these are different things.
      remedy: Give adapters names (`--adapter NAME=FILE`) and import from those.
      text: wasm-pvm build main.wat --adapter a.wasm --adapter b.wasm    # both export env.log
    K003 the import has another type than the export
      cause: Signature, mutability or limits differ.
      remedy: Make both the same. The message has both types.
      text: (import "env" "log" (func (param i32)))    # the adapter's takes (i32 i32)
    K004 the import is exported by nobody but itself
      cause: An import means an import that another module exports again, in a circle.
      remedy: Define the thing in one of the modules.
      text: a.wasm exports its import x of b, b.wasm its import x of a
    K005 the initial value of a global is its own
      cause: Globals of linked modules are each other's initial values.
      remedy: Give one of them a constant.
      text: (global (import "b" "g") i32) (export "g" (global 0))    # and b the same of a
    K006 a memory beside that of another module
      cause: Linked modules share one memory.
      remedy: Import the memory in the adapter: `(import "main" "memory" (memory 1))`, or declare none: it then uses the
        program's.
      text: wasm-pvm build main.wat --adapter own-memory.wat
    K007 the initial value is too long an expression
      cause: Constant expressions of linked modules are put into each other and grew out of measure.
      remedy: Simplify the initial values.
      text: extended constants of several modules that use each other's globals many times
    K008 internal error: the linked module is invalid
      cause: A fault of the linker.
      remedy: Please report it together with the modules.
    K009 it uses a memory, but there is none
      cause: An adapter reads or writes memory, and neither it nor the program declares one.
      remedy: Add `(memory 1)` to the program.
      text: wasm-pvm build no-memory.wat --adapter console.wat
    """#
}
