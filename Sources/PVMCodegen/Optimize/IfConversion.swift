internal import PVM
internal import Support

/// Computes both ways of a branch and selects, where that takes fewer cycles and blocks have costs.
///
/// Problem: under Gray Paper 0.8 a branch costs 20 cycles, or 40 where its marked side is taken, and each of the blocks around it
/// waits for its own accesses to memory. LLVM makes selections of short ways; those that become short when their loads have moved
/// in front of the branch (`EarlyLoads`), and those that are short for this machine only, it leaves.
///
/// Method: a branch whose ways meet again, each by one block without accesses and calls or directly, disappears: what the ways
/// compute is computed in front of it, and a conditional move chooses each value in which they differ. If nothing else leads to
/// where they meet, that becomes part of the same block. What blocks take is estimated (`BlockLatency`).
///
/// ```
/// A: ...; branch_lt_u x, y, S, J(a)        A: ...; s = ...; c = set_lt_u x, y
/// S: s = ...; jump J(s)                       j = cmov_nz s, c, a; ...
/// J(j): ...
/// ```
///
/// Cost: linear in instructions but for estimates, of which there are two for each such branch.
package enum IfConversion {
  /// The most instructions of one way.
  fileprivate static let maximumLength = 16
  /// The most values that differ.
  fileprivate static let maximumSelections = 4
  /// The most instructions of blocks that are joined.
  fileprivate static let maximumJoined = 200
  /// How often a block may take in what follows it.
  private static let maximumRounds = 16

  /// Changes a function in phase `selected` whose blocks have frequencies; says whether it did.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    guard costs.chargesBlocks, function.blocks.count > 2 else { return false }
    let graph = ControlFlowGraph(function)
    var conversion = Conversion(function, graph)
    for block in graph.reversePostorder.reversed() {
      var rounds = 0
      while rounds < maximumRounds, conversion.convert(block, &function) { rounds += 1 }
    }
    guard conversion.isChanged else { return false }
    conversion.rename(&function)
    ControlFlow.removeUnreachableBlocks(&function)
    return true
  }
}

/// The conversion of one function.
private struct Conversion {
  /// Whether anything changed.
  private(set) var isChanged = false
  /// How many edges lead to each block.
  private var incoming: BlockTable<Int>
  /// For each register what it is now called; itself if nothing.
  private var names: RegisterTable<MachineRegister>

  /// A way from a branch to where its ways meet.
  private struct Way {
    /// The block on the way, or none.
    var block: BlockID
    /// What it computes.
    var instructions: [MachineInstruction]
    /// What it passes where the ways meet.
    var arguments: [MachineRegister]
  }

  /// Counts the edges.
  init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    incoming = BlockTable(repeating: 0, count: function.blocks.count)
    for block in function.blocks.indices where graph.isReachable(block) {
      for edge in function.blocks[block].successors { incoming[edge.target] += 1 }
    }
    // Nothing is joined with the entry.
    incoming[.entry] += 1
    names = RegisterTable(function.virtualRegisters.map { MachineRegister(virtual: $0) })
  }

  // MARK: Names

  /// What a register is called now.
  private func name(_ register: MachineRegister) -> MachineRegister {
    guard register.isVirtual, register.virtual < names.endIndex else { return register }
    var current = register
    while current.isVirtual, current.virtual < names.endIndex,
      names[current.virtual] != current
    {
      current = names[current.virtual]
    }
    return current
  }

  /// Gives all registers their names.
  func rename(_ function: inout MachineFunction) {
    for block in function.blocks.indices {
      for index in function.blocks[block].instructions.indices {
        rename(&function.blocks[block].instructions[index])
      }
      for edge in function.blocks[block].successors.indices {
        for argument in function.blocks[block].successors[edge].arguments.indices {
          let register = function.blocks[block].successors[edge].arguments[argument]
          function.blocks[block].successors[edge].arguments[argument] = name(register)
        }
      }
    }
    for call in function.calls.indices {
      for argument in function.calls[call].arguments.indices {
        function.calls[call].arguments[argument].value = name(
          function.calls[call].arguments[argument].value)
      }
    }
  }

  /// Gives the operands of an instruction their names.
  private func rename(_ instruction: inout MachineInstruction) {
    instruction.s1 = name(instruction.s1)
    instruction.s2 = name(instruction.s2)
    instruction.s3 = name(instruction.s3)
  }

  // MARK: Conversion

  /// Removes the branch at the end of a block if that is worth it; says whether it did.
  mutating func convert(_ block: BlockID, _ function: inout MachineFunction) -> Bool {
    guard let branch = function.blocks[block].instructions.last,
      branch.opcode.opcode?.traits.contains(.conditionalBranch) ?? false,
      function.blocks[block].instructions.count <= IfConversion.maximumJoined
    else { return false }
    let edges = function.blocks[block].successors
    guard let (ways, meeting) = ways(edges, block, function) else { return false }
    let parameters = function.blocks[meeting].parameters
    let differing = parameters.indices.filter {
      name(ways[0].arguments[$0]) != name(ways[1].arguments[$0])
    }
    guard differing.count <= IfConversion.maximumSelections, meeting != block else { return false }
    var body = Array(function.blocks[block].instructions.dropLast())
    for way in ways { body += way.instructions }
    // Registers that are made here and not used are as if they had never been.
    let firstNew = function.virtualRegisterCount
    var arguments = ways[0].arguments.map { name($0) }
    if !differing.isEmpty {
      guard let (condition, selects) = Condition.make(branch, &function) else { return false }
      if let instruction = condition.instruction { body.append(instruction) }
      for index in differing {
        let result = function.makeVirtualRegister()
        body.append(
          MachineInstruction(
            selects, def: result, name(ways[0].arguments[index]), name(condition.register),
            name(ways[1].arguments[index])))
        arguments[index] = result
      }
    }
    for index in body.indices { rename(&body[index]) }
    let isJoined = incoming[meeting] == edges.count
    guard
      pays(
        block, body, ways, function, joined: isJoined ? meeting : nil,
        Array(zip(parameters, arguments)))
    else {
      function.virtualRegisterCount = firstNew
      return false
    }
    while names.count < function.virtualRegisterCount {
      names.append(MachineRegister(virtual: names.nextID))
    }
    for way in ways where way.block.exists {
      incoming[way.block] = 0
      function.blocks[way.block].instructions = [MachineInstruction(.trap)]
      function.blocks[way.block].successors = []
    }
    if isJoined {
      for (parameter, argument) in zip(parameters, arguments) where parameter.isVirtual {
        names[parameter.virtual] = argument
      }
      body += function.blocks[meeting].instructions
      function.blocks[block].successors = function.blocks[meeting].successors
      function.blocks[meeting].parameters = []
      function.blocks[meeting].instructions = [MachineInstruction(.trap)]
      function.blocks[meeting].successors = []
      incoming[meeting] = 0
    } else {
      body.append(MachineInstruction(.jump))
      function.blocks[block].successors = [MachineEdge(meeting, arguments)]
      incoming[meeting] -= 1
    }
    function.blocks[block].instructions = body
    isChanged = true
    return true
  }

  /// The two ways of a branch and where they meet, or nil.
  private mutating func ways(
    _ edges: [MachineEdge], _ block: BlockID, _ function: MachineFunction
  ) -> (ways: [Way], meeting: BlockID)? {
    guard edges.count == 2 else { return nil }
    let passed = edges.map { way(along: $0, block, function) }
    func direct(_ index: Int) -> Way {
      Way(block: .none, instructions: [], arguments: edges[index].arguments)
    }
    if edges[0].target == edges[1].target {
      return ([direct(0), direct(1)], edges[0].target)
    }
    if let first = passed[0], first.target == edges[1].target {
      return ([first.way, direct(1)], first.target)
    }
    if let second = passed[1], second.target == edges[0].target {
      return ([direct(0), second.way], second.target)
    }
    if let first = passed[0], let second = passed[1], first.target == second.target {
      return ([first.way, second.way], first.target)
    }
    return nil
  }

  /// The way through the block that an edge leads to, if nothing else leads there and it only computes.
  private mutating func way(
    along edge: MachineEdge, _ source: BlockID, _ function: MachineFunction
  ) -> (way: Way, target: BlockID)? {
    let block = function.blocks[edge.target]
    guard incoming[edge.target] == 1, edge.target != source,
      block.instructions.count <= IfConversion.maximumLength + 1,
      block.instructions.last?.opcode == MachineOpcode(.jump),
      block.instructions.dropLast().allSatisfy(Conversion.onlyComputes)
    else { return nil }
    // Nobody else gives the parameters values.
    for (parameter, argument) in zip(block.parameters, edge.arguments) where parameter.isVirtual {
      names[parameter.virtual] = name(argument)
    }
    return (
      Way(
        block: edge.target, instructions: Array(block.instructions.dropLast()),
        arguments: block.successors[0].arguments),
      block.successors[0].target
    )
  }

  /// Whether an instruction does nothing but compute its result.
  private static func onlyComputes(_ instruction: MachineInstruction) -> Bool {
    guard instruction.def.isVirtual, !instruction.isTerminator, !instruction.hasCallDescription
    else { return false }
    guard let opcode = instruction.opcode.opcode else { return instruction.opcode != .loadIncoming }
    let traits = opcode.traits
    return opcode != .sbrk && !traits.contains(.loads) && !traits.contains(.stores)
  }

  // MARK: What it is worth

  /// Whether the expected gas is less without the branch.
  private func pays(
    _ block: BlockID, _ body: [MachineInstruction], _ ways: [Way], _ function: MachineFunction,
    joined meeting: BlockID?, _ arguments: [(MachineRegister, MachineRegister)]
  ) -> Bool {
    let frequency = function.blocks[block].frequency
    let start = (body.lastIndex { $0.opcode == .call } ?? -1) + 1
    var before =
      frequency * Double(cycles(function.blocks[block].instructions[start...]))
    var after = 0.0
    // Each way's share of the branch: it runs, and it may be the one that is marked.
    var marks: [Double] = []
    for way in ways {
      guard way.block.exists else { continue }
      let runs = min(frequency, function.blocks[way.block].frequency)
      let own = cycles(way.instructions[...]) + Conversion.endOfWay
      before += runs * Double(own)
      marks.append(runs * Double(max(0, Conversion.mark - own)))
    }
    if marks.count == 1 {
      let other = max(0, frequency - (marks[0] / Double(Conversion.mark)))
      marks.append(other * Double(Conversion.mark) / 2)
    }
    before += min(frequency * Double(Conversion.branch), marks.min() ?? .infinity)
    if let meeting {
      let next = function.blocks[meeting].instructions
      let end = next.firstIndex { $0.hasCallDescription }.map { $0 + 1 } ?? next.count
      guard body.count + end <= IfConversion.maximumJoined else { return false }
      var latency = ChainedLatency()
      latency.execute(body[start...])
      for (parameter, argument) in arguments { latency.rename(parameter, argument) }
      latency.execute(next[..<end])
      after = frequency * Double(latency.last)
      before += function.blocks[meeting].frequency * Double(cycles(next[..<end]))
    } else {
      after = frequency * Double(cycles(body[start...]) + Conversion.endOfWay)
    }
    return after < before
  }

  /// What a branch costs of which no side is marked, over one that is.
  private static let branch = Int(
    InstructionTiming.branchLatency - InstructionTiming.markedBranchLatency)
  /// What a mark costs.
  private static let mark = Int(InstructionTiming.markLatency)
  /// What it takes to leave a block, by falling into the next one or jumping.
  private static let endOfWay = 6

  /// What instructions take by themselves.
  private func cycles(_ instructions: ArraySlice<MachineInstruction>) -> Int {
    BlockLatency.cycles(of: instructions)
  }
}

/// What a conditional branch tests, as a register that is zero or not.
private struct Condition {
  /// The register.
  var register: MachineRegister
  /// What computes it, if it is not there.
  var instruction: MachineInstruction?

  /// The condition of a branch, and the conditional move that takes its first operand if the branch is taken.
  static func make(
    _ branch: MachineInstruction, _ function: inout MachineFunction
  ) -> (Condition, Opcode)? {
    guard let opcode = branch.opcode.opcode else { return nil }
    switch opcode {
    case .branchEqImm where branch.x == 0: return (Condition(register: branch.s1), .cmovIz)
    case .branchNeImm where branch.x == 0: return (Condition(register: branch.s1), .cmovNz)
    default: break
    }
    let (test, selects): (Opcode, Opcode)
    switch opcode {
    case .branchEqImm: (test, selects) = (.addImm64, .cmovIz)
    case .branchNeImm: (test, selects) = (.addImm64, .cmovNz)
    case .branchEq: (test, selects) = (.xor, .cmovIz)
    case .branchNe: (test, selects) = (.xor, .cmovNz)
    case .branchLtU: (test, selects) = (.setLtU, .cmovNz)
    case .branchGeU: (test, selects) = (.setLtU, .cmovIz)
    case .branchLtS: (test, selects) = (.setLtS, .cmovNz)
    case .branchGeS: (test, selects) = (.setLtS, .cmovIz)
    case .branchLtUImm: (test, selects) = (.setLtUImm, .cmovNz)
    case .branchGeUImm: (test, selects) = (.setLtUImm, .cmovIz)
    case .branchLeUImm: (test, selects) = (.setGtUImm, .cmovIz)
    case .branchGtUImm: (test, selects) = (.setGtUImm, .cmovNz)
    case .branchLtSImm: (test, selects) = (.setLtSImm, .cmovNz)
    case .branchGeSImm: (test, selects) = (.setLtSImm, .cmovIz)
    case .branchLeSImm: (test, selects) = (.setGtSImm, .cmovIz)
    case .branchGtSImm: (test, selects) = (.setGtSImm, .cmovNz)
    default: return nil
    }
    var x = branch.x
    if test == .addImm64 {
      x = 0 &- x
      guard Immediate.fits(x) else { return nil }
    }
    let register = function.makeVirtualRegister()
    let instruction = MachineInstruction(test, def: register, branch.s1, branch.s2, x: x)
    return (Condition(register: register, instruction: instruction), selects)
  }
}

/// What instructions of joined blocks take.
private struct ChainedLatency {
  /// The processor.
  private var latency = BlockLatency()
  /// When each register's value is there.
  private var done: [MachineRegister: Int] = [:]

  /// When all is done.
  var last: Int { latency.last }

  /// Executes instructions.
  mutating func execute(_ instructions: ArraySlice<MachineInstruction>) {
    for instruction in instructions {
      var ready = 0
      instruction.forEachRead { ready = max(ready, done[$0] ?? 0) }
      let end = latency.execute(BlockLatency.Timing(instruction), ready: ready)
      if instruction.def.exists { done[instruction.def] = end }
    }
  }

  /// Makes a register another name for what one holds.
  mutating func rename(_ register: MachineRegister, _ other: MachineRegister) {
    done[register] = done[other]
  }
}
