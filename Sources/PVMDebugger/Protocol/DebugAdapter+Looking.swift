internal import PVM
internal import Support

// The requests that look at the state, and steps.

extension DebugAdapter {
  /// `next`, `stepIn`, `stepBack`.
  func step(
    _ request: JSONValue, over: Bool, backward isBackward: Bool = false
  ) throws(DebuggerError) {
    let isFine = request["arguments"]?["granularity"]?.string == "instruction"
    let session = try running()
    respond(request)
    let kind: StepKind = isFine || !session.locations.hasLines ? .instruction : .line
    try go(isStep: true) { $0.step(kind, over: over, backward: isBackward) }
  }

  /// `threads`.
  func threads(_ request: JSONValue) {
    let thread = JSONValue.members(["id": .integer(1), "name": .string("program")])
    respond(request, .members(["threads": .array([thread])]))
  }

  /// `stackTrace`.
  func stackTrace(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    let first = max(0, request["arguments"]?["startFrame"]?.integer ?? 0)
    let levels = request["arguments"]?["levels"]?.integer ?? 0
    let frames = session.stack(limit: 10_000)
    let last =
      levels > 0
      ? min(frames.count, first.addingReportingOverflow(levels).partialValue) : frames.count
    let shown = first < last ? Array(frames[first..<last]) : []
    let values = shown.enumerated().map { index, frame in describe(frame, id: first + index + 1) }
    respond(
      request,
      .members(["stackFrames": .array(values), "totalFrames": .integer(frames.count)]))
  }

  /// A frame for the client.
  private func describe(_ frame: StackFrame, id: Int) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "id", value: .integer(id)),
      .init(name: "name", value: .string(frame.name + (frame.isInlined ? " (inlined)" : ""))),
      .init(name: "line", value: .integer(frame.file == nil ? 0 : frame.line - lineOffset)),
      .init(
        name: "column",
        value: .integer(frame.file == nil ? 0 : max(1, frame.column) - columnOffset)),
      .init(name: "instructionPointerReference", value: .string(reference(UInt64(frame.pc)))),
    ]
    if let file = frame.file { members.append(.init(name: "source", value: describe(file))) }
    return .object(members)
  }

  /// A source for the client: where it can be read, or else what it is called.
  private func describe(_ file: String) -> JSONValue {
    let path = sources.path(file)
    var members: [JSONValue.Member] = [
      .init(name: "name", value: .string(DebugText.shortPath(file))),
      .init(name: "path", value: .string(path ?? file)),
    ]
    if path == nil {
      members.append(.init(name: "presentationHint", value: .string("deemphasize")))
    }
    return .object(members)
  }

  /// `exceptionInfo`.
  func exceptionInfo(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    guard let exit = session.machine.exit else { throw DebuggerError("the run has not ended") }
    respond(
      request,
      .members([
        "exceptionId": .string("\(exit)"),
        "description": .string(DebugText.end(exit, session.machine)),
        "breakMode": .string("always"),
      ]))
  }

  /// `readMemory`.
  func readMemory(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    let start =
      try Int128(address(string(request, "memoryReference")))
      + Int128(request["arguments"]?["offset"]?.integer ?? 0)
    let count = try integer(request, "count")
    guard (0...1 << 20).contains(count) else {
      throw DebuggerError("count must be 0 to \(1 << 20)")
    }
    guard let address = UInt32(exactly: start) else {
      return respond(
        request,
        .members(["address": .string("\(start)"), "unreadableBytes": .integer(count)]))
    }
    let bytes = session.machine.memory.prefix(address: address, count: count)
    respond(
      request,
      .members([
        "address": .string(reference(UInt64(address))), "data": .string(Base64.text(of: bytes)),
        "unreadableBytes": .integer(count - bytes.count),
      ]))
  }

  /// `disassemble`: as many instructions as asked for, those outside of the code being none.
  func disassemble(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    let program = session.program
    let start =
      try Int128(address(string(request, "memoryReference")))
      + Int128(request["arguments"]?["offset"]?.integer ?? 0)
    let skipped = request["arguments"]?["instructionOffset"]?.integer ?? 0
    let count = try integer(request, "instructionCount")
    guard (0...65536).contains(count), (-(1 << 30)...1 << 30).contains(skipped) else {
      throw DebuggerError("instructionCount must be 0 to 65536")
    }
    let first = program.firstNumber(from: Int(clamping: start)) + skipped
    var instructions: [JSONValue] = []
    for number in first..<first + count {
      guard program.pcs.indices.contains(number) else {
        // In front of the code addresses would be negative.
        let outside = number < 0 ? 0 : UInt64(program.blob.code.count + number - program.pcs.count)
        instructions.append(
          .members([
            "address": .string(reference(outside)), "instruction": .string("outside of the code"),
            "presentationHint": .string("invalid"),
          ]))
        continue
      }
      instructions.append(describe(instruction: number))
    }
    respond(request, .members(["instructions": .array(instructions)]))
  }

  /// An instruction for the client.
  private func describe(instruction number: Int) -> JSONValue {
    guard let session else { return .null }
    let program = session.program
    let pc = program.pcs[number]
    let end = min(program.blob.code.count, Int(pc) + 1 + program.blob.mask.skip(Int(pc)))
    var members: [JSONValue.Member] = [
      .init(name: "address", value: .string(reference(UInt64(pc)))),
      .init(
        name: "instructionBytes",
        value: .string(Hex.string(program.blob.code[Int(pc)..<end], separator: " "))),
      .init(name: "instruction", value: .string(DebugText.instruction(program, at: pc))),
    ]
    if let function = session.locations.function(at: Int(pc)),
      function.range.lowerBound == Int(pc)
    {
      members.append(.init(name: "symbol", value: .string(function.name)))
    }
    if let frame = session.frames(at: pc, depth: 0).first, let file = frame.file, frame.line > 0 {
      members.append(.init(name: "location", value: describe(file)))
      members.append(.init(name: "line", value: .integer(frame.line - lineOffset)))
    }
    return .object(members)
  }

  /// `source`.
  func source(_ request: JSONValue) throws(DebuggerError) {
    let source = request["arguments"]?["source"]
    guard let path = source?["path"]?.string ?? source?["name"]?.string else {
      throw DebuggerError("source must have a path")
    }
    guard try running().locations.files.contains(where: { $0 == path || sources.path($0) == path }),
      let lines = sources.lines(path)
    else { throw DebuggerError("the source \(path) cannot be read") }
    respond(request, .members(["content": .string(lines.joined(separator: "\n"))]))
  }

  /// `loadedSources`.
  func loadedSources(_ request: JSONValue) throws(DebuggerError) {
    let files = try running().locations.files
    respond(request, .members(["sources": .array(files.map { describe($0) })]))
  }
}

extension DebugSession {
  /// The last host calls in front of the state, with arguments and results.
  func hostCallTexts(last limit: Int) -> [(name: String, value: String)] {
    let here = timeline.step
    defer { timeline.go(to: here) }
    let calls = Array(timeline.calls.filter { $0.step < here }.enumerated()).suffix(limit)
    return calls.map { number, call in
      // The memory that the arguments are in is that of then.
      timeline.go(to: call.step)
      let target = machine.target
      let text = HostCallText.call(call.index, call.before, machine.memory, target)
      return (
        "\(number)", "step \(call.step)  \(text) = \(HostCallText.result(call, target))"
      )
    }
  }
}

/// Bytes as text of 64 characters.
enum Base64 {
  /// The characters.
  private static let characters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of some bytes.
  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(UInt32(0)) { bits, index in
        bits << 8 | UInt32(index < group.count ? group[start + index] : 0)
      }
      for index in 0..<4 {
        let isUsed = index <= group.count
        text.append(
          isUsed ? characters[Int(bits >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
