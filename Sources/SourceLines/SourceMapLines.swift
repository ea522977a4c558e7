internal import Support

/// The source lines of a module from a source map (ECMA-426, version 3), as AssemblyScript writes them: columns of the only generated line
/// are byte offsets in the module.
struct SourceMapLines: Sendable {
  /// From an offset on, up to the next, instructions come from a place.
  private struct Mapping {
    /// The byte offset in the module.
    var offset: Int
    /// The index of the file, or nil where nothing is known.
    var file: Int?
    /// The line from 0.
    var line: Int
    /// The column from 0.
    var column: Int
  }

  /// The paths of the files.
  private let files: [String]
  /// The mappings by ascending offset.
  private var mappings: [Mapping] = []

  /// Reads a map; nil if it is none.
  init?(_ bytes: [UInt8]) {
    guard let map = try? JSONParser.parse(bytes), case .natural(3)? = map["version"]?.value,
      let sources = map["sources"]?.elements, let text = map["mappings"]?.text
    else { return nil }
    let root = map["sourceRoot"]?.text ?? ""
    let prefix = root.isEmpty || root.hasSuffix("/") ? root : root + "/"
    files = sources.map { prefix + ($0.text ?? "") }
    guard read(text) else { return nil }
    mappings.sort { $0.offset < $1.offset }
  }

  /// Reads the mappings of the first line; false if they are malformed.
  private mutating func read(_ text: String) -> Bool {
    var (offset, file, line, column) = (0, 0, 0, 0)
    guard
      let first = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        .first
    else { return true }
    for segment in first.split(separator: UInt8(ascii: ",")) {
      guard let numbers = Self.numbers(segment), [1, 4, 5].contains(numbers.count),
        let next = Self.sum(offset, numbers[0])
      else { return false }
      offset = next
      if numbers.count == 1 {
        mappings.append(Mapping(offset: offset, file: nil, line: 0, column: 0))
        continue
      }
      guard let nextFile = Self.sum(file, numbers[1]), let nextLine = Self.sum(line, numbers[2]),
        let nextColumn = Self.sum(column, numbers[3]), nextFile < files.count
      else { return false }
      (file, line, column) = (nextFile, nextLine, nextColumn)
      mappings.append(Mapping(offset: offset, file: file, line: line, column: column))
    }
    return true
  }

  /// The sum of two numbers if it is a place.
  private static func sum(_ left: Int, _ right: Int) -> Int? {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow || sum < 0 || sum > Int(UInt32.max) ? nil : sum
  }

  /// Numbers in base 64, variable in length, the sign in the lowest bit.
  private static func numbers(_ text: Substring.UTF8View) -> [Int]? {
    var numbers: [Int] = []
    var value = 0
    var shift = 0
    for byte in text {
      guard let digit = Base64.value(of: byte), shift <= 35 else { return nil }
      value |= (digit & 31) << shift
      shift += 5
      if digit & 32 == 0 {
        numbers.append(value & 1 == 0 ? value >> 1 : -(value >> 1))
        (value, shift) = (0, 0)
      }
    }
    return shift == 0 ? numbers : nil
  }

  /// The place of the instruction at an offset in the module's bytes; nil if it is not known.
  func frame(at offset: Int) -> SourceLines.Frame? {
    var low = 0
    var high = mappings.count
    while low < high {
      let middle = (low + high) / 2
      if mappings[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0, let file = mappings[low - 1].file else { return nil }
    let mapping = mappings[low - 1]
    return SourceLines.Frame(
      function: "", file: files[file], line: mapping.line + 1, column: mapping.column + 1)
  }
}

/// Base 64.
enum Base64 {
  /// What a digit means; nil if it is none.
  static func value(of byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// The bytes that a text means; nil if it is malformed.
  static func bytes(_ text: Substring.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    var word = 0
    var bits = 0
    for byte in text where byte != UInt8(ascii: "=") {
      guard let digit = value(of: byte) else { return nil }
      word = (word << 6 | digit) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
    return bytes
  }
}
