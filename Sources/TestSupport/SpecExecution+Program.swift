internal import PVM
internal import PVMVM
internal import Support
internal import Wasm
internal import WasmPVM
internal import WasmToLLVM

/// A module, compiled with raw entry points and running: memory, tables and globals stay between calls.
final class SpecProgram {
  /// Why a module cannot be instantiated.
  struct Failure: Error {
    /// The reason.
    let reason: String
  }

  /// How much gas a call may use; far more than any call of the suite needs.
  private static let gas: Int64 = 100_000_000

  /// How many calls between programs may be nested.
  private static let maximumDepth = 100

  /// The module.
  let module: Wasm.Module
  /// The functions of other instances behind the host calls.
  private let imports: SpecImports
  /// The machine.
  private var machine: Machine
  /// Where the stack begins: below the scalars at its top.
  private let stackTop: UInt64
  /// Where the stack's pages begin.
  private let stackStart: UInt64
  /// The exported functions, in the order of their entry points.
  private let functions: [Wasm.Export]
  /// The exported globals, in the order of their entry points, which follow the functions'.
  private let globals: [Wasm.Export]
  /// The number of the initialization's entry point; results beyond the sixth come before.
  private let initialization: Int
  /// Whether a call ended early at a float operation.
  private(set) var hasMissedFloats = false
  /// How many calls are going on.
  private var depth = 0

  /// Compiles a module.
  ///
  /// - Parameter registered: the instances that it may import from.
  init(
    _ module: Wasm.Module, _ configuration: SpecConfiguration, registered: [String: SpecInstance]
  ) throws(Failure) {
    do {
      self.module = module
      imports = SpecImports(module, registered: registered)
      var translation = TranslationOptions()
      translation.boundsChecks = configuration.boundsChecks
      translation.unsupportedHostCall = SpecImports.floatCall
      translation.unsupportedFunctionsTrap = true
      translation.entries = .raw
      if configuration.inParts {
        translation.wholeSize = 0
        translation.partSize = 100
      }
      let definitions = imports.definitions
      translation.resolveImport = { definitions[$0] }
      let options = CompileOptions(
        optimization: configuration.optimization, boundsChecks: configuration.boundsChecks,
        metadata: nil, checksAllocation: true)
      let result = try Compilation.compile(
        wasm: module.bytes, options: options, translation: translation)
      let program = try StandardProgram(decoding: result.program.file.container)
      machine = try Machine(standardProgram: program, gas: 0)
      stackTop = UInt64(StandardProgram.stackEnd) - UInt64(result.globalBytes)
      stackStart = UInt64(program.stackStart)
      functions = module.exports.filter { $0.kind == .function }
      globals = module.exports.filter { $0.kind == .global }
      initialization = result.entryNames.count - 1
    } catch {
      throw Failure(reason: "\(error)")
    }
  }

  /// Does what the module's own instantiation does: sets globals, runs the start function, or traps if a segment is out of
  /// bounds.
  func initialize() -> SpecEnd {
    run(entry: initialization, arguments: []) ?? .results([])
  }

  /// Reads an exported global.
  func readGlobal(_ name: WasmName) -> SpecEnd {
    guard let position = globals.firstIndex(where: { $0.name == name }) else {
      return .broken("no global \(name)")
    }
    let type = module.globals[globals[position].index].type.value
    return run(entry: functions.count + position, arguments: []) ?? results([type])
  }

  /// Calls an exported function.
  func call(_ name: WasmName, _ arguments: [SpecValue]) -> SpecEnd {
    guard let position = functions.firstIndex(where: { $0.name == name }) else {
      return .broken("no function \(name)")
    }
    let type = module.type(ofFunction: functions[position].index)
    guard arguments.map(\.type) == type.parameters else { return .broken("wrong arguments") }
    return run(entry: position, arguments: arguments.map(\.register)) ?? results(type.results)
  }

  // MARK: Entry points

  /// Runs an entry point; nil if it returned.
  private func run(entry: Int, arguments: [UInt64]) -> SpecEnd? {
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
    machine.gas = Self.gas
    depth += 1
    defer { depth -= 1 }
    while true {
      switch machine.run() {
      case .halt: return nil
      case .panic: return .panic
      case .outOfGas: return .broken("out of gas")
      case .pageFault(let address):
        let isBelow = UInt64(UInt32(truncatingIfNeeded: machine[.stackPointer])) < stackStart
        return isBelow ? .exhaustion : .fault(address)
      case .hostCall(let index):
        if index == UInt64(SpecImports.floatCall) {
          hasMissedFloats = true
          return .floats
        }
        if let end = serve(index) { return end }
        machine.advancePastHostCall()
      }
    }
  }

  /// Calls another instance for a host call; nil if it returned.
  private func serve(_ index: UInt64) -> SpecEnd? {
    guard let function = imports.function(behind: index) else {
      return .broken("host call \(index)")
    }
    let saved = (registers: machine.registers, pc: machine.pc, gas: machine.gas)
    let arguments = zip(function.type.parameters, RegisterSet.arguments).map {
      SpecValue($0, low: saved.registers[$1])
    }
    let end = function.instance.call(function.name, arguments)
    guard case .results(let results) = end else { return end }
    machine.registers = saved.registers
    machine.pc = saved.pc
    machine.gas = saved.gas
    for (register, result) in zip(RegisterSet.arguments, results) {
      machine[register] = result.register
    }
    return nil
  }

  /// What the call that just returned left in registers and beyond.
  private func results(_ types: [ValueType]) -> SpecEnd {
    var values: [SpecValue] = []
    let registers = machine.registers
    for (type, register) in zip(types, RegisterSet.arguments) {
      guard let value = SpecValue(type, register: registers[register]) else {
        return .broken("\(type) 0x\(Hex.string(registers[register])) in \(register)")
      }
      values.append(value)
    }
    let first = functions.count + globals.count
    for (index, type) in types.dropFirst(values.count).enumerated() {
      if let end = run(entry: first + index, arguments: []) { return end }
      values.append(SpecValue(type, low: machine[.a0]))
    }
    return .results(values)
  }
}
