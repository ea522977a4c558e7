internal import PVM
internal import PVMVM
internal import Support

/// A function that has not returned, be it inlined into the next one of the list.
public struct StackFrame: Equatable, Sendable {
  /// Its name; nil if it is not known.
  public var function: String?
  /// The path of the source; nil if it is not known.
  public var file: String?
  /// The line; 0 if it is not known.
  public var line: Int
  /// The column; 0 if it is not known.
  public var column: Int
  /// The code index of the next instruction, or of the call that it waits for.
  public var pc: UInt32
  /// The byte offset in the module; nil if it is not known.
  public var offset: Int?
  /// Whether it is inlined into the next one.
  public var isInlined: Bool
  /// How many calls in front of it have not returned.
  public var depth: Int

  /// The function, or where it is.
  public var name: String { function ?? "code" }
}

extension DebugSession {
  /// The functions that have not returned, innermost first.
  ///
  /// - Parameter limit: how many are given at most.
  public func stack(limit: Int = .max) -> [StackFrame] {
    var result = frames(at: placeOfEnd ?? machine.pc, depth: machine.depth)
    for index in result.indices { result[index].pc = machine.pc }
    var frame = machine.frame
    while result.count < limit, let call = frame {
      frame = call.parent
      result += callers(of: call, from: result.last?.function)
    }
    return Array(result.prefix(limit))
  }

  /// The functions that a call comes from, innermost first.
  ///
  /// The code in front of an exported function that calls it has the function's own place: it is not a second call.
  func callers(of call: CallFrame, from callee: String?) -> [StackFrame] {
    let callers = frames(at: call.site, depth: call.parent?.depth ?? 0)
    let isEntry =
      call.parent == nil && locations.function(at: Int(call.site))?.isEntry == true
      && callers.count == 1 && callers[0].function == callee
    return isEntry ? [] : callers
  }

  /// Where a run was that ended with a trap: a function's traps are one instruction, so that the one in front of it counts, unless that
  /// was a call. Nil if it ended otherwise, or goes on.
  var placeOfEnd: UInt32? {
    guard machine.exit == .panic, program.blob.opcode(at: Int(machine.pc)) == .trap,
      timeline.step >= 2
    else { return nil }
    let before = timeline.state(at: timeline.step - 2)
    return before.depth == machine.depth ? before.pc : nil
  }

  /// The functions that an instruction is in: inlined ones, then that of the program.
  public func frames(at pc: UInt32, depth: Int) -> [StackFrame] {
    let position = locations.position(ofInstruction: program.number(at: pc))
    let code = locations.function(at: Int(pc))
    let function = code?.name
    guard let position, !position.frames.isEmpty else {
      return [
        StackFrame(
          function: function, file: nil, line: 0, column: 0, pc: pc, offset: position?.offset,
          isInlined: false, depth: depth)
      ]
    }
    var places = position.frames
    // The exported function, inlined into the code in front of it, which has its place.
    if code?.isEntry == true, places.count > 1,
      places[places.count - 1].function == places[places.count - 2].function
    {
      places.removeLast()
    }
    return places.enumerated().map { index, frame in
      let isLast = index == places.count - 1
      return StackFrame(
        function: frame.function.isEmpty && isLast ? function : frame.function,
        file: frame.file.map { locations.files[$0] }, line: frame.line, column: frame.column,
        pc: pc, offset: index == 0 ? position.offset : nil, isInlined: !isLast, depth: depth)
    }
  }

  /// The place that a text names, and how it is called: `FUNCTION`, `FILE:LINE`, `:LINE` of the file that the run is in, `*PC`,
  /// `wasm:OFFSET`.
  public func place(_ text: String) throws(DebuggerError) -> (place: Breakpoint.Place, name: String)
  {
    if text.hasPrefix("*") {
      let value = try self.value(of: ExpressionParser.parse(String(text.dropFirst())))
      guard let pc = UInt32(exactly: value), let number = program.number(at: pc) else {
        throw DebuggerError("no instruction starts at pc \(value)")
      }
      return (.code([number]), "pc \(pc)")
    }
    if text.hasPrefix("wasm:") { return try offset(String(text.dropFirst(5))) }
    let numbers = locations.starts(ofFunction: text, in: program)
    if !numbers.isEmpty { return (.code(numbers.map(behindPrologue)), text) }
    if let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]) {
      return try self.line(line, ofFile: String(text[..<colon]))
    }
    if let line = Int(text) { return try self.line(line, ofFile: "") }
    throw DebuggerError(unknown(text))
  }

  /// The instruction where the parameters of a function are where the debug information says, if it is at the beginning of one and
  /// that is known; else the instruction itself.
  private func behindPrologue(_ number: Int) -> Int {
    guard let variables, let frame = variables.frame(at: Int(program.pcs[number])),
      frame.code.lowerBound == Int(program.pcs[number]),
      let scope = variables.scope(at: locations.position(ofInstruction: number)?.offset),
      let last = variables.lastOfPrologue(scope, code: frame.code, locations, program),
      let end = program.number(at: last), end + 1 < program.pcs.count,
      frame.code.contains(Int(program.pcs[end + 1]))
    else { return number }
    return end + 1
  }

  /// The place of an offset in the module.
  private func offset(_ text: String) throws(DebuggerError) -> (Breakpoint.Place, String) {
    guard case .number(let number) = try ExpressionParser.parse(text),
      let offset = Int(exactly: number)
    else { throw DebuggerError("wasm: is followed by a byte offset in the module") }
    let numbers = locations.starts(ofOffset: offset)
    guard !numbers.isEmpty else {
      throw DebuggerError(
        locations.hasOffsets
          ? "no instruction comes from offset \(text) of the module"
          : "where instructions come from is not known: give the module, or --debug-info")
    }
    return (.code(numbers), "offset \(text)")
  }

  /// The place of a line.
  public func line(
    _ line: Int, ofFile name: String
  ) throws(DebuggerError) -> (place: Breakpoint.Place, name: String) {
    guard locations.hasLines else {
      throw DebuggerError(
        "no lines are known: compile with -g, and give the module or --debug-info")
    }
    var files = locations.files(named: name)
    if name.isEmpty {
      guard let file = stack(limit: 1).first?.file else {
        throw DebuggerError("the run is in no file: write FILE:LINE")
      }
      files = locations.files(named: file)
    }
    guard line >= 1 else {
      throw DebuggerError("lines are numbered from 1: there is no line \(line)")
    }
    guard !files.isEmpty else {
      throw DebuggerError("no source is named '\(name.visible)': info sources lists them")
    }
    guard let found = locations.starts(ofLine: line, inFiles: files) else {
      throw DebuggerError("no code comes from line \(line) or behind it")
    }
    let file = locations.files[files[0]]
    return (.code(found.numbers), "\(DebugText.shortPath(file)):\(found.line)")
  }

  /// That there is no such function, with those of similar names.
  private func unknown(_ text: String) -> String {
    var names = locations.functions.map(\.name)
    for position in locations.positions { names += position.frames.map(\.function) }
    let similar = Array(Set(names.filter { $0.contains(text) })).sorted().prefix(5)
    let hint =
      similar.isEmpty
      ? "" : "; there is " + similar.map { "'\($0.visible)'" }.joined(separator: ", ")
    return "no function is named '\(text.visible)'\(hint)"
  }
}
