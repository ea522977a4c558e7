extension ErrorCatalog {
  /// Profiles (`--profile-use`).
  static let profileChapter = #"""
    F001 not a profile
      cause: The file does not begin as `run --profile-out` writes it.
      remedy: Write one: `wasm-pvm run MODULE ARGS --profile-out FILE`, with the target and level of the build.
      text: something else
    F002 not a line of a profile
      cause: A line is not of its form, a function is there twice, or the number at the end is not that of the functions.
      remedy: The file was edited or damaged: write it anew.
      text: function 2 xyz main
    F003 the profile is cut short
      cause: The file ends in front of its last line, which says how many functions there are.
      remedy: Write it anew; the disk may have been full.
      text: wasm-pvm profile 1
    """#
}
