/// All error codes, by the letter they begin with. A test compares the codes with those of the sources, and provokes those that have a
/// module or a file as their example.
enum ErrorCatalog {
  /// Codes that begin with the same letter.
  struct Chapter: Sendable {
    /// What they are about.
    let title: String
    /// The codes in ascending order.
    let entries: [ErrorEntry]

    /// Reads a chapter from its table.
    init(_ title: String, _ table: String) {
      self.title = title
      entries = ErrorEntry.entries(of: table)
    }
  }

  /// The chapters, in the order in which an input goes through the compiler.
  static let chapters: [Chapter] = [
    Chapter("Text modules", textChapter),
    Chapter("WebAssembly modules", moduleChapter),
    Chapter("Linking modules", linkChapter),
    Chapter("Import maps", importMapChapter),
    Chapter("WASI and conventional imports", adapterChapter),
    Chapter("Translation", translationChapter),
    Chapter("Code generation", codegenChapter),
    Chapter("Profiles", profileChapter),
    Chapter("The size of the heap", containerChapter),
    Chapter("Program files and assembly", programChapter),
    Chapter("PolkaVM containers", polkaVMChapter),
    Chapter("Debug maps", debugMapChapter),
    Chapter("Machines and recorded runs", machineChapter),
    Chapter("State files of services", stateChapter),
    Chapter("Scripts of the test suite", scriptChapter),
    Chapter("Projects", projectChapter),
  ]

  /// The entry of a code, in upper or lower case; nil if there is none.
  static func entry(_ code: String) -> ErrorEntry? {
    let wanted = code.uppercased()
    for chapter in chapters {
      if let entry = chapter.entries.first(where: { $0.code == wanted }) { return entry }
    }
    return nil
  }

  /// All codes.
  static var codes: [String] { chapters.flatMap { $0.entries.map(\.code) } }

  /// The list of codes with their titles.
  static var overview: String {
    chapters.map { chapter in
      "\(chapter.title):\n" + chapter.entries.map { "  \($0.code)  \($0.title)\n" }.joined()
    }.joined(separator: "\n")
  }

  /// The page Docs/Errors.md.
  static var page: String {
    var text = """
      # Error codes

      Generated (`PVM_BLESS=1`, `ExplainTests`); do not edit. Messages end with their code in brackets; `wasm-pvm explain CODE` prints what is \
      here.

      """
    for chapter in chapters {
      text += "\n## \(chapter.title)\n"
      for entry in chapter.entries { text += "\n" + entry.markdown }
    }
    return text
  }

  /// What is the remedy of many errors, by the name that the tables have for it in braces.
  static let commonRemedies: [(name: String, text: String)] = [
    (
      "rebuild",
      "Build the module anew with the tool that made it; if it was transferred, transfer it as binary."
    ),
    (
      "tool",
      """
      The tool that made the module is broken, or newer than WebAssembly 2.0 and the proposals of Docs/Conformance.md: report it there, or \
      build for an older target.
      """
    ),
    (
      "invalid",
      """
      The tool that made the module has a bug, or the module was edited by hand: `wasm-validate` of wabt, or another engine, says the \
      same. Build it anew.
      """
    ),
    ("map", "Correct the line; Docs/Imports.md has the form of an import map."),
    ("file", "The file is cut short, damaged or something else: build or transfer it anew."),
    (
      "record",
      "The file was cut short or edited; record the run anew (Docs/Traces.md)."
    ),
    (
      "state",
      "Correct the file at the line, column and field of the message; Docs/Services.md has all fields."
    ),
  ]
}
