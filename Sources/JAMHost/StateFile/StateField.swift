internal import Support

/// A value in a state file together with the name of its field.
struct StateField {
  /// The value.
  let node: JSONNode
  /// The name, like `services[0].storage`.
  let path: String

  /// An error in this field.
  func error(_ kind: StateFileError.Kind) -> StateFileError {
    StateFileError(kind, node.place, field: path)
  }

  // MARK: Numbers

  /// A number up to a maximum.
  func natural(maximum: UInt64 = UInt64.max) throws(StateFileError) -> UInt64 {
    guard case .natural(let value) = node.value else {
      throw error(.wrongType(expected: "a natural number"))
    }
    guard let value, value <= maximum else { throw error(.numberTooLarge(maximum: maximum)) }
    return value
  }

  /// A number of 32 bits.
  func natural32() throws(StateFileError) -> UInt32 {
    UInt32(truncatingIfNeeded: try natural(maximum: UInt64(UInt32.max)))
  }

  /// A number of 16 bits.
  func natural16() throws(StateFileError) -> UInt16 {
    UInt16(truncatingIfNeeded: try natural(maximum: UInt64(UInt16.max)))
  }

  // MARK: Texts

  /// A text.
  func text() throws(StateFileError) -> String {
    guard case .text(let text) = node.value else { throw error(.wrongType(expected: "a text")) }
    return text
  }

  /// Bytes in hexadecimal.
  func bytes() throws(StateFileError) -> [UInt8] {
    guard case .text(let text) = node.value else {
      throw error(.wrongType(expected: "a text of hexadecimal digits"))
    }
    guard let bytes = StateField.bytes(text) else { throw error(.malformedHexadecimal) }
    return bytes
  }

  /// At most so many bytes in hexadecimal.
  func bytes(maximum: UInt64) throws(StateFileError) -> [UInt8] {
    let bytes = try bytes()
    guard UInt64(bytes.count) <= maximum else { throw error(.tooLong(maximum: maximum)) }
    return bytes
  }

  /// A hash in hexadecimal.
  func hash() throws(StateFileError) -> Hash32 {
    let bytes = try bytes()
    guard let hash = Hash32(bytes) else {
      throw error(.wrongLength(expected: UInt64(Hash32.byteCount), actual: bytes.count))
    }
    return hash
  }

  /// The bytes of a text of hexadecimal digits, with or without `0x`; nil if it is none.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.starts(with: "0x".utf8) ? text.utf8.dropFirst(2) : text.utf8[...]
    guard digits.allSatisfy({ Hex.value(ofDigit: $0) != nil }) else { return nil }
    return Hex.bytes(digits)
  }

  // MARK: Lists and objects

  /// The elements of a list.
  func elements(
    maximum: UInt64 = UInt64(UInt32.max)
  ) throws(StateFileError) -> [StateField] {
    guard case .array(let elements) = node.value else {
      throw error(.wrongType(expected: "a list"))
    }
    guard UInt64(elements.count) <= maximum else { throw error(.tooLong(maximum: maximum)) }
    return elements.enumerated().map { StateField(node: $1, path: "\(path)[\($0)]") }
  }

  /// The members of an object whose names are not fixed.
  func members() throws(StateFileError) -> [(name: StateField, value: StateField)] {
    guard case .object(let members) = node.value else {
      throw error(.wrongType(expected: "an object"))
    }
    return members.map { member in
      let path = self.path.isEmpty ? member.name : "\(self.path).\(member.name)"
      let name = JSONNode(value: .text(member.name), place: member.place)
      return (StateField(node: name, path: path), StateField(node: member.value, path: path))
    }
  }

  /// The members of an object that has no others than these.
  func object(_ names: [String]) throws(StateFileError) -> StateObject {
    var fields: [String: StateField] = [:]
    for (name, value) in try members() {
      let text = try name.text()
      guard names.contains(text) else {
        throw StateFileError(.unknownField(text), name.node.place, field: path)
      }
      // A field that is null is not there.
      if case .null = value.node.value { continue }
      fields[text] = value
    }
    return StateObject(field: self, fields: fields)
  }
}

/// An object in a state file.
struct StateObject {
  /// The object as a value.
  let field: StateField
  /// Its fields; only looked up, never gone through.
  fileprivate let fields: [String: StateField]

  /// A field that may be missing.
  subscript(name: String) -> StateField? { fields[name] }

  /// A field that must be there.
  func required(_ name: String) throws(StateFileError) -> StateField {
    guard let field = fields[name] else { throw field.error(.missingField(name)) }
    return field
  }
}
