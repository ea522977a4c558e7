import PVM
import PVMDebugger
import PVMVM
import TestSupport
import Testing

/// The debug adapter protocol, spoken by a scripted client.
@Suite struct AdapterTests {
  /// A client and the adapter that it talks to.
  private final class Client {
    /// The adapter.
    private var adapter: DebugAdapter?
    /// What the adapter has sent and nobody has looked at.
    private var inbox: [JSONValue] = []
    /// The number of the next request.
    private var sequence = 1

    /// Starts an adapter for a program that calls a function and logs.
    init() throws {
      let program = try LoadedProgram(
        Assembler.assemble(
          """
          .table back
            load_imm r7, 3
            load_imm_jump r0, 2, double
          back:
            store_u32 [0x20040], r7
            ecalli 5
            load_imm r0, -65536
            jump_ind r0, 0
          double:
            add_64 r7, r7, r7
            jump_ind r0, 0
          """))
      let sources = AdapterSources(
        path: { $0 == "a.c" ? "/src/a.c" : nil },
        lines: { ["a.c", "/src/a.c"].contains($0) ? ["one", "two", "three", "four"] : nil })
      adapter = DebugAdapter(
        launch: { (arguments) throws(DebuggerError) in
          if arguments["fails"]?.boolean == true { throw DebuggerError("no such program") }
          return Client.session(program)
        }, sources: sources, send: { [unowned self] in inbox.append($0) })
    }

    /// A session about the program.
    private static func session(_ program: LoadedProgram) -> DebugSession {
      var memory = GuestMemory()
      memory.map(address: 0x20000, byteCount: 0x1000, .readWrite)
      var registers = RegisterFile()
      registers[.returnAddress] = UInt64(StandardProgram.haltAddress)
      let machine = ReplayMachine(
        copying: Machine(program: program, registers: registers, gas: 1000, memory: memory))
      var table = LocationTable()
      table.files = ["a.c", "gone.c"]
      table.functions = [
        LocationTable.Function(name: "main", range: 0..<Int(machine.program.pcs[6])),
        LocationTable.Function(
          name: "double", range: Int(machine.program.pcs[6])..<program.blob.code.count),
      ]
      let frames = [(0, 1), (0, 2), (0, 3), (0, 3), (0, 4), (0, 4), (1, 9), (1, 9)]
      table.setPositions(
        frames.enumerated().map { index, frame in
          LocationTable.Position(
            offset: 50 + index,
            frames: [
              LocationTable.Frame(
                function: frame.0 == 0 ? "main" : "double", file: frame.0, line: frame.1)
            ])
        }, ofInstructions: (0..<8).map { Int32($0) })
      table.variables = [PlacedData(name: "total", kind: .global, address: 0x20040, size: 4)]
      return DebugSession(
        Timeline(machine, host: HandlerService(TestHost())), locations: table)
    }

    /// Whether the adapter wants no more requests.
    var isFinished: Bool { adapter?.isFinished == true }

    /// Sends bytes; the result is the one answer.
    func send(bytes: [UInt8]) throws -> JSONValue {
      adapter?.handle(bytes)
      return inbox.removeFirst()
    }

    /// Sends a request; the result is its answer.
    @discardableResult
    func send(_ command: String, _ arguments: JSONValue? = nil) throws -> JSONValue {
      let message = JSONValue.members([
        "seq": .integer(sequence), "type": .string("request"), "command": .string(command),
        "arguments": arguments ?? .members([:]),
      ])
      sequence += 1
      adapter?.handle(Array(message.text.utf8))
      let index = try #require(
        inbox.firstIndex { $0["type"]?.string == "response" }, "\(command) has no answer")
      let answer = inbox.remove(at: index)
      #expect(answer["request_seq"]?.integer == sequence - 1)
      #expect(answer["command"]?.string == command)
      return answer
    }

    /// Sends a request that succeeds; the result is the answer's body.
    @discardableResult
    func done(_ command: String, _ arguments: JSONValue? = nil) throws -> JSONValue {
      let answer = try send(command, arguments)
      #expect(answer["success"]?.boolean == true, "\(answer.text)")
      return try #require(answer["body"])
    }

    /// Sends a request that fails; the result is why.
    func failed(_ command: String, _ arguments: JSONValue? = nil) throws -> String {
      let answer = try send(command, arguments)
      #expect(answer["success"]?.boolean == false, "\(answer.text)")
      #expect(answer["body"]?["error"]?["format"]?.string == "{message}")
      return answer["message"]?.string ?? ""
    }

    /// The next event, which must have this name.
    @discardableResult
    func event(_ name: String) throws -> JSONValue {
      let event = try #require(inbox.isEmpty ? nil : inbox.removeFirst(), "no \(name)")
      #expect(event["event"]?.string == name, "\(event.text)")
      return event["body"] ?? .null
    }

    /// Whether nothing has come that was not looked at.
    var isQuiet: Bool { inbox.isEmpty }

    /// Introduces itself and launches.
    func launch(_ arguments: JSONValue = .members([:])) throws {
      try done("initialize", .members(["adapterID": .string("pvm")]))
      try done("launch", arguments)
      try event("initialized")
    }

    /// Sets breakpoints by a request; the result is what the adapter says of them.
    func set(
      _ command: String, _ breakpoints: [JSONValue], _ others: [JSONValue.Member] = []
    ) throws -> [JSONValue] {
      let arguments = JSONValue.object(
        others + [JSONValue.Member(name: "breakpoints", value: .array(breakpoints))])
      return try #require(try done(command, arguments)["breakpoints"]?.array)
    }

    /// The lines of the stack, innermost first.
    func lines() throws -> [Int?] {
      let body = try done("stackTrace", .members(["threadId": .integer(1)]))
      let frames = body["stackFrames"]?.array
      return try #require(frames).map { $0["line"]?.integer }
    }
  }

  /// Where a breakpoint in a source is.
  private static let source = [
    JSONValue.Member(name: "source", value: .members(["path": .string("/src/a.c")]))
  ]
  /// A thread.
  private static let thread = JSONValue.members(["threadId": .integer(1)])

  @Test func aWholeSession() throws {
    let client = try Client()
    let capabilities = try client.done("initialize")
    #expect(capabilities["supportsStepBack"]?.boolean == true)
    try client.done("launch", .members(["stopOnEntry": .boolean(true)]))
    try client.event("initialized")
    let set = try client.set(
      "setBreakpoints", [.members(["line": .integer(3)]), .members(["line": .integer(99)])],
      Self.source)
    #expect(set[0]["verified"]?.boolean == true && set[0]["line"]?.integer == 3)
    #expect(set[1]["verified"]?.boolean == false)
    #expect(set[1]["message"]?.string?.contains("99") == true)
    let functions = try client.set(
      "setFunctionBreakpoints",
      [
        .members(["name": .string("double")]), .members(["name": .string("hostcall write")]),
        .members(["name": .string("nobody")]),
      ])
    #expect(functions.map { $0["verified"]?.boolean } == [true, true, false])
    try client.done("setExceptionBreakpoints", .members(["filters": .array([.string("halt")])]))
    try client.done("configurationDone")
    #expect(try client.event("stopped")["reason"]?.string == "entry")
    #expect(try client.lines() == [1])
    try client.done("continue", Self.thread)
    var stopped = try client.event("stopped")
    #expect(stopped["reason"]?.string == "function breakpoint")
    #expect(stopped["hitBreakpointIds"]?.array == [functions[0]["id"] ?? .null])
    #expect(try client.lines() == [9, 2])
    try client.done("stepOut", Self.thread)
    stopped = try client.event("stopped")
    #expect(stopped["reason"]?.string == "breakpoint")
    #expect(try client.lines() == [3])
    try client.done("stepBack", Self.thread)
    #expect(try client.event("stopped")["reason"]?.string == "function breakpoint")
    try client.done("setFunctionBreakpoints", .members(["breakpoints": .array([])]))
    try client.done("stepBack", Self.thread)
    #expect(try client.event("stopped")["reason"]?.string == "step")
    #expect(try client.lines() == [2])
    try client.done("next", Self.thread)
    try client.event("stopped")
    #expect(try client.lines() == [3])
    try client.done(
      "stepIn", .members(["threadId": .integer(1), "granularity": .string("instruction")]))
    #expect(try client.event("stopped")["reason"]?.string == "step")
    #expect(
      try client.done("evaluate", .members(["expression": .string("u32[total]")]))["result"]
        == .string("6"))
    try client.done("continue", Self.thread)
    try client.event("output")
    stopped = try client.event("stopped")
    #expect(stopped["reason"]?.string == "exception")
    #expect(stopped["text"]?.string?.contains("halted") == true)
    #expect(try client.done("exceptionInfo", Self.thread)["exceptionId"] == .string("halt"))
    try client.done("reverseContinue", Self.thread)
    #expect(try client.event("stopped")["reason"]?.string == "breakpoint")
    try client.done("reverseContinue", Self.thread)
    #expect(try client.event("stopped")["reason"]?.string == "entry")
    try client.done("setBreakpoints", .object(Self.source))
    try client.done("setExceptionBreakpoints", .members(["filters": .array([])]))
    try client.done("continue", Self.thread)
    try client.event("output")
    #expect(try client.event("exited")["exitCode"]?.integer == 0)
    try client.event("terminated")
    try client.done("restart")
    #expect(try client.event("stopped")["reason"]?.string == "entry")
    try client.done("terminate")
    try client.event("terminated")
    try client.done("disconnect")
    #expect(client.isFinished && client.isQuiet)
  }

  @Test func dataAndInstructionBreakpoints() throws {
    let client = try Client()
    try client.launch()
    let info = try client.done("dataBreakpointInfo", .members(["name": .string("total")]))
    #expect(info["dataId"]?.string == "0x20040/4")
    #expect(
      try client.done("dataBreakpointInfo", .members(["name": .string("$r7")]))["dataId"] == nil)
    _ = try client.set(
      "setDataBreakpoints",
      [.members(["dataId": info["dataId"] ?? .null, "accessType": .string("write")])])
    let instruction = try client.set(
      "setInstructionBreakpoints",
      [
        .members(["instructionReference": .string("0x0"), "offset": .integer(3)]),
        .members(["instructionReference": .string("0x1")]),
      ])
    #expect(instruction.map { $0["verified"]?.boolean } == [true, false])
    try client.done("configurationDone")
    #expect(try client.event("stopped")["reason"]?.string == "instruction breakpoint")
    try client.done("continue", Self.thread)
    #expect(try client.event("stopped")["reason"]?.string == "data breakpoint")
    #expect(try client.lines() == [3])
  }

  @Test func stateIsShown() throws {
    let client = try Client()
    try client.launch(.members(["stopOnEntry": .boolean(true)]))
    try client.done("configurationDone")
    try client.event("stopped")
    #expect(try client.done("threads")["threads"]?.array?.count == 1)
    let scopes = try #require(
      try client.done("scopes", .members(["frameId": .integer(1)]))["scopes"]?.array)
    #expect(scopes.map { $0["name"]?.string } == ["Registers", "State", "Globals", "Host calls"])
    let counts = try scopes.map { scope in
      try client.done(
        "variables", .members(["variablesReference": scope["variablesReference"] ?? .null]))[
          "variables"]?.array?.count
    }
    #expect(counts == [13, 5, 1, 0])
    let memory = try client.done(
      "readMemory",
      .members([
        "memoryReference": .string("0x20ffe"), "offset": .integer(1), "count": .integer(4),
      ]))
    #expect(memory["data"]?.string == "AA==" && memory["unreadableBytes"]?.integer == 3)
    let code = try client.done(
      "disassemble",
      .members([
        "memoryReference": .string("0x0"), "instructionOffset": .integer(-1),
        "instructionCount": .integer(4),
      ]))
    let instructions = try #require(code["instructions"]?.array)
    #expect(instructions.count == 4)
    #expect(instructions[0]["presentationHint"]?.string == "invalid")
    #expect(instructions[1]["instruction"]?.string == "load_imm r7, 3")
    #expect(instructions[1]["symbol"]?.string == "main" && instructions[1]["line"] == .integer(1))
    #expect(
      try client.done("source", .members(["source": .members(["path": .string("/src/a.c")])]))[
        "content"] == .string("one\ntwo\nthree\nfour"))
    #expect(try client.done("loadedSources")["sources"]?.array?.count == 2)
    let repl = try client.done(
      "evaluate", .members(["expression": .string("info gas"), "context": .string("repl")]))
    #expect(repl["result"]?.string?.contains("1000 gas left") == true)
  }

  @Test func messagesOutOfOrderGetErrors() throws {
    let client = try Client()
    #expect(try client.failed("launch") == "launch before initialize")
    #expect(try client.failed("continue") == "continue before initialize")
    try client.done("initialize")
    #expect(try client.failed("initialize") == "initialize again")
    #expect(try client.failed("setBreakpoints") == "setBreakpoints before launch")
    #expect(try client.failed("attach").contains("launch a program"))
    #expect(try client.failed("launch", .members(["fails": .boolean(true)])) == "no such program")
    try client.done("launch")
    try client.event("initialized")
    #expect(try client.failed("launch") == "launch again")
    #expect(try client.failed("stackTrace") == "stackTrace before configurationDone")
    #expect(try client.failed("next") == "next before configurationDone")
    #expect(try client.failed("fly") == "fly is not supported")
    #expect(try client.failed("setBreakpoints") == "source must have a path")
    #expect(try client.failed("setFunctionBreakpoints") == "breakpoints must be an array")
    #expect(
      try client.failed("setExceptionBreakpoints", .members(["filters": .array([.string("x")])]))
        == "there is no filter 'x'")
    try client.done("configurationDone")
    try client.event("output")
    try client.event("exited")
    try client.event("terminated")
    #expect(try client.failed("continue").contains("the run is over"))
    #expect(try client.failed("variables").contains("the run is over"))
    #expect(client.isQuiet)
  }

  @Test func argumentsAreChecked() throws {
    let client = try Client()
    try client.launch(.members(["stopOnEntry": .boolean(true)]))
    try client.done("configurationDone")
    try client.event("stopped")
    #expect(try client.failed("scopes") == "frameId must be an integer")
    #expect(try client.failed("variables") == "variablesReference must be an integer")
    #expect(
      try client.failed("variables", .members(["variablesReference": .integer(99)])).contains(
        "must come from scopes"))
    #expect(try client.failed("evaluate") == "expression must be a text")
    #expect(
      try client.failed("evaluate", .members(["expression": .string("$x")])).contains("$x is none"))
    #expect(try client.failed("readMemory") == "memoryReference must be a text")
    let absurd = JSONValue.members([
      "memoryReference": .string("0"), "count": .integer(1 << 40),
      "instructionCount": .integer(1 << 40),
    ])
    #expect(try client.failed("readMemory", absurd).contains("count must be"))
    #expect(try client.failed("disassemble", absurd).contains("instructionCount must be"))
    #expect(try client.failed("exceptionInfo", Self.thread) == "the run has not ended")
    #expect(
      try client.failed("stackTrace", .array([])) == "the arguments of stackTrace must be an object"
    )
    #expect(client.isQuiet)
  }

  /// Nothing is added to the most extreme numbers, nor taken from them, and there are no frames in front of the first one.
  @Test func numbersMayBeExtreme() throws {
    let client = try Client()
    try client.done("initialize", .members(["linesStartAt1": .boolean(false)]))
    try client.done("launch", .members(["stopOnEntry": .boolean(true)]))
    try client.event("initialized")
    let set = try client.set("setBreakpoints", [.members(["line": .integer(.max)])], Self.source)
    #expect(set.map { $0["verified"]?.boolean } == [false])
    try client.done("configurationDone")
    try client.event("stopped")
    for number in [Int.min, -1, 0, .max] {
      #expect(
        try client.failed("scopes", .members(["frameId": .integer(number)]))
          == "there is no frame \(number)")
      #expect(
        try client.failed("variables", .members(["variablesReference": .integer(number)]))
          .contains("must come from scopes"))
    }
    let evaluated = try client.failed(
      "evaluate",
      .members([
        "expression": .string("info gas"), "context": .string("repl"), "frameId": .integer(.min),
      ]))
    #expect(evaluated == "there is no frame \(Int.min)")
    #expect(client.isQuiet)
  }

  @Test(arguments: [
    "", "[]", "{", "{\"seq\":1}", "nonsense", "{\"seq\":1,\"type\":\"response\",\"command\":\"x\"}",
    "{\"seq\":\"1\",\"type\":\"request\",\"command\":\"initialize\"}", "\"\\ud800\"", "\u{1}",
    String(repeating: "[", count: 1000),
  ])
  func malformedMessagesGetErrors(_ text: String) throws {
    let client = try Client()
    let answer = try client.send(bytes: Array(text.utf8))
    #expect(answer["success"]?.boolean == false)
    #expect(answer["message"]?.string?.isEmpty == false)
    // The adapter is as before.
    try client.done("initialize")
  }

  // MARK: Framing

  @Test func messagesAreCutFromAStream() throws {
    let bytes = Array(
      "Content-Length: 2\r\n\r\n{}Content-Type: x\r\ncontent-length:4\r\n\r\nnull".utf8)
    for size in 1...bytes.count {
      var reader = MessageReader()
      var messages: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        reader.append(bytes[start..<min(start + size, bytes.count)])
        while let message = try reader.next() {
          messages.append(String(decoding: message, as: UTF8.self))
        }
      }
      #expect(messages == ["{}", "null"])
      #expect(!reader.isInMessage)
    }
  }

  @Test(arguments: [
    ("Content-Length: x\r\n\r\n", MessageReader.Failure.badLength("x")),
    ("Content-Length: -1\r\n\r\n", .badLength("-1")),
    ("Content-Length: 99999999999999999999\r\n\r\n", .badLength("99999999999999999999")),
    ("Content-Length: 16777217\r\n\r\n", .badLength("16777217")),
    ("Content-Type: x\r\n\r\n", .missingLength),
    ("{\"seq\":1}\r\n\r\n", .missingLength),
    ("nonsense\r\n\r\n", .malformedLine("nonsense")),
    ("\r\n\r\n", .malformedLine("")),
    (String(repeating: "x", count: 5000), .headerTooLong),
  ])
  func malformedHeadersAreRefused(_ text: String, _ failure: MessageReader.Failure) {
    var reader = MessageReader()
    reader.append(text.utf8)
    #expect(throws: failure) { try reader.next() }
  }
}
