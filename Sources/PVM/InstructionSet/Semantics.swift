/// The arithmetic of the instructions, edge cases included, as functions of 64-bit register values
/// (`pvm.md` section 8). One function per operation; forms with an immediate use the same function
/// with the immediate as operand.
public enum Semantics {
  // MARK: Width conversions

  /// Copies the highest bit below the unused ones into these. By shifts, because the conversions of
  /// Swift's integers go word by word where a word has 32 bits, inside the PVM for example.
  @inlinable
  static func signExtend(_ a: UInt64, unused: UInt64) -> UInt64 {
    UInt64(bitPattern: Int64(bitPattern: a &<< unused) &>> Int64(bitPattern: unused))
  }

  /// The low 8 bits, sign-extended.
  @inlinable
  public static func signExtend8(_ a: UInt64) -> UInt64 { signExtend(a, unused: 56) }

  /// The low 16 bits, sign-extended.
  @inlinable
  public static func signExtend16(_ a: UInt64) -> UInt64 { signExtend(a, unused: 48) }

  /// The low 32 bits, sign-extended: what every 32-bit operation gives.
  @inlinable
  public static func signExtend32(_ a: UInt64) -> UInt64 { signExtend(a, unused: 32) }

  /// The low 16 bits.
  @inlinable
  public static func zeroExtend16(_ a: UInt64) -> UInt64 { a & 0xFFFF }

  /// A 32-bit number, sign-extended.
  @inlinable
  static func register(_ value: UInt32) -> UInt64 { signExtend32(UInt64(value)) }

  /// A signed 32-bit number, sign-extended.
  @inlinable
  static func register(_ value: Int32) -> UInt64 {
    signExtend32(UInt64(UInt32(bitPattern: value)))
  }

  /// The low 32 bits as an unsigned number.
  @inlinable
  static func u32(_ a: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: a) }

  /// The low 32 bits as a signed number.
  @inlinable
  static func s32(_ a: UInt64) -> Int32 { Int32(truncatingIfNeeded: a) }

  /// All bits as a signed number.
  @inlinable
  static func s64(_ a: UInt64) -> Int64 { Int64(bitPattern: a) }

  // MARK: 32-bit arithmetic

  /// Sum.
  @inlinable
  public static func add32(_ a: UInt64, _ b: UInt64) -> UInt64 { signExtend32(a &+ b) }

  /// Difference.
  @inlinable
  public static func sub32(_ a: UInt64, _ b: UInt64) -> UInt64 { signExtend32(a &- b) }

  /// Product.
  @inlinable
  public static func mul32(_ a: UInt64, _ b: UInt64) -> UInt64 { signExtend32(a &* b) }

  /// Unsigned quotient; all ones when dividing by 0.
  @inlinable
  public static func divU32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    u32(b) == 0 ? UInt64.max : register(u32(a) / u32(b))
  }

  /// Signed quotient rounded towards zero; all ones when dividing by 0, the dividend when it is the
  /// most negative number and divided by -1.
  @inlinable
  public static func divS32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    s32(b) == 0 ? UInt64.max : register(s32(a).dividedReportingOverflow(by: s32(b)).partialValue)
  }

  /// Unsigned remainder; the dividend when dividing by 0.
  @inlinable
  public static func remU32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    u32(b) == 0 ? signExtend32(a) : register(u32(a) % u32(b))
  }

  /// Signed remainder with the dividend's sign; the dividend when dividing by 0, 0 when the most
  /// negative number is divided by -1.
  @inlinable
  public static func remS32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    if s32(b) == 0 { return signExtend32(a) }
    return s32(b) == -1 ? 0 : register(s32(a) % s32(b))
  }

  /// Shift left by the amount modulo 32.
  @inlinable
  public static func shloL32(_ a: UInt64, _ b: UInt64) -> UInt64 { register(u32(a) &<< u32(b)) }

  /// Logical shift right by the amount modulo 32.
  @inlinable
  public static func shloR32(_ a: UInt64, _ b: UInt64) -> UInt64 { register(u32(a) &>> u32(b)) }

  /// Arithmetic shift right by the amount modulo 32.
  @inlinable
  public static func sharR32(_ a: UInt64, _ b: UInt64) -> UInt64 { register(s32(a) &>> s32(b)) }

  /// Rotation to the left by the amount modulo 32.
  @inlinable
  public static func rotL32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    register(u32(a) &<< u32(b) | u32(a) &>> (0 &- u32(b)))
  }

  /// Rotation to the right by the amount modulo 32.
  @inlinable
  public static func rotR32(_ a: UInt64, _ b: UInt64) -> UInt64 {
    register(u32(a) &>> u32(b) | u32(a) &<< (0 &- u32(b)))
  }

  // MARK: 64-bit arithmetic

  /// Sum.
  @inlinable
  public static func add64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &+ b }

  /// Difference.
  @inlinable
  public static func sub64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &- b }

  /// Product.
  @inlinable
  public static func mul64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &* b }

  /// Unsigned quotient; all ones when dividing by 0.
  @inlinable
  public static func divU64(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? UInt64.max : a / b }

  /// Signed quotient rounded towards zero; all ones when dividing by 0, the dividend when it is the
  /// most negative number and divided by -1.
  @inlinable
  public static func divS64(_ a: UInt64, _ b: UInt64) -> UInt64 {
    if b == 0 { return UInt64.max }
    return UInt64(bitPattern: s64(a).dividedReportingOverflow(by: s64(b)).partialValue)
  }

  /// Unsigned remainder; the dividend when dividing by 0.
  @inlinable
  public static func remU64(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? a : a % b }

  /// Signed remainder with the dividend's sign; the dividend when dividing by 0, 0 when the most
  /// negative number is divided by -1.
  @inlinable
  public static func remS64(_ a: UInt64, _ b: UInt64) -> UInt64 {
    if b == 0 { return a }
    return s64(b) == -1 ? 0 : UInt64(bitPattern: s64(a) % s64(b))
  }

  /// Shift left by the amount modulo 64.
  @inlinable
  public static func shloL64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &<< b }

  /// Logical shift right by the amount modulo 64.
  @inlinable
  public static func shloR64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &>> b }

  /// Arithmetic shift right by the amount modulo 64.
  @inlinable
  public static func sharR64(_ a: UInt64, _ b: UInt64) -> UInt64 {
    UInt64(bitPattern: s64(a) &>> s64(b))
  }

  /// Rotation to the left by the amount modulo 64.
  @inlinable
  public static func rotL64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &<< b | a &>> (0 &- b) }

  /// Rotation to the right by the amount modulo 64.
  @inlinable
  public static func rotR64(_ a: UInt64, _ b: UInt64) -> UInt64 { a &>> b | a &<< (0 &- b) }

  /// High half of the product of signed numbers.
  @inlinable
  public static func mulUpperSS(_ a: UInt64, _ b: UInt64) -> UInt64 {
    UInt64(bitPattern: s64(a).multipliedFullWidth(by: s64(b)).high)
  }

  /// High half of the product of unsigned numbers.
  @inlinable
  public static func mulUpperUU(_ a: UInt64, _ b: UInt64) -> UInt64 {
    a.multipliedFullWidth(by: b).high
  }

  /// High half of the product of a signed and an unsigned number.
  @inlinable
  public static func mulUpperSU(_ a: UInt64, _ b: UInt64) -> UInt64 {
    // A negative a is 2^64 less than its unsigned reading, so the product is 2^64 b less.
    a.multipliedFullWidth(by: b).high &- (s64(a) < 0 ? b : 0)
  }

  // MARK: Bits

  /// Conjunction with the complement of b.
  @inlinable
  public static func andInv(_ a: UInt64, _ b: UInt64) -> UInt64 { a & ~b }

  /// Disjunction with the complement of b.
  @inlinable
  public static func orInv(_ a: UInt64, _ b: UInt64) -> UInt64 { a | ~b }

  /// Complement of the exclusive disjunction.
  @inlinable
  public static func xnor(_ a: UInt64, _ b: UInt64) -> UInt64 { ~(a ^ b) }

  /// How many bits are 1.
  @inlinable
  public static func countSetBits64(_ a: UInt64) -> UInt64 { UInt64(a.nonzeroBitCount) }

  /// How many of the low 32 bits are 1.
  @inlinable
  public static func countSetBits32(_ a: UInt64) -> UInt64 { UInt64(u32(a).nonzeroBitCount) }

  /// How many bits above the highest 1 there are; 64 for 0.
  @inlinable
  public static func leadingZeroBits64(_ a: UInt64) -> UInt64 { UInt64(a.leadingZeroBitCount) }

  /// The same for the low 32 bits; 32 if they are 0.
  @inlinable
  public static func leadingZeroBits32(_ a: UInt64) -> UInt64 {
    UInt64(u32(a).leadingZeroBitCount)
  }

  /// How many bits below the lowest 1 there are; 64 for 0.
  @inlinable
  public static func trailingZeroBits64(_ a: UInt64) -> UInt64 { UInt64(a.trailingZeroBitCount) }

  /// The same for the low 32 bits; 32 if they are 0.
  @inlinable
  public static func trailingZeroBits32(_ a: UInt64) -> UInt64 {
    UInt64(u32(a).trailingZeroBitCount)
  }

  /// The eight bytes in reverse order.
  @inlinable
  public static func reverseBytes(_ a: UInt64) -> UInt64 { a.byteSwapped }

  // MARK: Comparison

  /// 1 if a is less than b as unsigned numbers, else 0.
  @inlinable
  public static func setLtU(_ a: UInt64, _ b: UInt64) -> UInt64 { a < b ? 1 : 0 }

  /// 1 if a is less than b as signed numbers, else 0.
  @inlinable
  public static func setLtS(_ a: UInt64, _ b: UInt64) -> UInt64 { s64(a) < s64(b) ? 1 : 0 }

  /// The larger of two signed numbers.
  @inlinable
  public static func max(_ a: UInt64, _ b: UInt64) -> UInt64 { s64(a) < s64(b) ? b : a }

  /// The larger of two unsigned numbers.
  @inlinable
  public static func maxU(_ a: UInt64, _ b: UInt64) -> UInt64 { a < b ? b : a }

  /// The smaller of two signed numbers.
  @inlinable
  public static func min(_ a: UInt64, _ b: UInt64) -> UInt64 { s64(b) < s64(a) ? b : a }

  /// The smaller of two unsigned numbers.
  @inlinable
  public static func minU(_ a: UInt64, _ b: UInt64) -> UInt64 { b < a ? b : a }
}
