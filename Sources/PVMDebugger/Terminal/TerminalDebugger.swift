internal import PVM
internal import PVMVM
internal import Support

/// The debugger for people at a terminal, and for scripts: a line is a command.
public final class TerminalDebugger {
  /// The run.
  let session: DebugSession
  /// Prints a line.
  let print: (String) -> Void
  /// The lines of a source; nil if it cannot be read.
  let source: (String) -> [String]?
  /// Whether the user is done.
  public internal(set) var isFinished = false
  /// The last command, if an empty line does it again.
  private var last: (command: TerminalCommand, arguments: String)?

  /// Creates a debugger.
  ///
  /// - Parameters:
  ///   - print: prints a line.
  ///   - source: the lines of a source, given its path; nil if it cannot be read.
  public init(
    _ session: DebugSession, print: @escaping (String) -> Void,
    source: @escaping (String) -> [String]?
  ) {
    self.session = session
    self.print = print
    self.source = source
  }

  /// Prints where the run starts.
  public func start() {
    let count = session.program.pcs.count
    print("\(count) instruction\(count == 1 ? "" : "s"); 'help' lists the commands")
    showPlace(withInstruction: true)
  }

  /// Does what a line says.
  ///
  /// - Parameter repeatsEmpty: whether an empty line does the last command again.
  public func execute(_ line: String, repeatsEmpty: Bool = false) {
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let first = words.first, !first.hasPrefix("#") else {
      if words.isEmpty, repeatsEmpty, let last { run(last.command, last.arguments) }
      return
    }
    // A format is part of the name: x/4u32, p/x.
    var name = String(first)
    var arguments = words.count > 1 ? trimmed(words[1]) : ""
    if let slash = name.firstIndex(of: "/") {
      arguments = String(name[slash...]) + (arguments.isEmpty ? "" : " " + arguments)
      name = String(name[..<slash])
    }
    do throws(DebuggerError) {
      run(try command(name), arguments)
    } catch {
      print(error.description)
    }
  }

  /// Does a command.
  private func run(_ command: TerminalCommand, _ arguments: String) {
    last = command.repeats ? (command, arguments) : nil
    do throws(DebuggerError) {
      try command.run(self, arguments)
    } catch {
      print(error.description)
    }
  }

  /// The command with a name, or the only one whose name begins like that.
  private func command(_ name: String) throws(DebuggerError) -> TerminalCommand {
    let commands = TerminalCommandGroup.all.flatMap(\.commands)
    if let command = commands.first(where: { $0.names.contains(name) }) { return command }
    let similar = commands.filter { $0.names[0].hasPrefix(name) }
    if similar.count == 1 { return similar[0] }
    if similar.isEmpty {
      throw DebuggerError("there is no command '\(name.visible)': help lists them")
    }
    let names = similar.map { $0.names[0] }.joined(separator: ", ")
    throw DebuggerError("'\(name.visible)' may be \(names)")
  }

  /// A text without spaces at its ends.
  private func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.last == " " || rest.last == "\t" { rest.removeLast() }
    while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    return String(rest)
  }

  // MARK: Arguments

  /// Rejects arguments.
  func none(_ text: String) throws(DebuggerError) {
    guard text.isEmpty else { throw DebuggerError("unexpected '\(text.visible)'") }
  }

  /// Breaks `WHAT if EXPR` into its parts.
  func parts(_ text: String) -> (what: String, condition: String?) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard let index = words.firstIndex(of: "if") else { return (trimmed(text), nil) }
    return (
      words[..<index].joined(separator: " "), words[(index + 1)...].joined(separator: " ")
    )
  }

  /// A count; 1 if there is none.
  private func count(_ text: String) throws(DebuggerError) -> Int {
    if text.isEmpty { return 1 }
    guard let count = Int(text), count > 0 else {
      throw DebuggerError("'\(text.visible)' is no number of steps")
    }
    return count
  }

  /// Numbers of breakpoints; all of them if there are none.
  func ids(_ text: String) throws(DebuggerError) -> [Int] {
    if text.isEmpty { return session.breakpoints.map(\.id) }
    var ids: [Int] = []
    for word in text.split(separator: " ") {
      guard let id = Int(word) else {
        throw DebuggerError("'\(String(word).visible)' is no number of a breakpoint")
      }
      ids.append(id)
    }
    return ids
  }

  /// The value of an expression.
  func value(_ text: String) throws(DebuggerError) -> Int128 {
    try session.value(of: ExpressionParser.parse(text))
  }

  /// The address that an expression is, or that a variable of the source is at; for a pointer what it points to.
  func address(_ text: String) throws(DebuggerError) -> UInt32 { try memory(text).address }

  /// The memory that a text means, with its size if that is known.
  private func memory(_ text: String) throws(DebuggerError) -> (address: UInt32, size: Int?) {
    let (value, size) = try session.place(of: ExpressionParser.parse(text), follows: true)
    guard let address = UInt32(exactly: value) else {
      throw DebuggerError("\(value) is no address: addresses have 32 bits")
    }
    return (address, size)
  }

  // MARK: Going

  /// Does steps.
  func step(
    _ text: String, _ kind: StepKind, over: Bool, backward isBackward: Bool = false
  ) throws(DebuggerError) {
    let isKnown =
      switch kind {
      case .line: session.locations.hasLines
      case .offset: session.locations.hasOffsets
      case .instruction: true
      }
    if !isKnown {
      let what = kind == .line ? "lines" : "instructions of a module"
      print("no \(what) are known: instructions of the program instead")
    }
    var reason = StopReason.arrived
    for _ in 0..<(try count(text)) {
      reason = session.step(isKnown ? kind : .instruction, over: over, backward: isBackward)
      guard reason == .arrived else { break }
    }
    report(reason, withInstruction: kind != .line || !isKnown)
  }

  /// Goes to a step.
  func go(_ text: String) throws(DebuggerError) {
    switch text {
    case "start": report(session.go(to: 0))
    case "end":
      report(session.go(to: .max))
    default:
      guard case .number(let number) = try ExpressionParser.parse(text),
        let step = UInt64(exactly: number)
      else { throw DebuggerError("goto is followed by the number of a step, start or end") }
      let reason = session.go(to: step)
      if session.timeline.step < step { print("the run has fewer steps") }
      report(reason)
    }
  }

  /// Finds who wrote.
  func who(_ text: String) throws(DebuggerError) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard (1...2).contains(words.count) else {
      throw DebuggerError("who is followed by an address and perhaps a number of bytes")
    }
    let (address, size) = try memory(String(words[0]))
    let count = words.count > 1 ? Int(words[1]) ?? 0 : size ?? 1
    guard (1...4096).contains(count) else {
      throw DebuggerError("1 to 4096 bytes can be asked for")
    }
    let range = rangeText(address, count)
    guard let writer = session.lastWriter(address: address, count: count) else {
      print("nothing has written \(range)")
      return
    }
    print("\(range): \(change(writer.before, writer.after))")
    print("  at step \(writer.step), \(placeText(writer.pc))")
    print("  " + DebugText.instruction(session.program, at: writer.pc))
  }

  // MARK: Reports

  /// Prints why and where the run stopped.
  func report(_ reason: StopReason, withInstruction: Bool = false) {
    switch reason {
    case .breakpoints(let ids):
      let names = ids.map(String.init).joined(separator: ", ")
      print("breakpoint \(names)")
    case .watch(let hit):
      let breakpoint = session.breakpoints.first { $0.id == hit.id }
      let what = hit.isWrite ? change(hit.before, hit.after) : "read"
      print("breakpoint \(hit.id), \(breakpoint?.text ?? "watch"): \(what) at \(placeText(hit.pc))")
    case .arrived: break
    case .ended(let exit): print(DebugText.end(exit, session.machine))
    case .start: print("the start of the run")
    case .interrupted: print("interrupted")
    }
    if let error = session.conditionError { print("its condition cannot be computed: \(error)") }
    showPlace(withInstruction: withInstruction)
  }

  /// Bytes before and after.
  private func change(_ before: [UInt8]?, _ after: [UInt8]?) -> String {
    let texts = [before, after].map { $0.map { Hex.string($0, separator: " ") } ?? "inaccessible" }
    return texts[0] == texts[1] ? "\(texts[1]), as before" : "\(texts[0]) -> \(texts[1])"
  }

  /// A range of memory.
  func rangeText(_ address: UInt32, _ count: Int) -> String {
    "\(count) byte\(count == 1 ? "" : "s") at 0x" + Hex.string(UInt64(address), width: 8)
  }

  /// A code index with what is known of it.
  func placeText(_ pc: UInt32) -> String {
    var text = "pc \(pc)"
    if let function = session.locations.functionText(at: Int(pc)) {
      text += " in \(function.visible)"
    }
    if let frame = session.frames(at: pc, depth: 0).first, let file = frame.file {
      text += " (\(DebugText.shortPath(file).visible):\(frame.line))"
    }
    return text
  }

  /// Prints where the run is.
  func showPlace(withInstruction: Bool) {
    let machine = session.machine
    print("step \(machine.steps), gas \(machine.gas), \(placeText(machine.pc))")
    let isShown = session.stack(limit: 1).first.map(showLine) ?? false
    if isShown, !withInstruction { return }
    guard machine.exit == nil || !isShown else { return }
    if let index = machine.pendingHostCall {
      let call = HostCallText.call(index, machine.values, machine.memory, machine.target)
      print("=> " + DebugText.instruction(machine.program, at: machine.pc) + "  ; \(call.visible)")
    } else {
      print("=> " + DebugText.instruction(machine.program, at: machine.pc))
    }
  }

  /// Prints the source line of a frame; whether it is there.
  func showLine(_ frame: StackFrame) -> Bool {
    guard let file = frame.file, let lines = source(file), lines.indices.contains(frame.line - 1)
    else { return false }
    print(DebugText.padded("\(frame.line)", 6) + lines[frame.line - 1].visible)
    return true
  }
}
