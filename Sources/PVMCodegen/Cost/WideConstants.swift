internal import PVM
internal import Support

/// How constants that are no immediates get into registers.
///
/// `load_imm_64` takes ten bytes. A constant that is needed in several places is shorter as read-only data, from
/// where a load with an absolute address takes five. Some constants are the shift of an immediate: two
/// instructions with six bytes.
package struct WideConstants: Sendable {
  /// The addresses of constants in read-only data; only looked up.
  package var addresses: [Int64: Int64] = [:]

  /// Creates an empty pool.
  package init() {}

  /// The constants that are worth a place in read-only data, in the order in which they appear.
  ///
  /// - Parameters:
  ///   - functions: the program, allocated.
  ///   - costs: what code costs.
  static func worthwhile(in functions: [MachineFunction], _ costs: CostModel) -> [Int64] {
    var counts: [Int64: Int] = [:]
    var order: [Int64] = []
    for function in functions {
      for block in function.blocks where isLoaded(block.frequency, costs) {
        for instruction in block.instructions
        where instruction.opcode == .loadConstant && !Immediate.fits(instruction.x) {
          counts[instruction.x, default: 0] += 1
          // Eight bytes of data for five bytes of code and their bits of the mask.
          if counts[instruction.x] == 2 { order.append(instruction.x) }
        }
      }
    }
    return order
  }

  /// Whether a constant that is needed so often is loaded from memory rather than made with five bytes more.
  static func isLoaded(_ frequency: Double, _ costs: CostModel) -> Bool {
    costs.constantLoad == 0
      || !costs.isWorth(bytes: 5, saving: frequency * costs.constantLoad)
  }

  /// The instructions that load a constant into a register.
  ///
  /// - Parameters:
  ///   - isWorth: whether two instructions are better than one with so many bytes more.
  ///   - isLoaded: whether a load is better than one with five bytes more.
  func load(
    _ value: Int64, into register: MachineRegister, isLoaded: Bool = true, isWorth: (Int) -> Bool
  ) -> [MachineInstruction] {
    if Immediate.fits(value) { return [MachineInstruction(.loadImm, def: register, x: value)] }
    if isLoaded, let address = addresses[value] {
      return [MachineInstruction(.loadU64, def: register, x: address)]
    }
    // Ten bytes, against two and those of the immediate, and three.
    if let shift = WideConstants.shift(value), isWorth(5 - Immediate.size(shift.value)) {
      return [
        MachineInstruction(.loadImm, def: register, x: shift.value),
        MachineInstruction(shift.opcode, def: register, register, x: shift.amount),
      ]
    }
    return [MachineInstruction(.loadImm64, def: register, x: value)]
  }

  /// The immediate and the shift that give a constant, or nil.
  private static func shift(_ value: Int64) -> (value: Int64, opcode: Opcode, amount: Int64)? {
    let zeros = value.trailingZeroBitCount
    let low = value >> Int64(zeros)
    // The value without its zeros, with its sign or with ones in front.
    if Immediate.size(low) <= 2, Immediate.fits(low) {
      return (low, .shloLImm64, Int64(zeros))
    }
    let leading = value.leadingZeroBitCount
    if value == Int64(bitPattern: UInt64.max >> UInt64(leading)) {
      return (-1, .shloRImm64, Int64(leading))
    }
    return nil
  }
}
