// The numbers of the opcodes. `Opcode.rawValue` is the number in 0.7.2, or, for what 0.7.2 does not
// have, one that it does not use; 0.8 drops `sbrk` (101) and moves what follows it, up to 111, down by
// one (`pvm-0.8.md` section 3).

extension Target {
  /// The opcode that a byte stands for; nil if it stands for none.
  @inlinable
  public func opcode(_ byte: UInt8) -> Opcode? {
    switch release {
    case .gp07: byte == Opcode.unlikely.rawValue ? nil : Opcode(rawValue: byte)
    case .gp08:
      if byte < Opcode.sbrk.rawValue || byte > Opcode.reverseBytes.rawValue {
        Opcode(rawValue: byte)
      } else {
        byte == Opcode.reverseBytes.rawValue ? nil : Opcode(rawValue: byte &+ 1)
      }
    }
  }

  /// The byte of an opcode; nil if the target does not have it.
  @inlinable
  public func byte(of opcode: Opcode) -> UInt8? {
    let number = opcode.rawValue
    switch release {
    case .gp07: return opcode == .unlikely ? nil : number
    case .gp08:
      if number < Opcode.sbrk.rawValue || number > Opcode.reverseBytes.rawValue { return number }
      return opcode == .sbrk ? nil : number &- 1
    }
  }

  /// The opcodes that the target has, by their bytes.
  public var opcodes: [Opcode] {
    var result: [Opcode] = []
    for byte in 0...UInt8.max {
      if let opcode = opcode(byte) { result.append(opcode) }
    }
    return result
  }
}
