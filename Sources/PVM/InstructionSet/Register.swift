/// One of the thirteen registers of the PVM.
public struct Register: Hashable, Comparable, Sendable {
  /// The register's number, 0 to 12.
  public let number: UInt8

  /// The register with this number; larger numbers mean r12, as in the instruction encoding
  /// (Gray Paper 0.7.2, appendix A.5).
  @inlinable
  public init(_ number: UInt8) { self.number = number < 12 ? number : 12 }

  /// How many registers there are.
  public static let count = 13

  /// r0, the return address at entry.
  public static let returnAddress = Register(0)
  /// r1, the stack pointer at entry.
  public static let stackPointer = Register(1)
  /// r7, the first argument and the result of host calls.
  public static let a0 = Register(7)
  /// r8, the second argument.
  public static let a1 = Register(8)

  /// Orders registers by number.
  @inlinable
  public static func < (left: Register, right: Register) -> Bool { left.number < right.number }
}

/// A set of registers, one bit each.
public struct RegisterSet: Hashable, Sendable {
  /// Bit n stands for register n.
  public var bits: UInt16

  /// Creates a set from its bits.
  @inlinable
  public init(bits: UInt16 = 0) { self.bits = bits & 0x1FFF }

  /// Creates a set of the registers named.
  @inlinable
  public init(_ registers: Register...) {
    bits = 0
    for register in registers { insert(register) }
  }

  /// All thirteen registers.
  public static let all = RegisterSet(bits: 0x1FFF)

  /// Whether the set holds no register.
  @inlinable
  public var isEmpty: Bool { bits == 0 }

  /// How many registers the set holds.
  @inlinable
  public var count: Int { bits.nonzeroBitCount }

  /// Whether the set holds the register.
  @inlinable
  public func contains(_ register: Register) -> Bool { bits >> register.number & 1 != 0 }

  /// Adds a register.
  @inlinable
  public mutating func insert(_ register: Register) { bits |= 1 << register.number }

  /// Takes a register out.
  @inlinable
  public mutating func remove(_ register: Register) { bits &= ~(1 << register.number) }

  /// The registers of either set.
  @inlinable
  public func union(_ other: RegisterSet) -> RegisterSet { RegisterSet(bits: bits | other.bits) }

  /// The registers of both sets.
  @inlinable
  public func intersection(_ other: RegisterSet) -> RegisterSet {
    RegisterSet(bits: bits & other.bits)
  }

  /// The registers of this set that are not in the other.
  @inlinable
  public func subtracting(_ other: RegisterSet) -> RegisterSet {
    RegisterSet(bits: bits & ~other.bits)
  }
}

extension RegisterSet: Sequence {
  /// Visits the registers in ascending order.
  public struct Iterator: IteratorProtocol {
    /// The registers still to come.
    @usableFromInline var bits: UInt16

    /// Starts with the given bits.
    @inlinable
    init(bits: UInt16) { self.bits = bits }

    /// The next register, or nil at the end.
    @inlinable
    public mutating func next() -> Register? {
      guard bits != 0 else { return nil }
      let number = UInt8(bits.trailingZeroBitCount)
      bits &= bits &- 1
      return Register(number)
    }
  }

  /// Starts at the lowest register.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(bits: bits) }
}
