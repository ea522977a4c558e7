extension ErrorCatalog {
  /// The size of the heap that the container asks for.
  static let containerChapter = #"""
    B001 the program needs more heap pages
      cause: `--heap-pages` is less than the memory at start.
      remedy: Leave the option out, or give at least the number in the message.
      text: wasm-pvm build a.wat --heap-pages 1    # (memory 4)
    B002 the program grows its memory from the end of its heap pages
      cause: `--heap-pages` would leave a gap before the memory that grows.
      remedy: `--reserve-memory` maps more memory at start.
      text: wasm-pvm build grows.wat --heap-pages 1000
    """#
}
