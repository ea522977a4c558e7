/// A request of the debug adapter protocol that is served.
struct AdapterRequest: Sendable {
  /// When it may come.
  let states: Set<DebugAdapter.State>
  /// Serves it.
  let serve: @Sendable (DebugAdapter, JSONValue) throws(DebuggerError) -> Void

  /// Creates a request.
  private init(
    _ states: Set<DebugAdapter.State>,
    _ serve: @escaping @Sendable (DebugAdapter, JSONValue) throws(DebuggerError) -> Void
  ) {
    self.states = states
    self.serve = serve
  }

  /// When there is a program.
  private static let launched: Set<DebugAdapter.State> = [.launched, .started, .terminated]
  /// While the run is under way.
  private static let started: Set<DebugAdapter.State> = [.started]
  /// At any time.
  private static let always: Set<DebugAdapter.State> = [
    .fresh, .initialized, .launched, .started, .terminated,
  ]

  /// The requests by name.
  static let all: [String: AdapterRequest] = [
    "initialize": AdapterRequest([.fresh]) { $0.initialize($1) },
    "launch": AdapterRequest([.initialized]) { (adapter, request) throws(DebuggerError) in
      try adapter.launch(request)
    },
    "attach": AdapterRequest([.initialized]) { (_, _) throws(DebuggerError) in
      throw DebuggerError("there is nothing to attach to: launch a program")
    },
    "configurationDone": AdapterRequest([.launched]) { (adapter, request) throws(DebuggerError) in
      try adapter.start(request)
    },
    "restart": AdapterRequest([.started, .terminated]) {
      (adapter, request) throws(DebuggerError) in try adapter.restart(request)
    },
    "disconnect": AdapterRequest(always) { $0.disconnect($1) },
    "terminate": AdapterRequest(launched) { $0.terminate($1) },
    "setBreakpoints": AdapterRequest(launched) { (adapter, request) throws(DebuggerError) in
      try adapter.setSourceBreakpoints(request)
    },
    "setFunctionBreakpoints": AdapterRequest(launched) {
      (adapter, request) throws(DebuggerError) in try adapter.setFunctionBreakpoints(request)
    },
    "setInstructionBreakpoints": AdapterRequest(launched) {
      (adapter, request) throws(DebuggerError) in try adapter.setInstructionBreakpoints(request)
    },
    "dataBreakpointInfo": AdapterRequest(launched) { (adapter, request) throws(DebuggerError) in
      try adapter.dataBreakpointInfo(request)
    },
    "setDataBreakpoints": AdapterRequest(launched) { (adapter, request) throws(DebuggerError) in
      try adapter.setDataBreakpoints(request)
    },
    "setExceptionBreakpoints": AdapterRequest(launched) {
      (adapter, request) throws(DebuggerError) in try adapter.setEnds(request)
    },
    "threads": AdapterRequest(launched) { $0.threads($1) },
    "stackTrace": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.stackTrace(request)
    },
    "scopes": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.scopes(request)
    },
    "variables": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.variables(request)
    },
    "evaluate": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.evaluate(request)
    },
    "exceptionInfo": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.exceptionInfo(request)
    },
    "disassemble": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.disassemble(request)
    },
    "readMemory": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.readMemory(request)
    },
    "source": AdapterRequest(launched) { (adapter, request) throws(DebuggerError) in
      try adapter.source(request)
    },
    "loadedSources": AdapterRequest(launched) { (adapter, request) throws(DebuggerError) in
      try adapter.loadedSources(request)
    },
    "continue": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      adapter.respond(request, .members(["allThreadsContinued": .boolean(true)]))
      try adapter.go(resumes: true) { $0.resume() }
    },
    "reverseContinue": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      adapter.respond(request)
      try adapter.go(resumes: true) { $0.reverse() }
    },
    "next": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.step(request, over: true)
    },
    "stepIn": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.step(request, over: false)
    },
    "stepBack": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      try adapter.step(request, over: true, backward: true)
    },
    "stepOut": AdapterRequest(started) { (adapter, request) throws(DebuggerError) in
      adapter.respond(request)
      // Out of the outermost function is the end of the run.
      try adapter.go(isStep: true) { session in (try? session.leave()) ?? session.resume() }
    },
    "pause": AdapterRequest(started) { $0.respond($1) },
  ]

  /// What the adapter can do.
  static let capabilities: JSONValue = {
    let names = [
      "supportsConfigurationDoneRequest", "supportsFunctionBreakpoints",
      "supportsConditionalBreakpoints", "supportsEvaluateForHovers", "supportsStepBack",
      "supportsRestartRequest", "supportsExceptionInfoRequest", "supportsTerminateRequest",
      "supportsDataBreakpoints", "supportsDataBreakpointBytes", "supportsReadMemoryRequest",
      "supportsDisassembleRequest", "supportsInstructionBreakpoints", "supportsSteppingGranularity",
      "supportsLoadedSourcesRequest", "supportsValueFormattingOptions",
    ]
    let filters: [JSONValue] = [
      .members([
        "filter": .string("failure"), "label": .string("Panic, page fault, out of gas"),
        "default": .boolean(true),
      ]),
      .members([
        "filter": .string("halt"), "label": .string("The end of the program"),
        "default": .boolean(false),
      ]),
    ]
    return .object(
      names.map { .init(name: $0, value: .boolean(true)) } + [
        .init(name: "exceptionBreakpointFilters", value: .array(filters))
      ])
  }()
}
