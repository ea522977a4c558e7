extension [UInt8] {
  /// Appends the low bytes of a value, lowest first.
  @inlinable
  public mutating func append(littleEndian value: UInt64, byteCount: Int) {
    var rest = value
    for _ in 0..<byteCount {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Replaces `byteCount` bytes at an offset by the low bytes of a value, lowest first.
  @inlinable
  public mutating func patch(littleEndian value: UInt64, byteCount: Int, at offset: Int) {
    var rest = value
    for index in offset..<offset + byteCount {
      self[index] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
  }
}
