internal import Wasm

/// A module of a script that is instantiated: alone in a program, or together with those that it shares something with.
final class WastInstance {
  /// The module.
  let module: Wasm.Module
  /// The program that runs it.
  private let program: WastProgram
  /// Its number in the program, nil if it is alone.
  private let member: Int?

  /// Takes a program that consists of this module.
  init(_ program: WastProgram) {
    module = program.module
    self.program = program
    member = nil
  }

  /// Takes a program that this module is part of.
  init(_ module: Wasm.Module, member: Int, of program: WastProgram) {
    self.module = module
    self.program = program
    self.member = member
  }

  /// Initializes the instance: copies its segments and runs the start function, or traps if a segment is out of bounds.
  func initialize() -> WastEnd {
    guard let member else { return program.initialize() }
    return program.call(WastGroup.initializer(of: member), [])
  }

  /// The type of an exported function, nil if there is none of that name.
  func type(ofFunction name: WasmName) -> Wasm.FunctionType? {
    module.exports.first { $0.kind == .function && $0.name == name }
      .map { module.type(ofFunction: $0.index) }
  }

  /// The type of an exported global, nil if there is none of that name.
  func type(ofGlobal name: WasmName) -> GlobalType? {
    module.exports.first { $0.kind == .global && $0.name == name }
      .map { module.globals[$0.index].type }
  }

  /// Reads an exported global.
  func readGlobal(_ name: String) -> WastEnd {
    program.readGlobal(nameInProgram(WasmName(name)))
  }

  /// Calls an exported function.
  func call(_ name: String, _ arguments: [WasmValue]) -> WastEnd {
    call(WasmName(name), arguments)
  }

  /// Calls an exported function.
  func call(_ name: WasmName, _ arguments: [WasmValue]) -> WastEnd {
    program.call(nameInProgram(name), arguments)
  }

  /// What the program calls an export.
  private func nameInProgram(_ name: WasmName) -> WasmName {
    member.map { WastGroup.name(name, of: $0) } ?? name
  }
}
