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
    let overwritten = areOnlyNamed ? self.overwritten(in: function) : []
    for scalar in values where !overwritten.contains(scalar.address) {
      instructions += Self.store(scalar.value, bytes: scalar.bytes, at: scalar.address)
    }
    function.blocks[.entry].instructions.insert(contentsOf: instructions, at: 0)
    if areOnlyNamed, function.halts { removeLastStores(from: &function) }
  }

  /// The addresses of the scalars that a function sets before it does anything else with them.
  private func overwritten(in function: MachineFunction) -> Set<Int64> {
    var result: Set<Int64> = []
    var undecided: [Int64: Int] = [:]
    for scalar in values { undecided[scalar.address] = scalar.bytes }
    for instruction in function.blocks[.entry].instructions {
      if instruction.isTerminator || instruction.hasCallDescription { break }
      guard let opcode = instruction.opcode.opcode else { continue }
      let address = instruction.x
      if opcode.traits.contains(.loads) {
        // A load reads at most eight bytes, of whatever scalars these are.
        for start in address &- 7...address &+ 7 {
          if let bytes = undecided[start], start &+ Int64(bytes) > address {
            undecided[start] = nil
          }
        }
      } else if let width = EntryScalars.storedBytes(opcode),
        let bytes = undecided.removeValue(forKey: address), bytes == width
      {
        result.insert(address)
      }
    }
    return result
  }

  /// How many bytes an instruction stores whose address is a constant, or nil if it is another one.
  private static func storedBytes(_ opcode: Opcode) -> Int? {
    switch opcode {
    case .storeU8, .storeImmU8: 1
    case .storeU16, .storeImmU16: 2
    case .storeU32, .storeImmU32: 4
    case .storeU64, .storeImmU64: 8
    default: nil
    }
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
