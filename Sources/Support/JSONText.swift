#if !hasFeature(Embedded)
  /// A JSON value; objects keep the order of their members.
  public indirect enum JSONText: Sendable {
    /// A member of an object.
    public struct Member: Sendable {
      /// Its name.
      public let name: String
      /// Its value.
      public let value: JSONText

      /// Creates a member.
      public init(name: String, value: JSONText) {
        self.name = name
        self.value = value
      }
    }

    /// Members in order.
    case members([Member])
    /// Elements.
    case array([JSONText])
    /// A text.
    case string(String)
    /// An integer.
    case integer(Int)
    /// An unsigned integer.
    case natural(UInt64)
    /// A number with so many decimal places.
    case decimal(Double, places: Int)
    /// True or false.
    case boolean(Bool)
    /// Nothing.
    case null

    /// An object with these members.
    public static func object(_ members: [(name: String, value: JSONText)]) -> JSONText {
      .members(members.map { Member(name: $0.name, value: $0.value) })
    }

    /// The value on one line.
    public var text: String {
      var text: [UInt8] = []
      write(to: &text, indentation: nil)
      return String(decoding: text, as: UTF8.self)
    }

    /// The value with a line for each member and element, indented by two spaces per level.
    public var lines: [UInt8] {
      var text: [UInt8] = []
      write(to: &text, indentation: 0)
      return text
    }

    /// Appends the value.
    ///
    /// - Parameter indentation: how many spaces precede the line that it starts in; nil for one line.
    private func write(to text: inout [UInt8], indentation: Int?) {
      switch self {
      case .members(let members):
        JSONText.write(members, in: ("{", "}"), to: &text, indentation) { member, text, inner in
          JSONText.write(string: member.name, to: &text)
          text += ": ".utf8
          member.value.write(to: &text, indentation: inner)
        }
      case .array(let elements):
        JSONText.write(elements, in: ("[", "]"), to: &text, indentation) { element, text, inner in
          element.write(to: &text, indentation: inner)
        }
      case .string(let string): JSONText.write(string: string, to: &text)
      case .integer(let number): text += String(number).utf8
      case .natural(let number): text += String(number).utf8
      case .decimal(let number, let places): text += Decimals.text(number, places: places).utf8
      case .boolean(let flag): text += (flag ? "true" : "false").utf8
      case .null: text += "null".utf8
      }
    }

    /// Appends parts between brackets.
    private static func write<Part>(
      _ parts: [Part], in brackets: (String, String), to text: inout [UInt8], _ indentation: Int?,
      _ write: (Part, inout [UInt8], Int?) -> Void
    ) {
      text += brackets.0.utf8
      let inner = indentation.map { $0 + 2 }
      for (index, part) in parts.enumerated() {
        if index > 0 { text += (inner == nil ? ", " : ",").utf8 }
        startLine(inner, &text)
        write(part, &text, inner)
      }
      if !parts.isEmpty { startLine(indentation, &text) }
      text += brackets.1.utf8
    }

    /// Starts a line, unless there is only one.
    private static func startLine(_ indentation: Int?, _ text: inout [UInt8]) {
      guard let indentation else { return }
      text.append(0x0A)
      text += repeatElement(0x20, count: indentation)
    }

    /// Appends a quoted string.
    private static func write(string: String, to text: inout [UInt8]) {
      text.append(0x22)
      for scalar in string.unicodeScalars {
        switch scalar {
        case " "..."!", "#"..."[", "]"..."~": text.append(UInt8(truncatingIfNeeded: scalar.value))
        case "\"": text += "\\\"".utf8
        case "\\": text += "\\\\".utf8
        case "\n": text += "\\n".utf8
        case "\t": text += "\\t".utf8
        case "\r": text += "\\r".utf8
        case _ where scalar.isInvisible:
          for unit in String(scalar).utf16 {
            text += ("\\u" + Hex.string(UInt64(unit), width: 4)).utf8
          }
        default: text += String(scalar).utf8
        }
      }
      text.append(0x22)
    }
  }

  /// Decimal fractions, without a locale.
  public enum Decimals {
    /// A finite number of moderate size, rounded to so many decimal places.
    public static func text(_ number: Double, places: Int) -> String {
      var scale = 1.0
      for _ in 0..<places { scale *= 10 }
      let scaled = Int((abs(number) * scale).rounded())
      let digits = String(scaled)
      let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      let sign = number < 0 && scaled != 0 ? "-" : ""
      guard places > 0 else { return sign + padded }
      return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
  }
#endif
