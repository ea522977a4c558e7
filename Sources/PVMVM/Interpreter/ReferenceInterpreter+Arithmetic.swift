// The arithmetic of `pvm.md` section 0.

extension ReferenceInterpreter {
  /// The low 8 bits.
  func u8(_ x: Integer) -> Integer { Integer(UInt8(truncatingIfNeeded: x)) }
  /// The low 16 bits.
  func u16(_ x: Integer) -> Integer { Integer(UInt16(truncatingIfNeeded: x)) }
  /// The low 32 bits.
  func u32(_ x: Integer) -> Integer { Integer(UInt32(truncatingIfNeeded: x)) }
  /// The low 64 bits.
  func u64(_ x: Integer) -> Integer { Integer(UInt64(truncatingIfNeeded: x)) }
  /// The low 8 bits as a two's complement number.
  func s8(_ x: Integer) -> Integer { u8(x + (1 << 7)) - (1 << 7) }
  /// The low 16 bits as a two's complement number.
  func s16(_ x: Integer) -> Integer { u16(x + (1 << 15)) - (1 << 15) }
  /// The low 32 bits as a two's complement number.
  func s32(_ x: Integer) -> Integer { u32(x &+ (1 << 31)) - (1 << 31) }
  /// The low 64 bits as a two's complement number.
  func s64(_ x: Integer) -> Integer { u64(x &+ (1 << 63)) - (1 << 63) }
  /// The low 8 bits sign-extended to a register value.
  func sx8(_ x: Integer) -> Integer { u64(s8(x)) }
  /// The low 16 bits sign-extended to a register value.
  func sx16(_ x: Integer) -> Integer { u64(s16(x)) }
  /// The low 32 bits sign-extended to a register value.
  func sx32(_ x: Integer) -> Integer { u64(s32(x)) }

  /// The quotient rounded towards zero.
  func tdiv(_ a: Integer, _ b: Integer) -> Integer {
    Integer(a.magnitude / b.magnitude) * ((a < 0) == (b < 0) ? 1 : -1)
  }

  /// The remainder with the sign of a.
  func trem(_ a: Integer, _ b: Integer) -> Integer { a - b * tdiv(a, b) }

  /// Rotates 64 bits left.
  func rotl64(_ x: Integer, _ n: Integer) -> Integer {
    let n = modulo(n, 64)
    return u64(x << n) | (u64(x) >> (64 - n))
  }

  /// Rotates 64 bits right.
  func rotr64(_ x: Integer, _ n: Integer) -> Integer { rotl64(x, -n) }

  /// Rotates the low 32 bits left.
  func rotl32(_ x: Integer, _ n: Integer) -> Integer {
    let n = modulo(n, 32)
    return u32(x << n) | (u32(x) >> (32 - n))
  }

  /// Rotates the low 32 bits right.
  func rotr32(_ x: Integer, _ n: Integer) -> Integer { rotl32(x, -n) }

  /// The non-negative remainder.
  func modulo(_ x: Integer, _ m: Integer) -> Integer { ((x % m) + m) % m }

  /// How many bits are set.
  func popcnt(_ x: Integer) -> Integer {
    var count: Integer = 0
    for i in 0..<64 { count += (x >> i) & 1 }
    return count
  }

  /// How many bits are needed to write the number.
  func bitLength(_ x: Integer) -> Integer {
    var length: Integer = 0
    while x >> length != 0 { length += 1 }
    return length
  }

  /// Leading zeros of 64 bits; 64 when x = 0.
  func clz64(_ x: Integer) -> Integer { 64 - bitLength(x) }
  /// Leading zeros of the low 32 bits; 32 when they are 0.
  func clz32(_ x: Integer) -> Integer { 32 - bitLength(u32(x)) }
  /// Trailing zeros; 64 when x = 0.
  func ctz64(_ x: Integer) -> Integer { x != 0 ? bitLength(x & -x) - 1 : 64 }
  /// Trailing zeros of the low 32 bits; 32 when they are 0.
  func ctz32(_ x: Integer) -> Integer { u32(x) != 0 ? ctz64(u32(x)) : 32 }

  /// The eight bytes in the opposite order.
  func bswap64(_ x: Integer) -> Integer {
    var result: Integer = 0
    for i in 0..<8 { result += ((x >> (8 * i)) & 255) << (8 * (7 - i)) }
    return result
  }

  /// 1 for true, 0 for false.
  func bit(_ condition: Bool) -> Integer { condition ? 1 : 0 }
}
