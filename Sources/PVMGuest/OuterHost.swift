public import PVM

/// The host that the guest itself runs in.
public protocol OuterHost {
  /// Makes a host call and sets its results, and the bytes of its destination.
  mutating func perform(_ call: inout OuterCall)
}

/// A host call of the guest: registers, and the bytes that some of them point to.
public struct OuterCall: Sendable {
  /// Bytes of the guest's own memory.
  public struct Buffer: Equatable, Sendable {
    /// The number of the register that must hold their address; bytes that are not there need none.
    public var pointer: Int
    /// The bytes.
    public var bytes: [UInt8]

    /// Creates a buffer.
    public init(pointer: Int = 7, bytes: [UInt8] = []) {
      self.pointer = pointer
      self.bytes = bytes
    }
  }

  /// Which function.
  public var function: HostFunction
  /// The registers r7 to r12; those that point to a buffer are still to be set.
  public var arguments: HostArguments
  /// What the function reads.
  public var first = Buffer()
  /// What it reads besides.
  public var second = Buffer()
  /// What it writes, or reads and writes.
  public var destination = Buffer()
  /// r7 after the call.
  public var a0: UInt64 = 0
  /// r8 after the call.
  public var a1: UInt64 = 0

  /// Creates a call without buffers.
  init(_ function: HostFunction, _ arguments: HostArguments) {
    self.function = function
    self.arguments = arguments
  }
}

/// The registers r7 to r12 of a host call, by their numbers.
public struct HostArguments: Equatable, Sendable {
  /// The values, r7 first.
  private var values: InlineArray<6, UInt64>

  /// All zero.
  public init() { values = InlineArray(repeating: 0) }

  /// The value of a register, 7 to 12.
  public subscript(register: Int) -> UInt64 {
    get { values[register - 7] }
    set { values[register - 7] = newValue }
  }

  /// Whether all values are the same.
  public static func == (left: HostArguments, right: HostArguments) -> Bool {
    for register in 7...12 where left[register] != right[register] { return false }
    return true
  }
}
