internal import PVM
internal import Support

/// Lets loop variables share a register with their next values.
///
/// Problem: where a variable is still used behind the addition that makes its next value, both are live at the
/// same time, and each iteration has to copy one to the other's register. Often the use is behind the loop.
///
/// Method: the addition moves down to the end of the uses in its block; what is used behind the loop is computed there
/// again, from the next value; comparisons with a constant compare the next value with the next constant. This is
/// done where no other use is in the way.
///
/// ```
/// T(i): i' = i + 1; load i; branch T(i'), E        T(i): load i; i' = i + 1; branch T(i'), E
/// E: ... i ...                                     E: j = i' - 1; ... j ...
/// ```
///
/// Cost: linear in operands, times the depth of the dominator tree.
package enum LoopExitValues {
  /// A loop variable and the addition that makes its next value.
  private struct Variable {
    /// The loop.
    var loop: LoopID
    /// The variable's register.
    var register: MachineRegister
    /// The addition.
    var addition: MachineInstruction
    /// The addition's block.
    var block: BlockID
    /// The addition's position in it.
    var position: Int
  }

  /// Where a register is read.
  private struct Use {
    /// The block.
    var block: BlockID
    /// The instruction's position; the number of instructions for the arguments of edges.
    var position: Int
  }

  /// What is to be done for a variable.
  private struct Plan {
    /// Where its addition goes, in terms of the positions as they are.
    var position: Int
    /// Whether the terminator behind it is to compare the next value.
    var changesComparison = false
    /// The block behind the loop in which the variable is computed again.
    var exit: BlockID?
  }

  /// Changes a function in phase `selected` whose blocks have frequencies; says whether it may have.
  package static func run(_ function: inout MachineFunction) -> Bool {
    let graph = ControlFlowGraph(function)
    let dominators = DominatorTree(graph)
    let loops = LoopInfo(graph, dominators)
    let variables = variables(function, graph, loops)
    guard !variables.isEmpty else { return false }
    let uses = uses(of: variables, in: function)
    let signExtended = SignExtendedValues(function)
    var moves: [(block: BlockID, from: Int, to: Int)] = []
    var insertions: [(block: BlockID, instruction: MachineInstruction)] = []
    var renamings: [(variable: Int, from: MachineRegister, to: MachineRegister)] = []
    for (index, variable) in variables.enumerated() {
      guard
        variable.addition.opcode == MachineOpcode(.addImm64)
          || signExtended.contains(variable.register),
        let plan = plan(
          for: variable, uses[2 * index], next: uses[2 * index + 1], function, dominators, loops)
      else { continue }
      if plan.position != variable.position {
        moves.append((variable.block, variable.position, plan.position))
      }
      if plan.changesComparison {
        let last = function.blocks[variable.block].instructions.count - 1
        function.blocks[variable.block].instructions[last].s1 = variable.addition.def
        function.blocks[variable.block].instructions[last].x &+= variable.addition.x
      }
      if let exit = plan.exit {
        let again = function.makeVirtualRegister()
        insertions.append(
          (
            exit,
            MachineInstruction(
              variable.addition.opcode, def: again, variable.addition.def,
              x: 0 &- variable.addition.x)
          ))
        renamings.append((index, variable.register, again))
      }
    }
    for (index, from, to) in renamings {
      let variable = variables[index]
      for use in uses[2 * index]
      where !loops.contains(variable.loop, use.block)
        && dominators.dominates(variable.block, use.block)
      {
        rename(from, to, at: use, &function)
      }
    }
    apply(moves, &function)
    for (block, instruction) in insertions {
      function.blocks[block].instructions.insert(instruction, at: 0)
    }
    return true
  }

  /// The variables of loops with one way back.
  private static func variables(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ loops: LoopInfo
  ) -> [Variable] {
    var place = RegisterTable<(block: BlockID, position: Int32)>(
      repeating: (.none, -1), count: function.virtualRegisterCount)
    for (index, block) in function.blocks.indexed() where graph.isReachable(index) {
      for (position, instruction) in block.instructions.enumerated()
      where instruction.opcode == MachineOpcode(.addImm32)
        || instruction.opcode == MachineOpcode(.addImm64)
      {
        if instruction.def.isVirtual {
          place[instruction.def.virtual] = (index, Int32(position))
        }
      }
    }
    var result: [Variable] = []
    for (index, loop) in loops.loops.indexed() {
      let back = graph.incoming(loop.header).filter { loops.contains(index, $0.source) }
      guard back.count == 1, let edge = back.first else { continue }
      let next = function.blocks[edge.source].successors[edge.position].arguments
      for (register, next) in zip(function.blocks[loop.header].parameters, next) {
        let (block, position) = place[next.virtual]
        guard block.exists, loops.innermost[block] == index else { continue }
        let addition = function.blocks[block].instructions[Int(position)]
        guard addition.s1 == register, Immediate.fits(0 &- addition.x) else { continue }
        result.append(
          Variable(
            loop: index, register: register, addition: addition, block: block,
            position: Int(position)))
      }
    }
    return result
  }

  /// Where each variable, and its next value, is read: at twice its index, and one behind it.
  private static func uses(of variables: [Variable], in function: MachineFunction) -> [[Use]] {
    var number = RegisterTable<Int32>(repeating: -1, count: function.virtualRegisterCount)
    for (index, variable) in variables.enumerated() {
      number[variable.register.virtual] = Int32(2 * index)
      number[variable.addition.def.virtual] = Int32(2 * index + 1)
    }
    var result = [[Use]](repeating: [], count: 2 * variables.count)
    func note(_ register: MachineRegister, _ block: BlockID, _ position: Int) {
      guard register.isVirtual, number[register.virtual] >= 0 else { return }
      result[Int(number[register.virtual])].append(Use(block: block, position: position))
    }
    for (index, block) in function.blocks.indexed() {
      for (position, instruction) in block.instructions.enumerated() {
        function.forEachUse(of: instruction) { note($0, index, position) }
      }
      block.forEachEdgeArgument { note($0, index, block.instructions.count) }
    }
    return result
  }

  /// What to do for a variable; nil if nothing is to be done, or if something is in the way.
  private static func plan(
    for variable: Variable, _ uses: [Use], next: [Use], _ function: MachineFunction,
    _ dominators: DominatorTree, _ loops: LoopInfo
  ) -> Plan? {
    let block = function.blocks[variable.block]
    let last = block.instructions.count - 1
    var plan = Plan(position: variable.position)
    var others: Set<BlockID> = []
    for use in uses {
      if use.block == variable.block {
        if use.position == variable.position { continue }
        if use.position < last {
          plan.position = max(plan.position, use.position)
        } else if use.position == last, isComparison(block.instructions[last], of: variable) {
          plan.changesComparison = true
        } else {
          return nil
        }
      } else if loops.contains(variable.loop, use.block) {
        if !dominators.dominates(use.block, variable.block) { others.insert(use.block) }
      } else if !dominators.dominates(variable.block, use.block) {
        others.insert(use.block)
      } else {
        plan.exit = plan.exit.map { dominators.commonDominator($0, use.block) } ?? use.block
      }
    }
    if let exit = plan.exit, loops.contains(variable.loop, exit) { return nil }
    for use in next where use.block == variable.block && use.position <= plan.position {
      return nil
    }
    if plan.position == variable.position, !plan.changesComparison, plan.exit == nil { return nil }
    guard others.isEmpty || !reaches(others, from: variable, function, loops) else { return nil }
    return plan
  }

  /// How many blocks are visited to find out what is behind an addition.
  private static let maximumWalk = 64

  /// Whether one of some blocks may come behind a variable's addition in the same iteration, or behind the loop.
  private static func reaches(
    _ targets: Set<BlockID>, from variable: Variable, _ function: MachineFunction, _ loops: LoopInfo
  ) -> Bool {
    let header = loops.loops[variable.loop].header
    var seen: Set<BlockID> = [header]
    var work = [variable.block]
    while let block = work.popLast() {
      for edge in function.blocks[block].successors where seen.insert(edge.target).inserted {
        if targets.contains(edge.target) || seen.count > maximumWalk { return true }
        work.append(edge.target)
      }
    }
    return false
  }

  /// Whether a terminator does nothing with a variable but compare it with a constant, which the next value can be, too.
  private static func isComparison(
    _ terminator: MachineInstruction, of variable: Variable
  ) -> Bool {
    switch terminator.opcode {
    case MachineOpcode(.branchEqImm), MachineOpcode(.branchNeImm):
      terminator.s1 == variable.register && Immediate.fits(terminator.x &+ variable.addition.x)
    default: false
    }
  }

  /// Changes a register that an instruction or an edge reads.
  private static func rename(
    _ from: MachineRegister, _ to: MachineRegister, at use: Use, _ function: inout MachineFunction
  ) {
    if use.position == function.blocks[use.block].instructions.count {
      function.blocks[use.block].mapEdgeArguments { $0 == from ? to : $0 }
    } else {
      function.mapUses(ofInstruction: use.position, in: use.block) { $0 == from ? to : $0 }
    }
  }

  /// Moves instructions behind others of their block.
  private static func apply(
    _ moves: [(block: BlockID, from: Int, to: Int)], _ function: inout MachineFunction
  ) {
    var byBlock: [BlockID: [(from: Int, to: Int)]] = [:]
    for move in moves { byBlock[move.block, default: []].append((move.from, move.to)) }
    for (block, moves) in byBlock {
      let old = function.blocks[block].instructions
      var behind = [[MachineInstruction]](repeating: [], count: old.count)
      for move in moves.sorted(by: { $0.from < $1.from }) { behind[move.to].append(old[move.from]) }
      let isMoved = Set(moves.map(\.from))
      var new: [MachineInstruction] = []
      for (position, instruction) in old.enumerated() {
        if !isMoved.contains(position) { new.append(instruction) }
        new += behind[position]
      }
      function.blocks[block].instructions = new
    }
  }
}
