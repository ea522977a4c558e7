#if !hasFeature(Embedded)
  internal import PVM

  /// Who called whom in a run, and how often each function executed its instructions when called that way: the calling context tree
  /// (Ammons, Ball, Larus, "Exploiting Hardware Performance Counters with Flow and Context Sensitive Profiling", PLDI 1997).
  ///
  /// A call puts a return address, an entry of the jump table, into r0 and goes to where a function starts; what goes to the place of the
  /// last call's return address, by whatever jump, returns. Whatever else goes on in another function is a tail call.
  public struct CallTree: Sendable {
    /// A function in the context of its callers.
    public struct Node: Sendable {
      /// The index of the function in the symbol map, or nil for code outside functions.
      public var function: Int?
      /// The number of the caller's node, or nil for the root.
      public var parent: Int?
      /// How often it was entered.
      public var entries: UInt64 = 0
      /// The number in the program of the function's first instruction.
      public var firstInstruction: Int
      /// How often each instruction of the function was executed here.
      public var counts: [UInt64]
      /// How often each block was entered behind its first instruction, by the number of that; empty where blocks have no costs.
      var middleEntries: [Int: UInt64] = [:]
    }

    /// A function that has not returned.
    private struct Activation {
      /// The number of its node.
      var node: Int
      /// The instruction that it returns to, or -1 if that is not known.
      var returnsTo: Int
    }

    /// The nodes, callers before callees; the first is the root, which stands for who started the run.
    public private(set) var nodes: [Node]
    /// The function of each instruction: an index into `ranges`, the last for none.
    private var functions: [Int32] = []
    /// The instructions of each function; the last is for none.
    private var ranges: [Range<Int>] = []
    /// For an instruction that may call, the instruction that the callee returns to; -1 for others.
    private var returns: [Int32] = []
    /// Whether an instruction jumps to a place that a register has.
    private var isIndirect: [Bool] = []
    /// The nodes of the callees of each node, by function.
    private var callees: [[Int32: Int]] = [[:]]
    /// The functions that have not returned.
    private var stack: [Activation] = [Activation(node: 0, returnsTo: -1)]
    /// The function of the instruction before, or -1 at first.
    private var function: Int32 = -1
    /// The instruction before.
    private var last = -1
    /// A block that is entered behind its first instruction by what is executed next.
    private var middle: Int?
    /// How many counters there are.
    private var counterCount = 0

    /// How deep the tree is at most: recursion beyond that counts to a node further up.
    private static let maximumDepth = 128
    /// How many nodes there are at most, about.
    private static let maximumNodes = 1 << 16
    /// How many counters there are at most, about.
    private static let maximumCounters = 1 << 23

    /// Prepares for runs of a program.
    ///
    /// - Parameter symbols: the functions.
    init(_ program: LoadedProgram, symbols: SymbolMap) {
      nodes = [Node(function: nil, parent: nil, firstInstruction: 0, counts: [])]
      let count = program.firstBadTarget
      let none = Int32(symbols.functions.count)
      functions = Array(repeating: none, count: count)
      returns = Array(repeating: -1, count: count)
      isIndirect = Array(repeating: false, count: count)
      ranges = Array(repeating: 0..<0, count: symbols.functions.count) + [0..<count]
      for index in 0..<count {
        let pc = Int(program.codeIndices[index])
        if let function = symbols.functionIndex(containing: pc) {
          functions[index] = Int32(function)
          let range = ranges[function]
          ranges[function] = (range.isEmpty ? index : range.lowerBound)..<index + 1
        }
        let instruction = InstructionDecoder.decode(program.blob, at: pc).effective
        switch instruction.opcode {
        case .jumpInd: isIndirect[index] = true
        case .loadImmJumpInd, .loadImmJump:
          isIndirect[index] = instruction.opcode == .loadImmJumpInd
          if instruction.a == .returnAddress {
            returns[index] = CallTree.target(of: instruction.x, program)
          }
        default: break
        }
      }
    }

    /// The instruction that a jump-table address leads to, or -1.
    private static func target(of address: Int64, _ program: LoadedProgram) -> Int32 {
      let table = program.blob.jumpTable
      guard address > 0, address & 1 == 0, address / 2 <= table.count,
        let index = program.instruction(at: table[Int(address / 2) - 1])
      else { return -1 }
      return Int32(index)
    }

    /// Counts an instruction.
    mutating func count(_ index: Int) {
      guard index < functions.count else { return }
      let next = functions[index]
      if next != function || isIndirect[last] || returns[last] >= 0 { transfer(to: index) }
      function = next
      last = index
      let node = stack[stack.count - 1].node
      nodes[node].counts[index - nodes[node].firstInstruction] &+= 1
      if let middle {
        nodes[node].middleEntries[middle, default: 0] += 1
        self.middle = nil
      }
    }

    /// Notes that the next instruction is in a block that is entered behind its first.
    mutating func enterMiddle(ofBlock start: Int) { middle = start }

    /// Goes on in another function, or in another activation of the same.
    private mutating func transfer(to index: Int) {
      let next = functions[index]
      guard last >= 0 else {
        push(next, returnsTo: -1)
        return
      }
      if returns[last] >= 0, ranges[Int(next)].lowerBound == index {
        push(next, returnsTo: Int(returns[last]))
        return
      }
      if isIndirect[last],
        let place = stack.lastIndex(where: { $0.returnsTo == index }), place > 1
      {
        stack.removeSubrange(place...)
        return
      }
      if next == function { return }
      // A tail call: whoever is executed next returns to where this would have returned.
      let returnsTo = stack.removeLast().returnsTo
      if stack.isEmpty { stack.append(Activation(node: 0, returnsTo: -1)) }
      push(next, returnsTo: returnsTo)
    }

    /// The number of a node's function.
    private func number(of node: Int) -> Int32 {
      nodes[node].function.map { Int32($0) } ?? Int32(ranges.count - 1)
    }

    /// Enters a callee of the function that is executed.
    private mutating func push(_ callee: Int32, returnsTo: Int) {
      let node = node(of: callee, calledBy: stack[stack.count - 1].node)
      nodes[node].entries += 1
      stack.append(Activation(node: node, returnsTo: returnsTo))
    }

    /// The node of a callee; where the tree may not grow, one of the same function with other callers.
    private mutating func node(of callee: Int32, calledBy caller: Int) -> Int {
      if let node = callees[caller][callee] { return node }
      let range = ranges[Int(callee)]
      var caller = caller
      if stack.count > CallTree.maximumDepth || nodes.count >= CallTree.maximumNodes
        || counterCount + range.count > CallTree.maximumCounters
      {
        if let above = stack.last(where: { $0.node != 0 && number(of: $0.node) == callee }) {
          return above.node
        }
        caller = 0
        if let node = callees[0][callee] { return node }
      }
      nodes.append(
        Node(
          function: Int(callee) == ranges.count - 1 ? nil : Int(callee), parent: caller,
          firstInstruction: range.lowerBound, counts: Array(repeating: 0, count: range.count)))
      counterCount += range.count
      callees.append([:])
      callees[caller][callee] = nodes.count - 1
      return nodes.count - 1
    }
  }
#endif
