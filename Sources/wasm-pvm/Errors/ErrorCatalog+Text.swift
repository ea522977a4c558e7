extension ErrorCatalog {
  /// Text modules (`wat2wasm`).
  static let textChapter = #"""
    X001 the text is not a module
      cause: The text assembler `wat2wasm` refuses it. Its message has file, line and column.
      remedy: Mend the text at that place. `wat2wasm` knows the text format only: what other tools call wat (components, GC) is
        not.
      text: (module (func (i32.fob)))
    X002 text input needs wabt's wat2wasm
      cause: A text module was given, and `wat2wasm` is not installed.
      remedy: `apt-get install wabt`, or convert the text to a binary module elsewhere. `WASM_PVM_WAT2WASM` names another
        `wat2wasm`.
      text: PATH= /usr/bin/wasm-pvm build a.wat
    X003 could not run wat2wasm
      cause: `wat2wasm` is there but cannot be run, or cannot write its output.
      remedy: The reason is in the message: rights, a full disk, a broken installation.
      text: WASM_PVM_WAT2WASM=/bin/false wasm-pvm build a.wat
    """#
}
