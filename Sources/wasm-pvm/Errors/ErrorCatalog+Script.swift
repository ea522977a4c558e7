extension ErrorCatalog {
  /// Scripts of the WebAssembly test suite (`wasm-pvm wast`).
  static let scriptChapter = #"""
    Q001 scripts need wabt's wast2json
      cause: `wast2json` is not installed.
      remedy: `apt-get install wabt`, or convert the script to JSON elsewhere.
    Q002 could not run wast2json
      cause: It is there but cannot be run.
      remedy: The reason is in the message.
    Q003 the script is rejected
      cause: `wast2json` refuses it; its message has file, line and column.
      remedy: Mend the script, or convert it with a newer wabt.
      text: (module (func (i32.fob)))
    Q004 unexpected contents
      cause: The JSON is not what `wast2json` writes.
      remedy: Convert the script anew.
    Q005 a file cannot be read
      cause: The script, or a module beside it, is missing.
      remedy: Keep the modules that `wast2json` writes beside the JSON.
    """#
}
