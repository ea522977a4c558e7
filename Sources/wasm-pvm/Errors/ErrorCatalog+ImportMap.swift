extension ErrorCatalog {
  /// Import maps (`--imports`).
  static let importMapChapter = #"""
    I001 the line is not UTF-8
      cause: The file is not text.
      remedy: {map}
      text: log\xff = nop
    I002 expected 'name = trap', 'name = nop' or 'name = ecalli:N'
      cause: A line has no `=`.
      remedy: {map}
      text: log ecalli:100
    I003 there is no import name before '='
      cause: A line begins with `=`.
      remedy: {map}
      text: = trap
    I004 unknown action
      cause: What stands behind `=` is none of the actions.
      remedy: {map}
      text: log = ignore
    I005 invalid host call index
      cause: The index is no number from 0 to 2147483647.
      remedy: {map}
      text: log = ecalli:-1
    I006 the import is mapped twice
      cause: An earlier line says what becomes of it.
      remedy: Remove one of the lines.
      text: log = nop log = trap
    """#
}
