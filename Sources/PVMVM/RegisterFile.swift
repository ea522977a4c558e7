public import PVM

/// The values of the thirteen registers.
public struct RegisterFile: Hashable, Sendable {
  /// The values of r0 to r12.
  private var storage: [UInt64]

  /// Creates registers that are all 0.
  public init() { storage = Array(repeating: 0, count: Register.count) }

  /// Creates registers from the values of r0, r1, …; those that are not given are 0.
  ///
  /// - Precondition: there are at most thirteen values.
  public init(_ values: [UInt64]) {
    precondition(values.count <= Register.count)
    storage = values
    while storage.count < Register.count { storage.append(0) }
  }

  /// The value of a register.
  public subscript(register: Register) -> UInt64 {
    get { storage[Int(register.number)] }
    set { storage[Int(register.number)] = newValue }
  }

  /// The values of r0 to r12.
  public var values: [UInt64] { storage }
}
