import PVM
import PVMGuest
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm pvm-in-pvm`: executes a program in an interpreter that is itself a PVM program.
enum PVMInPVMCommand: Command {
  /// `--depth`.
  static let depth = OptionRow(
    "--depth", .required("N"),
    "How many interpreters run inside each other around the program; by default 1")
  /// `--guest-opt`.
  static let guestOptimization = OptionRow(
    "--guest-opt", .choice(OptimizationLevel.allCases.map(\.rawValue)),
    "Optimization level of the interpreter; by default \(OptimizationLevel.two.rawValue)")
  /// `--guest-target`.
  static let guestTargetRow = OptionRow(
    "--guest-target", .required("NAME"),
    "The machine that the interpreter is compiled for; by default that of the program")
  /// `--guest-output`.
  static let guestOutput = OptionRow(
    "--guest-output", .required("FILE"), "Also write the interpreter's .jam file")
  /// `--compare`.
  static let compare = OptionRow(
    "--compare", "Run the program outside too, and fail if anything differs")

  static let table = CommandTable(
    "pvm-in-pvm", "execute a program inside the PVM inside the PVM",
    details: [
      "The interpreter is the one that run uses, compiled to WebAssembly and by this compiler to the "
        + "PVM. Host calls of the program are passed on from depth to depth, with their memory; the "
        + "outermost answers host call 100, JIP-1's log, and no other. The exit status is that of "
        + "the program."
    ],
    positionals: [Input.row, RunCommand.bytesRow],
    groups: [
      OptionGroup(
        "Run",
        [
          RunCommand.arguments, RunCommand.argumentsFile, RunCommand.gas, RunCommand.pc, depth,
          guestTargetRow, guestOptimization, guestOutput, compare, RunCommand.json,
        ])
    ] + CompileArguments.groups)

  /// The most depths; each multiplies the time by about twenty.
  private static let maximumDepth: UInt64 = 8

  /// The machine that the interpreter is compiled for, if it is given.
  private static func guestTarget(_ arguments: ParsedArguments) throws(UsageError) -> Target? {
    guard arguments.has(guestTargetRow) else { return nil }
    return try CompileArguments.machine(arguments, guestTargetRow)
  }

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let gas = try RunCommand.gasLimit(arguments)
    let pc = try RunCommand.start(arguments)
    let depth = try arguments.number(self.depth, in: 1...maximumDepth) ?? 1
    let level =
      arguments.value(guestOptimization).flatMap(OptimizationLevel.init(rawValue:)) ?? .two
    let bytes = try RunCommand.argumentBytes(arguments) ?? []
    let input = try Input(arguments.positionals[0])
    try CompileArguments.checkUse(arguments, input)
    let program = try Program(input, options: options)
    try program.checkEntry(pc, name: input.name)

    let guestTarget = try self.guestTarget(arguments) ?? options.target
    let guest = try GuestProgram.compiled(level, guestTarget)
    if let path = arguments.value(guestOutput) {
      try Files.write(guest.file.encoded(), to: path)
    }
    let run = NestedRun(guest: guest.file, depth: Int(depth), target: guestTarget)
    let file = try ProgramFile(container: program.container.encoded())
    var host = LogHost(output: StandardError())
    let outcome = try run.run(
      file, target: options.target, bytes, pc: pc, gas: gas, host: &host)
    let report = NestedRunReport(outcome)
    if arguments.has(compare) {
      let outside = NestedRun(guest: guest.file, depth: 0)
      var silent = LogHost(output: DiscardedText())
      let expected = try outside.run(
        file, target: options.target, bytes, pc: pc, gas: gas, host: &silent)
      if let difference = report.difference(from: expected) {
        throw CommandFailure(.nestedRun(difference))
      }
    }
    let text = arguments.has(RunCommand.json) ? report.json.text : report.text
    try Files.print(text + "\n")
    return report.exitCode
  }
}

/// A stream that nobody reads.
struct DiscardedText: TextOutputStream {
  /// Does nothing.
  mutating func write(_ string: String) {}
}
