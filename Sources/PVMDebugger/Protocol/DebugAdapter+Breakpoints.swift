internal import PVM
internal import Support

// The requests about breakpoints. Each replaces those that the last one of its kind, or about its source, has set.

extension DebugAdapter {
  /// Removes the breakpoints that a request replaces.
  private func removeBreakpoints(_ key: String) throws(DebuggerError) {
    try running().remove(breakpointIDs[key] ?? [])
    breakpointIDs[key] = []
  }

  /// Adds a breakpoint; the result tells the client of it, or why there is none.
  private func add(
    _ key: String, _ wanted: JSONValue,
    _ place: () throws(DebuggerError) -> (Breakpoint.Place, String)
  ) -> JSONValue {
    do throws(DebuggerError) {
      if isPlainRun { throw DebuggerError("the program runs without debugging") }
      let (place, name) = try place()
      let condition = wanted["condition"]?.string
      let breakpoint = try running().add(
        place, text: name, condition: condition?.isEmpty == true ? nil : condition)
      breakpointIDs[key, default: []].append(breakpoint.id)
      var members: [JSONValue.Member] = [
        .init(name: "id", value: .integer(breakpoint.id)),
        .init(name: "verified", value: .boolean(true)),
      ]
      if case .code(let numbers) = place, let number = numbers.first {
        let pc = try running().program.pcs[number]
        members.append(.init(name: "instructionReference", value: .string(reference(UInt64(pc)))))
        if let frame = try running().frames(at: pc, depth: 0).first, frame.line > 0 {
          members.append(.init(name: "line", value: .integer(frame.line - lineOffset)))
        }
      }
      return .object(members)
    } catch {
      return .members(["verified": .boolean(false), "message": .string(error.description)])
    }
  }

  /// An address as the protocol refers to it.
  func reference(_ address: UInt64) -> String { "0x" + Hex.string(address) }

  /// Answers with breakpoints.
  private func respond(_ request: JSONValue, breakpoints: [JSONValue]) {
    respond(request, .members(["breakpoints": .array(breakpoints)]))
  }

  /// `setBreakpoints`.
  func setSourceBreakpoints(_ request: JSONValue) throws(DebuggerError) {
    let source = request["arguments"]?["source"]
    guard let path = source?["path"]?.string ?? source?["name"]?.string else {
      throw DebuggerError("source must have a path")
    }
    let wanted = request["arguments"]?["breakpoints"]?.array ?? []
    let session = try running()
    let name = knownName(path)
    try removeBreakpoints("source " + path)
    let breakpoints = wanted.map { wanted in
      add("source " + path, wanted) { () throws(DebuggerError) -> (Breakpoint.Place, String) in
        guard let line = wanted["line"]?.integer else {
          throw DebuggerError("line must be an integer")
        }
        return try session.line(min(line, .max - lineOffset) + lineOffset, ofFile: name)
      }
    }
    respond(request, breakpoints: breakpoints)
  }

  /// What the program calls a source that is at a path.
  private func knownName(_ path: String) -> String {
    let files = session?.locations.files ?? []
    if files.contains(path) { return path }
    if let file = files.first(where: { sources.path($0) == path }) { return file }
    // The longest end of the path that is the end of a name.
    var rest = path.split(separator: "/")[...]
    while !rest.isEmpty {
      let end = rest.joined(separator: "/")
      if files.contains(where: { $0 == end || $0.hasSuffix("/" + end) }) { return end }
      rest.removeFirst()
    }
    return path
  }

  /// `setFunctionBreakpoints`; `hostcall` and `hostcall NAME` stop in front of host calls, anything that `break` takes is a
  /// place.
  func setFunctionBreakpoints(_ request: JSONValue) throws(DebuggerError) {
    let wanted = try array(request, "breakpoints")
    let session = try running()
    try removeBreakpoints("function")
    let breakpoints = wanted.map { wanted in
      add("function", wanted) { () throws(DebuggerError) -> (Breakpoint.Place, String) in
        guard let name = wanted["name"]?.string else { throw DebuggerError("name must be a text") }
        let words = name.split(separator: " ")
        if words.first == "hostcall", words.count <= 2 {
          if words.count == 1 { return (.hostCall(nil), "host calls") }
          let index = try HostCallText.index(String(words[1]), for: session.machine.target)
          return (.hostCall(index), name)
        }
        return try session.place(name)
      }
    }
    respond(request, breakpoints: breakpoints)
  }

  /// `setInstructionBreakpoints`.
  func setInstructionBreakpoints(_ request: JSONValue) throws(DebuggerError) {
    let wanted = try array(request, "breakpoints")
    let session = try running()
    try removeBreakpoints("instruction")
    let breakpoints = wanted.map { wanted in
      add("instruction", wanted) { () throws(DebuggerError) -> (Breakpoint.Place, String) in
        let start = try address(wanted["instructionReference"]?.string)
        let pc = Int128(start) + Int128(wanted["offset"]?.integer ?? 0)
        return try session.place("*\(pc)")
      }
    }
    respond(request, breakpoints: breakpoints)
  }

  /// The address that a reference means.
  func address(_ reference: String?) throws(DebuggerError) -> UInt64 {
    guard let reference, case .number(let number) = try ExpressionParser.parse(reference),
      let address = UInt64(exactly: number)
    else { throw DebuggerError("a reference must be a number") }
    return address
  }

  // MARK: Memory

  /// `dataBreakpointInfo`: of a variable, or of an address that an expression gives.
  func dataBreakpointInfo(_ request: JSONValue) throws(DebuggerError) {
    let session = try running()
    let name = try string(request, "name")
    let address: Int128
    var count = request["arguments"]?["bytes"]?.integer ?? 4
    let container = request["arguments"]?["variablesReference"]?.integer
    if let memory = try memory(ofVariable: name, in: container) {
      (address, count) = (Int128(memory.address), memory.count)
    } else if let variable = session.locations.variables.first(where: { $0.name == name }) {
      address = Int128(variable.address)
      count = request["arguments"]?["bytes"]?.integer ?? variable.size
    } else {
      switch try ExpressionParser.parse(name) {
      case .register:
        return respond(
          request,
          .members([
            "dataId": .null, "description": .string("registers cannot be watched"),
          ]))
      case let expression:
        let place = try session.place(of: expression, follows: false)
        address = place.address
        count = request["arguments"]?["bytes"]?.integer ?? place.size ?? 4
      }
    }
    guard let start = UInt32(exactly: address), (1...4096).contains(count) else {
      throw DebuggerError("1 to 4096 bytes at an address of 32 bits can be watched")
    }
    let text = "\(reference(UInt64(start)))/\(count)"
    respond(
      request,
      .members([
        "dataId": .string(text),
        "description": .string("\(count) bytes at \(reference(UInt64(start)))"),
        "accessTypes": .array(["read", "write", "readWrite"].map { .string($0) }),
        "canPersist": .boolean(false),
      ]))
  }

  /// `setDataBreakpoints`.
  func setDataBreakpoints(_ request: JSONValue) throws(DebuggerError) {
    let wanted = try array(request, "breakpoints")
    try removeBreakpoints("data")
    let breakpoints = wanted.map { wanted in
      add("data", wanted) { () throws(DebuggerError) -> (Breakpoint.Place, String) in
        let parts = wanted["dataId"]?.string?.split(separator: "/") ?? []
        guard parts.count == 2, let start = UInt32(exactly: try address(String(parts[0]))),
          let count = Int(parts[1]), (1...4096).contains(count)
        else { throw DebuggerError("dataId must come from dataBreakpointInfo") }
        let kind: Breakpoint.Watch.Kind =
          switch wanted["accessType"]?.string {
          case "read": .read
          case "readWrite": .access
          default: .write
          }
        return (
          .watch(Breakpoint.Watch(address: start, count: count, kind: kind)),
          "\(count) bytes at \(reference(UInt64(start)))"
        )
      }
    }
    respond(request, breakpoints: breakpoints)
  }
}
