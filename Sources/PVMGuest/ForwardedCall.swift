package import PVM

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

  /// The functions that are forwarded: all that the protocol and JIP-1 know but `grow_heap`, which is the
  /// machine's own; with the constants of the full set.
  package init(_ function: HostFunction, _ target: Target) {
    let hash = Count.bytes(ProtocolLayout.hashSize)
    switch function {
    case .gas, .pages, .expunge, .checkpoint, .growHeap: break
    case .fetch: destination = .value(pointer: 7)
    case .lookup, .historicalLookup:
      first = Range(pointer: 8, count: hash)
      destination = .value(pointer: 9)
    case .read:
      first = Range(pointer: 8, count: .register(9))
      destination = .value(pointer: 10)
    case .write:
      first = Range(pointer: 7, count: .register(8))
      second = Range(pointer: 9, count: .register(10))
    case .info: destination = .value(pointer: 8)
    case .export: first = Range(pointer: 7, count: .upTo(ForwardedCall.segmentSize, register: 8))
    case .machine: first = Range(pointer: 7, count: .register(8))
    case .peek: destination = .whole(Range(pointer: 8, count: .register(10)))
    case .poke: first = Range(pointer: 8, count: .register(10))
    case .invoke:
      let count = Count.bytes(ProtocolLayout.invocationBlockSize)
      destination = .exchanged(Range(pointer: 8, count: count))
    case .bless:
      let assigners = ProtocolParameter.cores.value * ProtocolLayout.serviceIndexSize
      first = Range(pointer: 8, count: .bytes(assigners))
      second = Range(
        pointer: 11, count: .items(register: 12, size: ProtocolLayout.alwaysAccumulatedSize))
    case .assign:
      let queue = ProtocolParameter.authorizerQueue.value * ProtocolLayout.hashSize
      first = Range(pointer: 8, count: .bytes(queue))
    case .designate:
      let size = ProtocolLayout.validatorKeySize
      first = Range(
        pointer: 7,
        count: target.namesValidatorCount
          ? .items(register: 8, size: size)
          : .bytes(ProtocolParameter.validators.value * size))
    case .new, .upgrade, .query, .solicit, .forget, .yield: first = Range(pointer: 7, count: hash)
    case .transfer:
      first = Range(pointer: 10, count: .bytes(ProtocolParameter.memoSize.value))
    case .eject: first = Range(pointer: 8, count: hash)
    case .provide: first = Range(pointer: 8, count: .register(9))
    case .log:
      first = Range(pointer: 8, count: .register(9))
      second = Range(pointer: 10, count: .register(11))
    }
  }

  /// Bytes of a segment (W_G).
  private static var segmentSize: UInt64 {
    ProtocolParameter.pieceSize.value * ProtocolParameter.segmentPieces.value
  }
}
