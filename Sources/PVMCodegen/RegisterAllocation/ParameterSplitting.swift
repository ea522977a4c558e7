import PVM

/// Cuts the live ranges of parameters where a function's calls begin.
///
/// Problem: a value that lives across calls wants a register that calls preserve, or memory, from its
/// beginning. A path that leaves the function before any call then pays for moving the parameters there, and
/// for bringing back what these registers held. Half of the calls of a recursive function take such a path.
///
/// Method: all calls are in blocks that one block dominates. If that block is not the entry, and no path comes
/// from behind it back to where it did not pass, each parameter that lives into it is copied at its start, and
/// read from the copy behind it. The copy is not coalesced with the parameter, so that either may have
/// the register that suits it.
///
/// Cost: linear.
enum ParameterSplitting {
  /// Marks, in `y`, a copy whose two sides are not to be coalesced.
  static let apart: Int32 = 1

  /// Splits the parameters of a function in SSA form.
  static func run(_ function: inout MachineFunction) {
    let graph = ControlFlowGraph(function)
    let callBlocks = function.blocks.indices.filter { index in
      graph.isReachable(index)
        && function.blocks[index].instructions.contains { $0.opcode == .call }
    }
    guard let first = callBlocks.first else { return }
    let dominators = DominatorTree(graph)
    let root = callBlocks.reduce(first) { dominators.commonDominator($0, $1) }
    guard root != 0, function.blocks[root].frequency < 0.95 else { return }
    let isBehind = function.blocks.indices.map { dominators.dominates(root, $0) }
    // The way back would have to bring everything to where it was.
    for index in function.blocks.indices where isBehind[index] {
      if function.blocks[index].successors.contains(where: { !isBehind[$0.target] }) { return }
    }
    // In a loop the copies would be made every time.
    if graph.incoming(root).contains(where: { isBehind[Int($0.source)] }) { return }
    let liveness = Liveness(function, graph)
    var isParameter = [Bool](repeating: false, count: function.virtualRegisterCount)
    for parameter in function.parameters
    where parameter.value.isVirtual && parameter.constant == nil {
      isParameter[parameter.value.virtualIndex] = true
    }
    var copyOf = [MachineRegister](repeating: .none, count: function.virtualRegisterCount)
    var copies: [MachineInstruction] = []
    for register in liveness.liveIn(root).map(Int.init) where isParameter[register] {
      let copy = function.makeVirtualRegister()
      copyOf[register] = copy
      copies.append(
        MachineInstruction(.copy, def: copy, MachineRegister(virtual: register), y: apart))
    }
    guard !copies.isEmpty else { return }
    for index in function.blocks.indices where isBehind[index] {
      rename(&function, index, copyOf)
    }
    function.blocks[root].instructions.insert(contentsOf: copies, at: 0)
  }

  /// Lets a block read copies instead of the registers they were made of.
  private static func rename(
    _ function: inout MachineFunction, _ block: Int, _ copyOf: [MachineRegister]
  ) {
    func renamed(_ register: MachineRegister) -> MachineRegister {
      guard register.isVirtual, register.virtualIndex < copyOf.count,
        copyOf[register.virtualIndex].exists
      else { return register }
      return copyOf[register.virtualIndex]
    }
    for index in function.blocks[block].instructions.indices {
      var instruction = function.blocks[block].instructions[index]
      instruction.s1 = renamed(instruction.s1)
      instruction.s2 = renamed(instruction.s2)
      instruction.s3 = renamed(instruction.s3)
      function.blocks[block].instructions[index] = instruction
      if instruction.hasCallDescription {
        let call = Int(instruction.y)
        for argument in function.calls[call].arguments.indices {
          function.calls[call].arguments[argument].value = renamed(
            function.calls[call].arguments[argument].value)
        }
      }
    }
    for edge in function.blocks[block].successors.indices {
      for index in function.blocks[block].successors[edge].arguments.indices {
        let register = function.blocks[block].successors[edge].arguments[index]
        function.blocks[block].successors[edge].arguments[index] = renamed(register)
      }
    }
  }
}
