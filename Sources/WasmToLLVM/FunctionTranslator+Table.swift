internal import LLVM
internal import Wasm

extension FunctionTranslator {
  /// The reference that a table has at an index; traps if there is none.
  mutating func loadElement(_ table: Int, _ index: Value) -> Value {
    builder.load(types.pointer, from: elementAddress(table, index))
  }

  /// The address of an element; traps if the index is out of bounds.
  private mutating func elementAddress(_ table: Int, _ index: Value) -> Value {
    trap(if: builder.compare(.unsignedGreaterOrEqual, index, module.buildTableSize(table)))
    return module.buildElementAddress(module.tables[table].elements, index)
  }

  /// Translates `table.get`.
  mutating func tableGet(_ table: Int) { push(loadElement(table, pop())) }

  /// Translates `table.set`.
  mutating func tableSet(_ table: Int) {
    let reference = pop()
    builder.store(reference, to: elementAddress(table, pop()))
  }

  /// Translates `table.grow`.
  mutating func tableGrow(_ table: Int) {
    let count = pop()
    let reference = pop()
    push(builder.call(module.growTableFunction(table), [reference, count]))
  }

  /// Translates `table.fill`.
  mutating func tableFill(_ table: Int) {
    let count = pop()
    let reference = pop()
    let start = pop()
    checkRange(start, count, within: module.buildTableSize(table))
    let first = module.buildElementAddress(module.tables[table].elements, start)
    builder.call(module.fillTableFunction(), [first, reference, count])
  }

  /// Translates `table.copy`.
  mutating func tableCopy(_ destination: Int, _ source: Int) {
    let count = pop()
    let from = pop()
    let to = pop()
    checkRange(from, count, within: module.buildTableSize(source))
    checkRange(to, count, within: module.buildTableSize(destination))
    builder.moveBytes(
      to: module.buildElementAddress(module.tables[destination].elements, to),
      from: module.buildElementAddress(module.tables[source].elements, from),
      count: byteCount(count))
  }

  /// Translates `table.init`.
  mutating func tableInit(_ table: Int, _ index: Int) throws(TranslationError) {
    let segment = try module.elementSegment(index)
    let count = pop()
    let source = pop()
    let destination = pop()
    checkRange(source, count, within: module.buildSize(of: segment))
    checkRange(destination, count, within: module.buildTableSize(table))
    builder.copyBytes(
      to: module.buildElementAddress(module.tables[table].elements, destination),
      from: module.buildElementAddress(segment.contents, source), count: byteCount(count))
  }

  /// How many bytes a number of elements takes; tables are small enough that this does not overflow.
  private func byteCount(_ count: Value) -> Value {
    builder.binary(.shl, count, types.i32.constant(2))
  }
}
