internal import LLVM

/// What of a function decides how long LLVM's passes take that are not linear.
struct FunctionShape {
  /// How many instructions it has.
  private(set) var instructions = 0
  /// How many blocks it has.
  private(set) var blocks = 0
  /// How many cases its largest switch has.
  private(set) var cases = 0
  /// How many ways lead to the block with the most of them that has a phi.
  private(set) var incoming = 0
  /// How many operands its phis have together.
  private(set) var phiOperands = 0
  /// How many comparisons of one value there are, of the value with the most.
  private(set) var comparisons = 0
  /// How deep its loops are inside each other, at most.
  private(set) var depth = 0
  /// The functions of the module that it calls, each as often as there are calls.
  private(set) var callees: [Value] = []

  /// Looks at a function.
  init(_ function: Function) {
    var compared: [Value: Int] = [:]
    depth = Self.depth(of: function)
    for block in function.blocks {
      blocks += 1
      for instruction in block.instructions {
        instructions += 1
        switch instruction.opcode {
        case .icmp:
          let value = Self.root(of: instruction.operand(0))
          let count = compared[value, default: 0] + 1
          compared[value] = count
          comparisons = max(comparisons, count)
        case .switch: cases = max(cases, instruction.switchCaseCount)
        case .phi:
          incoming = max(incoming, instruction.incomingCount)
          phiOperands += instruction.incomingCount
        case .call:
          let target = instruction.calledValue
          if let callee = target.asFunction, !callee.isDeclaration {
            callees.append(target)
          }
        default: break
        }
      }
    }
  }

  /// How many loops are around one block, at most: a loop is what is between a block and the last edge back to it. Blocks are in the
  /// order of the module, where loops have no gaps.
  private static func depth(of function: Function) -> Int {
    var places: [BasicBlock: Int] = [:]
    for block in function.blocks { places[block] = places.count }
    var ends = [Int](repeating: -1, count: places.count)
    for (place, block) in function.blocks.enumerated() {
      for header in block.successors.compactMap({ places[$0] }) where header <= place {
        ends[header] = place
      }
    }
    /// How many loops end behind a block.
    var closing = [Int](repeating: 0, count: places.count)
    var (open, deepest) = (0, 0)
    for (place, end) in ends.enumerated() {
      if end >= 0 {
        open += 1
        closing[end] += 1
      }
      deepest = max(deepest, open)
      open -= closing[place]
    }
    return deepest
  }

  /// What a compared value is made of, as far as what is known of one tells something about the other.
  private static func root(of value: Value) -> Value {
    var value = value
    for _ in 0..<3 {
      guard let instruction = value.asInstruction else { break }
      switch instruction.opcode {
      case .load, .trunc, .zext, .sext: value = instruction.operand(0)
      case .add, .sub, .xor, .and, .or:
        guard instruction.operand(1).kind == .constantInteger else { return value }
        value = instruction.operand(0)
      default: return value
      }
    }
    return value
  }
}
