internal import LLVM
internal import Support
internal import Wasm

/// An exception that has been caught.
struct Exception {
  /// The value that functions return: negative, with the tag in bits 32 to 62; see `ModuleTranslation.isThrown`.
  let value: Value
  /// What it carries if that is not in the value, in words.
  let words: [Value]
}

extension ModuleTranslation {
  // An exception that is on its way is an `i64`: zero is none; a negative number has the tag's index in bits 32 to 62, and in
  // the low 32 bits what the exception carries, if that is nothing or one value of 32 bits. Anything else that an
  // exception carries is in variables, in words of 64 bits, between the `throw` and the clause that catches it.

  /// Whether an exception is one, as an `i1`. Branch prediction takes a negative value for unlikely.
  func isThrown(_ exception: Value) -> Value {
    builder.compare(.signedLess, exception, types.i64.zero)
  }

  /// The exception that a call returned.
  func exception(of call: Value, _ signature: FunctionSignature) -> Value {
    signature.structure == nil ? call : builder.extractValue(call, 0)
  }

  /// Whether an exception has a tag, as an `i1`.
  func hasTag(_ exception: Value, _ tag: Int) -> Value {
    let high = builder.binary(.lshr, exception, types.i64.constant(32))
    return builder.compare(.equal, high, types.i64.constant(Self.high(ofTag: tag)))
  }

  /// Bits 32 to 63 of exceptions with a tag.
  private static func high(ofTag tag: Int) -> UInt64 { UInt64(tag) | 1 << 31 }

  /// The types of what exceptions with a tag carry.
  private func types(ofTag tag: Int) -> [IRType] { wasm.values(ofTag: tag).map { types[$0] } }

  /// Whether what exceptions with a tag carry fits their value.
  private func isSmall(_ types: [IRType]) -> Bool {
    types.isEmpty || (types.count == 1 && types[0] == self.types.i32)
  }

  /// Whether what exceptions with a tag carry fits their value.
  func isSmall(tag: Int) -> Bool { isSmall(types(ofTag: tag)) }

  /// How many words the exceptions of the module carry at most, beside their values.
  var exceptionWordCount: Int {
    wasm.tags.indices.map { tag in
      let types = types(ofTag: tag)
      return isSmall(types) ? 0 : types.reduce(0) { $0 + words(of: $1) }
    }.max() ?? 0
  }

  /// How many words a value takes.
  private func words(of type: IRType) -> Int { type == types.vector ? 2 : 1 }

  /// The variable for a word that an exception carries.
  func exceptionWord(_ index: Int) -> GlobalVariable {
    while helpers.exceptionWords.count <= index {
      let variable = output.module.addGlobal(
        "exception.\(helpers.exceptionWords.count)", types.i64, linkage: commonLinkage)
      variable.setInitializer(types.i64.zero)
      helpers.exceptionWords.append(variable)
    }
    return helpers.exceptionWords[index]
  }

  /// Builds an exception that carries values; those that do not fit it go to the variables.
  func buildException(_ tag: Int, _ values: [Value]) -> Value {
    let value = types.i64.constant(Self.high(ofTag: tag) << 32)
    guard !isSmall(types(ofTag: tag)) else {
      guard let carried = values.first else { return value }
      return builder.binary(.or, value, builder.zeroExtend(carried, to: types.i64))
    }
    var index = 0
    for carried in values {
      for word in split(carried) {
        builder.store(word, to: exceptionWord(index).value)
        index += 1
      }
    }
    return value
  }

  /// What a caught exception with a tag carries.
  func buildValues(of exception: Exception, _ tag: Int) -> [Value] {
    let types = types(ofTag: tag)
    if isSmall(types) { return types.map { builder.truncate(exception.value, to: $0) } }
    var index = 0
    return types.map { type in
      let count = words(of: type)
      defer { index += count }
      return join(Array(exception.words[index..<index + count]), as: type)
    }
  }

  /// A value in words.
  private func split(_ value: Value) -> [Value] {
    switch value.type {
    case types.i64: [value]
    case types.pointer: [builder.pointerToInteger(value, to: types.i64)]
    case types.vector: [builder.extractElement(value, 0), builder.extractElement(value, 1)]
    default: [builder.zeroExtend(value, to: types.i64)]
    }
  }

  /// A value from its words.
  private func join(_ words: [Value], as type: IRType) -> Value {
    switch type {
    case types.i64: return words[0]
    case types.pointer: return builder.integerToPointer(words[0], to: types.pointer)
    case types.vector: return vector(words[0], words[1])
    default: return builder.truncate(words[0], to: type)
    }
  }

  /// What the variables hold.
  func buildExceptionWords() -> [Value] {
    (0..<exceptionWordCount).map { builder.load(types.i64, from: exceptionWord($0).value) }
  }

  /// Puts what a caught exception carries back into the variables.
  func restore(_ exception: Exception) {
    for (index, word) in exception.words.enumerated() {
      builder.store(word, to: exceptionWord(index).value)
    }
  }
}
