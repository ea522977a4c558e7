import PVM
import Support

/// A profile as https://profiler.firefox.com reads it: its processed format, version 47. A sample is a function in the context of its
/// callers, weighted with the gas of one group of purposes; categories are these groups.
enum FirefoxProfile {
  /// The version of the processed format.
  private static let version = 47
  /// The version of Gecko's own format that belongs to it.
  private static let geckoVersion = 27
  /// The colors of the groups of purposes, of those that Firefox knows.
  private static let colors = [
    "green", "red", "orange", "yellow", "purple", "blue", "magenta", "grey",
  ]

  /// The JSON.
  ///
  /// - Parameter name: what was run.
  static func json(_ profile: SourceProfile, name: String) -> JSONText {
    .object([
      (
        "meta",
        .object([
          ("version", .integer(geckoVersion)), ("preprocessedProfileVersion", .integer(version)),
          ("interval", .integer(1)), ("startTime", .integer(0)), ("processType", .integer(0)),
          ("stackwalk", .integer(1)), ("debug", .boolean(false)), ("gcpoison", .boolean(false)),
          ("asyncstack", .boolean(false)), ("product", .string("wasm-pvm: \(name)")),
          ("symbolicated", .boolean(true)), ("markerSchema", .array([])),
          ("categories", .array(InstructionPurpose.Group.allCases.map { category($0) })),
        ])
      ),
      ("libs", .array([])), ("pages", .array([])), ("counters", .array([])),
      ("threads", .array([thread(profile, name: name)])),
    ])
  }

  /// A group of purposes as a category.
  private static func category(_ group: InstructionPurpose.Group) -> JSONText {
    .object([
      ("name", .string("\(group.name)")), ("color", .string(colors[Int(group.rawValue)])),
      ("subcategories", .array([.string("Other")])),
    ])
  }

  /// The run as a thread.
  private static func thread(_ profile: SourceProfile, name: String) -> JSONText {
    var frames = ProfileFrames()
    var prefixes: [JSONText] = []
    var frameOfStack: [JSONText] = []
    var categories: [JSONText] = []
    for node in profile.nodes {
      prefixes.append(node.parent.map { .integer($0) } ?? .null)
      frameOfStack.append(.integer(frames.index(of: node)))
      categories.append(.integer(0))
    }
    var stacks: [JSONText] = []
    var weights: [JSONText] = []
    for (index, node) in profile.nodes.enumerated() {
      for (group, gas) in node.gas.enumerated() where gas > 0 {
        weights.append(.natural(gas))
        if group == 0 {
          stacks.append(.integer(index))
          continue
        }
        // The same place once more, with another category.
        stacks.append(.integer(frameOfStack.count))
        prefixes.append(prefixes[index])
        frameOfStack.append(frameOfStack[index])
        categories.append(.integer(group))
      }
    }
    let samples: JSONText = table(
      stacks.count,
      [
        ("stack", .array(stacks)), ("time", numbers(stacks.count)), ("weight", .array(weights)),
        ("weightType", .string("samples")),
      ])
    let stackTable: JSONText = table(
      frameOfStack.count,
      [
        ("prefix", .array(prefixes)), ("frame", .array(frameOfStack)),
        ("category", .array(categories)),
        ("subcategory", repeated(.integer(0), frameOfStack.count)),
      ])
    return .object(
      [
        ("name", .string(name)), ("isMainThread", .boolean(true)),
        ("processType", .string("default")), ("processStartupTime", .integer(0)),
        ("processShutdownTime", .null), ("registerTime", .integer(0)), ("unregisterTime", .null),
        ("pausedRanges", .array([])), ("pid", .string("0")), ("tid", .integer(0)),
        ("samples", samples), ("stackTable", stackTable),
      ] + tables(frames.elements))
  }

  /// The tables of functions.
  private static func tables(_ frames: [ProfileFrames.Frame]) -> [(name: String, value: JSONText)] {
    let count = frames.count
    let files = frames.indices.map { index -> JSONText in
      frames[index].file.isEmpty ? .null : .integer(count + index)
    }
    let strings = (frames.map(\.function) + frames.map(\.file)).map { JSONText.string($0) }
    return [
      (
        "frameTable",
        table(
          count,
          [
            ("address", repeated(.integer(-1), count)),
            ("inlineDepth", repeated(.integer(0), count)),
            ("category", repeated(.integer(0), count)),
            ("subcategory", repeated(.integer(0), count)), ("func", numbers(count)),
            ("nativeSymbol", repeated(.null, count)),
            ("innerWindowID", repeated(.integer(0), count)),
            ("implementation", repeated(.null, count)), ("line", repeated(.null, count)),
            ("column", repeated(.null, count)),
          ])
      ),
      (
        "funcTable",
        table(
          count,
          [
            ("name", numbers(count)), ("isJS", repeated(.boolean(false), count)),
            ("relevantForJS", repeated(.boolean(false), count)),
            ("resource", repeated(.integer(-1), count)), ("fileName", .array(files)),
            ("lineNumber", repeated(.null, count)), ("columnNumber", repeated(.null, count)),
          ])
      ),
      ("resourceTable", empty(["lib", "name", "host", "type"])),
      ("nativeSymbols", empty(["libIndex", "address", "name", "functionSize"])),
      ("markers", empty(["data", "name", "startTime", "endTime", "phase", "category"])),
      ("stringArray", .array(strings)),
    ]
  }

  /// A table of so many rows in columns.
  private static func table(
    _ count: Int, _ columns: [(name: String, value: JSONText)]
  ) -> JSONText {
    .object(columns + [("length", .integer(count))])
  }

  /// A table without rows.
  private static func empty(_ columns: [String]) -> JSONText {
    table(0, columns.map { ($0, .array([])) })
  }

  /// A column with the same value in all rows.
  private static func repeated(_ value: JSONText, _ count: Int) -> JSONText {
    .array(Array(repeating: value, count: count))
  }

  /// A column with the numbers of the rows.
  private static func numbers(_ count: Int) -> JSONText {
    .array((0..<count).map { .integer($0) })
  }
}
