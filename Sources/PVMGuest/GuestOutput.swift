public import PVMVM
internal import Support

/// What the guest answers.
///
/// All numbers are little-endian:
///
/// | Bytes | Field |
/// |---:|---|
/// | 1 | status |
/// | 4 | exit code: the page of a page fault, the low half of a host call's index, else 0 |
/// | 8 | gas left |
/// | 4 | code index of the instruction that ended the run |
/// | the rest | what a program that halted returned |
public struct GuestOutput: Equatable, Sendable {
  /// How the run ended: the exit codes of the `invoke` host call, and one more.
  public enum Status: UInt8, Sendable {
    /// The program halted.
    case halt = 0
    /// It panicked, or its program blob is malformed.
    case panic = 1
    /// It touched a page that it may not.
    case pageFault = 2
    /// It made a host call that the guest does not forward.
    case hostCall = 3
    /// It ran out of gas.
    case outOfGas = 4
    /// The input is not of its form, or has no program.
    case malformedInput = 5
  }

  /// How the run ended.
  public var status: Status
  /// The page of a page fault, the low half of a host call's index, else 0.
  public var exitCode: UInt32
  /// Gas left.
  public var gas: Int64
  /// Code index of the instruction that ended the run.
  public var pc: UInt32
  /// What a program that halted returned.
  public var result: [UInt8]

  /// Creates an output.
  public init(
    status: Status, exitCode: UInt32 = 0, gas: Int64 = 0, pc: UInt32 = 0, result: [UInt8] = []
  ) {
    self.status = status
    self.exitCode = exitCode
    self.gas = gas
    self.pc = pc
    self.result = result
  }

  /// What a machine's run came to.
  public init(_ exit: ExitReason, _ machine: borrowing Machine) {
    self.init(status: .panic, gas: machine.gas, pc: machine.pc)
    switch exit {
    case .halt:
      status = .halt
      result = machine.output
    case .panic: break
    case .pageFault(let address):
      status = .pageFault
      exitCode = address
    case .hostCall(let index):
      status = .hostCall
      exitCode = UInt32(truncatingIfNeeded: index)
    case .outOfGas: status = .outOfGas
    }
  }

  /// Reads an output; nil if bytes are missing or the status is none.
  public init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let status = reader.byte().flatMap(Status.init(rawValue:)),
      let exitCode = reader.littleEndian(byteCount: 4),
      let gas = reader.littleEndian(byteCount: 8),
      let pc = reader.littleEndian(byteCount: 4),
      let result = reader.bytes(count: UInt64(reader.remaining))
    else { return nil }
    self.init(
      status: status, exitCode: UInt32(truncatingIfNeeded: exitCode),
      gas: Int64(bitPattern: gas), pc: UInt32(truncatingIfNeeded: pc), result: result)
  }

  /// The bytes that `init(decoding:)` reads.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(17 + result.count)
    bytes.append(status.rawValue)
    bytes.append(littleEndian: UInt64(exitCode), byteCount: 4)
    bytes.append(littleEndian: UInt64(bitPattern: gas), byteCount: 8)
    bytes.append(littleEndian: UInt64(pc), byteCount: 4)
    bytes.append(contentsOf: result)
    return bytes
  }
}
