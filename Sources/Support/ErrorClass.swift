/// The four classes that every error of every module belongs to.
public enum ErrorClass: UInt8, Sendable {
  /// The input is wrong.
  case rejected
  /// The input is valid, but this is not done.
  case unsupported
  /// The input is valid and supported, but too large.
  case limit
  /// A bug of ours.
  case `internal`
}

#if !hasFeature(Embedded)
  /// An error with a stable code, a class and a message.
  public protocol CodedError: Error, CustomStringConvertible {
    /// The stable code, for example `P003`.
    var code: String { get }
    /// Whose fault it is.
    var errorClass: ErrorClass { get }
  }
#endif
