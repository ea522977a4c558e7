import PVM
import PVMVM
import Support
import WasmPVM
import WasmScript

/// `wasm-pvm run --invoke`: a call of any exported function with arguments of its own types.
struct InvokeRun {
  /// `--invoke`.
  static let invoke = OptionRow(
    "--invoke", .required("NAME"),
    "Call this exported function of a module; ARGS are its arguments, numbers as WebAssembly's text "
      + "form writes them, and its results are printed")

  /// The function's name.
  private let name: String

  /// Reads the command line; nil if it asks for no call.
  init?(_ arguments: ParsedArguments) throws(UsageError) {
    guard let name = arguments.value(InvokeRun.invoke) else { return nil }
    self.name = name
    let others = [
      RunCommand.arguments, RunCommand.argumentsFile, RunCommand.pc, RunCommand.output,
      RunCommand.trace, RunCommand.profile, RunCommand.profileFormat, DebugMapFile.row,
      ServiceRun.host, ServiceRun.hostOutput,
      CompileArguments.entry, CompileArguments.resultEndAddress,
    ]
    if let other = arguments.given(of: others).first {
      throw UsageError(
        .conflict(
          InvokeRun.invoke.name, other.name, reason: "the function is called with its own types"))
    }
  }

  /// Calls the function and prints its results.
  func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let gas = try RunCommand.gasLimit(arguments)
    let input = try Input(arguments.positionals[0])
    let wasm = try input.module()
    let instance: ModuleInstance
    let values: [WasmValue]
    do {
      values = try self.values(
        Array(arguments.positionals.dropFirst()), ModuleInstance.functions(wasm: wasm))
      instance = try ModuleInstance(wasm: wasm, options: options, gas: gas)
    } catch let error as CompileError {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
    var host = LogHost(output: StandardError())
    let end = instance.invoke(name, values, host: &host)
    let text = arguments.has(RunCommand.json) ? json(end, instance).text : self.text(end, instance)
    try Files.write(Array((text + "\n").utf8), to: Files.standardStream)
    return switch end {
    case .results: .success
    case .exit(.panic), .exit(.halt): .panic
    case .exit(.pageFault), .stackOverflow: .pageFault
    case .exit(.outOfGas): .outOfGas
    case .exit(.hostCall): .unhandledHostCall
    }
  }

  /// The values that the arguments mean.
  private func values(
    _ texts: [String], _ functions: [ExportedFunction]
  ) throws(CommandFailure) -> [WasmValue] {
    guard let function = functions.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .noFunction(name, exports: functions.map(\.description)))
    }
    guard function.parameters.count == texts.count else {
      throw CommandFailure(
        .argumentCount(function: function.description, given: texts.count))
    }
    var values: [WasmValue] = []
    for (type, text) in zip(function.parameters, texts) {
      guard let value = WasmValue(typeName: type, text) else {
        throw CommandFailure(.argument(text, type: type, function: function.description))
      }
      values.append(value)
    }
    return values
  }

  /// The end for people: a line for each result, or how it ended without, and the gas.
  private func text(_ end: ModuleInstance.End, _ instance: ModuleInstance) -> String {
    var lines: [String]
    switch end {
    case .results(let values): lines = values.map(\.description)
    case .exit(let reason): lines = ["exit: \(reason)"]
    case .stackOverflow: lines = ["exit: stack overflow"]
    }
    lines.append("gas used: \(instance.gasUsed)")
    return lines.joined(separator: "\n")
  }

  /// The end for machines.
  private func json(_ end: ModuleInstance.End, _ instance: ModuleInstance) -> JSONText {
    let gas = ("gas_used", JSONText.integer(Int(instance.gasUsed)))
    return switch end {
    case .results(let values):
      .object([
        ("exit", .string("halt")),
        (
          "results",
          .array(
            values.map {
              .object([("type", .string($0.typeName)), ("value", .string($0.text))])
            })
        ), gas,
      ])
    case .exit(let reason): .object([("exit", .string("\(reason)")), gas])
    case .stackOverflow: .object([("exit", .string("stack overflow")), gas])
    }
  }
}
