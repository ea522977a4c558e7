internal import Support

/// The names and code ranges of the functions of a program, kept in a file beside it.
///
/// The file has a line per function: start and end as code indices in hexadecimal, and the name,
/// separated by single spaces. In names, control characters and the backslash are written as `\xx`
/// with two hexadecimal digits. Lines that are empty or start with `;` are ignored.
public struct SymbolMap: Equatable, Sendable {
  /// A function.
  public struct Function: Equatable, Sendable {
    /// Its name, any bytes.
    public var name: [UInt8]
    /// The code indices it covers; not empty.
    public var range: Range<Int>

    /// Creates a function.
    public init(name: [UInt8], range: Range<Int>) {
      self.name = name
      self.range = range
    }
  }

  /// The functions by ascending range.
  public private(set) var functions: [Function] = []

  /// Creates an empty map.
  public init() {}

  /// Adds a function behind all others.
  ///
  /// - Throws: `symbolsOutOfOrder` if it is empty, starts below 0 or before the end of the last.
  public mutating func append(_ function: Function) throws(PVMError) {
    guard function.range.lowerBound >= functions.last?.range.upperBound ?? 0,
      !function.range.isEmpty
    else { throw PVMError(.symbolsOutOfOrder) }
    functions.append(function)
  }

  /// Index of the function that covers a code index, or nil.
  ///
  /// - Complexity: logarithmic.
  public func functionIndex(containing index: Int) -> Int? {
    let number = functions.indices.firstIndex(behind: {
      functions[$0].range.upperBound <= index
    })
    return number < functions.count && functions[number].range.contains(index) ? number : nil
  }

  // MARK: Text

  /// Reads the file.
  ///
  /// - Throws: `invalidSymbolLine` or `symbolsOutOfOrder` with the line.
  public init(decoding text: [UInt8]) throws(PVMError) {
    var number = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard let first = line.first, first != UInt8(ascii: ";") else { continue }
      guard let function = SymbolMap.function(in: line) else {
        throw PVMError(.invalidSymbolLine, .line(number, column: 1))
      }
      do throws(PVMError) {
        try append(function)
      } catch {
        throw PVMError(error.kind, .line(number, column: 1))
      }
    }
  }

  /// The file.
  public func encoded() -> [UInt8] {
    var text: [UInt8] = []
    for function in functions {
      Hex.append(UInt64(function.range.lowerBound), width: 1, to: &text)
      text.append(UInt8(ascii: " "))
      Hex.append(UInt64(function.range.upperBound), width: 1, to: &text)
      text.append(UInt8(ascii: " "))
      text.append(contentsOf: SymbolMap.escaped(function.name))
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// Reads a line; nil if it is malformed.
  private static func function(in line: ArraySlice<UInt8>) -> Function? {
    let fields = line.split(
      separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3, let start = index(fields[0]), let end = index(fields[1]),
      start <= end, let name = unescaped(fields[2])
    else { return nil }
    return Function(name: name, range: start..<end)
  }

  /// Reads a code index, at most eight hexadecimal digits.
  private static func index(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...8).contains(digits.count) else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard let digit = Hex.value(ofDigit: digit) else { return nil }
      value = value << 4 | UInt64(digit)
    }
    return Int(exactly: value)
  }

  /// A name with control characters and backslashes written as `\xx`.
  static func escaped(_ name: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in name {
      if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\\") {
        text.append(UInt8(ascii: "\\"))
        Hex.append(UInt64(byte), width: 2, to: &text)
      } else {
        text.append(byte)
      }
    }
    return text
  }

  /// The name that was written so; nil if an escape is malformed.
  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var name: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: "\\") {
        guard index + 2 < text.endIndex, let high = Hex.value(ofDigit: text[index + 1]),
          let low = Hex.value(ofDigit: text[index + 2])
        else { return nil }
        name.append(high << 4 | low)
        index += 3
      } else {
        name.append(text[index])
        index += 1
      }
    }
    return name
  }
}
