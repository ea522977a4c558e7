import PVM
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm trace diff`: where two recorded runs part.
struct TraceDifference {
  /// The point.
  let divergence: RunDivergence
  /// The programs.
  let programs: (left: ProgramBlob, right: ProgramBlob)
  /// The functions' names, if they are known.
  let symbols: SymbolMap?
  /// Where the instructions of the first program come from, if that is known.
  let map: DebugMap?

  /// Compares the logs that the arguments name.
  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    guard arguments.positionals.count > 2 else { throw UsageError(.missingArgument("ARGS")) }
    let paths = (arguments.positionals[1], arguments.positionals[2])
    let left = try TraceCommand.log(paths.0)
    let right = try TraceCommand.log(paths.1)
    let target = try CompileArguments.machine(arguments)
    for (path, run) in [(paths.0, left), (paths.1, right)] {
      try TraceCommand.check(run, path, target)
    }
    guard let divergence = try left.divergence(from: right, target: target) else {
      let text = "the runs are the same: \(left.calls.count) host calls\n"
      try Files.print(text)
      return .success
    }
    let programs = (
      left: try blob(left, paths.0, target), right: try blob(right, paths.1, target)
    )
    let names = try names(arguments, left.program)
    let difference = TraceDifference(
      divergence: divergence, programs: programs, symbols: names.symbols ?? names.map?.symbols,
      map: names.map)
    try Files.print(difference.text)
    return .failure
  }

  /// The program blob of a log.
  private static func blob(
    _ run: RecordedRun, _ path: String, _ target: Target
  ) throws(CommandFailure) -> ProgramBlob {
    do throws(PVMError) {
      let container = try ProgramFile(decoding: run.program).container
      return try ProgramBlob(
        decoding: run.isStandardProgram
          ? StandardProgram(decoding: container).program : container, target: target)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }

  /// The names of the functions of a program file and its source lines, if a module or maps tell them.
  private static func names(
    _ arguments: ParsedArguments, _ file: [UInt8]
  ) throws -> (symbols: SymbolMap?, map: DebugMap?) {
    let container = try ProgramFile(decoding: file).container
    guard let path = arguments.value(TraceCommand.module) else {
      let map = try arguments.value(DebugMapFile.row).map {
        try DebugMapFile.read($0, for: StandardProgram(decoding: container))
      }
      return (try Program.symbols(arguments), map)
    }
    let input = try Input(path)
    var options = try CompileArguments.options(arguments)
    options.makesDebugMap = true
    let program = try Program(input, options: options)
    guard try program.container.encoded() == container else {
      throw CommandFailure(.otherProgram(module: path))
    }
    return (program.symbols, program.debugMap)
  }

  /// The difference in lines.
  var text: String {
    var place = "after \(divergence.calls) host calls"
    if let instructions = divergence.instructions { place += " and \(instructions) instructions" }
    let what =
      switch divergence.kind {
      case .state: "the states differ"
      case .event: "what happens differs"
      case .hostCall: "the host calls differ"
      }
    var lines = ["\(place) \(what)"]
    if let previous = divergence.previous {
      lines.append("  before:  \(Self.line(previous, programs.left, symbols, map))")
    }
    let (left, right) = (divergence.left, divergence.right)
    let isSame = programs.left == programs.right
    lines.append("  first:   \(describe(left, programs.left, symbols, map))")
    lines.append(
      "  second:  "
        + describe(right, programs.right, isSame ? symbols : nil, isSame ? map : nil))
    for register in RegisterSet.all {
      let values = (left.registers[register], right.registers[register])
      let name = "r\(register.number)"
      let columns = [name, "0x\(Hex.string(values.0))", "0x\(Hex.string(values.1))"]
      let padded = zip(columns, [4, 20, 20]).map { text, width in
        text + String(repeating: " ", count: max(0, width - text.count))
      }
      lines.append("  " + padded.joined() + (values.0 == values.1 ? "" : "<"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A side in one line.
  private func describe(
    _ side: RunDivergence.Side, _ program: ProgramBlob, _ symbols: SymbolMap?, _ map: DebugMap?
  ) -> String {
    let exit = side.exit.map { ", \($0)" } ?? ""
    return Self.line(side.pc, program, symbols, map) + ", gas \(side.gas), log line \(side.line)"
      + exit
  }

  /// An instruction with its place.
  private static func line(
    _ pc: UInt32, _ program: ProgramBlob, _ symbols: SymbolMap?, _ map: DebugMap?
  ) -> String {
    var text = "pc \(pc)"
    if let symbols, let index = symbols.functionIndex(containing: Int(pc)) {
      let function = symbols.functions[index]
      let offset = Int(pc) - function.range.lowerBound
      text += " in \(String(decoding: function.name, as: UTF8.self).visible)+\(offset)"
    }
    text += source(pc, map)
    let instruction = InstructionDecoder.decode(program, at: Int(pc)).instruction
    return text + ": " + (instruction.map(InstructionPrinter.text) ?? "no instruction")
  }

  /// Where an instruction comes from: file, line and function, and the calls that it was inlined at.
  private static func source(_ pc: UInt32, _ map: DebugMap?) -> String {
    let frames = map?.frames(at: Int(pc)).filter { $0.line > 0 } ?? []
    return frames.enumerated().map { index, frame in
      (index == 0 ? " at " : ", inlined at ")
        + "\(frame.file):\(frame.line) (\(frame.function))".visible
    }.joined()
  }
}
