import PVM
internal import Support

/// What entry points do with the scalars, the globals at the top of the stack: they reserve their place and set those
/// that do not start as zero.
///
/// An entry point that sets a scalar itself before it reads it need not be helped, and what it stores in scalars right before it returns
/// nobody reads: returning from an entry point ends the program's run. Both need that every access names the scalar.
struct EntryScalars {
  /// How many bytes they take, and the arrays below them.
  private let size: Int
  /// Those that do not start as zero: address, size in bytes, value.
  private let values: [(address: Int64, bytes: Int, value: Int64)]
  /// Their addresses, as instructions have them.
  private let addresses: Range<Int64>
  /// Whether stores that nobody sees may be left out: no register holds the address of a scalar.
  private let areOnlyNamed: Bool

  /// Looks at all functions of the program, of phase `allocated`.
  ///
  /// - Parameter leavesOut: whether stores are left out that nobody sees.
  init(_ data: ProgramData, _ functions: [MachineFunction], leavesOut: Bool) {
    size = data.scalarBytes + data.zeroedBytes
    values = data.scalarValues
    let first = ConstantForm.address(
      Int64(StandardProgram.stackEnd) - Int64(data.scalarBytes))
    let addresses = first..<first + Int64(data.scalarBytes)
    self.addresses = addresses
    areOnlyNamed =
      leavesOut
      && !functions.contains { function in
        function.blocks.contains { block in
          block.instructions.contains {
            $0.opcode == .loadConstant && addresses.contains(ConstantForm.address($0.x))
          }
        }
      }
  }

  /// Changes an entry point. The stack pointer is never raised again.
  func initialize(in function: inout MachineFunction) {
    var instructions: [MachineInstruction] = []
    if size > 0 {
      let stackPointer = MachineRegister(.stackPointer)
      instructions.append(
        MachineInstruction(.addImm64, def: stackPointer, stackPointer, x: -Int64(size)))
    }
    for scalar in values
    where !areOnlyNamed || !isOverwritten(scalar.address, scalar.bytes, in: function) {
      instructions += Self.store(scalar.value, bytes: scalar.bytes, at: scalar.address)
    }
    function.blocks[.entry].instructions.insert(contentsOf: instructions, at: 0)
    if areOnlyNamed, function.halts { removeLastStores(from: &function) }
  }

  /// Whether the first thing that a function does to a scalar is to set it.
  private func isOverwritten(
    _ address: Int64, _ bytes: Int, in function: MachineFunction
  ) -> Bool {
    for instruction in function.blocks[.entry].instructions {
      if instruction.isTerminator || instruction.hasCallDescription { return false }
      guard instruction.x == address else {
        let isNear = (address - 7..<address + Int64(bytes)).contains(instruction.x)
        if isNear, instruction.opcode.opcode?.traits.contains(.loads) ?? false { return false }
        continue
      }
      switch instruction.opcode {
      case MachineOpcode(.storeU8), MachineOpcode(.storeImmU8): return bytes == 1
      case MachineOpcode(.storeU16), MachineOpcode(.storeImmU16): return bytes == 2
      case MachineOpcode(.storeU32), MachineOpcode(.storeImmU32): return bytes == 4
      case MachineOpcode(.storeU64), MachineOpcode(.storeImmU64): return bytes == 8
      default: if instruction.opcode.opcode?.traits.contains(.loads) ?? false { return false }
      }
    }
    return false
  }

  /// Removes stores of scalars behind which a function does nothing but return.
  private func removeLastStores(from function: inout MachineFunction) {
    for block in function.blocks.indices
    where function.blocks[block].instructions.last?.opcode == .ret {
      var position = function.blocks[block].instructions.count - 2
      while position >= 0 {
        let instruction = function.blocks[block].instructions[position]
        if instruction.hasCallDescription { break }
        if let opcode = instruction.opcode.opcode,
          opcode.format == .regImm || opcode.format == .immImm, addresses.contains(instruction.x)
        {
          if opcode.traits.contains(.loads) { break }
          if opcode.traits.contains(.stores) {
            function.blocks[block].instructions.remove(at: position)
          }
        }
        position -= 1
      }
    }
  }

  /// The instructions that store a constant at an address.
  private static func store(_ value: Int64, bytes: Int, at address: Int64) -> [MachineInstruction] {
    let low = Int32(truncatingIfNeeded: value)
    let opcode: Opcode =
      switch bytes {
      case 1: .storeImmU8
      case 2: .storeImmU16
      case 4: .storeImmU32
      default: .storeImmU64
      }
    if bytes <= 4 || Int64(low) == value {
      return [MachineInstruction(opcode, x: address, y: low)]
    }
    return [
      MachineInstruction(.storeImmU32, x: address, y: low),
      MachineInstruction(
        .storeImmU32, x: ConstantForm.address(address + 4),
        y: Int32(truncatingIfNeeded: value >> 32)),
    ]
  }
}
