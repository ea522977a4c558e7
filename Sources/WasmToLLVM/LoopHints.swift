internal import LLVM

/// Tells LLVM which loops are to be unrolled, and which are not, where its own limits are those of other machines.
///
/// Where blocks have costs, unrolling pays because what several rounds load is loaded at the same time.
///
/// - Loops with calls whose number of rounds is not known are left alone: across a call nothing is loaded early, and beside one a
///   test is nothing; but the values that count the rounds of an unrolled loop have to be kept over the calls. (A recursive function
///   with a loop around its call, Fibonacci's, takes 1.5 times as much unrolled.)
/// - Loops with a small constant number of rounds are unrolled completely, also where bytes count, if they are short: their tests and
///   counters, and often what they store only to load it in the next round, are gone.
///
/// Cost: linear in the function, and in the blocks of loops for each loop around them.
struct LoopHints {
  /// A loop: an edge back and what is between.
  private struct Loop {
    /// The block with the edge back.
    var latch: BasicBlock
    /// The block that it leads to.
    var header: BasicBlock
    /// All blocks.
    var blocks: Set<BasicBlock>
  }

  /// The most rounds that are counted.
  private static let maximumRounds = 32

  /// Marks the loops with calls of a module.
  static func spareLoopsWithCalls(of module: borrowing Module) {
    for loop in loops(of: module) where loop.blocks.contains(where: callsFunction) {
      loop.latch.terminator?.setLoopHints(["llvm.loop.unroll.runtime.disable"])
    }
  }

  /// Marks the loops of a module that have few instructions after they have been unrolled completely.
  ///
  /// - Parameter limit: how many instructions all rounds may have.
  static func unrollShortLoops(of module: borrowing Module, limit: Int) {
    let loops = loops(of: module)
    let headers = Set(loops.map(\.header))
    for loop in loops where !loop.blocks.contains(where: callsFunction) {
      guard loop.blocks.count(where: headers.contains) == 1, let rounds = rounds(of: loop)
      else { continue }
      let size = loop.blocks.reduce(0) { sum, block in
        sum + block.instructions.count { $0.opcode != .phi && $0.opcode != .getElementPtr }
      }
      if size * rounds <= limit {
        loop.latch.terminator?.setLoopHints(["llvm.loop.unroll.full"])
      }
    }
  }

  // MARK: Loops

  /// The loops of all functions.
  private static func loops(of module: borrowing Module) -> [Loop] {
    module.functions.filter { !$0.isDeclaration }.flatMap { function in
      backEdges(of: function).map { latch, header in
        Loop(latch: latch, header: header, blocks: blocks(from: latch, to: header))
      }
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

  /// Whether a block calls a function that is none of LLVM's own.
  private static func callsFunction(_ block: BasicBlock) -> Bool {
    block.instructions.contains { instruction in
      guard instruction.opcode == .call || instruction.opcode == .invoke else { return false }
      return !(instruction.calledValue.asFunction?.name.hasPrefix("llvm.") ?? false)
    }
  }

  // MARK: Rounds

  /// How often a loop goes round whose variable starts with a constant, steps by one, and is compared with one at the end; nil for
  /// others, and if that is too often.
  private static func rounds(of loop: Loop) -> Int? {
    guard let end = loop.latch.terminator, end.opcode == .br, end.isConditional,
      let test = end.condition.asInstruction, test.opcode == .icmp, let predicate = test.predicate,
      let bound = test.operand(1).unsignedInteger, let tested = test.operand(0).asInstruction,
      let width = test.operand(0).type.integerWidth, width <= UInt64.bitWidth
    else { return nil }
    let phi = tested.opcode == .add ? tested.operand(0).asInstruction : tested
    guard let phi, phi.opcode == .phi, phi.parent == loop.header, phi.incomingCount == 2,
      let back = (0..<2).first(where: { phi.incoming($0).block == loop.latch }),
      let start = phi.incoming(1 - back).value.unsignedInteger,
      let next = phi.incoming(back).value.asInstruction, next.opcode == .add,
      next.operand(0) == phi.value, let step = next.operand(1).unsignedInteger,
      tested == phi || tested == next
    else { return nil }
    let goesOn = end.successor(0) == loop.header
    let mask = UInt64.max >> UInt64(UInt64.bitWidth - width)
    var value = start & mask
    for round in 1...maximumRounds {
      let stepped = (value &+ step) & mask
      if predicate.holds(tested == phi ? value : stepped, bound & mask, width: width) != goesOn {
        return round
      }
      value = stepped
    }
    return nil
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
