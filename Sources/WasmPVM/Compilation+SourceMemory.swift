internal import LoweringABI
internal import PVM
internal import PVMCodegen
internal import SourceLines
public import Support
internal import Wasm
internal import WasmLinking
internal import WasmToLLVM

extension Compilation {
  /// Where a program has what the source of its main module keeps in memory; nil if the module has not exactly one memory.
  static func sourceMemory(
    of linked: LinkedProgram, _ frontEnd: FrontEnd, _ codegen: Codegen, isOptimized: Bool
  ) -> SourceMemory? {
    let origins = frontEnd.origins
    guard origins.module.memories.count == 1, let base = UInt32(exactly: codegen.memoryBase) else {
      return nil
    }
    var memory = SourceMemory(base: base, isOptimized: isOptimized)
    if isOptimized { return memory }
    let code = numbered(linked.functions.map { ($0.name, $0.code) }, prefix: "f")
    let variables = numbered(codegen.placedData.map { ($0.name, $0.address) }, prefix: "global.")
    for frame in frontEnd.translator.frames() {
      guard let range = code[frame.function],
        (origins.sources?.function(frame.function)?.input ?? 0) == 0
      else { continue }
      let pointer: SourceMemory.Frame.Pointer
      if frame.isPassed {
        pointer = .register(RegisterConvention.passedGlobal)
      } else if let address = variables[frame.global].flatMap({ UInt32(exactly: $0) }) {
        pointer = .memory(address: address)
      } else {
        continue
      }
      memory.frames.append(
        SourceMemory.Frame(
          code: range, pointer: pointer,
          locals: frame.locals.map { .init(index: $0.index, offset: $0.offset) }))
    }
    memory.frames.sort { $0.code.lowerBound < $1.code.lowerBound }
    return memory
  }

  /// What belongs to names that begin with a prefix and a number, as functions and globals of the module have them in IR; by number.
  private static func numbered<Value>(
    _ named: [(name: String, value: Value)], prefix: String
  ) -> [Int: Value] {
    var result: [Int: Value] = [:]
    for (name, value) in named where name.hasPrefix(prefix) {
      let digits = name.dropFirst(prefix.count).prefix { $0 != "." }
      if let number = Int(digits), result[number] == nil { result[number] = value }
    }
    return result
  }

  /// Reads what a module's debug information says of variables; nil if it has none.
  public static func sourceVariables(ofModule bytes: [UInt8]) -> (any SourceVariableReader)? {
    SourceLines(module: bytes)
  }
}
