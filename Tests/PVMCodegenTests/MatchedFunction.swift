import LLVM
import PVMCodegen
import Support
import Testing

/// A function of LLVM IR whose values have names, for the matchers.
final class MatchedFunction {
  /// The module, which owns everything.
  private let module: Module
  /// What matchers know about the program.
  let context: SelectionContext
  /// The order of the blocks.
  let order: BlockOrder
  /// The instructions and parameters by name.
  private var values: [String: Value] = [:]

  /// Parses a module; its function `f` is looked at, and its global `@memory`, if it has one, is the linear memory at 0x20000.
  init(_ text: String) throws {
    module = try Module(parsing: text)
    let found = module.function(named: "f")
    let function = try #require(found)
    var context = SelectionContext()
    if let memory = module.global(named: "memory") {
      context.globalAddresses[memory.value] = 0x20000
    }
    self.context = context
    order = BlockOrder(function)
    for parameter in function.parameters { values[parameter.name] = parameter }
    for block in order.blocks {
      for instruction in block.instructions { values[instruction.value.name] = instruction.value }
    }
  }

  /// The value with a name.
  subscript(_ name: String) -> Value {
    get throws { try #require(values[name]) }
  }

  /// The block in which a value is computed.
  func block(of name: String) throws -> BlockID {
    let value = try self[name]
    let instruction = try #require(value.asInstruction)
    return try #require(order.indices[instruction.parent])
  }
}
