/// A command of the terminal debugger.
struct TerminalCommand: Sendable {
  /// The names, the usual one first.
  let names: [String]
  /// What comes behind the name.
  let arguments: String
  /// What it does, in a few words.
  let summary: String
  /// More about it.
  let details: String
  /// Whether an empty line does it again.
  let repeats: Bool
  /// Does it.
  let run: @Sendable (TerminalDebugger, String) throws(DebuggerError) -> Void

  /// Creates a command.
  init(
    _ names: [String], _ arguments: String = "", _ summary: String, details: String = "",
    repeats: Bool = false,
    _ run: @escaping @Sendable (TerminalDebugger, String) throws(DebuggerError) -> Void
  ) {
    self.names = names
    self.arguments = arguments
    self.summary = summary
    self.details = details
    self.repeats = repeats
    self.run = run
  }

  /// The help text.
  var help: [String] {
    var lines = ["\(names[0])\(arguments.isEmpty ? "" : " " + arguments): \(summary)"]
    if names.count > 1 {
      lines.append("also \(names.dropFirst().joined(separator: ", "))")
    }
    if !details.isEmpty { lines.append(details) }
    return lines
  }
}

/// The commands in groups, as the help shows them.
struct TerminalCommandGroup: Sendable {
  /// The heading.
  let title: String
  /// The commands.
  let commands: [TerminalCommand]
}

extension TerminalCommandGroup {
  /// All commands.
  static let all = [running, stops, looking, other]

  /// Forward and back.
  private static let running = TerminalCommandGroup(
    title: "Going on, and back",
    commands: [
      TerminalCommand(
        ["continue", "c"], "", "go on to the next stop, or to the end", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.report(debugger.session.resume())
      },
      TerminalCommand(
        ["step", "s"], "[N]", "go on to another line, into functions that are called",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .line, over: false)
      },
      TerminalCommand(
        ["next", "n"], "[N]", "go on to another line, over functions that are called",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .line, over: true)
      },
      TerminalCommand(
        ["stepi", "si"], "[N]", "execute one instruction", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .instruction, over: false)
      },
      TerminalCommand(
        ["nexti", "ni"], "[N]", "execute one instruction, with all that it calls", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .instruction, over: true)
      },
      TerminalCommand(
        ["stepw", "sw"], "[N]", "go on to another instruction of the module", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .offset, over: false)
      },
      TerminalCommand(
        ["nextw", "nw"], "[N]", "the same, over functions that are called", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .offset, over: true)
      },
      TerminalCommand(
        ["finish", "fin"], "", "go on until the function has returned", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.report(try debugger.session.leave())
      },
      TerminalCommand(
        ["reverse-continue", "rc"], "", "go back to the last stop, or to the start", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.report(debugger.session.reverse())
      },
      TerminalCommand(
        ["reverse-step", "rs"], "[N]", "go back to where a line begins, into functions",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .line, over: false, backward: true)
      },
      TerminalCommand(
        ["reverse-next", "rn"], "[N]", "go back to where a line begins, over functions",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .line, over: true, backward: true)
      },
      TerminalCommand(
        ["reverse-stepi", "rsi"], "[N]", "take an instruction back", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .instruction, over: false, backward: true)
      },
      TerminalCommand(
        ["reverse-nexti", "rni"], "[N]", "take an instruction back, with all that it called",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .instruction, over: true, backward: true)
      },
      TerminalCommand(
        ["reverse-stepw", "rsw"], "[N]", "go back to where an instruction of the module begins",
        repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .offset, over: false, backward: true)
      },
      TerminalCommand(
        ["reverse-nextw", "rnw"], "[N]", "the same, over functions", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.step(text, .offset, over: true, backward: true)
      },
      TerminalCommand(
        ["reverse-finish", "rfin"], "", "go back to the call of the function", repeats: true
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.report(try debugger.session.leave(backward: true))
      },
      TerminalCommand(
        ["goto", "go"], "STEP|start|end", "go to a step",
        details: "A step is an executed instruction; step 0 is in front of the first one."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.go(text)
      },
      TerminalCommand(
        ["who"], "ADDRESS [BYTES]", "find who wrote memory last, and what",
        details: "The step it names is in front of the store: goto goes there."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.who(text)
      },
    ])

  /// Breakpoints.
  private static let stops = TerminalCommandGroup(
    title: "Stops",
    commands: [
      TerminalCommand(
        ["break", "b"], "PLACE [if EXPR]", "stop in front of a place",
        details: "PLACE is FUNCTION, FILE:LINE, LINE, *PC, or wasm:OFFSET of the module."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addBreak(text, isTemporary: false)
      },
      TerminalCommand(
        ["tbreak", "tb"], "PLACE [if EXPR]", "the same once"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addBreak(text, isTemporary: true)
      },
      TerminalCommand(
        ["catch"], "[FUNCTION|INDEX] [if EXPR]", "stop in front of host calls",
        details: "Without a function at every call."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addCatch(text)
      },
      TerminalCommand(
        ["watch"], "ADDRESS[,BYTES] [if EXPR]", "stop behind writes to memory",
        details:
          "Without BYTES 4 are watched. ADDRESS may be an expression, TYPE[ADDRESS], or a variable "
          + "of the source."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addWatch(text, .write)
      },
      TerminalCommand(
        ["rwatch"], "ADDRESS[,BYTES] [if EXPR]", "stop behind reads of memory"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addWatch(text, .read)
      },
      TerminalCommand(
        ["awatch"], "ADDRESS[,BYTES] [if EXPR]", "stop behind both"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.addWatch(text, .access)
      },
      TerminalCommand(
        ["condition"], "N [EXPR]", "stop only if EXPR is not 0, or always"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.setCondition(text)
      },
      TerminalCommand(
        ["delete", "d"], "[N...]", "remove breakpoints, or all"
      ) { (debugger, text) throws(DebuggerError) in
        let ids = try debugger.ids(text)
        try debugger.session.remove(ids)
      },
      TerminalCommand(
        ["enable"], "[N...]", "let breakpoints stop, or all"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.enable(text, true)
      },
      TerminalCommand(
        ["disable"], "[N...]", "let breakpoints not stop, or all"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.enable(text, false)
      },
    ])

  /// Looking at the state.
  private static let looking = TerminalCommandGroup(
    title: "Looking",
    commands: [
      TerminalCommand(
        ["where", "w"], "", "print where the run is"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.showPlace(withInstruction: true)
      },
      TerminalCommand(
        ["backtrace", "bt"], "[N]", "print the functions that have not returned"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.backtrace(text)
      },
      TerminalCommand(
        ["frame", "f"], "[N]", "look at a function of the backtrace",
        details: "Registers of one that waits for a call are as they were at the call."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.selectFrame(text)
      },
      TerminalCommand(
        ["up"], "[N]", "look at the function that called"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.moveFrame(text, by: 1)
      },
      TerminalCommand(
        ["down"], "[N]", "look at the function that was called"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.moveFrame(text, by: -1)
      },
      TerminalCommand(
        ["print", "p"], "[/x|/d|/t] EXPR", "print a value",
        details: "EXPR has numbers, $r0 to $r12, $ra, $sp, $a0 to $a5, $pc, $gas, $step, $depth, "
          + "$heap, names, C's operators, u8(E) to s64(E) for low bits, u8[A] to s64[A] for memory. "
          + "Variables of the source are written as in C: a.b, a->b, a[1], *a, &a."
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.printValue(text)
      },
      TerminalCommand(
        ["x"], "[/N][TYPE] ADDRESS", "print memory: bytes, or N values of a type",
        details: "x 0x20000, x/64 $sp, x/4u32 0x20000, x/2s64 $sp"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.examine(text)
      },
      TerminalCommand(
        ["disassemble", "disas"], "[PC|FUNCTION]", "print instructions, mixed with the source"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.disassemble(text)
      },
      TerminalCommand(
        ["list", "l"], "[FILE:]LINE", "print the source"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.list(text)
      },
      TerminalCommand(
        ["info", "i"], "WHAT",
        "print breakpoints, locals, registers, gas, globals, functions, sources, hostcalls or memory"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.info(text)
      },
    ])

  /// The rest.
  private static let other = TerminalCommandGroup(
    title: "Other",
    commands: [
      TerminalCommand(
        ["help", "h"], "[COMMAND]", "print this, or more about a command"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.help(text)
      },
      TerminalCommand(
        ["quit", "q"], "", "end"
      ) { (debugger, text) throws(DebuggerError) in
        try debugger.none(text)
        debugger.isFinished = true
      },
    ])
}
