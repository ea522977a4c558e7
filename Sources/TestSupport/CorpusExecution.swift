public import PVM
public import PVMVM
internal import Support
public import WasmPVM

/// A program of a collection, compiled and ready to run.
public struct CorpusExecution: Sendable {
  /// The gas that a run may use.
  public static let gasLimit: Int64 = 20_000_000_000

  /// The container.
  public let container: StandardProgram
  /// Its code, prepared for any number of runs.
  public let code: LoadedProgram

  /// How a run ended.
  public enum Result: Equatable, Sendable {
    /// With the expected output, after this much gas.
    case right(gas: Int64)
    /// With something else.
    case wrong(String)
  }

  /// Compiles a program.
  public init(_ module: [UInt8], _ options: CompileOptions) throws {
    container = try StandardProgram(
      decoding: Compilation.compile(wasm: module, options: options).file.container)
    code = try LoadedProgram(decoding: container.program, target: options.target)
  }

  /// A machine that is about to run the program.
  public func machine(_ arguments: [UInt8]) throws -> Machine {
    try Machine(
      standardProgram: container, loaded: code, arguments: arguments, gas: Self.gasLimit)
  }

  /// Runs the program.
  public func run(_ item: CorpusProgram.Case) throws -> Result {
    var machine = try machine(item.arguments)
    var host = LogHost(output: "")
    let exit = machine.run(host: &host)
    guard exit == .halt else { return .wrong("\(exit) at pc \(machine.pc)") }
    guard machine.output == item.expected else {
      return .wrong("\(Hex.string(machine.output)) instead of \(Hex.string(item.expected))")
    }
    return .right(gas: Self.gasLimit - machine.gas)
  }
}
