/// Sign-extended immediates of 0 to 4 bytes (`pvm.md` section 7).
public enum Immediate {
  /// Whether a value survives as a four-byte immediate.
  @inlinable
  public static func fits(_ value: Int64) -> Bool {
    value == Int64(Int32(truncatingIfNeeded: value))
  }

  /// The immediate with the same low 32 bits; for operations that look at no others.
  @inlinable
  public static func normalized32(_ value: Int64) -> Int64 {
    Int64(Int32(truncatingIfNeeded: value))
  }

  /// How many bytes the shortest form takes, 0 to 4; the value must fit.
  @inlinable
  public static func size(_ value: Int64) -> Int {
    guard value != 0 else { return 0 }
    // The significant bits and one sign bit.
    let bits = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
    return (bits + 7) / 8
  }

  /// The value of `size` bytes, 0 to 4, that start at an index; bytes past the end are 0.
  static func decode(_ code: [UInt8], at index: Int, size: Int) -> Int64 {
    guard size > 0 else { return 0 }
    var value: UInt64 = 0
    for position in 0..<size where index + position < code.count {
      value |= UInt64(code[index + position]) &<< UInt64(8 * position)
    }
    let unused = Int64(64 - 8 * size)
    return (Int64(bitPattern: value) &<< unused) &>> unused
  }
}
