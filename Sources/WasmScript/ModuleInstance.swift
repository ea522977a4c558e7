internal import PVM
public import PVMVM
internal import Support
internal import Wasm
public import WasmPVM
internal import WasmToLLVM

/// An exported function, for whoever calls it by name.
public struct ExportedFunction: Equatable, Sendable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The types of the parameters.
  public let parameters: [String]
  /// The types of the results.
  public let results: [String]

  /// Name and type, such as `add(i32, i32) -> i32`.
  public var description: String {
    let result = results.isEmpty ? "" : " -> " + results.joined(separator: ", ")
    return "\(name)(\(parameters.joined(separator: ", ")))\(result)"
  }
}

/// A module of which any exported function can be called, with values of its own types.
public final class ModuleInstance {
  /// How a call ended.
  public enum End: Equatable, Sendable {
    /// With results.
    case results([WasmValue])
    /// Early.
    case exit(ExitReason)
    /// With an overflow of the stack.
    case stackOverflow
  }

  /// The program.
  private let program: WastProgram
  /// How much gas there was at the start.
  private let gasLimit: Int64
  /// How much gas calls have used.
  public private(set) var gasUsed: Int64 = 0

  /// The functions that a module exports, in its order.
  ///
  /// - Throws: `CompileError` when the module is malformed.
  public static func functions(wasm: [UInt8]) throws(CompileError) -> [ExportedFunction] {
    let module = try decode(wasm)
    return module.exports.filter { $0.kind == .function }.map { export in
      let type = module.type(ofFunction: export.index)
      return ExportedFunction(
        name: "\(export.name)", parameters: type.parameters.map(\.description),
        results: type.results.map(\.description))
    }
  }

  /// Compiles a module.
  ///
  /// - Parameter gas: what initialization and calls may use together.
  /// - Throws: `CompileError`.
  public init(wasm: [UInt8], options: CompileOptions, gas: Int64) throws {
    gasLimit = gas
    program = try WastProgram(
      Self.decode(wasm), options, Compilation.translationOptions(options), WastImports())
  }

  /// Decodes a module.
  private static func decode(_ wasm: [UInt8]) throws(CompileError) -> Wasm.Module {
    do throws(WasmError) {
      return try ModuleDecoder.decode(wasm, features: .translated)
    } catch {
      throw CompileError(error)
    }
  }

  /// Initializes the instance and calls a function.
  ///
  /// - Parameter host: answers host calls.
  public func invoke(
    _ name: String, _ arguments: [WasmValue], host: inout some HostCallHandler
  ) -> End {
    var current = host
    program.execute = { $0.run(host: &current) }
    defer { host = current }
    program.gas = gasLimit
    var end = program.initialize()
    gasUsed = gasLimit - program.gasLeft
    if end == .results([]) {
      program.gas = program.gasLeft
      end = program.call(WasmName(name), arguments)
      gasUsed = gasLimit - program.gasLeft
    }
    switch end {
    case .results(let values): return .results(values)
    case .panic, .unsupported, .broken: return .exit(.panic)
    case .fault(let address): return .exit(.pageFault(address: address))
    case .exhaustion: return .stackOverflow
    case .outOfGas: return .exit(.outOfGas)
    case .unanswered(let index): return .exit(.hostCall(index: index))
    }
  }
}
