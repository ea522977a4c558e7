internal import LLVM

/// Orders the instructions of blocks that had vectors: what one lane needs comes together.
///
/// The scalarizer writes each operation for all lanes one after the other, so that all lanes of all vectors are live at the same time. Here
/// each instruction with an effect is preceded by what it needs, depth first, and nothing else: lanes that do not
/// depend on each other are computed one after the other, in few registers.
struct VectorOrder: ~Copyable {
  /// Inserts instructions.
  private let builder: Builder
  /// The instructions of the block that are not placed yet.
  private var pending: Set<Value> = []
  /// The loads that are not placed yet, in order.
  private var loads: [InstructionView] = []
  /// The instructions of the block in their new order.
  private var order: [InstructionView] = []

  /// Orders the instructions of a function.
  static func apply(to function: LLVM.Function, in module: borrowing LLVM.Module) {
    for block in function.blocks {
      var order = VectorOrder(builder: Builder(module: module))
      order.arrange(block)
    }
  }

  /// Starts with nothing.
  private init(builder: consuming Builder) { self.builder = builder }

  /// Orders the instructions of a block.
  private mutating func arrange(_ block: BasicBlock) {
    var anchors: [InstructionView] = []
    var size = 0
    // For each anchor the number of loads in front of it.
    var loadsBefore: [Int] = []
    for instruction in block.instructions {
      size += 1
      // These stay in front of everything.
      if instruction.opcode == .phi || instruction.opcode == .alloca { continue }
      if isMovable(instruction) {
        pending.insert(instruction.value)
      } else if instruction.opcode == .load {
        pending.insert(instruction.value)
        loads.append(instruction)
      } else {
        anchors.append(instruction)
        loadsBefore.append(loads.count)
      }
    }
    guard size > 8, let last = anchors.last else { return }
    var placedLoads = 0
    for (anchor, count) in zip(anchors, loadsBefore) {
      place(operandsOf: anchor)
      // What reads memory stays in front of what may write it.
      while placedLoads < count {
        let load = loads[placedLoads]
        placedLoads += 1
        if pending.contains(load.value) { place(load) }
      }
      if anchor != last { order.append(anchor) }
    }
    // What nothing in the block needs, others do.
    for instruction in Array(block.instructions) where pending.contains(instruction.value) {
      place(instruction)
    }
    for instruction in order { builder.move(instruction, before: last) }
  }

  /// Places an instruction behind what it needs.
  private mutating func place(_ instruction: InstructionView) {
    // Without recursion: chains may be as long as blocks.
    var stack: [(instruction: InstructionView, operand: Int)] = [(instruction, 0)]
    pending.remove(instruction.value)
    while let (current, operand) = stack.last {
      if operand < current.operandCount {
        stack[stack.count - 1].operand += 1
        let value = current.operand(operand)
        if pending.contains(value), let next = value.asInstruction {
          pending.remove(value)
          stack.append((next, 0))
        }
      } else {
        stack.removeLast()
        order.append(current)
      }
    }
  }

  /// Places what an instruction needs.
  private mutating func place(operandsOf instruction: InstructionView) {
    for index in 0..<instruction.operandCount {
      let value = instruction.operand(index)
      if pending.contains(value), let operand = value.asInstruction { place(operand) }
    }
  }

  /// Whether an instruction may be anywhere between what it needs and what needs it.
  private func isMovable(_ instruction: InstructionView) -> Bool {
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
