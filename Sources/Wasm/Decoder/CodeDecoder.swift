// The code section: local declarations are decoded here, instructions by `FunctionValidator`.
extension ModuleDecoder {
  /// Reads the extent and the local declarations of the function bodies.
  mutating func codeSection(_ reader: inout BinaryReader) throws(WasmError) {
    let offset = reader.position
    let count = try reader.count(limit: .functions)
    guard count == functionTypes.count else {
      throw WasmError(
        .bodyCountMismatch(functions: functionTypes.count, bodies: count), at: offset)
    }
    module.codeBodies.reserveCapacity(count)
    var allLocals = 0
    for index in 0..<count {
      do throws(WasmError) {
        let body = try body(&reader)
        allLocals += body.localCount
        guard allLocals <= ImplementationLimit.allLocals.maximum else {
          throw WasmError(.limitExceeded(.allLocals, allLocals), at: body.range.lowerBound)
        }
        module.codeBodies.append(body)
      } catch {
        var located = error
        located.function = WasmError.FunctionReference(
          index: module.importedFunctionCount + index)
        throw located
      }
    }
  }

  /// Reads one body.
  private func body(_ reader: inout BinaryReader) throws(WasmError) -> FunctionBody {
    let start = reader.position
    let range = try reader.sizedRange()
    guard range.count <= ImplementationLimit.bodySize.maximum else {
      throw WasmError(.limitExceeded(.bodySize, range.count), at: start)
    }
    var inner = BinaryReader(module.bytes, in: range)
    var locals: [LocalGroup] = []
    var localCount = 0
    // Every group takes two bytes, so this many groups can be there only if the body is as long.
    for _ in 0..<(try inner.count(limit: .bodySize)) {
      let groupStart = inner.position
      let count = Int(try inner.unsigned32())
      localCount += count
      guard localCount <= ImplementationLimit.locals.maximum else {
        throw WasmError(.limitExceeded(.locals, localCount), at: groupStart)
      }
      let type = try inner.valueType(features: module.features)
      if count > 0 { locals.append(LocalGroup(count: count, type: type)) }
    }
    reader.position = range.upperBound
    return FunctionBody(
      locals: locals, localCount: localCount, code: inner.position..<range.upperBound,
      range: range)
  }
}
