import PVM
import Support

/// How `run --profile-format` writes a profile for other programs.
enum ProfileFormat: String, CaseIterable {
  /// A line for each stack: functions separated by semicolons, then the gas (Brendan Gregg's `flamegraph.pl`).
  case collapsed
  /// The JSON that https://www.speedscope.app reads.
  case speedscope
  /// The JSON that https://profiler.firefox.com reads ("processed profile format").
  case firefox
  /// A page with a flame graph, a table and the gas of each source line, in one file.
  case html

  /// The text of a profile.
  ///
  /// - Parameter name: what was run.
  func text(_ profile: SourceProfile, name: String) -> String {
    switch self {
    case .collapsed: ProfileFormat.collapsed(profile)
    case .speedscope: ProfileFormat.speedscope(profile, name: name).text + "\n"
    case .firefox: ProfileFormat.firefox(profile, name: name).text + "\n"
    case .html: ProfilePage.text(profile, name: name)
    }
  }

  /// Stacks in lines.
  private static func collapsed(_ profile: SourceProfile) -> String {
    profile.nodes.indices.filter { profile.nodes[$0].gas > 0 }.map { node in
      let stack = profile.stack(of: node).map { profile.nodes[$0].place.function }
      // What separates functions and lines cannot stand in a name.
      return stack.map { name in
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0 == ";" ? ":" : $0 }))
          .split(whereSeparator: \.isNewline).joined(separator: " ")
      }.joined(separator: ";") + " \(profile.nodes[node].gas)\n"
    }.joined()
  }

  /// Speedscope's file.
  private static func speedscope(_ profile: SourceProfile, name: String) -> JSONText {
    var frames = Frames()
    let samples = profile.nodes.indices.filter { profile.nodes[$0].gas > 0 }
    let stacks = samples.map { node in
      JSONText.array(
        profile.stack(of: node).map { .integer(frames.index(profile.nodes[$0].place)) })
    }
    return .object([
      ("$schema", .string("https://www.speedscope.app/file-format-schema.json")),
      (
        "shared",
        .object([
          (
            "frames",
            .array(
              frames.places.map { place in
                .object(
                  [("name", .string(place.function))]
                    + (place.file.isEmpty ? [] : [("file", .string(place.file))]))
              })
          )
        ])
      ),
      (
        "profiles",
        .array([
          .object([
            ("type", .string("sampled")), ("name", .string(name)), ("unit", .string("none")),
            ("startValue", .integer(0)), ("endValue", .natural(profile.total)),
            ("samples", .array(stacks)),
            ("weights", .array(samples.map { .natural(profile.nodes[$0].gas) })),
          ])
        ])
      ),
      ("exporter", .string("wasm-pvm")),
    ])
  }

  /// Firefox's processed profile, in version 27 of its format.
  private static func firefox(_ profile: SourceProfile, name: String) -> JSONText {
    var frames = Frames()
    let frameOfNode = profile.nodes.map { frames.index($0.place) }
    let samples = profile.nodes.indices.filter { profile.nodes[$0].gas > 0 }
    let names = frames.places.map(\.function)
    let files = frames.places.map(\.file)
    let count = frames.places.count
    func repeated(_ value: JSONText, _ count: Int) -> JSONText {
      .array(Array(repeating: value, count: count))
    }
    func indices(_ count: Int) -> JSONText { .array((0..<count).map { .integer($0) }) }
    let thread: JSONText = .object([
      ("name", .string(name)), ("isMainThread", .boolean(true)),
      ("processType", .string("default")), ("processStartupTime", .integer(0)),
      ("processShutdownTime", .null), ("registerTime", .integer(0)), ("unregisterTime", .null),
      ("pausedRanges", .array([])), ("pid", .string("0")), ("tid", .integer(0)),
      (
        "samples",
        .object([
          ("stack", .array(samples.map { .integer($0) })),
          ("time", indices(samples.count)),
          ("weight", .array(samples.map { .natural(profile.nodes[$0].gas) })),
          ("weightType", .string("bytes")), ("length", .integer(samples.count)),
        ])
      ),
      (
        "stackTable",
        .object([
          ("prefix", .array(profile.nodes.map { $0.parent.map { .integer($0) } ?? .null })),
          ("frame", .array(frameOfNode.map { .integer($0) })),
          ("length", .integer(profile.nodes.count)),
        ])
      ),
      (
        "frameTable",
        .object([
          ("address", repeated(.integer(-1), count)), ("inlineDepth", repeated(.integer(0), count)),
          ("category", repeated(.integer(0), count)), ("subcategory", repeated(.integer(0), count)),
          ("func", indices(count)), ("nativeSymbol", repeated(.null, count)),
          ("innerWindowID", repeated(.integer(0), count)),
          ("implementation", repeated(.null, count)), ("line", repeated(.null, count)),
          ("column", repeated(.null, count)), ("length", .integer(count)),
        ])
      ),
      (
        "funcTable",
        .object([
          ("name", indices(count)), ("isJS", repeated(.boolean(false), count)),
          ("relevantForJS", repeated(.boolean(false), count)),
          ("resource", repeated(.integer(-1), count)),
          (
            "fileName",
            .array(files.indices.map { files[$0].isEmpty ? .null : .integer(count + $0) })
          ),
          ("lineNumber", repeated(.null, count)), ("columnNumber", repeated(.null, count)),
          ("length", .integer(count)),
        ])
      ),
      (
        "resourceTable",
        .object([
          ("lib", .array([])), ("name", .array([])), ("host", .array([])), ("type", .array([])),
          ("length", .integer(0)),
        ])
      ),
      (
        "nativeSymbols",
        .object([
          ("libIndex", .array([])), ("address", .array([])), ("name", .array([])),
          ("functionSize", .array([])), ("length", .integer(0)),
        ])
      ),
      (
        "markers",
        .object([
          ("data", .array([])), ("name", .array([])), ("startTime", .array([])),
          ("endTime", .array([])), ("phase", .array([])), ("category", .array([])),
          ("length", .integer(0)),
        ])
      ),
      ("stringArray", .array((names + files).map { .string($0) })),
    ])
    return .object([
      (
        "meta",
        .object([
          ("version", .integer(27)), ("preprocessedProfileVersion", .integer(47)),
          ("interval", .integer(1)), ("startTime", .integer(0)), ("processType", .integer(0)),
          ("stackwalk", .integer(1)), ("debug", .boolean(false)), ("gcpoison", .boolean(false)),
          ("asyncstack", .boolean(false)), ("product", .string("wasm-pvm")),
          ("symbolicated", .boolean(true)), ("markerSchema", .array([])),
          (
            "categories",
            .array([
              .object([
                ("name", .string("Gas")), ("color", .string("blue")),
                ("subcategories", .array([.string("Other")])),
              ])
            ])
          ),
        ])
      ),
      ("libs", .array([])), ("pages", .array([])), ("counters", .array([])),
      ("threads", .array([thread])),
    ])
  }

  /// Numbers functions in the order in which they are first met.
  private struct Frames {
    /// The functions.
    private(set) var places: [SourceProfile.Place] = []
    /// Their numbers.
    private var numbers: [SourceProfile.Place: Int] = [:]

    /// The number of a function.
    mutating func index(_ place: SourceProfile.Place) -> Int {
      if let number = numbers[place] { return number }
      places.append(place)
      numbers[place] = places.count - 1
      return places.count - 1
    }
  }
}
