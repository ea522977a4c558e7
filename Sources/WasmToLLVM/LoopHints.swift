package import LLVM

/// Tells LLVM which loops are to be unrolled, and which are not, where its own limits are those of other machines.
///
/// Where blocks have costs, unrolling pays because what several rounds load is loaded at the same time.
///
/// - Loops with calls whose number of rounds is not known are left alone: across a call nothing is loaded early, and beside one a
///   test is nothing; but the values that count the rounds of an unrolled loop have to be kept over the calls. (A recursive function
///   with a loop around its call, Fibonacci's, takes 1.5 times as much unrolled.)
/// - Loops with a small constant number of rounds are unrolled completely, also where bytes count, if they are short (with the small
///   functions that they call and that will be inlined): their tests and
///   counters, and often what they store only to load it in the next round, are gone, and each block waits for memory once.
///
/// Cost: linear in the function, and in the blocks of loops for each loop around them.
package struct LoopHints {
  /// A loop: an edge back and what is between.
  private struct Loop {
    /// The block with the edge back.
    var latch: BasicBlock
    /// The block that it leads to.
    var header: BasicBlock
    /// All blocks.
    var blocks: Set<BasicBlock>
  }

  /// Marks the loops with calls of a module.
  package static func spareLoopsWithCalls(of module: borrowing Module) {
    let loops = module.functions.filter { !$0.isDeclaration }.flatMap(loops(of:))
    for loop in loops where loop.blocks.contains(where: { callsFunction($0) }) {
      loop.latch.terminator?.setLoopHints(["llvm.loop.unroll.runtime.disable"])
    }
  }

  /// Marks the loops of a module that have few instructions after they have been unrolled completely, with the loops inside.
  ///
  /// However many there are, a function grows by at most 20,000 instructions, and a module by four times what it has and 20,000 more.
  ///
  /// - Parameters:
  ///   - limit: how many instructions all rounds of a loop may have.
  ///   - onlyInner: whether only loops inside others are: those run often.
  package static func unrollShortLoops(
    of module: borrowing Module, limit: Int, onlyInner: Bool = false
  ) {
    let builder = Builder(module: module)
    let functions = module.functions.filter { !$0.isDeclaration }
    var growth = maximumGrowth
    var leaves = Leaves()
    for function in functions {
      let size = function.blocks.reduce(0) { $0 + leaves.size(of: $1) }
      growth += 4 * size
      if size <= maximumLeaf, isLeaf(function) { leaves.sizes[function.value] = size }
    }
    for function in functions {
      var room = min(growth, maximumGrowth)
      let before = room
      unrollShortLoops(
        of: function, limit: limit, onlyInner: onlyInner, room: &room, leaves, builder)
      growth -= before - room
    }
  }

  /// How many instructions a function has at most whose call is counted as what it does: it will be inlined.
  private static let maximumLeaf = 40

  /// Small functions without calls and loops, such as products of 128 bits.
  private struct Leaves {
    /// How many instructions each has.
    var sizes: [Value: Int] = [:]

    /// How many instructions of a block remain instructions, with those of the functions that it calls.
    func size(of block: BasicBlock) -> Int {
      block.instructions.reduce(0) { sum, instruction in
        switch instruction.opcode {
        case .phi, .getElementPtr: sum
        case .call: sum + (sizes[instruction.calledValue] ?? 1)
        default: sum + 1
        }
      }
    }

    /// Whether a block calls a function that is neither here nor one of LLVM's own.
    func callsOthers(_ block: BasicBlock) -> Bool {
      LoopHints.callsFunction(block) { sizes[$0] != nil }
    }
  }

  /// Whether a function has neither calls nor loops.
  private static func isLeaf(_ function: Function) -> Bool {
    !function.blocks.contains { callsFunction($0) } && backEdges(of: function).isEmpty
  }

  /// By how many instructions unrolling may make any function larger.
  private static let maximumGrowth = 20_000

  /// Marks the short loops of a function.
  ///
  /// - Parameter room: by how many instructions the function may still grow.
  private static func unrollShortLoops(
    of function: Function, limit: Int, onlyInner: Bool, room: inout Int, _ leaves: Leaves,
    _ builder: borrowing Builder
  ) {
    let loops = loops(of: function).sorted { $0.blocks.count < $1.blocks.count }
    let headers = Set(loops.map(\.header))
    /// What the loops with these headers become, the inner ones first.
    var unrolled: [BasicBlock: (loop: Loop, size: Int)] = [:]
    for loop in loops where !loop.blocks.contains(where: leaves.callsOthers) {
      if onlyInner, !loops.contains(where: { isInside(loop, $0) }) { continue }
      guard let counter = Counter(loop) else { continue }
      let inner = loop.blocks.filter { headers.contains($0) && $0 != loop.header }
      guard inner.allSatisfy({ unrolled[$0] != nil }) else { continue }
      /// The loops directly inside: they are in no other.
      let outermost = inner.compactMap { unrolled[$0] }.filter { candidate in
        !inner.contains {
          $0 != candidate.loop.header
            && unrolled[$0]?.loop.blocks.contains(candidate.loop.header) == true
        }
      }
      let own = loop.blocks.filter { block in
        !outermost.contains { $0.loop.blocks.contains(block) }
      }
      let round = own.reduce(0) { $0 + leaves.size(of: $1) } + outermost.reduce(0) { $0 + $1.size }
      let growth = round * (counter.rounds - 1)
      guard round + growth <= limit, growth <= room else { continue }
      room -= growth
      unrolled[loop.header] = (loop, round + growth)
      loop.latch.terminator?.setLoopHints(["llvm.loop.unroll.full"])
      if let end = loop.header.terminator, let sum = counter.sum, let step = counter.step {
        builder.position(before: end)
        sum.value.replaceAllUses(with: builder.add(step.operand(0), step.operand(1)))
      }
    }
  }

  /// Whether a loop is inside another.
  private static func isInside(_ loop: Loop, _ other: Loop) -> Bool {
    loop.header != other.header && other.blocks.contains(loop.header)
  }

  // MARK: Loops

  /// The most blocks of a function whose loops are looked at: time grows with blocks times depth.
  private static let maximumBlocks = 2_500

  /// The loops of a function.
  private static func loops(of function: Function) -> [Loop] {
    guard function.blocks.count(where: { _ in true }) <= maximumBlocks else { return [] }
    return backEdges(of: function).map { latch, header in
      Loop(latch: latch, header: header, blocks: blocks(from: latch, to: header))
    }
  }

  /// The edges to blocks that a walk depth first has not left yet.
  private static func backEdges(of function: Function) -> [(latch: BasicBlock, header: BasicBlock)]
  {
    /// Where the walk is with a block.
    enum Progress { case inside, left }
    var progress: [BasicBlock: Progress] = [:]
    var result: [(latch: BasicBlock, header: BasicBlock)] = []
    guard let entry = function.blocks.first(where: { _ in true }) else { return [] }
    var stack = [(block: entry, successors: entry.successors[...])]
    progress[entry] = .inside
    while let (block, successors) = stack.last {
      guard let next = successors.first else {
        progress[block] = .left
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].successors.removeFirst()
      switch progress[next] {
      case .inside: result.append((block, next))
      case .left: break
      case nil:
        progress[next] = .inside
        stack.append((next, next.successors[...]))
      }
    }
    return result
  }

  /// The blocks of a loop.
  private static func blocks(from latch: BasicBlock, to header: BasicBlock) -> Set<BasicBlock> {
    var result: Set<BasicBlock> = [header, latch]
    var waiting = [latch]
    while let block = waiting.popLast() {
      if block == header { continue }
      for predecessor in predecessors(of: block) where result.insert(predecessor).inserted {
        waiting.append(predecessor)
      }
    }
    return result
  }

  /// The blocks that lead to a block.
  private static func predecessors(of block: BasicBlock) -> [BasicBlock] {
    block.value.users.compactMap { user in
      guard let instruction = user.asInstruction, instruction.isTerminator else { return nil }
      return instruction.parent
    }
  }

  /// Whether a block calls a function that is none of LLVM's own, and none that does not count.
  private static func callsFunction(
    _ block: BasicBlock, except ignored: (Value) -> Bool = { _ in false }
  ) -> Bool {
    block.instructions.contains { instruction in
      guard instruction.opcode == .call || instruction.opcode == .invoke else { return false }
      let callee = instruction.calledValue
      return !ignored(callee) && !(callee.asFunction?.name.hasPrefix("llvm.") ?? false)
    }
  }

  // MARK: Rounds

  /// The variable that counts the rounds of a loop: it starts with a constant, steps by one, and is compared with one at the end.
  private struct Counter {
    /// How often the loop goes round, at most 32 times.
    var rounds: Int
    /// The phi in which the next value is, if several ways through the loop compute the same one. LLVM does not see that it is one.
    var sum: InstructionView?
    /// The next value, an addition; of several equal ones the first.
    var step: InstructionView?

    /// The most rounds that are counted.
    private static let maximumRounds = 32

    /// Finds the counter of a loop; nil if there is none, or if it goes round too often.
    init?(_ loop: Loop) {
      guard let end = loop.latch.terminator, end.opcode == .br, end.isConditional,
        let test = end.condition.asInstruction, test.opcode == .icmp,
        let predicate = test.predicate, let bound = test.operand(1).unsignedInteger,
        let tested = Self.only(test.operand(0)).asInstruction,
        let width = test.operand(0).type.integerWidth, width <= UInt64.bitWidth
      else { return nil }
      let phi = tested.opcode == .add ? tested.operand(0).asInstruction : tested
      guard let phi, phi.opcode == .phi, phi.parent == loop.header, phi.incomingCount == 2,
        let back = (0..<2).first(where: { phi.incoming($0).block == loop.latch }),
        let start = phi.incoming(1 - back).value.unsignedInteger,
        let last = phi.incoming(back).value.asInstruction,
        let next = Self.only(last.value).asInstruction, next.opcode == .add,
        next.operand(0) == phi.value, let constant = next.operand(1).unsignedInteger,
        tested == phi || Self.areEqual(tested.value, next.value)
      else { return nil }
      let goesOn = end.successor(0) == loop.header
      let mask = UInt64.max >> UInt64(UInt64.bitWidth - width)
      var value = start & mask
      for round in 1...Self.maximumRounds {
        let stepped = (value &+ constant) & mask
        let compared = tested == phi ? value : stepped
        if predicate.holds(compared, bound & mask, width: width) != goesOn {
          rounds = round
          sum = last == next ? nil : last
          step = next
          return
        }
        value = stepped
      }
      return nil
    }

    /// What a phi is if all that comes into it is one value, or one sum of another and a constant; any other value itself.
    private static func only(_ value: Value) -> Value {
      guard let phi = value.asInstruction, phi.opcode == .phi, phi.incomingCount > 0 else {
        return value
      }
      let first = phi.incoming(0).value
      return (1..<phi.incomingCount).allSatisfy { areEqual(phi.incoming($0).value, first) }
        ? first : value
    }

    /// Whether two values are one, or sums of one value and one constant.
    private static func areEqual(_ left: Value, _ right: Value) -> Bool {
      if left == right { return true }
      guard let left = left.asInstruction, left.opcode == .add, let right = right.asInstruction,
        right.opcode == .add, left.operand(0) == right.operand(0),
        let constant = left.operand(1).unsignedInteger
      else { return false }
      return right.operand(1).unsignedInteger == constant
    }
  }
}

extension IntegerPredicate {
  /// Whether it holds for two numbers of so many bits, given without their signs.
  fileprivate func holds(_ left: UInt64, _ right: UInt64, width: Int) -> Bool {
    let shift = UInt64(UInt64.bitWidth - width)
    let (signedLeft, signedRight) = (
      Int64(bitPattern: left << shift), Int64(bitPattern: right << shift)
    )
    return switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .unsignedGreater: left > right
    case .unsignedGreaterOrEqual: left >= right
    case .unsignedLess: left < right
    case .unsignedLessOrEqual: left <= right
    case .signedGreater: signedLeft > signedRight
    case .signedGreaterOrEqual: signedLeft >= signedRight
    case .signedLess: signedLeft < signedRight
    case .signedLessOrEqual: signedLeft <= signedRight
    }
  }
}
