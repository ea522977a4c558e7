internal import LLVM

/// Orders the instructions of blocks that had vectors: lanes that do not depend on each other are computed one after the other.
///
/// The scalarizer writes each operation for all lanes one after the other, so that all lanes of all vectors are live at the same time. Here
/// the next instruction is always one of those that became possible last, so that a result is used up before the next lane begins,
/// in few registers.
struct VectorOrder {
  /// An instruction that is to be placed.
  private struct Node {
    /// The instruction.
    let instruction: InstructionView
    /// The nodes that come behind it, in ascending order.
    var successors: [Int] = []
    /// How many nodes in front of it are not placed.
    var pendingCount = 0
  }

  /// The instructions of the block but `phi`s and the last one.
  private var nodes: [Node] = []
  /// The number of each of them.
  private var numbers: [Value: Int] = [:]

  /// The fewest instructions of a block that is worth it.
  private static let smallestCount = 8

  /// Orders the instructions of a function.
  static func apply(to function: LLVM.Function, in module: borrowing LLVM.Module) {
    let builder = Builder(module: module)
    for block in function.blocks {
      // `phi`s stay in front of everything.
      let instructions = block.instructions.filter { $0.opcode != .phi && $0.opcode != .alloca }
      guard instructions.count >= smallestCount, let last = instructions.last else { continue }
      var order = VectorOrder(instructions.dropLast())
      for number in order.place() {
        builder.move(order.nodes[number].instruction, before: last)
      }
    }
  }

  /// Finds out what depends on what.
  private init(_ instructions: some Collection<InstructionView>) {
    // What may write memory stays where it is among what reads and writes it.
    var anchor: Int?
    var loads: [Int] = []
    for instruction in instructions {
      let number = nodes.count
      nodes.append(Node(instruction: instruction))
      numbers[instruction.value] = number
      for index in 0..<instruction.operandCount {
        if let operand = numbers[instruction.operand(index)] { addEdge(from: operand, to: number) }
      }
      if Self.isMovable(instruction) { continue }
      if let anchor { addEdge(from: anchor, to: number) }
      if instruction.opcode == .load {
        loads.append(number)
      } else {
        for load in loads { addEdge(from: load, to: number) }
        loads = []
        anchor = number
      }
    }
  }

  /// Makes a node wait for another one.
  private mutating func addEdge(from first: Int, to second: Int) {
    nodes[first].successors.append(second)
    nodes[second].pendingCount += 1
  }

  /// The nodes in their new order.
  private mutating func place() -> [Int] {
    var order: [Int] = []
    // The next one is the last; of those that became possible at the same time the first in the old order.
    var possible = Array(nodes.indices.filter { nodes[$0].pendingCount == 0 }.reversed())
    while let number = possible.popLast() {
      order.append(number)
      for successor in nodes[number].successors.reversed() {
        nodes[successor].pendingCount -= 1
        if nodes[successor].pendingCount == 0 { possible.append(successor) }
      }
    }
    return order
  }

  /// Whether an instruction may be anywhere between what it needs and what needs it.
  private static func isMovable(_ instruction: InstructionView) -> Bool {
    switch instruction.opcode {
    case .add, .sub, .mul, .shl, .lshr, .ashr, .and, .or, .xor, .icmp, .select, .zext, .sext,
      .trunc,
      .getElementPtr, .bitCast, .freeze, .ptrToInt, .intToPtr, .extractValue, .insertValue:
      return true
    case .call:
      switch instruction.intrinsic {
      case .abs, .smax, .smin, .umax, .umin, .fshl, .fshr, .bswap, .ctpop, .ctlz, .cttz: return true
      default: return false
      }
    default: return false
    }
  }
}
