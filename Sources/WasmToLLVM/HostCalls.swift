internal import LLVM
internal import LoweringABI
internal import Support

extension ModuleTranslation {
  /// Builds the host call with an index; the result is what r7 and r8 hold afterwards.
  @discardableResult
  func hostCall(_ index: UInt32, _ arguments: [Value]) -> Value {
    let registers = arguments.map { builder.zeroExtendOrKeep($0, to: types.i64) }
    let name = Symbol.hostCall(index, argumentCount: arguments.count)
    return builder.call(hostCallFunction(name, registers.map(\.type)), registers)
  }

  /// Builds a host call whose index, an `i32`, is a value of the program: the instruction itself if it is a constant as it
  /// stands, else a call of the function that chooses between the indices that it may have.
  func hostCall(indexed index: Value, _ arguments: [Value]) -> Value {
    if let constant = index.unsignedInteger {
      return hostCall(UInt32(truncatingIfNeeded: constant), arguments)
    }
    let registers = arguments.map { builder.zeroExtendOrKeep($0, to: types.i64) }
    let choice =
      hostCallIndices.map { hostCallChoice($0, argumentCount: arguments.count) }
      ?? hostCallFunction(
        HostCallIndices.unknownCall(argumentCount: arguments.count),
        [types.i32] + registers.map(\.type))
    return builder.call(choice, [index] + registers)
  }

  /// The declaration of a function that returns what r7 and r8 hold after a host call.
  private func hostCallFunction(_ name: String, _ parameters: [IRType]) -> LLVM.Function {
    if let known = helpers.hostCalls[name] { return known }
    let result = types.context.structure([types.i64, types.i64])
    let declaration = declare(name, types.context.function(parameters, returning: result))
    helpers.hostCalls[name] = declaration
    return declaration
  }

  /// The function `{ i64, i64 } (i32 index, i64 × N)` that does one of several host calls.
  ///
  /// Any other index is one that the host does not know: r7 is WHAT, as the Gray Paper has it (`pvm.md` appendix A), and r8 stays.
  private func hostCallChoice(_ indices: [UInt32], argumentCount: Int) -> LLVM.Function {
    let name = "host.call.\(argumentCount)"
    if let known = helpers.hostCalls[name] { return known }
    let result = types.context.structure([types.i64, types.i64])
    let parameters = [types.i32] + Array(repeating: types.i64, count: argumentCount)
    let function = makeFunction(name, types.context.function(parameters, returning: result))
    helpers.hostCalls[name] = function
    let position = builder.block
    let entry = function.appendBlock("entry")
    let arguments = Array(function.parameters.dropFirst())
    let cases = indices.map { index in
      let block = function.appendBlock()
      builder.position(atEndOf: block)
      builder.return(hostCall(index, arguments))
      return (value: types.i32.constant(UInt64(index)), target: block)
    }
    let unknown = function.appendBlock("unknown")
    builder.position(atEndOf: unknown)
    let what = builder.insertValue(
      result.poison, types.i64.constant(ProtocolHostCalls.unknownResult), 0)
    builder.return(
      builder.insertValue(what, arguments.count > 1 ? arguments[1] : types.i64.zero, 1))
    builder.position(atEndOf: entry)
    builder.switch(function.parameter(0), default: unknown, cases: cases)
    if let position { builder.position(atEndOf: position) }
    return function
  }
}
