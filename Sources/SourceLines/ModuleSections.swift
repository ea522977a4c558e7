internal import Support

/// Where the sections of a module are that say where its code comes from.
struct ModuleSections {
  /// A custom section.
  struct Section {
    /// Its name.
    var name: String
    /// Its contents behind the name, in the module's bytes.
    var range: Range<Int>
  }

  /// The custom sections whose names start with `.debug_`.
  private(set) var debug: [Section] = []
  /// The custom section that names a source map, if there is one.
  private(set) var sourceMapURL: Section?
  /// Where the contents of the code section start.
  private(set) var codeStart = 0

  /// Finds the sections of a module; what is malformed ends the search.
  init(_ bytes: [UInt8]) {
    var position = 8
    while position < bytes.count {
      let identifier = bytes[position]
      position += 1
      guard let size = Self.number(bytes, &position), size <= bytes.count - position else { return }
      let end = position + size
      if identifier == 10 { codeStart = position }
      if identifier == 0 {
        var start = position
        guard let length = Self.number(bytes, &start), length <= end - start else { return }
        let name = String(decoding: bytes[start..<start + length], as: UTF8.self)
        let section = Section(name: name, range: start + length..<end)
        if name.hasPrefix(".debug_") { debug.append(section) }
        if name == "sourceMappingURL" { sourceMapURL = section }
      }
      position = end
    }
  }

  /// A text with its length in front; nil if it is malformed.
  static func text(_ bytes: [UInt8], in range: Range<Int>) -> String? {
    var position = range.lowerBound
    guard let length = number(bytes, &position), length <= range.upperBound - position else {
      return nil
    }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  /// A number in LEB128 of at most 32 bits.
  private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
    var result = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      result |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    return nil
  }
}
