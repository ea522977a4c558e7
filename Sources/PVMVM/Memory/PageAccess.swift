/// What a program may do with a page of memory (`pvm.md` section 1).
public enum PageAccess: UInt8, Hashable, Sendable {
  /// Nothing: an access faults, or panics below address 2^16.
  case inaccessible
  /// Read only; a write faults.
  case readOnly
  /// Read and write.
  case readWrite

  /// Whether the program may read the page.
  @inlinable
  public var isReadable: Bool { self != .inaccessible }

  /// Whether the program may write the page.
  @inlinable
  public var isWritable: Bool { self == .readWrite }
}
