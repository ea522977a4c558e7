internal import Support

/// What holds in phase `selected`.
extension MachineVerifier {
  /// Where a virtual register is defined.
  private struct Definition {
    /// The block, or none if there is no definition.
    var block: BlockID
    /// The position in the block; -1 for parameters.
    var position: Int32
  }

  /// Checks 9: one definition, which dominates the uses.
  func checkSingleAssignment() throws(Violation) {
    var definitions = RegisterTable(
      repeating: Definition(block: .none, position: -1), count: function.virtualRegisterCount)
    func define(_ register: MachineRegister, _ block: BlockID, _ position: Int) throws(Violation) {
      guard register.isVirtual, definitions.indices.contains(register.virtual) else {
        throw Violation(message: "b\(block) defines something that is no virtual register")
      }
      if definitions[register.virtual].block.exists {
        throw Violation(message: "v\(register.virtual) is defined twice, again in b\(block)")
      }
      definitions[register.virtual] = Definition(
        block: block, position: Int32(position))
    }
    for parameter in function.parameters { try define(parameter.value, .entry, -1) }
    for (index, block) in function.blocks.indexed() {
      for parameter in block.parameters { try define(parameter, index, -1) }
      for (position, instruction) in block.instructions.enumerated() {
        try function.forEachDefinition(of: instruction) { register throws(Violation) in
          try define(register, index, position)
        }
      }
    }
    let dominators = Dominators(function, predecessors)
    func use(_ register: MachineRegister, _ block: BlockID, _ position: Int) throws(Violation) {
      guard register.isVirtual else { return }
      guard definitions.indices.contains(register.virtual) else {
        throw Violation(message: "b\(block) uses something that is no virtual register")
      }
      let definition = definitions[register.virtual]
      guard definition.block.exists else {
        throw violation("v\(register.virtual) is not defined", block, position)
      }
      let isDominated =
        definition.block == block
        ? Int(definition.position) < position
        : dominators.dominates(definition.block, block)
      if !isDominated, dominators.isReachable(block) {
        throw violation(
          "the definition of v\(register.virtual) does not dominate its use", block, position)
      }
    }
    for (index, block) in function.blocks.indexed() {
      for (position, instruction) in block.instructions.enumerated() {
        try function.forEachUse(of: instruction) { register throws(Violation) in
          try use(register, index, position)
        }
      }
      // An argument may be defined by no later instruction than the last.
      try block.forEachEdgeArgument { argument throws(Violation) in
        try use(argument, index, block.instructions.count - 1)
      }
    }
  }

  /// Immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm), with
  /// intervals of the tree for constant-time queries. Independent of the allocator's analysis.
  private struct Dominators {
    /// The number of each block when the tree is entered, or -1 if it is not reachable.
    private var enter: BlockTable<Int>
    /// The largest number in each block's subtree.
    private var leave: BlockTable<Int>

    /// Computes the tree.
    init(_ function: MachineFunction, _ predecessors: BlockTable<[BlockID]>) {
      let count = function.blocks.count
      let order = MachineVerifier.reversePostorder(function)
      var number = BlockTable(repeating: -1, count: count)
      for (position, block) in order.enumerated() { number[block] = position }
      // Everything below is in reverse postorder numbers; a dominator has a smaller number.
      var immediate = Array(repeating: -1, count: order.count)
      immediate[0] = 0
      var isChanged = true
      while isChanged {
        isChanged = false
        for position in order.indices.dropFirst() {
          var best = -1
          for predecessor in predecessors[order[position]] {
            var other = number[predecessor]
            guard other >= 0, immediate[other] >= 0 else { continue }
            if best < 0 { best = other }
            while best != other {
              if best > other { best = immediate[best] } else { other = immediate[other] }
            }
          }
          if immediate[position] != best {
            immediate[position] = best
            isChanged = true
          }
        }
      }
      // Subtree sizes bottom-up give preorder intervals top-down.
      var size = Array(repeating: 1, count: order.count)
      for position in order.indices.dropFirst().reversed() {
        size[immediate[position]] += size[position]
      }
      enter = BlockTable(repeating: -1, count: count)
      leave = BlockTable(repeating: -1, count: count)
      var next = Array(repeating: 0, count: order.count)
      for (position, block) in order.enumerated() {
        let start = position == 0 ? 0 : next[immediate[position]]
        if position > 0 { next[immediate[position]] += size[position] }
        enter[block] = start
        leave[block] = start + size[position] - 1
        next[position] = start + 1
      }
    }

    /// Whether a block can be reached from the entry.
    func isReachable(_ block: BlockID) -> Bool { enter[block] >= 0 }

    /// Whether every path from the entry to the second block passes the first.
    func dominates(_ block: BlockID, _ other: BlockID) -> Bool {
      enter[block] >= 0 && enter[other] >= enter[block] && enter[other] <= leave[block]
    }
  }

  /// The reachable blocks, each before its successors but for back edges.
  static func reversePostorder(_ function: MachineFunction) -> [BlockID] {
    var order: [BlockID] = []
    var isSeen = BlockTable(repeating: false, count: function.blocks.count)
    var stack: [(block: BlockID, next: Int)] = [(.entry, 0)]
    isSeen[.entry] = true
    while let top = stack.last {
      let successors = function.blocks[top.block].successors
      if top.next < successors.count {
        stack[stack.count - 1].next += 1
        let target = successors[top.next].target
        if !isSeen[target] {
          isSeen[target] = true
          stack.append((target, 0))
        }
      } else {
        order.append(top.block)
        stack.removeLast()
      }
    }
    return order.reversed()
  }
}
