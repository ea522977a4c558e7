internal import PVM
internal import PVMVM
internal import Support
internal import Wasm
internal import WasmPVM
internal import WasmToLLVM

/// How a call of an instance ended.
enum SpecEnd: Equatable {
  /// With results.
  case results([SpecValue])
  /// With a panic.
  case panic
  /// With an access to a page that is not there, other than those below.
  case fault(UInt32)
  /// With a page fault while the stack pointer was below the stack. Frames are made by moving the stack pointer
  /// first, and nothing else moves it, so that this is what a stack overflow looks like and nothing else does.
  case exhaustion
  /// With a float operation.
  case floats
  /// It did not end within the gas that it got, or something is not as it must be.
  case broken(String)
}

/// A module of a script, compiled with raw entry points and running: memory and globals stay between calls.
final class SpecInstance {
  /// Why a module cannot be instantiated.
  struct Failure: Error {
    /// The reason.
    let reason: String
  }

  /// How much gas a call may use; far more than any call of the suite needs.
  private static let gas: Int64 = 100_000_000

  /// How many calls between instances may be nested.
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
    _ bytes: [UInt8], _ configuration: SpecConfiguration, registered: [String: SpecInstance]
  ) throws(Failure) {
    do {
      module = try ModuleDecoder.decode(bytes)
      imports = SpecImports(module, registered: registered)
      var translation = TranslationOptions()
      translation.boundsChecks = configuration.boundsChecks
      translation.floats = .hostCall(SpecImports.floatCall)
      translation.unsupportedFunctionsTrap = true
      translation.entries = .raw
      let definitions = imports.definitions
      translation.resolveImport = { definitions[$0] }
      let options = CompileOptions(
        optimization: configuration.optimization, boundsChecks: configuration.boundsChecks,
        metadata: nil, checksAllocation: true)
      let result = try Compilation.compile(
        wasm: bytes, options: options, translation: translation)
      let program = try StandardProgram(decoding: result.program.file.container)
      machine = try Machine(standardProgram: program, gas: 0)
      stackTop = UInt64(StandardProgram.stackEnd) - UInt64(result.scalarBytes)
      stackStart = UInt64(program.stackStart)
      functions = module.exports.filter { $0.kind == .function }
      globals = module.exports.filter { $0.kind == .global }
      initialization = result.entryNames.count - 1
    } catch {
      throw Failure(reason: "\(error)")
    }
  }

  /// Initializes the instance: runs the start function, or traps if a segment is out of bounds.
  func initialize() -> SpecEnd {
    run(entry: initialization, arguments: []) ?? .results([])
  }

  /// The type of an exported function, nil if there is none of that name.
  func type(ofFunction name: WasmName) -> Wasm.FunctionType? {
    functions.first { $0.name == name }.map { module.type(ofFunction: $0.index) }
  }

  /// The type of an exported global, nil if there is none of that name.
  func type(ofGlobal name: WasmName) -> GlobalType? {
    globals.first { $0.name == name }.map { module.globals[$0.index].type }
  }

  /// Reads an exported global.
  func readGlobal(_ name: String) -> SpecEnd {
    guard let position = globals.firstIndex(where: { $0.name == WasmName(name) }) else {
      return .broken("no global \(name)")
    }
    let type = module.globals[globals[position].index].type.value
    return run(entry: functions.count + position, arguments: []) ?? results([type])
  }

  /// Calls an exported function.
  func call(_ name: String, _ arguments: [SpecValue]) -> SpecEnd {
    call(WasmName(name), arguments)
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

extension RegisterSet {
  /// Where arguments and results are, in order.
  fileprivate static let arguments: [Register] = (7...12).map { Register(UInt8($0)) }
}

extension SpecValue {
  /// The value's type.
  var type: ValueType {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .v128: .v128
    case .funcref: .funcref
    case .externref: .externref
    }
  }

  /// The value as a register holds it. External references are told from null by adding 1.
  var register: UInt64 {
    switch self {
    case .i32(let bits), .f32(let bits): Self.extended(bits)
    case .i64(let bits), .f64(let bits): bits
    case .v128(let bits): bits.low
    case .funcref(let reference): reference.map { UInt64($0) } ?? 0
    case .externref(let number): number.map { UInt64($0) + 1 } ?? 0
    }
  }

  /// A 32-bit value as a register holds it.
  private static func extended(_ bits: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: bits)))
  }

  /// The value in a register; nil if the register does not hold a value of the type.
  init?(_ type: ValueType, register: UInt64) {
    let low = UInt32(truncatingIfNeeded: register)
    if type == .i32 || type == .f32, register != Self.extended(low) { return nil }
    self.init(type, low: register)
  }

  /// The value in a register of which only the bits count that the type has.
  init(_ type: ValueType, low register: UInt64) {
    let low = UInt32(truncatingIfNeeded: register)
    switch type {
    case .i32: self = .i32(low)
    case .f32: self = .f32(low)
    case .i64: self = .i64(register)
    case .f64: self = .f64(register)
    case .v128: self = .v128(V128(low: register, high: 0))
    case .funcref: self = .funcref(low == 0 ? nil : low)
    case .externref: self = .externref(low == 0 ? nil : low - 1)
    }
  }
}
