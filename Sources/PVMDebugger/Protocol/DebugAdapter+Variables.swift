internal import PVM
internal import Support

// The requests about frames: their scopes, variables, and expressions in them.

extension DebugAdapter {
  /// The groups of variables.
  enum Scope: CaseIterable {
    /// The parameters and variables of a function of the source.
    case locals
    /// The registers.
    case registers
    /// Counter, gas, step.
    case state
    /// Variables of the source outside of functions, and named places in memory.
    case globals
    /// The host call that is about to be made, and those that were.
    case hostCalls

    /// The name.
    var name: String {
      switch self {
      case .locals: "Locals"
      case .registers: "Registers"
      case .state: "State"
      case .globals: "Globals"
      case .hostCalls: "Host calls"
      }
    }
  }

  /// What a number stands for that the client may ask about, until the run goes on.
  enum Reference {
    /// A scope of a frame.
    case scope(Scope, FrameView)
    /// The parts of a value that is written so.
    case parts(SourceValue, String)
  }

  /// A new reference.
  private func number(of reference: Reference) -> Int {
    references.append(reference)
    return references.count
  }

  /// What a reference stands for.
  private func reference(_ number: Int) throws(DebuggerError) -> Reference {
    guard number > 0, references.indices.contains(number - 1) else {
      throw DebuggerError("variablesReference must come from scopes, variables or evaluate")
    }
    return references[number - 1]
  }

  /// The frame that a request is about; the innermost if it names none.
  private func view(_ request: JSONValue) throws(DebuggerError) -> FrameView {
    let number = request["arguments"]?["frameId"]?.integer ?? 1
    guard number > 0, let view = try running().view(ofFrame: number - 1) else {
      throw DebuggerError("there is no frame \(number)")
    }
    return view
  }

  /// `scopes`.
  func scopes(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    _ = try integer(request, "frameId")
    let view = try view(request)
    let scopes = Scope.allCases.filter { scope in
      switch scope {
      case .locals: session.scope(of: view) != nil
      case .globals:
        !session.locations.variables.isEmpty || session.variables?.globals.isEmpty == false
      default: true
      }
    }
    let values = scopes.map { scope in
      var members: [JSONValue.Member] = [
        .init(name: "name", value: .string(scope.name)),
        .init(name: "variablesReference", value: .integer(number(of: .scope(scope, view)))),
        .init(name: "expensive", value: .boolean(scope == .hostCalls)),
      ]
      let hint = scope == .locals ? "locals" : scope == .registers ? "registers" : nil
      if let hint { members.append(.init(name: "presentationHint", value: .string(hint))) }
      return JSONValue.object(members)
    }
    respond(request, .members(["scopes": .array(values)]))
  }

  /// `variables`.
  func variables(_ request: JSONValue) throws(DebuggerError) {
    let isHexadecimal = request["arguments"]?["format"]?["hex"]?.boolean ?? false
    let values: [JSONValue] =
      switch try reference(integer(request, "variablesReference")) {
      case .parts(let value, let expression): parts(of: value, expression)
      case .scope(.locals, let view): locals(view)
      case .scope(.registers, let view): registers(view, isHexadecimal)
      case .scope(.state, _): try state(isHexadecimal)
      case .scope(.globals, _): globals()
      case .scope(.hostCalls, _): hostCalls()
      }
    respond(request, .members(["variables": .array(values)]))
  }

  /// The parameters and variables of a frame.
  private func locals(_ view: FrameView) -> [JSONValue] {
    guard let session else { return [] }
    return session.locals(of: view).map { variable($0.variable.name, $0.value, $0.variable.name) }
  }

  /// The parts of a value.
  private func parts(of value: SourceValue, _ expression: String) -> [JSONValue] {
    guard let session, let variables = session.variables else { return [] }
    return variables.parts(of: value, expression, in: session.machine.memory)
      .map { variable($0.name, $0.value, $0.expression) }
  }

  /// The registers of a frame.
  private func registers(_ view: FrameView, _ isHexadecimal: Bool) -> [JSONValue] {
    RegisterSet.all.map { register in
      let value = view.machine[register]
      return variable(
        DebugText.name(register),
        isHexadecimal ? reference(value) : "\(Int64(bitPattern: value))",
        type: "u64", expression: "$r\(register.number)", memory: value)
    }
  }

  /// Counter, gas and the like.
  private func state(_ isHexadecimal: Bool) throws(DebuggerError) -> [JSONValue] {
    let session = try running()
    var values: [JSONValue] = []
    for state in Expression.StateValue.allCases {
      let value = try session.value(of: .state(state))
      values.append(
        variable(
          state.rawValue, isHexadecimal ? Expression.text(value) : "\(value)",
          expression: "$\(state.rawValue)"))
    }
    return values
  }

  /// Variables outside of functions, and named places in memory.
  private func globals() -> [JSONValue] {
    guard let session else { return [] }
    var values: [JSONValue] = []
    if let variables = session.variables {
      values += variables.globals.map {
        variable($0.name, variables.value(of: $0, frameBase: nil), $0.name)
      }
    }
    for item in session.locations.variables {
      let type: MemoryType? = [1: .u8, 2: .u16, 4: .u32, 8: .u64][item.size]
      let bytes = session.machine.memory.read(
        address: UInt64(item.address), count: UInt64(item.size))
      let value =
        item.kind == .global
        ? type.flatMap { type in bytes.map { "\(type.value(of: $0))" } } : nil
      values.append(
        variable(
          item.name, value ?? "\(item.size) bytes", type: item.kind.rawValue,
          expression: item.name, memory: UInt64(item.address)))
    }
    return values
  }

  /// The host calls in front of the state and the one about to be made.
  private func hostCalls() -> [JSONValue] {
    guard let session else { return [] }
    var values = session.hostCallTexts(last: 1000).map { variable($0.name, $0.value) }
    let machine = session.machine
    if let index = machine.pendingHostCall {
      let text = HostCallText.call(index, machine.values, machine.memory, machine.target)
      values.append(variable("next", text))
    }
    return values
  }

  /// A variable of the source, or a part of one, for the client.
  private func variable(_ name: String, _ value: SourceValue, _ expression: String) -> JSONValue {
    guard let session, let variables = session.variables else { return .null }
    let memory = session.machine.memory
    return variable(
      name, variables.text(of: value, in: memory),
      type: variables.name(of: value.type, dimension: value.dimension), expression: expression,
      memory: value.address.map { UInt64($0) },
      parts: variables.hasParts(value, in: memory) ? number(of: .parts(value, expression)) : 0)
  }

  /// A variable for the client.
  ///
  /// - Parameter parts: what its parts can be asked for by; 0 if it has none.
  private func variable(
    _ name: String, _ value: String, type: String? = nil, expression: String? = nil,
    memory: UInt64? = nil, parts: Int = 0
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "name", value: .string(name)), .init(name: "value", value: .string(value)),
      .init(name: "variablesReference", value: .integer(parts)),
    ]
    if let type { members.append(.init(name: "type", value: .string(type))) }
    if let expression {
      members.append(.init(name: "evaluateName", value: .string(expression)))
    }
    if let memory {
      members.append(.init(name: "memoryReference", value: .string(reference(memory))))
    }
    return .object(members)
  }

  // MARK: Expressions

  /// `evaluate`: an expression, or in the console also a command of the terminal.
  func evaluate(_ request: JSONValue) throws(DebuggerError) {
    let text = try string(request, "expression")
    let view = try view(request)
    do throws(DebuggerError) {
      respond(request, try value(of: ExpressionParser.parse(text), text, view, request))
    } catch {
      guard request["arguments"]?["context"]?.string == "repl" else { throw error }
      execute(text, request)
    }
  }

  /// What `evaluate` answers.
  private func value(
    of expression: Expression, _ text: String, _ view: FrameView, _ request: JSONValue
  ) throws(DebuggerError) -> JSONValue {
    let session = try running()
    let isHexadecimal = request["arguments"]?["format"]?["hex"]?.boolean ?? false
    if let variables = session.variables,
      let value = try session.sourceValue(of: expression, in: view)
    {
      let memory = session.machine.memory
      var result = variables.text(of: value, in: memory)
      if isHexadecimal, let number = variables.number(value, in: memory) {
        result = Expression.text(number)
      }
      var members: [JSONValue.Member] = [
        .init(name: "result", value: .string(result)),
        .init(
          name: "type",
          value: .string(variables.name(of: value.type, dimension: value.dimension))),
        .init(
          name: "variablesReference",
          value: .integer(
            variables.hasParts(value, in: memory) ? number(of: .parts(value, text)) : 0)
        ),
      ]
      if let address = value.address {
        members.append(.init(name: "memoryReference", value: .string(reference(UInt64(address)))))
      }
      return .object(members)
    }
    let value = try session.value(of: expression, in: view)
    var members: [JSONValue.Member] = [
      .init(name: "result", value: .string(isHexadecimal ? Expression.text(value) : "\(value)")),
      .init(name: "variablesReference", value: .integer(0)),
    ]
    if let address = UInt64(exactly: value) {
      members.append(.init(name: "memoryReference", value: .string(reference(address))))
    }
    return .object(members)
  }

  /// Does a command of the terminal.
  private func execute(_ text: String, _ request: JSONValue) {
    guard let session else { return }
    var lines: [String] = []
    let terminal = TerminalDebugger(session, print: { lines.append($0) }, source: sources.lines)
    let step = session.timeline.step
    session.selectedFrame = max(1, request["arguments"]?["frameId"]?.integer ?? 1) - 1
    terminal.execute(text)
    respond(
      request,
      .members([
        "result": .string(lines.joined(separator: "\n")), "variablesReference": .integer(0),
      ]))
    if session.timeline.step != step { sendStopped("goto") }
  }

  /// The memory of a variable that the client has by its name and what it is part of; nil if that is no variable of the source.
  func memory(
    ofVariable name: String, in number: Int?
  ) throws(DebuggerError) -> (address: UInt32, count: Int)? {
    guard let number, let session, let variables = session.variables else { return nil }
    let memory = session.machine.memory
    let value: SourceValue? =
      switch try reference(number) {
      case .parts(let whole, let expression):
        variables.parts(of: whole, expression, in: memory).first { $0.name == name }?.value
      case .scope(.locals, let view):
        session.locals(of: view).first { $0.variable.name == name }?.value
      case .scope(.globals, _):
        variables.globals.first { $0.name == name }
          .map { variables.value(of: $0, frameBase: nil) }
      case .scope: nil
      }
    guard let value, let address = value.address, let count = variables.size(of: value) else {
      return nil
    }
    return (address, count)
  }
}
