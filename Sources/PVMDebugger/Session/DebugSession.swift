internal import PVM
internal import PVMVM
internal import Support

/// A run under inspection: what terminal and editor have in common.
public final class DebugSession {
  /// The run.
  public let timeline: Timeline
  /// Where instructions come from.
  public let locations: LocationTable
  /// The variables of the source; nil if none are known.
  let variables: SourceVariables?
  /// The frame of the stack that is looked at; every step and jump goes back to the innermost, 0.
  public internal(set) var selectedFrame = 0
  /// The breakpoints in the order of their numbers.
  public private(set) var breakpoints: [Breakpoint] = []
  /// The number of the next breakpoint.
  private var nextID = 1
  /// Why a condition of the last stop could not be computed.
  public private(set) var conditionError: String?

  /// Starts.
  public init(
    _ timeline: Timeline, locations: LocationTable, variables: SourceVariables? = nil
  ) {
    self.timeline = timeline
    self.locations = locations
    self.variables = variables
  }

  /// The state that is looked at.
  public var machine: ReplayMachine { timeline.current }

  /// The program.
  public var program: DecodedProgram { machine.program }

  // MARK: Breakpoints

  /// Adds a breakpoint.
  ///
  /// - Parameters:
  ///   - text: how it was asked for.
  ///   - condition: what must be true.
  @discardableResult
  public func add(
    _ place: Breakpoint.Place, text: String, condition: String? = nil, isTemporary: Bool = false
  ) throws(DebuggerError) -> Breakpoint {
    var breakpoint = Breakpoint(id: nextID, text: text, place: place)
    breakpoint.isTemporary = isTemporary
    if let condition {
      breakpoint.condition = try ExpressionParser.parse(condition)
      breakpoint.conditionText = condition
      try check(breakpoint.condition, at: place)
    }
    nextID += 1
    breakpoints.append(breakpoint)
    return breakpoint
  }

  /// Rejects expressions with names that are not known where a run would stop.
  private func check(
    _ expression: Expression?, at place: Breakpoint.Place
  ) throws(DebuggerError) {
    guard let expression else { return }
    var scopes: [SourceScope?] = [scope(of: selectedView)]
    if case .code(let numbers) = place {
      scopes = numbers.map { number in
        variables?.scope(at: locations.position(ofInstruction: number)?.offset)
      }
    }
    for name in expression.names {
      let first = name.prefix { $0 != "." }
      let isVariable =
        scopes.contains { $0?.variables.contains { $0.name == first } == true }
        || variables?.globals.contains { $0.name == first } == true
      if !isVariable { _ = try value(named: name) }
    }
  }

  /// Changes a breakpoint.
  public func change(
    _ id: Int, _ body: (inout Breakpoint) throws(DebuggerError) -> Void
  ) throws(DebuggerError) {
    guard let index = breakpoints.firstIndex(where: { $0.id == id }) else {
      throw DebuggerError("there is no breakpoint \(id)")
    }
    try body(&breakpoints[index])
  }

  /// Sets or removes a breakpoint's condition.
  public func setCondition(_ id: Int, _ text: String?) throws(DebuggerError) {
    let condition: Expression? =
      if let text { try ExpressionParser.parse(text) } else { nil }
    if let breakpoint = breakpoints.first(where: { $0.id == id }) {
      try check(condition, at: breakpoint.place)
    }
    try change(id) { (breakpoint: inout Breakpoint) in
      breakpoint.condition = condition
      breakpoint.conditionText = text ?? ""
    }
  }

  /// Removes breakpoints.
  public func remove(_ ids: [Int]) throws(DebuggerError) {
    for id in ids where !breakpoints.contains(where: { $0.id == id }) {
      throw DebuggerError("there is no breakpoint \(id)")
    }
    breakpoints.removeAll { ids.contains($0.id) }
  }

  // MARK: Going

  /// Goes on to the next stop.
  public func resume() -> StopReason { forward(.none) }

  /// Goes back to the last stop.
  public func reverse() -> StopReason { backward(.none) }

  /// Goes on until something else begins, or back to where what is in front of the state, or what the state is in, begins.
  ///
  /// - Parameters:
  ///   - over: whether functions that are called count as part of their line or instruction.
  ///   - isBackward: whether it goes back.
  public func step(_ kind: StepKind, over: Bool, backward isBackward: Bool = false) -> StopReason {
    let depth = machine.depth
    switch (kind, over) {
    case (.instruction, false):
      if !isBackward { return forward(.depth(.max)) }
      if timeline.step == 0 { return .start }
      return go(to: timeline.step - 1)
    case (.instruction, true):
      return isBackward ? backward(.depth(depth)) : forward(.depth(depth))
    default:
      let tracker = PositionTracker(locations, kind: kind, over: over ? machine : nil)
      return isBackward ? backward(.position(tracker)) : forward(.position(tracker))
    }
  }

  /// Goes on until the innermost function, be it inlined, has returned, or back to its call.
  public func leave(backward isBackward: Bool = false) throws(DebuggerError) -> StopReason {
    let goal: StopConditions.Goal
    let frames = locations.position(ofInstruction: machine.instructionNumber)?.frames ?? []
    if frames.count > 1 {
      goal = .leave(
        depth: machine.depth, inside: locations.positions.map { $0.isInlined(into: frames) })
    } else {
      guard machine.depth > 0 else {
        throw DebuggerError("the outermost function does not return: continue goes to the end")
      }
      goal = .depth(machine.depth - 1)
    }
    return isBackward ? backward(goal) : forward(goal)
  }

  /// Goes to a step, or to the end if there are fewer.
  public func go(to step: UInt64) -> StopReason {
    conditionError = nil
    selectedFrame = 0
    timeline.go(to: step)
    return machine.exit.map { .ended($0) } ?? .arrived
  }

  /// Goes forward.
  private func forward(_ goal: StopConditions.Goal) -> StopReason {
    conditionError = nil
    selectedFrame = 0
    if let exit = machine.exit { return .ended(exit) }
    var test = conditions(goal)
    switch timeline.run(&test) {
    case .stopped: return noted(test.reason)
    case .reached: return .arrived
    case .ended: return machine.exit.map { .ended($0) } ?? .arrived
    case .interrupted: return .interrupted
    }
  }

  /// Goes back.
  private func backward(_ goal: StopConditions.Goal) -> StopReason {
    conditionError = nil
    selectedFrame = 0
    let step = timeline.step
    if step == 0 { return .start }
    var test = conditions(goal)
    var reason = StopReason.start
    let found = timeline.lastStop(before: step, &test) { reason = $0.reason }
    if found == nil, timeline.isInterrupted() {
      timeline.go(to: step)
      return .interrupted
    }
    timeline.go(to: found ?? 0)
    return noted(reason)
  }

  /// What stops a run.
  private func conditions(_ goal: StopConditions.Goal) -> StopConditions {
    StopConditions(breakpoints, goal: goal, locations: locations, program: program) {
      [unowned self] expression, machine in
      do throws(DebuggerError) {
        return try value(of: expression, in: machine) != 0
      } catch {
        conditionError = error.description
        return true
      }
    }
  }

  /// Counts a stop.
  private func noted(_ reason: StopReason) -> StopReason {
    let ids: [Int] =
      switch reason {
      case .breakpoints(let ids): ids
      case .watch(let hit): [hit.id]
      default: []
      }
    for index in breakpoints.indices where ids.contains(breakpoints[index].id) {
      breakpoints[index].hits += 1
    }
    breakpoints.removeAll { $0.isTemporary && ids.contains($0.id) }
    return reason
  }

  // MARK: Who wrote

  /// The last store into a range in front of the state that is looked at.
  public struct Writer: Equatable, Sendable {
    /// The step that stored.
    public var step: UInt64
    /// The code index of the instruction.
    public var pc: UInt32
    /// What it stored over.
    public var before: [UInt8]?
    /// What it made of it.
    public var after: [UInt8]?
  }

  /// Finds the last step in front of the state that stored into a range; nil if the bytes are as they were at the start.
  public func lastWriter(address: UInt32, count: Int) -> Writer? {
    let here = timeline.step
    defer { timeline.go(to: here) }
    let watch = Breakpoint(
      id: 0, text: "",
      place: .watch(Breakpoint.Watch(address: address, count: count, kind: .write)))
    var test = StopConditions([watch], locations: locations, program: program) { _, _ in true }
    var hit: WatchHit?
    let step = timeline.lastStop(before: here, &test) { test in
      if case .watch(let found) = test.reason { hit = found }
    }
    guard let step, let hit else { return nil }
    return Writer(step: step, pc: hit.pc, before: hit.before, after: hit.after)
  }

  // MARK: Values

  /// The value of an expression in a state, or in the frame that is looked at.
  public func value(
    of expression: Expression, in machine: ReplayMachine? = nil
  ) throws(DebuggerError) -> Int128 {
    try value(of: expression, in: machine.map { FrameView($0) } ?? selectedView)
  }

  /// The value of an expression in a frame.
  func value(of expression: Expression, in view: FrameView) throws(DebuggerError) -> Int128 {
    try expression.value(in: view.machine) { (part) throws(DebuggerError) -> Int128 in
      if let value = try sourceValue(of: part, in: view) {
        return try number(value, in: view.machine.memory)
      }
      if case .address(let inner) = part, let variables,
        let value = try sourceValue(of: inner, in: view)
      {
        guard let address = value.address else { throw DebuggerError(SourceVariables.unknown) }
        return Int128(address &- variables.memory.base)
      }
      guard case .name(let name) = part else {
        throw DebuggerError("members, elements and addresses are those of variables of the source")
      }
      return try self.value(named: name)
    }
  }

  /// The frame that is looked at.
  var selectedView: FrameView { view(ofFrame: selectedFrame) ?? FrameView(machine) }

  /// What a name stands for: the address of a variable, or the code index of a function.
  private func value(named name: String) throws(DebuggerError) -> Int128 {
    if let variable = locations.variables.first(where: { $0.name == name }) {
      return Int128(variable.address)
    }
    if let function = locations.functions.first(where: { $0.name == name }) {
      return Int128(function.range.lowerBound)
    }
    throw DebuggerError("'\(name.visible)' is neither a variable nor a function")
  }
}

extension Expression {
  /// The names in it.
  var names: [String] {
    switch self {
    case .name(let name): [name]
    case .number, .register, .state: []
    case .unary(_, let operand), .reduced(_, let operand), .memory(_, let operand),
      .member(let operand, _, _), .target(let operand), .address(let operand):
      operand.names
    case .binary(_, let left, let right), .element(let left, let right): left.names + right.names
    }
  }
}
