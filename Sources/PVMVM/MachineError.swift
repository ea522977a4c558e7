public import PVM

/// Why a machine could not be set up.
public struct MachineError: Error, Equatable, Sendable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// The program blob, or the container around it, is malformed.
    case malformedProgram(PVMError)
    /// There are more argument bytes than the protocol allows.
    case argumentsTooLarge(count: Int)
    /// The code is larger than this machine can take.
    case codeTooLarge(count: Int)
  }

  /// What is wrong.
  public let kind: Kind

  /// Creates an error.
  public init(_ kind: Kind) { self.kind = kind }

  /// The most argument bytes that the protocol allows.
  public static var maximumArguments: Int { Int(StandardProgram.maximumArgumentSize) }

  /// The most bytes of code this machine takes.
  public static var maximumCode: Int { 1 << 28 }
}

#if !hasFeature(Embedded)
  extension MachineError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
      switch kind {
      case .malformedProgram(let error):
        "malformed program: \(error)"
      case .argumentsTooLarge(let count):
        "\(count) bytes of arguments, at most \(MachineError.maximumArguments) are allowed"
      case .codeTooLarge(let count):
        "\(count) bytes of code, at most \(MachineError.maximumCode) are supported"
      }
    }
  }
#endif
