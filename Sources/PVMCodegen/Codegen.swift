package import LLVM
package import LoweringABI
package import PVM

/// How code is generated.
package struct CodegenOptions: Sendable {
  /// Whether the allocation of every function is verified by the independent checker, and the
  /// machine IR after every stage.
  package var checks = false
  /// Permutes choices that must not matter, unless 0.
  package var seed: UInt64 = 0
  /// The stack size in bytes, or nil to compute it.
  package var stackSize: Int?
  /// What may be traded for what in allocated code; nil to change nothing in it.
  package var layout: LayoutOptions? = LayoutOptions()
  /// The passes that are left out.
  package var disabled: Set<CodegenPass> = []
  /// What instructions at every start of the program are worth, when initial contents of the linear
  /// memory may be copied to their place; nil to copy nothing.
  package var startUpPrice: StartUpPrice? = .balanced

  /// Creates the default options.
  package init() {}
}

/// The back end: an optimized LLVM module in, machine functions out, ready to be linked.
package struct Codegen {
  /// How code is generated.
  package let options: CodegenOptions
  /// The functions of the program: those of the module, then the runtime's.
  package private(set) var functions: [MachineFunction] = []
  /// The functions whose addresses are taken, in jump-table order.
  package private(set) var addressTaken: [Int] = []
  /// The function of each entry point, nil where there is none.
  package private(set) var entries: [Int?] = []

  /// Where data is.
  var data: ProgramData
  /// Constants in read-only data.
  private var wideConstants = WideConstants()
  /// What selection knows of the program.
  private var context = SelectionContext()
  /// Who calls whom.
  private let graph: CallGraph
  /// The entry points and the memory.
  private let interface: ModuleInterface

  /// Plans the program: places data and numbers functions.
  ///
  /// - Throws: `CodegenError` for data that the container cannot hold.
  package init(
    _ module: borrowing Module, interface: ModuleInterface, options: CodegenOptions
  ) throws(CodegenError) {
    self.options = options
    self.interface = interface
    graph = CallGraph(module)
    var addresses: [Value: Int64] = [:]
    for (index, function) in graph.functions.enumerated() where graph.isAddressTaken[index] {
      addressTaken.append(index)
      addresses[function.value] = Int64(2 * addressTaken.count)
    }
    data = try ProgramData(
      module, interface: interface, functionAddresses: addresses,
      startUpPrice: options.startUpPrice,
      addsConstants: options.layout != nil && WideConstants.mayBeRepeated(in: graph.functions))
    context.functionIndices = graph.indices
    context.functionAddresses = addresses
    context.globalAddresses = data.addresses
    let count = graph.functions.count
    context.runtime.copy = count
    context.runtime.fill = count + 1
    context.clobbers = [RegisterSet?](repeating: nil, count: count + 2)
    context.keepsPreserved =
      (0..<count).map { graph.followsFixedConvention($0) } + [false, false]
    for (number, type) in graph.types.enumerated() where !graph.isRecursive[count + number] {
      context.clobbersOfType[type] = RegisterSet()
    }
    for entry in interface.entries {
      entries.append(
        entry.symbol.flatMap { module.function(named: $0) }.flatMap { graph.indices[$0.value] })
    }
  }

  /// Selects one function of the module, before anything else is done to it.
  package func select(_ index: Int) throws(CodegenError) -> MachineFunction {
    let source = graph.functions[index]
    var function = try FunctionSelector.select(
      source, name: source.name, index: index, context: context)
    if returnsOutside(index) {
      for position in function.parameters.indices
      where function.parameters[position].register == .returnAddress {
        function.parameters[position].constant = Codegen.haltAddress
      }
    }
    try verify(function, after: "selection")
    function.removeUnreachableBlocks()
    if !options.disabled.contains(.deadCode) { DeadCode.run(&function) }
    BlockFrequencies.estimate(&function)
    if let layout = options.layout {
      if !options.disabled.contains(.loopExitValues) { LoopExitValues.run(&function) }
      if !options.disabled.contains(.postponement) { Postponement.run(&function) }
      if !options.disabled.contains(.addressBases) {
        AddressBases.run(
          &function, base: data.memoryBase, bytesPerInstruction: layout.bytesPerAddition)
      }
      if !options.disabled.contains(.sharedOffsets) {
        SharedOffsets.run(&function, bytesPerInstruction: layout.bytesPerAddition)
      }
      try verify(function, after: "choosing the form of addresses")
    }
    if !options.disabled.contains(.constantPlacement) { ConstantPlacement.run(&function) }
    if splitsEarlyReturns { EarlyReturns.run(&function) }
    if options.layout != nil, !options.disabled.contains(.pressureScheduling) {
      PressureScheduling.run(&function)
    }
    AddressPurposes.mark(&function)
    try verify(function, after: "constant placement")
    return function
  }

  /// Generates the code of all functions, ready for linking.
  ///
  /// - Throws: `CodegenError` when LLVM produced something without a lowering, or on a bug of ours.
  package mutating func generate() throws(CodegenError) -> AllocationStatistics {
    var total = AllocationStatistics()
    let count = graph.functions.count
    var results = [MachineFunction?](repeating: nil, count: count + 2)
    for (offset, text) in [MachineRuntime.copy, MachineRuntime.fill].enumerated() {
      guard var function = try MachineParser.parse(text).first else { continue }
      function.index = count + offset
      results[function.index] = try finish(function, &total)
    }
    for index in graph.order {
      var function = try select(index)
      if !data.startUpCopies.isEmpty, isInitializing(index) {
        StartUpCopy.insert(data.startUpCopies, into: &function)
        try verify(function, after: "start-up copies")
      }
      results[index] = try finish(function, &total)
    }
    functions = results.compactMap { $0 }
    if options.layout != nil, !options.disabled.contains(.wideConstants) {
      wideConstants.addresses = data.addConstants(WideConstants.worthwhile(in: functions))
    }
    initializeScalars()
    return total
  }

  /// Whether paths without calls get returns and registers of their own, which may take bytes.
  private var splitsEarlyReturns: Bool {
    (options.layout?.bytesPerInstruction ?? 0) > 0 && !options.disabled.contains(.earlyReturns)
  }

  /// The return address that an argument invocation starts with, 2^32 - 2^16, as 32 bits are in a
  /// register (`pvm.md` section 10).
  private static let haltAddress: Int64 = -0x1_0000

  /// Whether a function is entered by an argument invocation and by nothing else.
  private func returnsOutside(_ index: Int) -> Bool {
    entries.indices.contains {
      entries[$0] == index && interface.entries[$0].convention == .argumentInvocation
    } && !graph.isRecursive[index] && !graph.isAddressTaken[index]
      && !graph.callees.contains { $0.contains(index) }
  }

  /// Whether a function is an entry point at which the program's memory is initialized.
  private func isInitializing(_ index: Int) -> Bool {
    entries.indices.contains {
      entries[$0] == index && interface.entries[$0].convention.initializes
    }
  }

  /// Allocates registers and notes what the function destroys.
  private mutating func finish(
    _ selected: MachineFunction, _ total: inout AllocationStatistics
  ) throws(CodegenError) -> MachineFunction {
    var function = selected
    total.add(
      try RegisterAllocator.allocate(
        &function,
        options: AllocationOptions(
          seed: options.seed, checkAllocation: options.checks,
          splitsParameters: splitsEarlyReturns)))
    try verify(function, after: "register allocation")
    var preserved = RegisterSet()
    if context.keepsPreserved[function.index] {
      preserved = CallingConvention.preserved
      try verifyTailCalls(of: function)
    }
    context.clobbers[function.index] = ClobberSummary.clobbers(
      of: function, preserved: preserved, callee: context.clobbersOfCall)
    if function.index < graph.functions.count, graph.isAddressTaken[function.index] {
      let type = graph.functions[function.index].type
      if let known = context.clobbersOfType[type] {
        context.clobbersOfType[type] = known.union(
          context.clobbers[function.index] ?? CallingConvention.allocatable)
      }
    }
    return function
  }

  /// Lets the entry points reserve the scalars' place at the top of the stack and set those that do
  /// not start as zero. The stack pointer is never raised again: returning from an entry point halts.
  private mutating func initializeScalars() {
    let areNamedOnly = !scalarAddressesAreValues
    for (position, index) in entries.enumerated() {
      guard let index else { continue }
      var instructions: [MachineInstruction] = []
      if !interface.entries[position].convention.initializes { continue }
      if data.scalarBytes > 0 {
        let stackPointer = MachineRegister(.stackPointer)
        instructions.append(
          MachineInstruction(
            .addImm64, def: stackPointer, stackPointer, x: -Int64(data.scalarBytes)))
      }
      for scalar in data.scalarValues
      where !areNamedOnly || !isOverwritten(scalar.address, scalar.bytes, in: index) {
        instructions += Self.store(scalar.value, bytes: scalar.bytes, at: scalar.address)
      }
      functions[index].blocks[0].instructions.insert(contentsOf: instructions, at: 0)
      if areNamedOnly, functions[index].halts { removeLastScalarStores(from: index) }
    }
  }

  /// The addresses of the scalars, as instructions have them.
  private var scalarAddresses: Range<Int64> {
    let first = ConstantForm.address(Int64(StandardProgram.stackEnd) - Int64(data.scalarBytes))
    return first..<first + Int64(data.scalarBytes)
  }

  /// Whether a register may hold the address of a scalar, so that not every access names it.
  private var scalarAddressesAreValues: Bool {
    let addresses = scalarAddresses
    return functions.contains { function in
      function.blocks.contains { block in
        block.instructions.contains {
          $0.opcode == .loadConstant && addresses.contains(ConstantForm.address($0.x))
        }
      }
    }
  }

  /// Whether the first thing that a function does to a scalar is to set it.
  private func isOverwritten(_ address: Int64, _ bytes: Int, in index: Int) -> Bool {
    for instruction in functions[index].blocks[0].instructions {
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

  /// Removes stores of scalars behind which a function of phase `allocated` does nothing but end the program's run.
  private mutating func removeLastScalarStores(from index: Int) {
    let scalars = scalarAddresses
    for block in functions[index].blocks.indices
    where functions[index].blocks[block].instructions.last?.opcode == .ret {
      var position = functions[index].blocks[block].instructions.count - 2
      while position >= 0 {
        let instruction = functions[index].blocks[block].instructions[position]
        if instruction.hasCallDescription { break }
        if let opcode = instruction.opcode.opcode,
          opcode.format == .regImm || opcode.format == .immImm, scalars.contains(instruction.x)
        {
          if opcode.traits.contains(.loads) { break }
          if opcode.traits.contains(.stores) {
            functions[index].blocks[block].instructions.remove(at: position)
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

  /// Bytes at the top of the stack that hold scalars.
  package var scalarBytes: Int { data.scalarBytes }

  /// The PVM address of Wasm address 0.
  package var memoryBase: Int64 { data.memoryBase }

  /// What is where in memory, by ascending address.
  package var placedData: [PlacedData] { data.placed }

  /// Links the generated functions.
  ///
  /// - Throws: `limit` for what a program cannot hold.
  package func link() throws(CodegenError) -> LinkedProgram {
    var input = LinkInput(
      functions: functions, entries: entries, addressTaken: addressTaken,
      readOnlyData: data.readOnly, readWriteData: data.readWrite,
      writableSize: data.writableSize,
      reservedStack: data.scalarBytes + 8 * incomingStackArguments)
    input.wideConstants = wideConstants
    let linked = try ProgramLinker(
      LinkOptions(
        stackSize: options.stackSize, layout: options.layout, disabled: options.disabled,
        verifies: options.checks)
    ).link(input)
    // The type check of indirect calls relies on it.
    let limit = FunctionReference.jumpAddressLimit(typeShift: interface.typeShift)
    guard 2 * (linked.blob.jumpTable.count + 1) < limit else {
      throw CodegenError(
        .limit(
          "the number of jump-table entries", value: linked.blob.jumpTable.count,
          maximum: limit / 2 - 2))
    }
    return linked
  }

  /// The most arguments of an entry point that whoever enters it has to put on the stack.
  private var incomingStackArguments: Int {
    entries.compactMap { $0.map { functions[$0].incomingStackArguments } }.max() ?? 0
  }

  /// The functions of the module, callees first.
  package var order: [Int] { graph.order }

  /// Verifies a function, if verification is on.
  private func verify(_ function: MachineFunction, after stage: String) throws(CodegenError) {
    if options.checks { try MachineVerifier.verify(function, after: stage) }
  }

  /// Checks that a function that must preserve registers calls nothing in its place that destroys them, where the callee is known.
  private func verifyTailCalls(of function: MachineFunction) throws(CodegenError) {
    guard options.checks else { return }
    for block in function.blocks {
      guard let last = block.instructions.last, last.opcode == .tailCall,
        case .direct(let callee) = function.calls[Int(last.y)].callee,
        !context.clobbersOfCall(to: callee).intersection(CallingConvention.preserved).isEmpty
      else { continue }
      throw CodegenError(
        .verification(
          stage: "register allocation",
          message: "a tail call of @\(callee), which destroys preserved registers"),
        function: function.name)
    }
  }
}
