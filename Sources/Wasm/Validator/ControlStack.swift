/// A block that has begun and not ended.
struct ControlFrame {
  /// What began it.
  var kind: Kind

  /// Its parameters and results; for a function's outermost block the function's type, whose parameters are locals.
  var type: BlockType

  /// Whether the code before it was reachable.
  var isReachable: Bool

  /// The operand stack's base of the block around it.
  var outerBase: Int

  /// Whether the operand stack was polymorphic around it.
  var isOuterPolymorphic: Bool

  /// The offset of the last `br_table` that checked this block's label.
  var checkedBy = -1

  /// What begins a block.
  enum Kind {
    case function, block, loop, `if`, `else`, `try`, `catch`, catchAll, tryTable
  }
}

/// The blocks that have begun and not ended, the innermost last.
struct ControlStack {
  /// The blocks.
  private(set) var frames: [ControlFrame] = []

  /// Whether even the function's outermost block has ended.
  var isEmpty: Bool { frames.isEmpty }

  /// Adds a block inside the others.
  mutating func push(_ frame: ControlFrame, at offset: Int) throws(WasmError) {
    guard frames.count <= ImplementationLimit.nesting.maximum else {
      throw WasmError(.limitExceeded(.nesting, frames.count), at: offset)
    }
    frames.append(frame)
  }

  /// Removes the innermost block.
  ///
  /// - Precondition: The stack is not empty.
  mutating func pop() -> ControlFrame { frames.removeLast() }

  /// The innermost block.
  ///
  /// - Precondition: The stack is not empty.
  var innermost: ControlFrame { frames[frames.count - 1] }

  /// The position in ``frames`` of the block whose label has a relative depth.
  func position(ofLabel depth: Int, at offset: Int) throws(WasmError) -> Int {
    guard depth < frames.count else {
      throw WasmError(.unknown(.label, depth), at: offset)
    }
    return frames.count - 1 - depth
  }

  /// Notes that a `br_table` checks a label, and tells whether it had not yet.
  mutating func markChecked(_ position: Int, by offset: Int) -> Bool {
    guard frames[position].checkedBy != offset else { return false }
    frames[position].checkedBy = offset
    return true
  }
}
