package import LLVM
package import LoweringABI
package import PVM

/// How code is generated.
package struct CodegenOptions: Sendable {
  /// Whether the allocation of every function is verified by the independent checker, and the
  /// machine IR after every stage.
  package var checks = false
  /// Whether instructions know where they come from.
  package var recordsPositions = false
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
    context.branchesSelections =
      options.layout != nil && !options.disabled.contains(.branchedSelections)
    if options.recordsPositions { context.positions = PositionCollector() }
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
    if options.recordsPositions { function.completePositions() }
    // What selection drops behind a trap leaves blocks behind whose constants nobody makes.
    function.removeUnreachableBlocks()
    try verify(function, after: "selection")
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
          splitsCallRegions: options.layout != nil && !options.disabled.contains(.earlyReturns))))
    try verify(function, after: "register allocation")
    var preserved = RegisterSet()
    if context.keepsPreserved[function.index] {
      preserved = CallingConvention.preserved
      if options.checks {
        try MachineVerifier.verifyTailCalls(
          of: function, clobbers: context.clobbersOfCall(to:), after: "register allocation")
      }
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

  /// Lets the entry points that initialize do so with the scalars.
  private mutating func initializeScalars() {
    let scalars = EntryScalars(data, functions)
    for (position, index) in entries.enumerated() {
      guard let index, interface.entries[position].convention.initializes else { continue }
      scalars.initialize(in: &functions[index])
    }
  }

  /// Bytes at the top of the stack that hold global variables.
  package var globalBytes: Int { data.scalarBytes + data.zeroedBytes }

  /// What the positions of instructions are.
  package var positions: PositionTable { context.positions?.table ?? PositionTable() }

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
      reservedStack: globalBytes + 8 * incomingStackArguments)
    input.zeroedBytes = data.zeroedBytes
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
}
