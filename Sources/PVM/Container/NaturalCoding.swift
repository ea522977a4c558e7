internal import Support

/// The variable-length coding E(x) of natural numbers below 2^64 (`pvm.md` section 2.1).
///
/// The number of leading one-bits of the first byte says how many bytes follow. The rest of the
/// first byte is the most significant part; the bytes that follow are little-endian.
public enum NaturalCoding {
  /// How many bytes the shortest, and only valid, form takes: 1 to 9.
  public static func encodedSize(_ value: UInt64) -> Int {
    let bits = 64 - value.leadingZeroBitCount
    return bits > 56 ? 9 : bits == 0 ? 1 : (bits + 6) / 7
  }

  /// Appends the shortest form.
  public static func encode(_ value: UInt64, into bytes: inout [UInt8]) {
    let following = encodedSize(value) - 1
    if following == 8 {
      bytes.append(0xFF)
    } else {
      let ones = ~(0xFF &>> UInt8(following)) as UInt8
      bytes.append(ones | UInt8(truncatingIfNeeded: value &>> UInt64(8 * following)))
    }
    bytes.append(littleEndian: value, byteCount: following)
  }

  /// Reads a number.
  ///
  /// - Throws: `truncated` if bytes are missing, `numberNotShortest` if fewer bytes would do; both
  ///   name the field and are located at its first byte.
  static func decode(
    _ reader: inout ByteReader, _ field: PVMError.Field
  ) throws(PVMError) -> UInt64 {
    let start = reader.position
    guard let first = reader.byte() else { throw PVMError(.truncated(field), at: start) }
    let following = (~first).leadingZeroBitCount
    guard let low = reader.littleEndian(byteCount: following) else {
      throw PVMError(.truncated(field), at: start)
    }
    var value = low
    if following < 8 {
      value |= UInt64(first & (0x7F &>> UInt8(following))) &<< UInt64(8 * following)
    }
    guard encodedSize(value) == following + 1 else {
      throw PVMError(.numberNotShortest(field), at: start)
    }
    return value
  }

  /// Reads a number that starts at an index; gives the number and the index after it, or nil if
  /// bytes are missing or fewer bytes would do.
  public static func decode(_ bytes: [UInt8], at index: Int) -> (value: UInt64, next: Int)? {
    var reader = ByteReader(bytes)
    guard reader.skip(index) else { return nil }
    guard let value = try? decode(&reader, .metadataLength) else { return nil }
    return (value, reader.position)
  }
}
