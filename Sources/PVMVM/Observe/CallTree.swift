public import PVM

/// Who called whom in a run, and what each function used when called that way: the calling context tree (Ammons, Ball, Larus,
/// "Exploiting Hardware Performance Counters with Flow and Context Sensitive Profiling", 1997).
///
/// Calls and returns are recognized by what instructions do with the return address r0, tail calls by going on in another function.
public struct CallTree: Sendable {
  /// A function in the context of its callers.
  public struct Node: Sendable {
    /// The index of the function in the symbol map, or nil for code outside functions.
    public var function: Int?
    /// The number of the caller's node, or nil for the root.
    public var parent: Int?
    /// How often it was entered.
    public var entries: UInt64 = 0
    /// How often each instruction of the function was executed here, from `firstInstruction` on.
    public var counts: [UInt64]
    /// The number in the program of the function's first instruction.
    public var firstInstruction: Int
  }

  /// What an instruction does to the stack of calls.
  enum Kind: UInt8 {
    /// Nothing.
    case other
    /// It calls: what is executed next is in the callee.
    case call
    /// It returns: what is executed next is in the caller.
    case `return`
  }

  /// The nodes; the first is the root, which stands for who started the run.
  public private(set) var nodes: [Node]
  /// The functions of instructions: an index into `ranges`, the last for none.
  private var functions: [Int32] = []
  /// What each instruction does.
  private var kinds: [Kind] = []
  /// The instructions of each function.
  private var ranges: [Range<Int>] = []
  /// The nodes of the callees of each node, by function.
  private var callees: [[Int32: Int]] = [[:]]
  /// The nodes of the functions that have not returned.
  private var stack: [Int] = [0]
  /// The function of the instruction before, or -1 at first.
  private var function: Int32 = -1
  /// What the instruction before does.
  private var last = Kind.call

  /// How deep the tree is at most: recursion beyond that counts to the function's node further up.
  private static let maximumDepth = 128
  /// How many nodes there are at most.
  private static let maximumCount = 1 << 16

  /// Prepares for runs of a program.
  ///
  /// - Parameter symbols: the functions.
  init(_ program: LoadedProgram, symbols: SymbolMap) {
    nodes = [Node(function: nil, parent: nil, counts: [], firstInstruction: 0)]
    let count = program.firstBadTarget
    let none = Int32(symbols.functions.count)
    functions = Array(repeating: none, count: program.instructions.count)
    kinds = Array(repeating: .other, count: program.instructions.count)
    ranges = Array(repeating: 0..<0, count: symbols.functions.count) + [0..<count]
    for index in 0..<count {
      let pc = Int(program.codeIndices[index])
      if let function = symbols.functionIndex(containing: pc) {
        functions[index] = Int32(function)
        ranges[function] =
          ranges[function].isEmpty ? index..<index + 1 : ranges[function].lowerBound..<index + 1
      }
      kinds[index] = CallTree.kind(InstructionDecoder.decode(program.blob, at: pc).effective)
    }
  }

  /// What an instruction does.
  private static func kind(_ instruction: Instruction) -> Kind {
    switch instruction.opcode {
    case .loadImmJump where instruction.a == .returnAddress: return .call
    case .loadImmJumpInd where instruction.a == .returnAddress: return .call
    case .jumpInd where instruction.a == .returnAddress: return .return
    default: return .other
    }
  }

  /// Counts an instruction.
  mutating func count(_ index: Int) {
    guard index < ranges[ranges.count - 1].upperBound else { return }
    let next = functions[index]
    if last != .other || next != function { enter(next) }
    function = next
    last = kinds[index]
    let node = stack[stack.count - 1]
    nodes[node].counts[index - nodes[node].firstInstruction] &+= 1
  }

  /// Goes on in a function, or in another node of the same.
  private mutating func enter(_ next: Int32) {
    switch last {
    case .call: push(next)
    case .return:
      // A jump through r0 inside of a function that does not call itself is no return.
      if next == function, stack.count < 2 || numbers(stack[stack.count - 2]) != next { return }
      stack.removeLast()
      // What was called by tail calls returns to who is further up.
      while stack.count > 1, numbers(top) != next { stack.removeLast() }
      if stack.isEmpty { stack.append(0) }
      if stack.count == 1 { push(next) }
    case .other:
      if stack.count > 1 { stack.removeLast() }
      push(next)
    }
  }

  /// The node of the function that is executed.
  private var top: Int { stack[stack.count - 1] }

  /// The number of a node's function.
  private func numbers(_ node: Int) -> Int32 {
    nodes[node].function.map { Int32($0) } ?? Int32(ranges.count - 1)
  }

  /// Enters a callee of the function that is executed.
  private mutating func push(_ callee: Int32) {
    let caller = top
    if let node = callees[caller][callee] {
      nodes[node].entries += 1
      stack.append(node)
      return
    }
    if stack.count > CallTree.maximumDepth || nodes.count >= CallTree.maximumCount,
      let node = stack.last(where: { $0 != 0 && numbers($0) == callee })
    {
      nodes[node].entries += 1
      stack.append(node)
      return
    }
    let range = ranges[Int(callee)]
    nodes.append(
      Node(
        function: Int(callee) == ranges.count - 1 ? nil : Int(callee), parent: caller, entries: 1,
        counts: Array(repeating: 0, count: range.count), firstInstruction: range.lowerBound))
    callees.append([:])
    callees[caller][callee] = nodes.count - 1
    stack.append(nodes.count - 1)
  }
}
