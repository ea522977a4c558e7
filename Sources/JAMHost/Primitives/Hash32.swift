internal import Support

/// Thirty-two bytes: a hash, or something else of that size.
public struct Hash32: Hashable, Comparable, Sendable {
  /// How many bytes a hash has.
  public static var byteCount: Int { 32 }

  /// The bytes; always thirty-two.
  public let bytes: [UInt8]

  /// Creates a hash from its bytes; nil unless there are thirty-two.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Hash32.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The Blake2b-256 hash of some bytes.
  public init(of data: [UInt8]) { bytes = Blake2b.hash(data) }

  /// A number below 2^32 as thirty-two little-endian bytes, as ejectable services have it in place
  /// of a code hash.
  public init(littleEndian number: UInt32) {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(number), byteCount: 4)
    self.bytes = bytes + [UInt8](repeating: 0, count: Hash32.byteCount - 4)
  }

  /// All bytes are zero.
  public static let zero = Hash32(littleEndian: 0)

  /// Orders hashes by their bytes.
  public static func < (left: Hash32, right: Hash32) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// The key of a storage entry: any number of bytes.
public struct StorageKey: Hashable, Comparable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a key.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Orders keys by their bytes.
  public static func < (left: StorageKey, right: StorageKey) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
