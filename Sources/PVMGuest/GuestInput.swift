public import PVM
internal import Support

/// What the guest is asked to run, read from its arguments.
///
/// All numbers are little-endian:
///
/// | Bytes | Field |
/// |---:|---|
/// | 8 | gas that the inner program may use; plus 2^63 if it is for Gray Paper 0.8 |
/// | 4 | code index to start at |
/// | 4 | program length |
/// | 4 | argument length |
/// | program length | program: a `.jam` file, or a standard program without metadata |
/// | argument length | arguments |
public struct GuestInput: Equatable, Sendable {
  /// Gas that the inner program may use, at most 2^63 - 1.
  public var gas: Int64
  /// Which machine the inner program is for.
  public var target: Target
  /// Code index to start at.
  public var pc: UInt32
  /// The program: metadata and container, or the container alone.
  public var program: [UInt8]
  /// The arguments of the program.
  public var arguments: [UInt8]

  /// Creates an input.
  public init(
    gas: Int64, target: Target = .gp07, pc: UInt32, program: [UInt8], arguments: [UInt8]
  ) {
    self.gas = gas
    self.target = target
    self.pc = pc
    self.program = program
    self.arguments = arguments
  }

  /// What is added to the gas for a program for Gray Paper 0.8.
  private static var newTargetBit: UInt64 { 1 << 63 }

  /// Reads an input; nil if its parts do not add up to exactly the bytes that are there.
  public init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let gas = reader.littleEndian(byteCount: 8),
      let pc = reader.littleEndian(byteCount: 4),
      let programLength = reader.littleEndian(byteCount: 4),
      let argumentLength = reader.littleEndian(byteCount: 4),
      let program = reader.bytes(count: programLength),
      let arguments = reader.bytes(count: argumentLength), reader.isAtEnd
    else { return nil }
    self.init(
      gas: Int64(bitPattern: gas & ~GuestInput.newTargetBit),
      target: gas < GuestInput.newTargetBit ? .gp07 : .gp08, pc: UInt32(truncatingIfNeeded: pc),
      program: program, arguments: arguments)
  }

  /// The bytes that `init(decoding:)` reads.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20 + program.count + arguments.count)
    let bit = target.release == .gp07 ? 0 : GuestInput.newTargetBit
    bytes.append(littleEndian: UInt64(bitPattern: gas) | bit, byteCount: 8)
    bytes.append(littleEndian: UInt64(pc), byteCount: 4)
    bytes.append(littleEndian: UInt64(program.count), byteCount: 4)
    bytes.append(littleEndian: UInt64(arguments.count), byteCount: 4)
    bytes.append(contentsOf: program)
    bytes.append(contentsOf: arguments)
    return bytes
  }
}
