public import PVM

/// Why a machine could not be set up, or a recorded run not be read.
public struct MachineError: Error, Equatable, Sendable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// The program blob, or the container around it, is malformed.
    case malformedProgram(PVMError)
    /// There are more argument bytes than the protocol allows, or than a recorded run has room for.
    case argumentsTooLarge(count: Int)
    /// The code is larger than this machine can take.
    case codeTooLarge(count: Int)
    /// A record is not of its form.
    case malformedRecord(RecordedRun.Record)
    /// A record announces another number of bytes than it has.
    case wrongByteCount(announced: Int, actual: Int)
    /// A record is not allowed where it is.
    case misplacedRecord(RecordedRun.Record)
    /// A record is missing where it is needed.
    case missingRecord(RecordedRun.Record)
    /// The initial memory of a recorded run is not part of the program's memory, or not of its
    /// arguments.
    case unmappedInitialMemory(address: UInt32)
  }

  /// What is wrong.
  public let kind: Kind
  /// The line of a recorded run, counted from 1; nil for everything else.
  public let line: Int?

  /// Creates an error.
  public init(_ kind: Kind, line: Int? = nil) {
    self.kind = kind
    self.line = line
  }

  /// The most argument bytes that the protocol allows.
  public static var maximumArguments: Int { Int(StandardProgram.maximumArgumentSize) }

  /// The most bytes of code this machine takes.
  public static var maximumCode: Int { 1 << 28 }
}
