import PVM
import Support

/// How a profile is written for other programs.
enum ProfileFormat: String, CaseIterable {
  /// A line for each call stack: functions, separated by semicolons, and its gas (Brendan Gregg's flame graphs).
  case collapsed
  /// The JSON of https://www.speedscope.app.
  case speedscope
  /// The JSON of https://profiler.firefox.com.
  case firefox
  /// A page that shows it.
  case html

  /// A profile in this format.
  ///
  /// - Parameter name: what was run.
  func text(_ profile: SourceProfile, name: String) -> String {
    switch self {
    case .collapsed: Self.collapsed(profile)
    case .speedscope: Self.speedscope(profile, name: name).text + "\n"
    case .firefox: FirefoxProfile.json(profile, name: name).text + "\n"
    case .html: ProfilePage.text(profile, name: name)
    }
  }

  /// Collapsed stacks.
  private static func collapsed(_ profile: SourceProfile) -> String {
    var lines = ""
    for (index, node) in profile.nodes.enumerated() where node.selfGas > 0 {
      let stack = profile.stack(of: index).map { number in
        let name = profile.nodes[number].function.visible.map { $0 == ";" ? ":" : $0 }
        return name.isEmpty ? "?" : String(name)
      }
      lines += stack.joined(separator: ";") + " \(node.selfGas)\n"
    }
    return lines
  }

  /// The JSON of speedscope: a sample for each node of the call tree, weighted with its own gas.
  private static func speedscope(_ profile: SourceProfile, name: String) -> JSONText {
    var frames = ProfileFrames()
    var samples: [JSONText] = []
    var weights: [JSONText] = []
    for (index, node) in profile.nodes.enumerated() where node.selfGas > 0 {
      samples.append(
        .array(
          profile.stack(of: index).map { .integer(frames.index(of: profile.nodes[$0])) }))
      weights.append(.natural(node.selfGas))
    }
    return .object([
      ("$schema", .string("https://www.speedscope.app/file-format-schema.json")),
      (
        "shared",
        .object([
          (
            "frames",
            .array(
              frames.elements.map { frame in
                .object(
                  [("name", .string(frame.function))]
                    + (frame.file.isEmpty ? [] : [("file", .string(frame.file))]))
              })
          )
        ])
      ),
      (
        "profiles",
        .array([
          .object([
            ("type", .string("sampled")), ("name", .string("gas of \(name)")),
            ("unit", .string("none")), ("startValue", .integer(0)),
            ("endValue", .natural(profile.total)), ("samples", .array(samples)),
            ("weights", .array(weights)),
          ])
        ])
      ),
      ("name", .string(name)), ("activeProfileIndex", .integer(0)),
      ("exporter", .string("wasm-pvm")),
    ])
  }
}

/// The functions of a call tree, each once, in the order in which they are first met.
struct ProfileFrames {
  /// A function.
  struct Frame: Hashable {
    /// Its name.
    var function: String
    /// Its file, empty if it is not known.
    var file: String
  }

  /// The functions.
  private(set) var elements: [Frame] = []
  /// Their numbers.
  private var numbers: [Frame: Int] = [:]

  /// The number of a node's function.
  mutating func index(of node: SourceProfile.Node) -> Int {
    let frame = Frame(function: node.function.isEmpty ? "?" : node.function, file: node.file)
    if let number = numbers[frame] { return number }
    elements.append(frame)
    numbers[frame] = elements.count - 1
    return elements.count - 1
  }
}
