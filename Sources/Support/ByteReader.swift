/// Reads little-endian values from a range of bytes and never past its end.
public struct ByteReader: Sendable {
  /// What is read.
  @usableFromInline let bytes: [UInt8]
  /// Index of the next byte.
  public private(set) var position: Int
  /// Index after the last byte that may be read.
  public let end: Int

  /// Reads all of the bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  /// How many bytes are left.
  public var remaining: Int { end - position }

  /// Whether everything is read.
  public var isAtEnd: Bool { position == end }

  /// Reads one byte; nil at the end.
  public mutating func byte() -> UInt8? {
    guard position < end else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads a little-endian number of at most eight bytes; nil, and nothing is read, if some of
  /// them are missing.
  public mutating func littleEndian(byteCount: Int) -> UInt64? {
    guard byteCount <= remaining else { return nil }
    var value: UInt64 = 0
    for index in 0..<byteCount {
      value |= UInt64(bytes[position + index]) &<< UInt64(8 * index)
    }
    position += byteCount
    return value
  }

  /// Reads this many bytes; nil, and nothing is read or allocated, if some are missing.
  public mutating func bytes(count: UInt64) -> [UInt8]? {
    guard count <= UInt64(remaining) else { return nil }
    let (start, size) = (position, Int(count))
    position += size
    // As one copy of memory: the initializer from a slice goes element by element in Embedded Swift.
    // Bounds: `size` bytes from `start` on are there.
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      unsafe bytes.withUnsafeBytes { source in
        if size > 0, let target = buffer.baseAddress, let first = source.baseAddress {
          unsafe UnsafeMutableRawPointer(target).copyMemory(from: first + start, byteCount: size)
        }
      }
      initialized = size
    }
  }

  /// Reads all bytes that are left.
  public mutating func rest() -> [UInt8] { bytes(count: UInt64(remaining)) ?? [] }

  /// Skips bytes; false, and nothing is skipped, if some are missing.
  public mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, count <= remaining else { return false }
    position += count
    return true
  }
}
