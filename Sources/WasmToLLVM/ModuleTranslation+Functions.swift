internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

extension ModuleTranslation {
  /// The function with an index; for an imported one, a function of the program that does what the import is defined as.
  func function(_ index: Int) throws(TranslationError) -> LLVM.Function {
    if let function = functions[index] { return function }
    let signature = signature(ofFunction: index)
    var linkage: Linkage?
    if let part, !isRuntime, !wasm.functions[index].isImported {
      linkage = part.isShared[index] ? .external : .internal
    }
    let isPassed = facts.passedGlobal?.isParameter[index] ?? false
    let function = makeFunction(
      name(ofFunction: index), isPassed ? signature.passingType : signature.type,
      linkage: linkage, ignoresFirst: isPassed && facts.passedGlobal?.isLocal[index] == false,
      definesResult: !signature.returnsException)
    if isPassed { function.addAttribute(.inRegister, at: .parameter(0)) }
    if facts.hasTailCalls { function.setCallingConvention(.tail) }
    functions[index] = function
    if let importIndex = wasm.functions[index].importIndex {
      try defineImport(
        importIndex, as: function, signature,
        parameters: parameters(of: function, signature))
    }
    return function
  }

  /// A name for people. It begins with the index, so LLVM takes no function for one of the C library.
  private func name(ofFunction index: Int) -> String {
    let name = name(of: index).map { ".\(Self.readable($0))" }
    return isRuntime ? RuntimeLibrary.prefix + (name ?? ".f\(index)") : "f\(index)" + (name ?? "")
  }

  /// The best name that the module gives a function.
  private func name(of index: Int) -> WasmName? {
    let function = wasm.functions[index]
    return function.name ?? function.importIndex.map { wasm.imports[$0].name } ?? exportNames[index]
  }

  /// Builds a call of a function.
  ///
  /// - Parameter local: where the caller keeps the passed global, if it does.
  @discardableResult
  func buildCall(
    _ index: Int, _ arguments: [Value], passing local: Value? = nil
  ) throws(TranslationError) -> Value {
    let callee = try function(index)
    let arguments = passed(arguments, signature(ofFunction: index))
    guard let global = facts.passedGlobal, global.isParameter[index] else {
      return builder.call(callee, arguments)
    }
    let value = global.isLocal[index] ? value(ofPassed: global, local) : types.i32.poison
    let call = builder.call(callee, [value] + arguments)
    builder.addCallAttribute(.inRegister, to: call, at: .parameter(0))
    return call
  }

  /// Puts those words of a call's arguments that are passed in globals there, and gives the others.
  func passed(_ arguments: [Value], _ signature: FunctionSignature) -> [Value] {
    let words = words(of: arguments)
    for index in words.indices.dropFirst(signature.argumentCount) {
      let place = extraArgument(index, signature.passedParameters[index])
      builder.store(words[index], to: place.value)
    }
    return Array(words.prefix(signature.argumentCount))
  }

  /// The values of all parameters of a function, without the passed global, at its entry.
  func parameters(of function: LLVM.Function, _ signature: FunctionSignature) -> [Value] {
    var words = Array(function.parameters.suffix(signature.argumentCount))
    for index in signature.passedParameters.indices.dropFirst(signature.argumentCount) {
      let type = signature.passedParameters[index]
      words.append(builder.load(type, from: extraArgument(index, type).value))
    }
    return joined(words, signature.parameters)
  }

  /// The value of the passed global in a function that keeps it in a local, or in the variable.
  func value(ofPassed global: PassedGlobal, _ local: Value?) -> Value {
    local.map { builder.load(types.i32, from: $0) } ?? buildGlobal(global.index)
  }

  /// A reference to a function as a constant; see `FunctionReference`.
  func reference(toFunction index: Int) throws(TranslationError) -> Value {
    builder.elementPointer(
      types.i8, try function(index).value, tag(ofType: wasm.functions[index].typeIndex))
  }

  /// What a reference to a function of a type has above the function's address.
  func tag(ofType index: Int) -> Value {
    types.i32.constant(
      UInt64(FunctionReference.tag(typeNumber: typeNumbers[index], typeShift: typeShift)))
  }

  /// Translates all functions of the part that can be reached.
  func translateFunctions() throws(TranslationError) {
    let indices =
      part?.functions
      ?? (wasm.importedFunctionCount..<wasm.functions.count).filter { facts.isReachable[$0] }
    // Made in index order, so that the output does not depend on who calls whom first.
    for index in indices { _ = try function(index) }
    try translateBodies(of: indices)
  }

  /// Translates small functions of other parts that this part calls, so that they can be inlined.
  func copySmallFunctions() throws(TranslationError) {
    guard let part else { return }
    var isOwn = [Bool](repeating: false, count: functions.count)
    for index in part.functions { isOwn[index] = true }
    let small = functions.indices.filter { index in
      guard functions[index] != nil, !isOwn[index], let body = wasm.body(ofFunction: index)
      else { return false }
      // What it calls in its own part only is not there for others.
      return body.code.count <= options.copiedBodySize
        && facts.callees[index].allSatisfy {
          part.isShared[$0] || wasm.functions[$0].isImported
        }
    }
    try translateBodies(of: small)
    for index in small { try function(index).setLinkage(.copied) }
  }

  /// Translates some functions.
  func translateBodies(of indices: [Int]) throws(TranslationError) {
    let validator = FunctionValidator(module: wasm)
    for index in indices {
      do throws(TranslationError) {
        var translator = try FunctionTranslator(self, function: index)
        if WideMultiplication.matches(index, in: wasm, validator) {
          let offset = wasm.codeBodies[index - wasm.importedFunctionCount].code.lowerBound
          for instruction in WideMultiplication.body {
            try translator.visit(instruction, at: offset, isReachable: true, operandType: nil)
          }
          continue
        }
        do throws(BodyFailure<TranslationError>) {
          try validator.validate(functionIndex: index, visitor: &translator)
        } catch {
          switch error {
          case .invalid(let error): throw TranslationError(.invalid(error))
          case .visitor(let error): throw error
          }
        }
        translator.keepLocalsInFrame()
      } catch {
        guard options.unsupportedFunctionsTrap, error.errorClass == .unsupported else {
          throw error
        }
        output.unsupportedFunctions.append(error)
        let function = try function(index)
        function.deleteBody()
        builder.position(atEndOf: function.appendBlock())
        reportUnsupported()
        builder.call(trap, [])
        builder.unreachable()
      }
    }
  }

  /// Tells the host that something unsupported is executed, if it wants to know.
  func reportUnsupported() {
    guard let index = options.unsupportedHostCall else { return }
    hostCall(index, [])
  }

  /// Makes a function without body trap whatever it is called with.
  func defineTrapping(_ function: LLVM.Function) {
    builder.position(atEndOf: function.appendBlock())
    builder.call(trap, [])
    builder.unreachable()
  }

  /// Returns the results of a function: the first six in registers, the others in globals.
  func buildReturn(_ results: [Value], _ signature: FunctionSignature) {
    let results = words(of: (signature.returnsException ? [types.i64.zero] : []) + results)
    for index in results.indices.dropFirst(RegisterConvention.maximumResults) {
      builder.store(results[index], to: extraResult(index).value)
    }
    guard let structure = signature.structure else {
      if let result = results.first { builder.return(result) } else { builder.returnVoid() }
      return
    }
    var aggregate = structure.poison
    for (index, result) in results.prefix(RegisterConvention.maximumResults).enumerated() {
      aggregate = builder.insertValue(aggregate, result, index)
    }
    builder.return(aggregate)
  }

  /// The results of a call just made.
  func unpackResults(of call: Value, _ signature: FunctionSignature) -> [Value] {
    let first = signature.returnsException ? 1 : 0
    let words = signature.returnedResults.indices.map { result in
      let index = first + result
      return if index >= RegisterConvention.maximumResults {
        // Each holds an i64 or the low four bytes of one.
        builder.load(signature.returnedResults[result], from: extraResult(index).value)
      } else if signature.structure != nil {
        builder.extractValue(call, index)
      } else {
        call
      }
    }
    return joined(words, signature.results)
  }

  /// What is passed or returned for values: two words for each vector.
  func words(of values: [Value]) -> [Value] {
    guard values.contains(where: { $0.type == types.vector }) else { return values }
    return values.flatMap { value in
      value.type == types.vector
        ? [builder.extractElement(value, 0), builder.extractElement(value, 1)] : [value]
    }
  }

  /// The values of some types for which words were passed or returned.
  func joined(_ words: [Value], _ valueTypes: [IRType]) -> [Value] {
    guard words.count != valueTypes.count else { return words }
    var words = words[...]
    return valueTypes.map { type in
      let first = words.removeFirst()
      return type == types.vector ? vector(first, words.removeFirst()) : first
    }
  }

  /// The vector with these two words.
  func vector(_ low: Value, _ high: Value) -> Value {
    builder.insertElement(builder.insertElement(types.vector.poison, low, 0), high, 1)
  }
}
