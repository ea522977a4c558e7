/// Sizes and limits of the protocol that no network changes (`pvm.md` section 12 and appendix A).
public enum ProtocolLayout {
  /// Bytes of a hash.
  public static var hashSize: UInt64 { 32 }

  /// Bytes of a service's index.
  public static var serviceIndexSize: UInt64 { 4 }

  /// Bytes of an entry in the list of services that `bless` lets run always: an index and gas.
  public static var alwaysAccumulatedSize: UInt64 { serviceIndexSize + 8 }

  /// Bytes of a validator's keys.
  public static var validatorKeySize: UInt64 { 336 }

  /// Bytes of the block that `invoke` reads and writes: gas and thirteen registers.
  public static var invocationBlockSize: UInt64 { 8 + 8 * UInt64(Register.count) }

  /// The lowest index of an ordinary service (S).
  public static var lowestOrdinaryService: UInt32 { 1 << 16 }
}
