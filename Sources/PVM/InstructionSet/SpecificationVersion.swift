/// A release of the Gray Paper.
public struct SpecificationVersion: Hashable, Comparable, Sendable {
  /// First number.
  public let major: UInt8
  /// Second number.
  public let minor: UInt8
  /// Third number.
  public let patch: UInt8

  /// Creates a version from its three numbers.
  public init(_ major: UInt8, _ minor: UInt8, _ patch: UInt8) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Orders releases by their numbers.
  public static func < (left: SpecificationVersion, right: SpecificationVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

#if !hasFeature(Embedded)
  extension SpecificationVersion: CustomStringConvertible {
    /// The numbers with dots between them.
    public var description: String { "\(major).\(minor).\(patch)" }
  }
#endif
