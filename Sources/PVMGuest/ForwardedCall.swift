/// How the arguments and results of a host function refer to the caller's memory
/// (`pvm.md` appendix A), so that a call can be made on somebody else's behalf.
package struct ForwardedCall {
  /// How many bytes a range has.
  package enum Count {
    /// As many as the register says.
    case register(Int)
    /// As many as the register says, at most this many.
    case upTo(UInt64, register: Int)
    /// Always so many.
    case bytes(UInt64)
    /// So many for each of the items that the register counts.
    case items(register: Int, size: UInt64)
  }

  /// A range of the caller's memory; `pointer` is the number of the register with its address.
  package struct Range {
    /// The register with the address.
    package var pointer: Int
    /// The size.
    package var count: Count
  }

  /// What the function writes into the caller's memory.
  package enum Destination {
    /// Nothing.
    case none
    /// A value that may be longer than the range: an offset into it and the most bytes that are
    /// wanted follow the address. The result is the length of the value, or NONE.
    case value(pointer: Int)
    /// All of the range, if the result is OK.
    case whole(Range)
    /// All of the range, whatever the result; it is read first.
    case exchanged(Range)
  }

  /// The ranges that the function reads.
  package var first: Range?
  /// The second of them.
  package var second: Range?
  /// What it writes.
  package var destination = Destination.none
  /// Whether it has a result in r8.
  let hasSecondResult: Bool
  /// Whether it answers how much gas is left, which is the inner program's own.
  let answersGas: Bool

  /// The functions that are forwarded: all that the protocol and JIP-1 know.
  package init?(_ index: UInt64) {
    let hash = Count.bytes(32)
    hasSecondResult = index == 12 || index == 22
    answersGas = index == 0 || index == 17
    switch index {
    case 1: destination = .value(pointer: 7)
    case 2, 6:
      first = Range(pointer: 8, count: hash)
      destination = .value(pointer: 9)
    case 3:
      first = Range(pointer: 8, count: .register(9))
      destination = .value(pointer: 10)
    case 4:
      first = Range(pointer: 7, count: .register(8))
      second = Range(pointer: 9, count: .register(10))
    case 5: destination = .value(pointer: 8)
    case 7: first = Range(pointer: 7, count: .upTo(4104, register: 8))
    case 8: first = Range(pointer: 7, count: .register(8))
    case 9: destination = .whole(Range(pointer: 8, count: .register(10)))
    case 10: first = Range(pointer: 8, count: .register(10))
    case 12: destination = .exchanged(Range(pointer: 8, count: .bytes(112)))
    case 14:
      first = Range(pointer: 8, count: .bytes(341 * 4))
      second = Range(pointer: 11, count: .items(register: 12, size: 12))
    case 15: first = Range(pointer: 8, count: .bytes(80 * 32))
    case 16: first = Range(pointer: 7, count: .bytes(1023 * 336))
    case 18, 19, 22, 23, 24, 25: first = Range(pointer: 7, count: hash)
    case 20: first = Range(pointer: 10, count: .bytes(128))
    case 21: first = Range(pointer: 8, count: hash)
    case 26: first = Range(pointer: 8, count: .register(9))
    case 100:
      first = Range(pointer: 8, count: .register(9))
      second = Range(pointer: 10, count: .register(11))
    case 0, 11, 13, 17: break
    default: return nil
    }
  }
}
