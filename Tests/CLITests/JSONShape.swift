import Foundation

/// JSON, with numbers and truth values told apart.
indirect enum JSONTree: Decodable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  /// Reads a text.
  init(_ text: String) throws {
    self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
  }

  /// The trees that are like this one but for one member of an object that is missing, or for one value of another type.
  var damaged: [JSONTree] {
    switch self {
    case .null: []
    case .boolean: [.number(1)]
    case .number: [.string("1"), .boolean(true)]
    case .string: [.number(1)]
    case .list(let elements):
      [.object([:])]
        + (elements.first.map { first in
          first.damaged.map { .list([$0] + elements.dropFirst()) }
        } ?? [])
    case .object(let members):
      members.flatMap { name, value in
        value.damaged.map { damaged in
          .object(members.merging([name: damaged]) { _, new in new })
        } + [.object(members.filter { $0.key != name })]
      }
    }
  }
}

/// What JSON has to be like: the rules of a published schema.
indirect enum JSONShape: Sendable {
  case boolean
  case number
  case string
  /// One of some strings.
  case choice([String])
  /// One of some numbers.
  case numbers([Double])
  case nullable(JSONShape)
  case list(JSONShape)
  /// An object; a name that ends with a question mark may be missing, others than these may not be there.
  case object([String: JSONShape])
  /// An object that is a table in columns of the same length, which is the number `length`.
  case table([String: JSONShape])

  /// What is wrong with a value, a place each.
  func mistakes(in value: JSONTree, at path: String = "$") -> [String] {
    switch (self, value) {
    case (.boolean, .boolean), (.number, .number), (.string, .string), (.nullable, .null): []
    case (.choice(let choices), .string(let text)):
      choices.contains(text) ? [] : ["\(path): \(text)"]
    case (.numbers(let choices), .number(let number)):
      choices.contains(number) ? [] : ["\(path): \(number)"]
    case (.nullable(let shape), let value): shape.mistakes(in: value, at: path)
    case (.list(let shape), .list(let elements)):
      elements.enumerated().flatMap { shape.mistakes(in: $1, at: "\(path)[\($0)]") }
    case (.object(let shapes), .object(let members)): Self.mistakes(shapes, members, path)
    case (.table(let columns), .object(let members)):
      Self.mistakes(
        columns.mapValues { .list($0) }.merging(["length": .number]) { column, _ in column },
        members, path)
        + members.filter { $0.key != "length" }.compactMap { name, column in
          guard case .list(let elements) = column,
            members["length"] != .number(Double(elements.count))
          else { return nil }
          return "\(path).\(name): \(elements.count) elements"
        }
    default: ["\(path): \(value) is no \(self)"]
    }
  }

  /// What is wrong with the members of an object.
  private static func mistakes(
    _ shapes: [String: JSONShape], _ members: [String: JSONTree], _ path: String
  ) -> [String] {
    var result: [String] = []
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      let key = name.hasSuffix("?") ? String(name.dropLast()) : name
      if let value = members[key] {
        result += shape.mistakes(in: value, at: "\(path).\(key)")
      } else if key == name {
        result.append("\(path): no \(name)")
      }
    }
    for name in members.keys.sorted() where shapes[name] == nil && shapes[name + "?"] == nil {
      result.append("\(path): \(name) is not known")
    }
    return result
  }
}

/// The schemas of formats that profiles are written in.
enum ProfileSchema {
  /// https://www.speedscope.app/file-format-schema.json, which is made from `src/lib/file-format-spec.ts` in speedscope's repository:
  /// the part for sampled profiles. What becomes of `exporter` and other members that some versions of it do not have, readers ignore.
  static let speedscope = JSONShape.object([
    "$schema": .choice(["https://www.speedscope.app/file-format-schema.json"]),
    "shared": .object([
      "frames": .list(
        .object(["name": .string, "file?": .string, "line?": .number, "col?": .number]))
    ]),
    "profiles": .list(
      .object([
        "type": .choice(["sampled"]), "name": .string,
        "unit": .choice([
          "none", "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes",
        ]),
        "startValue": .number, "endValue": .number, "samples": .list(.list(.number)),
        "weights": .list(.number),
      ])),
    "name?": .string, "activeProfileIndex?": .number, "exporter?": .string,
  ])

  /// Firefox's processed profile format, version 47: `src/types/profile.js` in the repository firefox-devtools/profiler, with the fields
  /// that a profile without a browser may leave out left out (`docs-developer/CHANGELOG-formats.md` says what changed since).
  static let firefox = JSONShape.object([
    "meta": .object([
      "interval": .number, "startTime": .number, "processType": .number, "product": .string,
      "stackwalk": .numbers([0, 1]), "version": .number,
      "preprocessedProfileVersion": .numbers([47]), "debug?": .boolean, "symbolicated?": .boolean,
      "markerSchema": .list(.object([:])), "gcpoison?": .boolean, "asyncstack?": .boolean,
      "categories": .list(
        .object([
          "name": .string,
          "color": .choice([
            "transparent", "purple", "green", "orange", "yellow", "lightblue", "blue", "brown",
            "magenta", "red", "lightred", "darkgrey", "grey",
          ]), "subcategories": .list(.string),
        ])),
    ]),
    "libs": .list(.object([:])), "pages?": .list(.object([:])), "counters?": .list(.object([:])),
    "threads": .list(thread),
  ])

  /// A thread of Firefox's format.
  private static let thread = JSONShape.object([
    "name": .string, "isMainThread": .boolean, "processType": .string,
    "processStartupTime": .number, "processShutdownTime": .nullable(.number),
    "registerTime": .number, "unregisterTime": .nullable(.number),
    "pausedRanges": .list(.object([:])), "pid": .string, "tid": .number,
    "stringArray": .list(.string),
    // The kind of weights is a member beside the columns.
    "samples": .object([
      "length": .number, "stack": .list(.nullable(.number)), "time": .list(.number),
      "weight": .nullable(.list(.number)),
      "weightType": .choice(["samples", "tracing-ms", "bytes"]),
    ]),
    "stackTable": .table([
      "prefix": .nullable(.number), "frame": .number, "category": .number, "subcategory": .number,
    ]),
    "frameTable": .table([
      "address": .number, "inlineDepth": .number, "category": .nullable(.number),
      "subcategory": .nullable(.number), "func": .number, "nativeSymbol": .nullable(.number),
      "innerWindowID": .nullable(.number), "implementation": .nullable(.number),
      "line": .nullable(.number), "column": .nullable(.number),
    ]),
    "funcTable": .table([
      "name": .number, "isJS": .boolean, "relevantForJS": .boolean, "resource": .number,
      "fileName": .nullable(.number), "lineNumber": .nullable(.number),
      "columnNumber": .nullable(.number),
    ]),
    "resourceTable": .table([
      "lib": .nullable(.number), "name": .number, "host": .nullable(.number), "type": .number,
    ]),
    "nativeSymbols": .table([
      "libIndex": .number, "address": .number, "name": .number, "functionSize": .nullable(.number),
    ]),
    "markers": .table([
      "data": .nullable(.object([:])), "name": .number, "startTime": .nullable(.number),
      "endTime": .nullable(.number), "phase": .number, "category": .number,
    ]),
  ])
}
