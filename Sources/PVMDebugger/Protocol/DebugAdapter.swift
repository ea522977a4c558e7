internal import PVMVM
internal import Support

/// The debug adapter protocol for one run: requests in, responses and events out.
///
/// Requests are served in order, each with all that follows from it before the next one. The protocol's states: nothing but
/// `initialize`; then `launch`; then breakpoints and questions until `configurationDone` starts the run; then everything. What
/// comes too early or too late gets an error and changes nothing.
public final class DebugAdapter {
  /// How far the client is.
  enum State: Int {
    /// Nothing has been said.
    case fresh
    /// The client has introduced itself.
    case initialized
    /// There is a program.
    case launched
    /// The run is under way, and stopped whenever a request is served.
    case started
    /// The run is over for the client.
    case terminated
  }

  /// What a request that cannot be served is answered with.
  struct Refusal: Error {
    /// What is wrong and what helps.
    let message: String

    /// Creates an answer.
    init(_ message: String) { self.message = message }
  }

  /// Starts a session with the arguments of `launch`.
  private let launch: (JSONValue) throws(DebuggerError) -> DebugSession
  /// Sends a message.
  private let send: (JSONValue) -> Void
  /// Finds and reads sources.
  let sources: AdapterSources
  /// How far the client is.
  var state = State.fresh
  /// The run.
  var session: DebugSession?
  /// The number of the next message.
  private var sequence = 1
  /// Whether the client is done and no request is served any more.
  public private(set) var isFinished = false
  /// What was numbered from 1 is numbered from so much less.
  var lineOffset = 0
  /// The same for columns.
  var columnOffset = 0
  /// Whether the run stops where it begins.
  private var stopsOnEntry = false
  /// Whether nothing but its end stops the run: `noDebug`.
  private(set) var isPlainRun = false
  /// Whether the run goes on, or back, to the next stop, so that it may be interrupted to serve requests.
  public private(set) var isResuming = false
  /// Serves the requests that came since the run goes on; whether the run is to go on behind them.
  public var serveWaiting: () -> Bool = { false }
  /// The ends of the run that it stops at instead of being over.
  private var stoppingEnds: Set<String> = ["failure"]
  /// What the client may ask about, by number from 1; nothing of it when the run goes on.
  var references: [Reference] = []
  /// The numbers of the breakpoints that a request replaces, by what it is about.
  var breakpointIDs: [String: [Int]] = [:]

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - launch: starts a session with the arguments of `launch`.
  ///   - sources: finds and reads sources.
  ///   - send: sends a message.
  public init(
    launch: @escaping (JSONValue) throws(DebuggerError) -> DebugSession, sources: AdapterSources,
    send: @escaping (JSONValue) -> Void
  ) {
    self.launch = launch
    self.sources = sources
    self.send = send
  }

  // MARK: Messages

  /// Sends an event.
  func sendEvent(_ name: String, _ body: JSONValue = .members([:])) {
    send(
      .members([
        "seq": .integer(sequence), "type": .string("event"), "event": .string(name), "body": body,
      ]))
    sequence += 1
  }

  /// Sends a text for the console.
  public func sendOutput(_ text: String, category: String) {
    sendEvent("output", .members(["category": .string(category), "output": .string(text)]))
  }

  /// Answers a request.
  func respond(_ request: JSONValue, _ body: JSONValue = .members([:])) {
    send(response(request, isSuccess: true, [.init(name: "body", value: body)]))
    sequence += 1
  }

  /// Answers that a request cannot be served.
  private func refuse(_ request: JSONValue, _ message: String) {
    let error = JSONValue.members([
      "id": .integer(1), "format": .string("{message}"),
      "variables": .members(["message": .string(message)]), "showUser": .boolean(true),
    ])
    send(
      response(
        request, isSuccess: false,
        [
          .init(name: "message", value: .string(message)),
          .init(name: "body", value: .members(["error": error])),
        ]))
    sequence += 1
  }

  /// An answer.
  private func response(
    _ request: JSONValue, isSuccess: Bool, _ members: [JSONValue.Member]
  ) -> JSONValue {
    .object(
      [
        .init(name: "seq", value: .integer(sequence)),
        .init(name: "type", value: .string("response")),
        .init(name: "request_seq", value: .integer(request["seq"]?.integer ?? 0)),
        .init(name: "success", value: .boolean(isSuccess)),
        .init(name: "command", value: .string(request["command"]?.string ?? "")),
      ] + members)
  }

  /// Serves a message, whatever is in it.
  public func handle(_ bytes: [UInt8]) {
    do throws(JSONError) {
      handle(try JSONValue(parsing: bytes))
    } catch {
      refuse(.null, "malformed JSON: \(error)")
    }
  }

  /// Serves a message.
  public func handle(_ message: JSONValue) {
    guard message["type"]?.string == "request", message["seq"]?.integer != nil,
      let name = message["command"]?.string
    else { return refuse(message, "a request with type, seq and command is expected") }
    if let arguments = message["arguments"], case .object = arguments {
    } else if message["arguments"] != nil {
      return refuse(message, "the arguments of \(name) must be an object")
    }
    do throws(Refusal) {
      guard let request = AdapterRequest.all[name] else {
        throw Refusal("\(name) is not supported")
      }
      try check(name, request)
      do throws(DebuggerError) {
        try request.serve(self, message)
      } catch {
        throw Refusal(error.description)
      }
    } catch {
      refuse(message, error.message)
    }
  }

  /// Rejects what comes too early or too late.
  private func check(_ name: String, _ request: AdapterRequest) throws(Refusal) {
    if isResuming, !request.states.contains(.launched) {
      // Only what the program does not have to stop for.
      if name != "pause" { throw Refusal("\(name) while the program runs") }
    }
    if request.states.contains(state) { return }
    switch state {
    case .fresh: throw Refusal("\(name) before initialize")
    case .initialized:
      throw Refusal(name == "initialize" ? "initialize again" : "\(name) before launch")
    case .launched:
      throw Refusal(
        ["initialize", "launch"].contains(name)
          ? "\(name) again" : "\(name) before configurationDone")
    case .started: throw Refusal("\(name) while the program runs")
    case .terminated: throw Refusal("\(name) when the run is over: restart begins it anew")
    }
  }

  // MARK: Life

  /// `initialize`.
  func initialize(_ request: JSONValue) {
    let arguments = request["arguments"]
    lineOffset = arguments?["linesStartAt1"]?.boolean == false ? 1 : 0
    columnOffset = arguments?["columnsStartAt1"]?.boolean == false ? 1 : 0
    state = .initialized
    respond(request, AdapterRequest.capabilities)
  }

  /// `launch`.
  func launch(_ request: JSONValue) throws(DebuggerError) {
    let arguments = request["arguments"] ?? .members([:])
    session = try launch(arguments)
    isPlainRun = arguments["noDebug"]?.boolean ?? false
    stopsOnEntry = !isPlainRun && arguments["stopOnEntry"]?.boolean ?? false
    if isPlainRun { stoppingEnds = [] }
    state = .launched
    respond(request)
    sendEvent("initialized")
  }

  /// `configurationDone`.
  func start(_ request: JSONValue) throws(DebuggerError) {
    state = .started
    respond(request)
    if stopsOnEntry { return sendStopped("entry") }
    try go(resumes: true) { session in session.resume() }
  }

  /// `restart`: back to the first instruction, breakpoints and all.
  func restart(_ request: JSONValue) throws(DebuggerError) {
    state = .started
    respond(request)
    _ = try running().go(to: 0)
    if stopsOnEntry { return sendStopped("entry") }
    try go(resumes: true) { session in session.resume() }
  }

  /// `disconnect`.
  func disconnect(_ request: JSONValue) {
    respond(request)
    isFinished = true
  }

  /// `terminate`.
  func terminate(_ request: JSONValue) {
    respond(request)
    state = .terminated
    sendEvent("terminated")
  }

  /// `setExceptionBreakpoints`.
  func setEnds(_ request: JSONValue) throws(DebuggerError) {
    let filters = try array(request, "filters").compactMap(\.string)
    if let unknown = filters.first(where: { !["failure", "halt"].contains($0) }) {
      throw DebuggerError("there is no filter '\(unknown)'")
    }
    stoppingEnds = isPlainRun ? [] : Set(filters)
    respond(
      request,
      .members(["breakpoints": .array(filters.map { _ in .members(["verified": .boolean(true)]) })])
    )
  }

  /// The run.
  func running() throws(DebuggerError) -> DebugSession {
    guard let session else { throw DebuggerError("there is no program") }
    return session
  }

  // MARK: Stops

  /// Lets the run go, and tells where it stops.
  ///
  /// - Parameter resumes: whether the run goes to the next stop, so that when it was interrupted it can be done again.
  func go(
    isStep: Bool = false, resumes: Bool = false,
    _ step: (DebugSession) throws(DebuggerError) -> StopReason
  ) throws(DebuggerError) {
    let session = try running()
    if let exit = session.machine.exit {
      // It has stopped at its end, so that the client could look at it.
      let before = session.timeline.step
      let reason = try perform(step, on: session, resumes: resumes)
      if session.timeline.step == before { return sendEnd(exit) }
      return tell(reason, isStep: isStep)
    }
    tell(try perform(step, on: session, resumes: resumes), isStep: isStep)
  }

  /// Lets the run go, and serves what comes meanwhile if it can be done again.
  private func perform(
    _ step: (DebugSession) throws(DebuggerError) -> StopReason, on session: DebugSession,
    resumes: Bool
  ) throws(DebuggerError) -> StopReason {
    isResuming = resumes
    defer { isResuming = false }
    var reason = try step(session)
    while resumes, reason == .interrupted, serveWaiting() { reason = try step(session) }
    return reason
  }

  /// Tells why the run has stopped.
  private func tell(_ reason: StopReason, isStep: Bool) {
    guard let session else { return }
    if let error = session.conditionError {
      sendOutput("a condition cannot be computed: \(error)\n", category: "console")
    }
    switch reason {
    case .breakpoints(let ids): sendStopped(kind(ids), ids: ids)
    case .watch(let hit):
      sendStopped(
        "data breakpoint", text: hit.isWrite ? "written at pc \(hit.pc)" : "read at pc \(hit.pc)",
        ids: [hit.id])
    case .arrived: sendStopped(isStep ? "step" : "goto")
    case .start: sendStopped("entry", text: "the start of the run")
    case .interrupted: sendStopped("pause")
    case .ended(let exit):
      let text = DebugText.end(exit, session.machine)
      sendOutput("\(text); \(session.machine.gas) gas left\n", category: "console")
      if stoppingEnds.contains(exit == .halt ? "halt" : "failure") {
        sendStopped("exception", text: text)
      } else {
        sendEnd(exit)
      }
    }
  }

  /// What kind of stop breakpoints are.
  private func kind(_ ids: [Int]) -> String {
    for (kind, name) in [
      ("function", "function breakpoint"), ("instruction", "instruction breakpoint"),
    ]
    where breakpointIDs[kind]?.contains(ids[0]) == true { return name }
    return "breakpoint"
  }

  /// Tells that the run has stopped.
  func sendStopped(_ reason: String, text: String? = nil, ids: [Int] = []) {
    references = []
    var members: [JSONValue.Member] = [
      .init(name: "reason", value: .string(reason)), .init(name: "threadId", value: .integer(1)),
      .init(name: "allThreadsStopped", value: .boolean(true)),
    ]
    if let text {
      members.append(.init(name: "description", value: .string(text)))
      members.append(.init(name: "text", value: .string(text)))
    }
    if !ids.isEmpty {
      members.append(.init(name: "hitBreakpointIds", value: .array(ids.map { .integer($0) })))
    }
    sendEvent("stopped", .object(members))
  }

  /// Tells that the run is over.
  private func sendEnd(_ exit: ExitReason) {
    state = .terminated
    sendEvent("exited", .members(["exitCode": .integer(DebugAdapter.code(exit))]))
    sendEvent("terminated")
  }

  /// The exit status of `run` for an end.
  private static func code(_ exit: ExitReason) -> Int {
    switch exit {
    case .halt: 0
    case .panic: 3
    case .pageFault: 4
    case .outOfGas: 5
    case .hostCall: 6
    }
  }

  // MARK: Arguments

  /// An integer that a request must have.
  func integer(_ request: JSONValue, _ name: String) throws(DebuggerError) -> Int {
    guard let number = request["arguments"]?[name]?.integer else {
      throw DebuggerError("\(name) must be an integer")
    }
    return number
  }

  /// A text that a request must have.
  func string(_ request: JSONValue, _ name: String) throws(DebuggerError) -> String {
    guard let text = request["arguments"]?[name]?.string else {
      throw DebuggerError("\(name) must be a text")
    }
    return text
  }

  /// An array that a request must have.
  func array(_ request: JSONValue, _ name: String) throws(DebuggerError) -> [JSONValue] {
    guard let elements = request["arguments"]?[name]?.array else {
      throw DebuggerError("\(name) must be an array")
    }
    return elements
  }
}

/// How an adapter finds and reads sources.
public struct AdapterSources {
  /// The path under which a source is there; nil if it is nowhere.
  let path: (String) -> String?
  /// The lines of a source; nil if it cannot be read.
  let lines: (String) -> [String]?

  /// Creates a way to find sources.
  public init(path: @escaping (String) -> String?, lines: @escaping (String) -> [String]?) {
    self.path = path
    self.lines = lines
  }
}
