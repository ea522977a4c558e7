internal import LLVM
internal import Wasm

// References to exceptions, `exnref`.
//
// A reference is the address of an entry of a hash table that has the exception's value and what it carries. Exceptions
// that are equal have the same entry, and nothing can tell them apart: WebAssembly does not compare references to
// exceptions. So a program that throws the same again and again needs no more room, and the table needs no garbage collector.
// The table lies in the stack's pages, so its zeros take no room in the program. When it is full, there is a trap.
extension ModuleTranslation {
  /// The logarithm to base 2 of how many different exceptions a program may have references to: as many as take a mebibyte.
  private var slotBits: Int {
    var bits = 16
    while bits > 12, (1 + exceptionWordCount) << (bits + 3) > 1 << 20 { bits -= 1 }
    return bits
  }

  /// The words of an entry: the exception's value, zero in a free one, and what exceptions carry.
  private var entryType: IRType {
    types.context.array(types.i64, count: 1 + exceptionWordCount)
  }

  /// The table.
  private func exceptionTable() -> GlobalVariable {
    if let table = helpers.exceptionTable { return table }
    let type = types.context.array(entryType, count: 1 << slotBits)
    let table = output.module.addGlobal("exceptions", type, linkage: commonLinkage)
    table.setInitializer(type.zero)
    helpers.exceptionTable = table
    return table
  }

  /// The address of a word of an entry.
  private func entryWord(_ entry: Value, _ index: Int) -> Value {
    builder.elementPointer(types.i64, entry, types.i32.constant(index))
  }

  /// The words that an exception carries, zero for one that carries nothing in the variables.
  private func wordsForReference(to exception: Value) -> [Value] {
    guard exceptionWordCount > 0 else { return [] }
    var isLarge = types.i1.zero
    for tag in wasm.tags.indices where !isSmall(tag: tag) {
      isLarge = builder.binary(.or, isLarge, hasTag(exception, tag))
    }
    return buildExceptionWords().map { builder.select(isLarge, $0, types.i64.zero) }
  }

  /// The function that makes a reference to an exception that has just been caught: `ptr (i64 exception)`.
  func captureExceptionFunction() -> LLVM.Function {
    if let function = helpers.captureException { return function }
    let function = makeFunction(
      "exception.capture", types.context.function([types.i64], returning: types.pointer))
    function.addAttribute(.noInline)
    helpers.captureException = function

    let position = builder.block
    let table = exceptionTable()
    let mask = types.i32.constant(1 << slotBits - 1)
    let entryBlock = function.appendBlock("entry")
    let probe = function.appendBlock("probe")
    let taken = function.appendBlock("taken")
    let other = function.appendBlock("other")
    let free = function.appendBlock("free")
    let done = function.appendBlock("done")
    let full = function.appendBlock("full")
    let exception = function.parameter(0)

    builder.position(atEndOf: entryBlock)
    let words = wordsForReference(to: exception)
    let factor = types.i64.constant(0x9E37_79B9_7F4A_7C15 as UInt64)
    var hash = builder.binary(.mul, exception, factor)
    for word in words {
      hash = builder.binary(.mul, builder.binary(.xor, hash, word), factor)
    }
    let first = builder.truncate(
      builder.binary(.lshr, hash, types.i64.constant(64 - slotBits)), to: types.i32)
    builder.branch(probe)

    builder.position(atEndOf: probe)
    let index = builder.phi(types.i32)
    let tries = builder.phi(types.i32)
    let entry = builder.elementPointer(entryType, table.value, index)
    let found = builder.load(types.i64, from: entry)
    builder.branch(builder.isZero(found), free, taken)

    builder.position(atEndOf: taken)
    var isEqual = builder.compare(.equal, found, exception)
    for (number, word) in words.enumerated() {
      let own = builder.load(types.i64, from: entryWord(entry, 1 + number))
      isEqual = builder.binary(.and, isEqual, builder.compare(.equal, own, word))
    }
    builder.branch(isEqual, done, other)

    builder.position(atEndOf: other)
    let next = builder.binary(.and, builder.add(index, types.i32.constant(1)), mask)
    let count = builder.add(tries, types.i32.constant(1))
    index.addIncoming(first, from: entryBlock)
    index.addIncoming(next, from: other)
    tries.addIncoming(types.i32.zero, from: entryBlock)
    tries.addIncoming(count, from: other)
    builder.branch(builder.compare(.equal, count, types.i32.constant(1 << slotBits)), full, probe)

    builder.position(atEndOf: free)
    builder.store(exception, to: entry)
    for (number, word) in words.enumerated() {
      builder.store(word, to: entryWord(entry, 1 + number))
    }
    builder.branch(done)

    builder.position(atEndOf: done)
    builder.return(entry)

    builder.position(atEndOf: full)
    builder.call(trap, [])
    builder.unreachable()
    if let position { builder.position(atEndOf: position) }
    return function
  }

  /// The function that throws what a reference means: `i64 (ptr reference)`.
  func releaseExceptionFunction() -> LLVM.Function {
    if let function = helpers.releaseException { return function }
    let function = makeFunction(
      "exception.release", types.context.function([types.pointer], returning: types.i64))
    helpers.releaseException = function

    let position = builder.block
    builder.position(atEndOf: function.appendBlock("entry"))
    let entry = function.parameter(0)
    for index in 0..<exceptionWordCount {
      builder.store(
        builder.load(types.i64, from: entryWord(entry, 1 + index)),
        to: exceptionWord(index).value)
    }
    builder.return(builder.load(types.i64, from: entry))
    if let position { builder.position(atEndOf: position) }
    return function
  }
}
