internal import PVM
internal import Support

// Values as numbers and as text.

extension SourceVariables {
  /// What is shown for something whose place is not known.
  static let unknown = "<not known here>"

  /// How many elements and members a text has at most.
  private static let maximumParts = 200

  /// The bits of a value; nil if they are not known or cannot be read.
  private func bytes(of value: SourceValue, _ type: SourceType, _ memory: ReplayMemory) -> [UInt8]?
  {
    guard let address = value.address else { return nil }
    let count = value.bits.map { ($0.upperBound + 7) / 8 } ?? type.size
    guard (1...16).contains(count) else { return nil }
    return memory.read(address: UInt64(address), count: UInt64(count))
  }

  /// A value as a number: integers, characters, truth values, enumerations, and pointers as addresses of the linear memory; nil if
  /// it is something else, or cannot be read.
  func number(_ value: SourceValue, in memory: ReplayMemory) -> Int128? {
    guard let type = resolved(value.type), let isSigned = isSigned(type),
      let bytes = bytes(of: value, type, memory)
    else { return nil }
    var bits: UInt128 = 0
    for (index, byte) in bytes.enumerated() { bits |= UInt128(byte) << (8 * index) }
    let range = value.bits ?? 0..<8 * bytes.count
    guard range.count <= 128 else { return nil }
    bits >>= range.lowerBound
    let unused = 128 - range.count
    bits <<= unused
    return isSigned ? Int128(truncatingIfNeeded: bits) >> unused : Int128(exactly: bits >> unused)
  }

  /// Whether a type of numbers has a sign; nil if it is another type.
  private func isSigned(_ type: SourceType) -> Bool? {
    switch type.kind {
    case .boolean, .unsigned, .pointer: false
    case .signed: true
    case .character(let isSigned): isSigned
    case .enumeration:
      // Without a type of their own they have the sign that their values need.
      resolved(type.target).flatMap { $0.kind == .enumeration ? nil : isSigned($0) }
        ?? type.parts.contains { ($0.value ?? 0) < 0 }
    default: nil
    }
  }

  /// A value as text: as a person would write it in C.
  func text(of value: SourceValue, in memory: ReplayMemory) -> String {
    var budget = Self.maximumParts
    return text(value, memory, &budget, depth: 0)
  }

  /// A value as text.
  ///
  /// - Parameter budget: how many parts may follow.
  private func text(
    _ value: SourceValue, _ memory: ReplayMemory, _ budget: inout Int, depth: Int
  ) -> String {
    budget -= 1
    guard value.address != nil else { return Self.unknown }
    guard let type = resolved(value.type) else { return "<of an unknown type>" }
    switch type.kind {
    case .structure, .union:
      if depth > 4 { return "{...}" }
      var parts: [String] = []
      for part in type.parts {
        if budget <= 0 {
          parts.append("...")
          break
        }
        let text = text(self.value(part, of: value), memory, &budget, depth: depth + 1)
        parts.append(part.name.isEmpty ? text : "\(part.name.visible) = \(text)")
      }
      return "{\(parts.joined(separator: ", "))}"
    case .array: return array(value, memory, &budget, depth: depth)
    case .function: return "<a function>"
    case .float: return float(value, type, memory)
    default: return scalar(value, type, memory)
    }
  }

  /// An array as text.
  private func array(
    _ value: SourceValue, _ memory: ReplayMemory, _ budget: inout Int, depth: Int
  ) -> String {
    guard let count = count(of: value), let first = element(0, of: value) else {
      return "<of unknown length>"
    }
    if let type = resolved(first.type), case .character = type.kind, type.size == 1,
      let address = value.address, (1...4096).contains(count),
      let bytes = memory.read(address: UInt64(address), count: UInt64(count)),
      let text = text(of: bytes)
    {
      return text
    }
    if depth > 4 { return "{...}" }
    var parts: [String] = []
    for index in 0..<max(0, count) {
      if budget <= 0 {
        parts.append("...")
        break
      }
      guard let element = element(index, of: value) else { break }
      parts.append(text(element, memory, &budget, depth: depth + 1))
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  /// An array of characters as a text in quotes; nil if it is no text, which zeros may follow.
  private func text(of bytes: [UInt8]) -> String? {
    let content = bytes.prefix { $0 != 0 }
    guard let text = String(validUTF8: Array(content)), !content.isEmpty, text.visible == text,
      bytes[content.endIndex...].allSatisfy({ $0 == 0 })
    else { return nil }
    return quoted(content, isWhole: true)
  }

  /// Bytes as a text in quotes.
  private func quoted(_ bytes: some Collection<UInt8>, isWhole: Bool) -> String {
    let text = String(decoding: bytes, as: UTF8.self).visible
    let escaped = text.reduce(into: "") { $0 += $1 == "\"" ? "\\\"" : String($1) }
    return "\"\(escaped)\"" + (isWhole ? "" : "...")
  }

  /// A float as text.
  private func float(
    _ value: SourceValue, _ type: SourceType, _ memory: ReplayMemory
  ) -> String {
    guard let bytes = bytes(of: value, type, memory) else { return "<cannot be read>" }
    let bits = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch bytes.count {
    case 4: return "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))"
    case 8: return "\(Double(bitPattern: bits))"
    default: return "bytes \(Hex.string(bytes, separator: " "))"
    }
  }

  /// A number as text.
  private func scalar(
    _ value: SourceValue, _ type: SourceType, _ memory: ReplayMemory
  ) -> String {
    guard let number = number(value, in: memory) else {
      guard let bytes = bytes(of: value, type, memory) else { return "<cannot be read>" }
      return "bytes \(Hex.string(bytes, separator: " "))"
    }
    switch type.kind {
    case .boolean: return number == 0 ? "false" : number == 1 ? "true" : "\(number)"
    case .character: return character(number)
    case .enumeration:
      return type.parts.first { $0.value.map { Int128($0) } == number }?.name.visible ?? "\(number)"
    case .pointer:
      let text = Expression.text(number)
      guard let target = resolved(type.target), case .character = target.kind, target.size == 1,
        number != 0, let address = UInt32(exactly: number)
      else { return text }
      let bytes = memory.prefix(address: self.memory.base &+ address, count: 200)
      let content = Array(bytes.prefix { $0 != 0 })
      guard !content.isEmpty, let known = String(validUTF8: content), known.visible == known else {
        return text
      }
      return "\(text) \(quoted(content, isWhole: content.count < bytes.count))"
    default: return "\(number)"
    }
  }

  /// A number and the character that it stands for.
  private func character(_ number: Int128) -> String {
    guard let byte = UInt8(exactly: number), (0x20..<0x7F).contains(byte) else {
      return "\(number)"
    }
    return "\(number) '\(String(decoding: [byte], as: UTF8.self))'"
  }

  /// The parts of a value, for people who want to see one at a time: members, elements, what a pointer points to.
  ///
  /// - Parameter expression: how the value is written.
  func parts(
    of value: SourceValue, _ expression: String, in memory: ReplayMemory
  ) -> [(name: String, expression: String, value: SourceValue)] {
    guard value.address != nil, let type = resolved(value.type) else { return [] }
    // What stands behind a prefix is in brackets.
    let base = expression.hasPrefix("*") ? "(\(expression))" : expression
    switch type.kind {
    case .structure, .union:
      return type.parts.map { part in
        let name = part.name.isEmpty ? "(unnamed)" : part.name
        return (
          name, part.name.isEmpty ? base : "\(base).\(part.name)", self.value(part, of: value)
        )
      }
    case .array:
      return (0..<max(0, min(count(of: value) ?? 0, 1000))).compactMap { index in
        element(index, of: value).map { ("[\(index)]", "\(base)[\(index)]", $0) }
      }
    case .pointer:
      guard let target = target(of: value, in: memory), size(of: target.type) != nil else {
        return []
      }
      return [("*", "*\(base)", target)]
    default: return []
    }
  }

  /// Whether a value has parts.
  func hasParts(_ value: SourceValue, in memory: ReplayMemory) -> Bool {
    guard value.address != nil, let type = resolved(value.type) else { return false }
    switch type.kind {
    case .structure, .union: return !type.parts.isEmpty
    case .array: return (count(of: value) ?? 0) > 0
    case .pointer:
      guard let target = target(of: value, in: memory) else { return false }
      return size(of: target.type) != nil
    default: return false
    }
  }

  /// What a pointer points to; nil if the value is none, or null.
  func target(of value: SourceValue, in memory: ReplayMemory) -> SourceValue? {
    guard let type = resolved(value.type), type.kind == .pointer,
      let number = number(value, in: memory), number != 0, let address = UInt32(exactly: number)
    else { return nil }
    return SourceValue(type: type.target, address: self.memory.base &+ address)
  }
}
