package import LLVM
package import LoweringABI
package import PVM
internal import Support

/// The back end: an optimized LLVM module in, machine functions out, ready to be linked.
package struct Codegen {
  /// How code is generated.
  package let options: CodegenOptions
  /// The functions of the program: those of the module, then the runtime's.
  package private(set) var functions: [MachineFunction] = []
  /// The functions of the module as they were in front of allocation, if they are kept.
  package private(set) var selected: [MachineFunction] = []
  /// The functions whose addresses are taken, in jump-table order.
  package private(set) var addressTaken: [Int] = []
  /// The function of each entry point, nil where there is none.
  package private(set) var entries: [Int?] = []

  /// Where data is.
  var data: ProgramData
  /// What selection knows of the program.
  private var context = SelectionContext()
  /// Runs the passes.
  private var runner: PassRunner
  /// Whether the functions are what is emitted.
  private var isFinished = false
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
    try options.observer?.checkNames(
      graph.functions.map { $0.name } + [MachineRuntime.copyName, MachineRuntime.fillName])
    var addresses: [Value: Int64] = [:]
    for (index, function) in graph.functions.enumerated() where graph.isAddressTaken[index] {
      addressTaken.append(index)
      addresses[function.value] = Int64(2 * addressTaken.count)
    }
    data = try ProgramData(
      module, interface: interface, functionAddresses: addresses,
      startUpPrice: options.startUpPrice,
      addsConstants: options.optimizes && WideConstants.mayBeRepeated(in: graph.functions),
      target: options.costs.target)
    runner = PassRunner(options.passOptions)
    runner.context.memoryBase = data.memoryBase
    runner.context.mappedMemory = data.mappedMemory(interface)
    context.functionIndices = graph.indices
    context.functionAddresses = addresses
    context.globalAddresses = data.addresses
    let count = graph.functions.count
    context.branchesSelections =
      options.runs(.branchedSelections) && options.costs.branchesPay
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

  /// How many functions the module has.
  package var functionCount: Int { graph.functions.count }

  /// Selects one function of the module and runs the passes in front of allocation, whose phase is `selected`.
  package func select(_ index: Int) throws(CodegenError) -> MachineFunction {
    var runner = runner
    return try select(index, &runner)
  }

  /// Selects one function of the module and runs the passes in front of allocation.
  private func select(
    _ index: Int, _ runner: inout PassRunner
  ) throws(CodegenError) -> MachineFunction {
    let source = graph.functions[index]
    let context = context
    var function = try runner.times.measure("selection") { () throws(CodegenError) in
      try FunctionSelector.select(source, name: source.name, index: index, context: context)
    }
    if returnsOutside(index) {
      for position in function.parameters.indices
      where function.parameters[position].register == .returnAddress {
        function.parameters[position].constant = Codegen.haltAddress
      }
    }
    if options.recordsPositions { function.completePositions() }
    // What selection drops behind a trap leaves blocks behind whose constants nobody makes.
    ControlFlow.removeUnreachableBlocks(&function)
    if options.checks { try MachineVerifier.verify(function, after: "selection") }
    runner.context.startUpCopies = isInitializing(index) ? data.startUpCopies : []
    try runner.run(Pipeline.selected, on: &function)
    return function
  }

  /// The functions of the profile that are not in the program, or not with that control flow, sorted.
  package var unusedProfiles: [String] {
    guard let profile = options.profile else { return [] }
    var shapes: [String: UInt64] = [:]
    for function in functions { shapes[function.name] = function.shape }
    return profile.functions.keys.filter { shapes[$0] != profile.functions[$0]?.shape }.sorted()
  }

  /// Selects all functions and allocates their registers.
  ///
  /// - Throws: `CodegenError` when LLVM produced something without a lowering, or on a bug of ours.
  package mutating func generate() throws(CodegenError) -> AllocationStatistics {
    let count = graph.functions.count
    var runner = runner
    var results = [MachineFunction?](repeating: nil, count: count + 2)
    for (offset, text) in [MachineRuntime.copy, MachineRuntime.fill].enumerated() {
      var function = try MachineRuntime.function(text)
      function.index = count + offset
      results[function.index] = try allocate(function, &runner)
    }
    for index in graph.order {
      let function = try select(index, &runner)
      if options.keepsSelected { selected.append(function) }
      results[index] = try allocate(function, &runner)
      options.functionDone?()
    }
    functions = results.compactMap { $0 }
    selected.sort { $0.index < $1.index }
    if options.runs(.wideConstants) {
      runner.context.wideConstants.addresses = data.addConstants(
        WideConstants.worthwhile(in: functions, options.costs))
    }
    initializeScalars()
    self.runner = runner
    return runner.context.statistics
  }

  /// Brings the functions that the program needs to what is emitted, and drops the others.
  ///
  /// - Throws: `limit` for frames, `undefinedFunction` for a callee that does not exist.
  package mutating func finish() throws(CodegenError) {
    if isFinished { return }
    isFinished = true
    functions = try LinkInput(functions: functions, entries: entries, addressTaken: addressTaken)
      .reachableFunctions()
    for index in functions.indices {
      runner.context.promise = promise(of: functions[index].index)
      try runner.finish(&functions[index])
    }
    runner.context.promise = nil
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
  private mutating func allocate(
    _ selected: MachineFunction, _ runner: inout PassRunner
  ) throws(CodegenError) -> MachineFunction {
    var function = selected
    try runner.allocate(&function)
    if context.keepsPreserved[function.index], options.checks {
      try MachineVerifier.verifyTailCalls(
        of: function, clobbers: context.clobbersOfCall(to:), after: "register allocation")
    }
    context.clobbers[function.index] = ClobberSummary.clobbers(
      of: function, preserved: preserved(by: function.index), callee: context.clobbersOfCall)
    if function.index < graph.functions.count, graph.isAddressTaken[function.index] {
      let type = graph.functions[function.index].type
      if let known = context.clobbersOfType[type] {
        context.clobbersOfType[type] = known.union(
          context.clobbers[function.index] ?? CallingConvention.allocatable)
      }
    }
    return function
  }

  /// The registers that a function must give back as they were.
  private func preserved(by index: Int) -> RegisterSet {
    context.keepsPreserved[index] ? CallingConvention.preserved : RegisterSet()
  }

  /// What callers of a function were allocated with.
  private func promise(of index: Int) -> ClobberPromise? {
    context.clobbers[index].map {
      ClobberPromise(
        destroyed: $0, preserved: preserved(by: index), destroyedByOthers: context.clobbers)
    }
  }

  /// Lets the entry points that initialize do so with the scalars.
  private mutating func initializeScalars() {
    let scalars = EntryScalars(
      data, functions, leavesOut: !options.disabled.contains(.entryScalars))
    for (position, index) in entries.enumerated() {
      guard let index, interface.entries[position].convention.initializes else { continue }
      scalars.initialize(in: &functions[index])
    }
  }

  /// How long passes took, if that is measured.
  package var times: PassTimes { runner.times }

  /// Bytes at the top of the stack that hold global variables.
  package var globalBytes: Int { data.scalarBytes + data.zeroedBytes }

  /// What the positions of instructions are.
  package var positions: PositionTable { context.positions?.table ?? PositionTable() }

  /// The PVM address of Wasm address 0.
  package var memoryBase: Int64 { data.memoryBase }

  /// What is where in memory, by ascending address.
  package var placedData: [PlacedData] { data.placed }

  /// Links the program.
  ///
  /// - Throws: `limit` for what a program cannot hold.
  package mutating func link() throws(CodegenError) -> LinkedProgram {
    try finish()
    var input = LinkInput(
      functions: functions, entries: entries, addressTaken: addressTaken,
      readOnlyData: data.readOnly, readWriteData: data.readWrite,
      writableSize: data.writableSize,
      reservedStack: globalBytes + 8 * incomingStackArguments)
    input.zeroedBytes = data.zeroedBytes
    let linkOptions = LinkOptions(target: options.costs.target, stackSize: options.stackSize)
    let linked = try runner.times.measure("linking") { () throws(CodegenError) in
      try ProgramLinker(linkOptions).link(input)
    }
    try data.checkRoom(interface, stackSize: linked.program.stackSize)
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
    functions.filter { entries.contains($0.index) }.map(\.incomingStackArguments).max() ?? 0
  }

  /// The functions of the module, callees first.
  package var order: [Int] { graph.order }
}
