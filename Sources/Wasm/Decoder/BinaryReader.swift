internal import Support

/// A position in a module's bytes, with a bound it cannot pass.
struct BinaryReader: Sendable {
  /// The whole module.
  let bytes: [UInt8]

  /// The next byte to read.
  var position: Int

  /// The end of what may be read: never beyond the end of ``bytes``.
  private(set) var end: Int

  /// Starts at the beginning of a module.
  init(_ bytes: [UInt8]) {
    self.init(bytes, in: 0..<bytes.count)
  }

  /// Starts at the beginning of a part of a module.
  ///
  /// - Precondition: `range` is inside the module.
  init(_ bytes: [UInt8], in range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    self.position = range.lowerBound
    self.end = range.upperBound
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { position == end }

  /// The number of bytes left.
  var remaining: Int { end - position }

  /// The next byte, which stays the next.
  func peek() throws(WasmError) -> UInt8 {
    guard position < end else { throw WasmError(.unexpectedEnd, at: position) }
    return bytes[position]
  }

  /// Reads one byte.
  mutating func byte() throws(WasmError) -> UInt8 {
    guard position < end else { throw WasmError(.unexpectedEnd, at: position) }
    let byte = bytes[position]
    position += 1
    return byte
  }

  /// Skips some bytes and returns where they are.
  mutating func skip(_ count: Int) throws(WasmError) -> Range<Int> {
    guard count <= remaining else { throw WasmError(.unexpectedEnd, at: end) }
    let start = position
    position += count
    return start..<position
  }

  /// Reads a little-endian integer of full width.
  mutating func littleEndian<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type
  ) throws(WasmError) -> Value {
    var value: Value = 0
    for index in try skip(Value.bitWidth / 8).reversed() {
      value = value << 8 | Value(bytes[index])
    }
    return value
  }

  /// Reads a size and returns the range of that many bytes, without reading them.
  mutating func sizedRange() throws(WasmError) -> Range<Int> {
    let start = position
    let size = try unsigned32()
    guard size <= remaining else { throw WasmError(.lengthOutOfBounds(size), at: start) }
    return position..<position + Int(size)
  }

  /// Reads the number of items of a vector whose items take at least one byte each.
  mutating func count(limit: ImplementationLimit) throws(WasmError) -> Int {
    let start = position
    let count = Int(try unsigned32())
    guard count <= limit.maximum else {
      throw WasmError(.limitExceeded(limit, count), at: start)
    }
    guard count <= remaining else { throw WasmError(.unexpectedEnd, at: end) }
    return count
  }

  /// Reads a name, which has to be UTF-8.
  mutating func name() throws(WasmError) -> WasmName {
    let start = position
    let range = try sizedRange()
    guard range.count <= ImplementationLimit.nameLength.maximum else {
      throw WasmError(.limitExceeded(.nameLength, range.count), at: start)
    }
    position = range.upperBound
    let utf8 = Array(bytes[range])
    guard String(validUTF8: utf8) != nil else {
      throw WasmError(.malformedUTF8, at: range.lowerBound)
    }
    return WasmName(utf8: utf8)
  }
}
