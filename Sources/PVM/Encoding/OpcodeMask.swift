/// Which bytes of a code are the first byte of an instruction: one bit per byte (`pvm.md`
/// sections 2.2 and 3).
public struct OpcodeMask: Hashable, Sendable {
  /// Bit i is bit i mod 8 of byte i / 8, as in a program blob; unused bits are 0.
  public private(set) var bytes: [UInt8]
  /// How many bits there are: the length of the code.
  public private(set) var count: Int

  /// The most bytes that may lie between two instruction starts.
  @inlinable
  public static var maximumSkip: Int { 24 }

  /// Creates a mask without instruction starts.
  public init(count: Int = 0) {
    self.count = count
    bytes = Array(repeating: 0, count: (count + 7) / 8)
  }

  /// Creates a mask from its packed form; nil if the number of bytes is wrong or an unused bit is
  /// set.
  public init?(packed bytes: [UInt8], count: Int) {
    guard count >= 0, bytes.count == count / 8 + (count % 8 == 0 ? 0 : 1) else { return nil }
    if count % 8 != 0, bytes[bytes.count - 1] &>> UInt8(count % 8) != 0 { return nil }
    self.bytes = bytes
    self.count = count
  }

  /// Whether an instruction starts at an index; positions past the end count as starts.
  public func isStart(_ index: Int) -> Bool {
    index >= count || (index >= 0 && bytes[index >> 3] &>> UInt8(index & 7) & 1 != 0)
  }

  /// How many argument bytes follow the opcode at an index: the distance to the next start less
  /// one, at most 24 (`pvm.md` section 3).
  public func skip(_ index: Int) -> Int {
    guard index >= 0, index < count - 1 else { return 0 }
    let first = index + 1
    // The 32 bits from bit `first & ~7` on hold the 24 or more bits that matter; those past the end
    // are 1.
    let start = first >> 3
    var window: UInt32 = 0
    if start + 4 < bytes.count {
      window =
        UInt32(bytes[start]) | UInt32(bytes[start + 1]) &<< 8 | UInt32(bytes[start + 2]) &<< 16
        | UInt32(bytes[start + 3]) &<< 24
    } else {
      for position in start..<bytes.count {
        window |= UInt32(bytes[position]) &<< UInt32(8 * (position - start))
      }
      let valid = count - start * 8
      if valid < 32 { window |= ~0 &<< UInt32(valid) }
    }
    // After the shift at least 25 bits are left, and a zero window shifts in nothing but zeros.
    let distance = (window &>> UInt32(first & 7)).trailingZeroBitCount
    return min(distance, OpcodeMask.maximumSkip)
  }

  /// Index of the first start at or after an index, at most the count.
  public func nextStart(from index: Int) -> Int {
    var position = max(index, 0)
    while position < count, !isStart(position) {
      position = position & 7 == 0 && bytes[position >> 3] == 0 ? position + 8 : position + 1
    }
    return min(position, count)
  }

  /// Marks the byte at an index, below the count, as a start or not.
  public mutating func set(_ index: Int, isStart: Bool = true) {
    precondition(index >= 0 && index < count)
    let bit: UInt8 = 1 &<< UInt8(index & 7)
    if isStart { bytes[index >> 3] |= bit } else { bytes[index >> 3] &= ~bit }
  }

  /// Adds bits for an instruction of this many bytes, or for bytes of which none is a start.
  public mutating func append(count added: Int, isStart: Bool = true) {
    let start = count
    count += added
    while bytes.count < (count + 7) / 8 { bytes.append(0) }
    if isStart, added > 0 { set(start) }
  }
}
