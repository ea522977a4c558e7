internal import PVM
internal import PVMVM
internal import Support
internal import Wasm
internal import WasmPVM
internal import WasmToLLVM

/// A module, compiled with raw entry points and running: memory, tables and globals stay between calls.
final class WastProgram {
  /// Why a module cannot be instantiated.
  struct Failure: Error {
    /// The reason.
    let reason: String
  }

  /// How much gas a call of a script may use; far more than any call of the suite needs.
  private static let scriptGas: Int64 = 100_000_000

  /// How many calls between programs may be nested.
  private static let maximumDepth = 100

  /// The module.
  let module: Wasm.Module
  /// How much gas a call may use.
  var gas = WastProgram.scriptGas
  /// Executes instructions, and serves host calls other than those between programs, if anything does.
  var execute: (_ machine: inout Machine) -> ExitReason = { machine in
    var host = NoHost()
    return machine.run(host: &host)
  }
  /// The functions of other instances behind the host calls.
  private let imports: WastImports
  /// The machine.
  private var machine: Machine
  /// Where the stack begins: below the scalars at its top.
  private let stackTop: UInt64
  /// Where the stack's pages begin.
  private let stackStart: UInt64
  /// How many entry points there are: exported functions, exported globals, results beyond those in registers and the
  /// initialization.
  private let entryCount: Int
  /// How many calls are going on.
  private var depth = 0

  /// Compiles a module of a script.
  ///
  /// - Parameter registered: the instances that it may import from.
  convenience init(
    _ module: Wasm.Module, _ configuration: WastConfiguration, registered: [String: WastInstance]
  ) throws(Failure) {
    let imports = WastImports(module, registered: registered)
    var translation = TranslationOptions()
    translation.boundsChecks = configuration.boundsChecks
    translation.unsupportedHostCall = WastImports.unsupportedCall
    translation.unsupportedFunctionsTrap = true
    if configuration.inParts {
      translation.wholeSize = 0
      translation.partSize = 100
    }
    let definitions = imports.definitions
    translation.resolveImport = { definitions[$0] }
    let options = CompileOptions(
      target: configuration.target, optimization: configuration.optimization,
      boundsChecks: configuration.boundsChecks,
      metadata: nil, checksAllocation: true)
    do {
      try self.init(module, options, translation, imports)
    } catch {
      throw Failure(reason: "\(error)")
    }
  }

  /// Compiles a module.
  init(
    _ module: Wasm.Module, _ options: CompileOptions, _ translation: TranslationOptions,
    _ imports: WastImports
  ) throws {
    self.module = module
    self.imports = imports
    var translation = translation
    translation.entries = .raw
    let result = try Compilation.compile(
      wasm: module.bytes, options: options, translation: translation)
    let program = try StandardProgram(decoding: result.program.file.container)
    machine = try Machine(standardProgram: program, target: options.target, gas: 0)
    stackTop = UInt64(StandardProgram.stackEnd) - UInt64(result.globalBytes)
    stackStart = UInt64(program.stackStart)
    entryCount = result.entryNames.count
  }

  /// How much gas the call that ended last has left over.
  var gasLeft: Int64 { machine.gas }

  /// Does what the module's own instantiation does: sets globals, runs the start function, or traps if a segment is out of
  /// bounds.
  func initialize() -> WastEnd {
    run(entry: entryCount - 1, arguments: []) ?? .results([])
  }

  /// Reads an exported global.
  func readGlobal(_ name: WasmName) -> WastEnd {
    guard let (export, entry) = export(name, .global, behind: exports(.function).count) else {
      return .broken("there is no global \(name)")
    }
    return run(entry: entry, arguments: []) ?? results([module.globals[export.index].type.value])
  }

  /// Calls an exported function.
  func call(_ name: WasmName, _ arguments: [WasmValue]) -> WastEnd {
    guard let (export, entry) = export(name, .function, behind: 0) else {
      return .broken("there is no function \(name)")
    }
    let type = module.type(ofFunction: export.index)
    guard arguments.map(\.type) == type.parameters else { return .broken("wrong arguments") }
    return run(entry: entry, arguments: arguments.flatMap(\.registers)) ?? results(type.results)
  }

  /// The exports of a kind, in the order of their entry points.
  private func exports(_ kind: ExternalKind) -> [Wasm.Export] {
    module.exports.filter { $0.kind == kind }
  }

  /// The export of a name and a kind, if there is one, and the number of its entry point.
  private func export(
    _ name: WasmName, _ kind: ExternalKind, behind first: Int
  ) -> (export: Wasm.Export, entry: Int)? {
    let exports = exports(kind)
    guard let position = exports.firstIndex(where: { $0.name == name }) else { return nil }
    return (exports[position], first + position)
  }

  // MARK: Entry points

  /// Runs an entry point; nil if it returned.
  private func run(entry: Int, arguments: [UInt64]) -> WastEnd? {
    guard depth < Self.maximumDepth else { return .broken("too many nested calls") }
    let extra = arguments.dropFirst(RegisterSet.arguments.count)
    // What is below the stack pointer belongs to nobody.
    let top = depth == 0 ? stackTop : machine[.stackPointer]
    let stackPointer = (top - UInt64(8 * extra.count)) & ~7
    var registers = RegisterFile()
    registers[.returnAddress] = UInt64(StandardProgram.haltAddress)
    registers[.stackPointer] = stackPointer
    for (register, value) in zip(RegisterSet.arguments, arguments) { registers[register] = value }
    for (index, value) in extra.enumerated() {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
      guard machine.write(address: stackPointer + UInt64(8 * index), bytes) else {
        return .exhaustion
      }
    }
    machine.registers = registers
    machine.pc = UInt32(5 * entry)
    machine.gas = gas
    depth += 1
    defer { depth -= 1 }
    while true {
      switch execute(&machine) {
      case .halt: return nil
      case .panic: return .panic
      case .outOfGas: return .outOfGas
      case .pageFault(let address):
        let isBelow = UInt64(UInt32(truncatingIfNeeded: machine[.stackPointer])) < stackStart
        return isBelow ? .exhaustion : .fault(address)
      case .hostCall(let index):
        if index == UInt64(WastImports.unsupportedCall) { return .unsupported }
        if let end = serve(index) { return end }
        machine.advancePastHostCall()
      }
    }
  }

  /// Calls another instance for a host call; nil if it returned.
  private func serve(_ index: UInt64) -> WastEnd? {
    guard let function = imports.function(behind: index) else {
      return .unanswered(hostCall: index)
    }
    let saved = (registers: machine.registers, pc: machine.pc, gas: machine.gas)
    // Host calls with vectors cannot be imported.
    let arguments = zip(function.type.parameters, RegisterSet.arguments).compactMap {
      WasmValue($0, registers: [saved.registers[$1]], isExtended: false)
    }
    let end = function.instance.call(function.name, arguments)
    guard case .results(let results) = end else { return end }
    machine.registers = saved.registers
    machine.pc = saved.pc
    machine.gas = saved.gas
    for (register, value) in zip(RegisterSet.arguments, results.flatMap(\.registers)) {
      machine[register] = value
    }
    return nil
  }

  /// What the call that just returned left in registers and beyond.
  private func results(_ types: [ValueType]) -> WastEnd {
    let count = types.reduce(0) { $0 + WasmValue.registerCount($1) }
    var words = RegisterSet.arguments.prefix(count).map { machine.registers[$0] }
    let inRegisters = words.count
    let exports = exports(.function).count + exports(.global).count
    while words.count < count {
      if let end = run(entry: exports + words.count - inRegisters, arguments: []) { return end }
      words.append(machine[.a0])
    }
    var values: [WasmValue] = []
    var position = 0
    for type in types {
      let size = WasmValue.registerCount(type)
      let registers = Array(words[position..<position + size])
      // Results beyond the registers are in words of which only the bits count that the type has.
      let value = WasmValue(type, registers: registers, isExtended: position < inRegisters)
      guard let value else { return .broken("\(type) 0x\(Hex.string(registers[0]))") }
      values.append(value)
      position += size
    }
    return .results(values)
  }
}
