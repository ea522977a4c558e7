internal import Wasm

/// Finds out whether a function leaves a global variable as it was, by following what the body does to it.
///
/// Values are followed where they are the global's value at entry plus a constant, through locals and
/// additions, as compilers set up and take down a frame of the shadow stack. Calls are taken to
/// leave the global alone.
struct GlobalTracker: InstructionVisitor {
  /// Why a function may return with another value.
  enum Difference: Error {
    /// A return, or the way back to the beginning of a loop, with a value that is not known to be the right one.
    case found
  }

  /// What is known of a value.
  enum Content: Equatable {
    /// Nothing.
    case unknown
    /// It is this.
    case constant(Int32)
    /// It is the global's value at entry plus this.
    case entry(Int32)

    /// The sum of two values.
    static func + (left: Content, right: Content) -> Content {
      switch (left, right) {
      case (.constant(let left), .constant(let right)): .constant(left &+ right)
      case (.entry(let left), .constant(let right)), (.constant(let left), .entry(let right)):
        .entry(left &+ right)
      default: .unknown
      }
    }

    /// The difference of two values.
    static func - (left: Content, right: Content) -> Content {
      guard case .constant(let right) = right else { return .unknown }
      return left + .constant(0 &- right)
    }

    /// Does to operands what a constant, an addition or a subtraction does; false if the instruction is another one.
    static func compute(_ instruction: Instruction, _ operands: inout [Content]) -> Bool {
      switch instruction {
      case .i32Const(let number): operands.append(.constant(number))
      case .numeric(.i32Add):
        let right = operands.popLast() ?? .unknown
        operands.append((operands.popLast() ?? .unknown) + right)
      case .numeric(.i32Sub):
        let right = operands.popLast() ?? .unknown
        operands.append((operands.popLast() ?? .unknown) - right)
      default: return false
      }
      return true
    }
  }

  /// What is known at a point of the body.
  private struct State {
    /// The global's value.
    var global: Content
    /// The locals of which something is known: few, so that time stays linear.
    var locals: [(local: Int, content: Content)] = []

    /// What is known of a local.
    subscript(local: Int) -> Content {
      get { locals.first { $0.local == local }?.content ?? .unknown }
      set {
        locals.removeAll { $0.local == local }
        if newValue == .unknown { return }
        if locals.count == State.capacity {
          // Constants go first; frame pointers are what matters.
          let oldest = locals.firstIndex {
            if case .constant = $0.content { true } else { false }
          }
          guard let oldest else { return }
          locals.remove(at: oldest)
        }
        locals.append((local, newValue))
      }
    }

    /// How many locals are followed at the same time.
    private static let capacity = 16

    /// Forgets what does not hold in another state.
    mutating func meet(_ other: State) {
      if global != other.global { global = .unknown }
      locals.removeAll { other[$0.local] != $0.content }
    }
  }

  /// A block around the current instruction.
  private struct Frame {
    /// The global's value at the beginning of a loop.
    var header: Content?
    /// What is known where branches to the block's end arrive, once there is one.
    var exit: State?
    /// What is known where the second branch of a conditional begins, until it does.
    var otherwise: State?
  }

  /// The global.
  private let global: Int
  /// The locals that some loop sets.
  private let setInLoops: Set<Int>
  /// What is known, or nil where control does not come.
  private var state: State? = State(global: .entry(0))
  /// The topmost operands; nothing is known of those below.
  private var operands: [Content] = []
  /// The blocks around the current instruction, the function's body first.
  private var frames = [Frame()]

  /// Starts at the beginning of a body.
  private init(_ global: Int, setInLoops: Set<Int>) {
    self.global = global
    self.setInLoops = setInLoops
  }

  /// Whether a function, of a valid module, always returns with the value of a global that it was entered with, provided that what it calls does.
  static func preserves(
    _ global: Int, function: Int, _ validator: FunctionValidator
  ) -> Bool {
    var locals = LocalsOfLoops()
    do {
      try validator.validate(functionIndex: function, visitor: &locals)
      var tracker = GlobalTracker(global, setInLoops: locals.set)
      try validator.validate(functionIndex: function, visitor: &tracker)
      return true
    } catch {
      return false
    }
  }

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Difference) {
    switch instruction {
    case .block:
      frames.append(Frame())
      operands.removeAll()
    case .loop:
      state?.locals.removeAll { setInLoops.contains($0.local) }
      frames.append(Frame(header: state?.global ?? .unknown))
      operands.removeAll()
    case .if:
      frames.append(Frame(otherwise: state))
      operands.removeAll()
    case .else:
      let depth = frames.count - 1
      leave(to: depth)
      state = frames[depth].otherwise
      frames[depth].otherwise = nil
    case .end: try end()
    // Followed are only modules without tags, which have nothing to throw and hardly a use for these.
    case .try, .tryTable: throw .found
    default:
      guard state != nil else { return }
      try follow(instruction)
    }
  }

  /// Ends a block, and the function with the last.
  private mutating func end() throws(Difference) {
    let depth = frames.count - 1
    if frames[depth].header == nil {
      leave(to: depth)
      if let otherwise = frames[depth].otherwise {
        state = otherwise
        leave(to: depth)
      }
      state = frames[depth].exit
    }
    operands.removeAll()
    frames.removeLast()
    if frames.isEmpty, let state, state.global != .entry(0) { throw .found }
  }

  /// Goes on at the end of a block.
  private mutating func leave(to depth: Int) {
    if let state {
      if frames[depth].exit == nil {
        frames[depth].exit = state
      } else {
        frames[depth].exit?.meet(state)
      }
    }
    state = nil
    operands.removeAll()
  }

  /// Notes a branch to the block so many levels out.
  private mutating func branch(_ levels: Int) throws(Difference) {
    let depth = frames.count - 1 - levels
    guard let state else { return }
    if let header = frames[depth].header {
      if header != .unknown, header != state.global { throw .found }
    } else {
      leave(to: depth)
      self.state = state
    }
  }

  /// Follows an instruction that can be reached and does not structure the code.
  private mutating func follow(_ instruction: Instruction) throws(Difference) {
    switch instruction {
    case .localGet(let local): operands.append(state?[local] ?? .unknown)
    case .localSet(let local): state?[local] = operands.popLast() ?? .unknown
    case .localTee(let local): state?[local] = operands.last ?? .unknown
    case .globalGet(global): operands.append(state?.global ?? .unknown)
    case .globalSet(global): state?.global = operands.popLast() ?? .unknown
    case .br(let levels):
      try branch(levels)
      state = nil
    case .brIf(let levels):
      operands.removeAll()
      try branch(levels)
    case .brTable(let table):
      for levels in Set(table.targets).union([table.defaultTarget]) { try branch(Int(levels)) }
      state = nil
    case .return:
      try branch(frames.count - 1)
      state = nil
    case .unreachable: state = nil
    default: if !Content.compute(instruction, &operands) { operands.removeAll() }
    }
  }
}

/// Collects the locals that a body sets inside loops.
private struct LocalsOfLoops: InstructionVisitor {
  /// The locals.
  var set: Set<Int> = []
  /// For each block around the current instruction, whether it or one around it is a loop.
  private var isInLoop: [Bool] = []

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Never) {
    switch instruction {
    case .block, .if, .try, .tryTable: isInLoop.append(isInLoop.last ?? false)
    case .loop: isInLoop.append(true)
    case .end, .delegate: _ = isInLoop.popLast()
    case .localSet(let local), .localTee(let local):
      if isInLoop.last ?? false { set.insert(local) }
    default: break
    }
  }
}
