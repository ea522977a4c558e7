extension ErrorCatalog {
  /// Files of `build --debug-info`.
  static let debugMapChapter = #"""
    D001 no debug map
      cause: `--debug-info` names a file that is something else.
      remedy: Write it with `build --debug-info FILE` when the program is built.
      text: wasm-pvm run add.jam --profile --debug-info add.jam
    D002 another version of debug maps
      cause: The file was written by a wasm-pvm whose debug maps have another form.
      remedy: Build the program and its map again. Docs/DebugMap.md has the form of each version.
    D003 the debug map is malformed
      cause: The file was changed or cut off since it was written.
      remedy: Build the program and its map again.
    D004 the debug map describes another program
      cause: Program and map come from different builds: the map has a hash of the program's code.
      remedy: Keep the two files of one build together.
      text: wasm-pvm run add.jam --profile --debug-info sub.map
    """#
}
