internal import PVM
internal import PVMVM
internal import Support

/// A function that has not returned, as it is looked at: inlined or not, innermost or one that waits for a call.
struct FrameView {
  /// The state: memory as it is; registers and counter are those of the frame, for one that waits for a call as they were at the call.
  var machine: ReplayMachine
  /// The code index of the instruction that it is in: the counter, but for a run that ended with a trap, which many share.
  var place: UInt32
  /// The call that entered the function of the program; nil for who started the run.
  var call: CallFrame?
  /// How many functions are inlined between the instruction and it.
  var inlineDepth: Int

  /// The innermost function of the program in a state.
  init(_ machine: ReplayMachine) {
    self.machine = machine
    place = machine.pc
    call = machine.frame
    inlineDepth = 0
  }
}

extension DebugSession {
  /// A frame of the stack, the innermost being 0; nil if there are not so many.
  func view(ofFrame index: Int) -> FrameView? {
    var view = FrameView(machine)
    if let placeOfEnd { view.place = placeOfEnd }
    var first = 0
    var places = frames(at: view.place, depth: 0)
    while index >= first + places.count {
      first += places.count
      guard let call = view.call else { return nil }
      places = callers(of: call, from: places.last?.function)
      view.machine.values = call.registers
      view.machine.go(to: call.site)
      view.place = call.site
      view.call = call.parent
    }
    view.inlineDepth = index - first
    return view
  }

  /// The scope that a frame is in; nil if it is not known, as of functions of the module that this compiler inlined another into.
  func scope(of view: FrameView) -> SourceScope? {
    let position = locations.position(ofInstruction: program.number(at: view.place))
    guard let scope = variables?.scope(at: position?.offset),
      view.inlineDepth <= scope.inlineCount
    else { return nil }
    return scope
  }

  /// The address in the linear memory that the places of a frame's variables are relative to; nil if it is not known for certain.
  ///
  /// It is the pointer of the stack in linear memory as it was when the function was entered, and a distance that the module says. It
  /// holds when the function has stored its parameters.
  func frameBase(_ view: FrameView, _ scope: SourceScope) -> UInt32? {
    let pc = Int(view.machine.pc)
    guard let variables, let call = view.call, let wanted = scope.frameLocal,
      let frame = variables.frame(at: pc), Int(call.entry) == frame.code.lowerBound,
      let local = frame.locals.first(where: { $0.index == wanted }),
      let last = variables.lastOfPrologue(
        scope, code: frame.code, locations, view.machine.program),
      view.machine.pc > last
    else { return nil }
    let pointer: UInt32
    switch frame.pointer {
    case .register(let register):
      pointer = UInt32(truncatingIfNeeded: call.registers[Int(register.number)])
    case .memory(let address):
      let entered = timeline.state(at: call.step + 1)
      guard let bytes = entered.memory.read(address: UInt64(address), count: 4) else { return nil }
      pointer = UInt32(truncatingIfNeeded: MemoryType.u32.value(of: bytes))
    }
    return pointer &+ UInt32(bitPattern: local.offset)
  }

  /// The parameters and variables of a frame, those of inner scopes first.
  func locals(of view: FrameView) -> [(variable: SourceVariable, value: SourceValue)] {
    guard let variables, let scope = scope(of: view) else { return [] }
    let base = frameBase(view, scope)
    return scope.variables.filter { $0.inlineDepth == view.inlineDepth }.map { variable in
      (variable, variables.value(of: variable, frameBase: base))
    }
  }

  /// The variable with a name that a frame sees; nil if there is none.
  func variable(named name: String, in view: FrameView) -> SourceValue? {
    guard let variables else { return nil }
    if let local = locals(of: view).first(where: { $0.variable.name == name }) {
      return local.value
    }
    return variables.globals.first { $0.name == name }
      .map { variables.value(of: $0, frameBase: nil) }
  }

  // MARK: Expressions

  /// The value of the source that an expression stands for; nil if it stands for none.
  func sourceValue(
    of expression: Expression, in view: FrameView
  ) throws(DebuggerError) -> SourceValue? {
    guard let variables else { return nil }
    let memory = view.machine.memory
    switch expression {
    case .name(let name):
      if let value = variable(named: name, in: view) { return value }
      // A point may separate a variable from a member.
      let names = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard names.count > 1, var value = variable(named: names[0], in: view) else { return nil }
      for name in names.dropFirst() { value = try member(name, of: value) }
      return value
    case .member(let base, let name, let isArrow):
      guard var value = try sourceValue(of: base, in: view) else { return nil }
      if isArrow { value = try followed(value, in: memory) }
      for name in name.split(separator: ".", omittingEmptySubsequences: false) {
        value = try member(String(name), of: value)
      }
      return value
    case .element(let base, let index):
      guard let value = try sourceValue(of: base, in: view) else { return nil }
      let number = try self.value(of: index, in: view)
      guard let index = Int32(exactly: number).map(Int.init) else {
        throw DebuggerError("\(number) is no index: memory has 32-bit addresses")
      }
      if let element = variables.element(index, of: value) { return element }
      // A pointer is to the first of an array.
      var target = try followed(value, in: memory)
      guard let size = variables.size(of: target) else {
        throw DebuggerError("what it points to has no known size")
      }
      target.address = target.address.map { $0 &+ UInt32(truncatingIfNeeded: index &* size) }
      return target
    case .target(let pointer):
      guard let value = try sourceValue(of: pointer, in: view) else {
        throw DebuggerError("only a pointer of the source has a target: u32[ADDRESS] reads memory")
      }
      return try followed(value, in: memory)
    default: return nil
    }
  }

  /// A member that must be there.
  private func member(
    _ name: String, of value: SourceValue
  ) throws(DebuggerError) -> SourceValue {
    guard let member = variables?.member(name, of: value) else {
      let type = variables?.name(of: value.type, dimension: value.dimension) ?? "?"
      throw DebuggerError("'\(type)' has no member '\(name.visible)'")
    }
    return member
  }

  /// What a value points to, which it must.
  private func followed(
    _ value: SourceValue, in memory: ReplayMemory
  ) throws(DebuggerError) -> SourceValue {
    if value.address == nil { throw DebuggerError("the pointer is \(SourceVariables.unknown)") }
    guard let target = variables?.target(of: value, in: memory) else {
      throw DebuggerError("it is no pointer, or null")
    }
    return target
  }

  /// A value of the source as a number.
  func number(_ value: SourceValue, in memory: ReplayMemory) throws(DebuggerError) -> Int128 {
    guard let variables, value.address != nil else {
      throw DebuggerError(SourceVariables.unknown)
    }
    guard let number = variables.number(value, in: memory) else {
      throw DebuggerError(
        "'\(variables.name(of: value.type, dimension: value.dimension))' is no number")
    }
    return number
  }

  /// The memory that an expression stands for where an address is asked for: that of a variable or a part of one, or the address that
  /// it is.
  ///
  /// - Parameter follows: whether a pointer stands for what it points to.
  func place(
    of expression: Expression, follows: Bool
  ) throws(DebuggerError) -> (address: Int128, size: Int?) {
    let view = selectedView
    var wanted = expression
    var follows = follows
    if case .address(let inner) = expression { (wanted, follows) = (inner, false) }
    if case .memory(let type, let inner) = expression {
      return (try value(of: inner, in: view), type.size)
    }
    guard let variables, var place = try sourceValue(of: wanted, in: view) else {
      return (try value(of: expression, in: view), nil)
    }
    if follows, let target = variables.target(of: place, in: machine.memory) { place = target }
    guard let address = place.address else { throw DebuggerError(SourceVariables.unknown) }
    return (Int128(address), variables.size(of: place))
  }
}
