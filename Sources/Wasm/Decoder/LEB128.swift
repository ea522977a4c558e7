// Integers in LEB128: seven bits per byte, the least significant first, the top bit set in every byte
// but the last. An integer of N bits takes at most ceil(N / 7) bytes, and the bits of the last of
// these that N has no room for are zero, or copies of the sign.
//
// Source: WebAssembly 2.0, section 5.2.2.
extension BinaryReader {
  /// Reads an unsigned integer of 32 bits.
  @inline(__always)
  mutating func unsigned32() throws(WasmError) -> UInt32 {
    if position < end, bytes[position] < 0x80 {
      let value = UInt32(bytes[position])
      position += 1
      return value
    }
    return UInt32(truncatingIfNeeded: try longInteger(bits: 32, isSigned: false))
  }

  /// Reads a signed integer of 32 bits.
  @inline(__always)
  mutating func signed32() throws(WasmError) -> Int32 {
    if position < end, bytes[position] < 0x80 {
      let byte = bytes[position]
      position += 1
      return Int32(Int8(bitPattern: byte << 1) >> 1)
    }
    return Int32(truncatingIfNeeded: try longInteger(bits: 32, isSigned: true))
  }

  /// Reads a signed integer of 33 bits.
  mutating func signed33() throws(WasmError) -> Int64 {
    try longInteger(bits: 33, isSigned: true)
  }

  /// Reads a signed integer of 64 bits.
  mutating func signed64() throws(WasmError) -> Int64 {
    try longInteger(bits: 64, isSigned: true)
  }

  /// Reads an integer of 32 to 64 bits, sign-extended if it is signed.
  private mutating func longInteger(bits: Int, isSigned: Bool) throws(WasmError) -> Int64 {
    let start = position
    var value: Int64 = 0
    var shift = 0
    while true {
      let byte = try byte()
      value |= Int64(byte & 0x7F) << Int64(shift)
      let room = bits - shift
      shift += 7
      if room > 7 {
        if byte < 0x80 { break }
        continue
      }
      // The last byte that may be: `room` of its seven bits count.
      guard byte < 0x80 else { throw WasmError(.integerTooLong, at: start) }
      let excess = isSigned ? Int8(bitPattern: byte << 1) >> Int8(room) : Int8(byte >> UInt8(room))
      guard excess == 0 || (isSigned && excess == -1) else {
        throw WasmError(.integerTooLarge, at: start)
      }
      break
    }
    guard isSigned, shift < 64 else { return value }
    return (value << Int64(64 - shift)) >> Int64(64 - shift)
  }
}
