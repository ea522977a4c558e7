internal import PVM
internal import Support

/// Makes a program from framed functions and data.
///
/// Functions that neither an entry nor a code address leads to are dropped; the others keep their
/// order. The code starts with a jump of five bytes for each entry (`pvm.md` section 11).
package struct ProgramLinker: Sendable {
  /// How programs are linked.
  package var options: LinkOptions

  /// How many bytes an entry of the entry table takes.
  private static let entrySlotSize = 5

  /// Creates a linker.
  package init(_ options: LinkOptions = LinkOptions()) { self.options = options }

  /// Links a program.
  ///
  /// - Throws: `undefinedFunction` for a callee or entry that does not exist; `limit` for what does
  ///   not fit; `verification` if something is wrong with a function.
  package func link(_ input: LinkInput) throws(CodegenError) -> LinkedProgram {
    let data = try DataImage(input)
    let functions = try input.reachableFunctions()
    let fragments = functions.map { FunctionEmitter.emit($0, for: options.target) }
    let position = LinkInput.positions(functions)
    // A function with a code address is called indirectly, so its depth counts if it is exact at
    // all; without indirect calls nothing reaches it.
    let depth = StackDepth.compute(
      functions, position: position, entries: input.entries.compactMap { $0.map { position[$0] } })
    let table = JumpTableLayout(
      functionAddressCount: input.addressTaken.count, fragments: fragments)
    try check(table.count, "the number of jump-table entries", options.maximumJumpTableSize)
    let assembly = try CodeAssembly(
      fragments, table, functionPosition: position, headerSize: headerSize(input),
      maximumSize: options.maximumCodeSize)
    let blob = makeBlob(input, fragments, table, assembly, position)
    let stackSize =
      depth.flatMap { options.stackSize == nil ? $0 + input.reservedStack : nil }
      ?? (options.stackSize ?? options.unboundedStackSize) + input.zeroedBytes
    try check(stackSize, "the stack size", Int(StandardProgram.maximumDataSize))
    let program = StandardProgram(
      readOnlyData: data.readOnlyData, readWriteData: data.readWriteData,
      heapPages: UInt16(data.heapPages), stackSize: UInt32(stackSize), program: blob.encoded())
    return LinkedProgram(
      program: program, blob: blob,
      functions: functions.indices.map {
        LinkedFunction(
          index: functions[$0].index, name: functions[$0].name, code: assembly.ranges[$0],
          instructionCount: fragments[$0].starts.count, frameSize: functions[$0].frameSize)
      }, stackDepth: depth,
      purposes: entryPurposes(input) + fragments.flatMap(\.purposes),
      positions: entryPositions(input, fragments, position) + fragments.flatMap(\.positions),
      origins: origins(functions, assembly))
  }

  /// Where the blocks of functions as selected begin; those without instructions are left out.
  private func origins(_ functions: [MachineFunction], _ assembly: CodeAssembly) -> BlockOrigins {
    var origins = BlockOrigins()
    for (position, function) in functions.enumerated() where function.selectedBlockCount > 0 {
      origins.shapes[function.name] = BlockProfile.Function(
        shape: function.shape,
        counts: BlockTable(repeating: nil, count: function.selectedBlockCount))
      for (index, block) in function.blocks.indexed() where block.origin.exists {
        let pc = assembly.address(position, index.index)
        let end =
          index.next < function.blocks.endIndex
          ? assembly.address(position, index.next.index) : assembly.ranges[position].upperBound
        guard pc < end else { continue }
        origins.blocks.append(
          BlockOrigin(function: function.name, block: block.origin, pc: pc))
      }
    }
    return origins
  }

  // MARK: Functions

  // MARK: Code

  /// How many bytes the entry table takes: with one entry the second slot, where other programs
  /// have another entry, is a trap.
  private func headerSize(_ input: LinkInput) -> Int {
    ProgramLinker.entrySlotSize * input.entries.count + (input.entries.count < 2 ? 1 : 0)
  }

  /// What the instructions of the entry table are for.
  private func entryPurposes(_ input: LinkInput) -> [InstructionPurpose] {
    var purposes: [InstructionPurpose] = []
    for entry in input.entries {
      purposes +=
        entry == nil ? Array(repeating: .branch, count: ProgramLinker.entrySlotSize) : [.jump]
    }
    return input.entries.count < 2 ? purposes + [.branch] : purposes
  }

  /// Where the instructions of the entry table come from: where the first instruction does that they lead to.
  private func entryPositions(
    _ input: LinkInput, _ fragments: [CodeFragment], _ position: [Int]
  ) -> [CodePosition] {
    var positions: [CodePosition] = []
    for entry in input.entries {
      guard let entry else {
        positions += Array(repeating: .none, count: ProgramLinker.entrySlotSize)
        continue
      }
      positions.append(fragments[position[entry]].positions.first ?? .none)
    }
    return input.entries.count < 2 ? positions + [.none] : positions
  }

  /// The code with everything filled in, its mask and the jump table.
  private func makeBlob(
    _ input: LinkInput, _ fragments: [CodeFragment], _ table: JumpTableLayout,
    _ assembly: CodeAssembly, _ position: [Int]
  ) -> ProgramBlob {
    var code: [UInt8] = []
    code.reserveCapacity(assembly.size)
    var mask = OpcodeMask(count: assembly.size)
    for (slot, entry) in input.entries.enumerated() {
      let pc = slot * ProgramLinker.entrySlotSize
      guard let entry else {
        for index in pc..<pc + ProgramLinker.entrySlotSize {
          mask.set(index)
          InstructionEncoder.encode(
            Instruction(.trap), at: index, into: &code, for: options.target)
        }
        continue
      }
      mask.set(pc)
      let target = assembly.ranges[position[entry]].lowerBound
      InstructionEncoder.encode(
        Instruction(.jump, target: Int64(target)), at: pc, into: &code, for: options.target,
        offsetSize: 4)
    }
    if input.entries.count < 2 {
      // Without any entry this is the only instruction, and everything starts with it.
      mask.set(code.count)
      InstructionEncoder.encode(
        Instruction(.trap), at: code.count, into: &code, for: options.target)
    }
    for index in fragments.indices {
      assembly.append(fragments[index], index, table, into: &code, &mask)
    }
    Invariant.check(code.count == assembly.size, "the code has the size that was planned")
    var entries: [UInt32] = []
    entries.reserveCapacity(table.count)
    for function in input.addressTaken {
      entries.append(UInt32(assembly.ranges[position[function]].lowerBound))
    }
    entries += Array(repeating: 0, count: table.count - entries.count)
    for (index, fragment) in fragments.enumerated() {
      for (entry, label) in fragment.entries.enumerated() {
        entries[table.firstReturn[index] + entry] = UInt32(assembly.address(index, label))
      }
      for (number, labels) in fragment.tables.enumerated() {
        for (offset, label) in labels.enumerated() {
          entries[table.tables[index][number] + offset] = UInt32(assembly.address(index, label))
        }
      }
    }
    return ProgramBlob(code: code, mask: mask, jumpTable: entries, target: options.target)
  }

  /// Throws if something exceeds its limit.
  private func check(_ value: Int, _ what: String, _ limit: Int) throws(CodegenError) {
    if value > limit { throw CodegenError(.limit(what, value: value, maximum: limit)) }
  }
}
