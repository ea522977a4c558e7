import Support

/// A JSON value; objects keep the order of their members.
indirect enum JSONText {
  /// A member of an object.
  struct Member {
    /// Its name.
    let name: String
    /// Its value.
    let value: JSONText
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
  static func object(_ members: [(name: String, value: JSONText)]) -> JSONText {
    .members(members.map { Member(name: $0.name, value: $0.value) })
  }

  /// The value on one line.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the value.
  private func write(to text: inout String) {
    switch self {
    case .members(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += ", " }
        JSONText.write(string: member.name, to: &text)
        text += ": "
        member.value.write(to: &text)
      }
      text += "}"
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(to: &text)
      }
      text += "]"
    case .string(let string): JSONText.write(string: string, to: &text)
    case .integer(let number): text += String(number)
    case .natural(let number): text += String(number)
    case .decimal(let number, let places): text += Decimals.text(number, places: places)
    case .boolean(let flag): text += flag ? "true" : "false"
    case .null: text += "null"
    }
  }

  /// Appends a quoted string.
  private static func write(string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.isInvisible:
        for unit in String(scalar).utf16 { text += "\\u" + Hex.string(UInt64(unit), width: 4) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

/// Decimal fractions, without a locale.
enum Decimals {
  /// A finite number of moderate size, rounded to so many decimal places.
  static func text(_ number: Double, places: Int) -> String {
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
