internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// Where a table is kept.
struct TableStorage {
  /// The elements: an array of pointers, as long as the table may become.
  let elements: GlobalVariable
  /// How long the array is.
  let capacity: Int
  /// How many elements there are at start.
  let minimum: Int
  /// The number of elements if it can grow; `minimum` otherwise.
  let size: GlobalVariable?
  /// The function that grows it, once something needs it.
  var grow: LLVM.Function?
}

extension ModuleTranslation {
  /// Makes the tables with what the active segments put into them, up to the first that is out of bounds.
  func defineTables() throws(TranslationError) {
    for index in wasm.tables.indices { try defineTable(index) }
    var contents: [[Value]?] = Array(repeating: nil, count: tables.count)
    for segment in wasm.elements {
      guard case .active(let table, let expression) = segment.mode else { continue }
      let offset = try evaluateOffset(expression)
      guard offset + segment.items.count <= tables[table].minimum else {
        instantiationTraps = true
        break
      }
      // A table that nothing reads needs no contents, and the functions in it may be unreachable.
      guard !segment.items.isEmpty, try isReachable(segment) else { continue }
      var elements =
        contents[table] ?? Array(repeating: types.pointer.zero, count: tables[table].capacity)
      contents[table] = nil
      for (position, item) in segment.items.enumerated() {
        elements[offset + position] = try evaluate(item)
      }
      contents[table] = elements
    }
    for (index, elements) in contents.enumerated() {
      guard let elements else { continue }
      tables[index].elements.setInitializer(types.pointer.constantArray(elements))
    }
  }

  /// Whether the functions that a segment names were found reachable.
  private func isReachable(_ segment: ElementSegment) throws(TranslationError) -> Bool {
    segment.items.allSatisfy { item in
      guard case .refFunc(let function)? = item.instructions.first else { return true }
      return facts.isReferenced[function]
    }
  }

  /// Makes a table of null references.
  private func defineTable(_ index: Int) throws(TranslationError) {
    let table = wasm.tables[index]
    var limits = table.type.limits
    if let importIndex = table.importIndex, case .table(let defined) = imports[importIndex] {
      limits = defined
    }
    let most = options.maximumTableElements
    let minimum = Int(clamping: limits.minimum)
    guard minimum <= most else {
      throw TranslationError(
        .limit("the number of elements of a table", value: minimum, maximum: most))
    }
    let grows = facts.isTableGrown[index]
    let maximum = limits.maximum.map { Int(clamping: $0) } ?? minimum + options.tableGrowth
    let capacity = grows ? max(minimum, min(maximum, most)) : minimum
    let type = types.context.array(types.pointer, count: capacity)
    let elements = output.module.addGlobal("table.\(index)", type, linkage: commonLinkage)
    elements.setInitializer(type.zero)
    elements.setConstant(!facts.isTableWritten[index])
    var size: GlobalVariable?
    if grows {
      let variable = output.module.addGlobal(
        "table.\(index).size", types.i32, linkage: commonLinkage)
      variable.setInitializer(types.i32.constant(minimum))
      size = variable
    }
    tables.append(
      TableStorage(elements: elements, capacity: capacity, minimum: minimum, size: size))
  }

  /// The current number of elements of a table, an `i32`.
  func buildTableSize(_ index: Int) -> Value {
    guard let size = tables[index].size else { return types.i32.constant(tables[index].minimum) }
    let value = builder.load(types.i32, from: size.value)
    builder.setRange(0..<UInt64(tables[index].capacity + 1), of: value)
    return value
  }

  /// The address of an element of a table or of an element segment.
  func buildElementAddress(_ elements: GlobalVariable, _ index: Value) -> Value {
    builder.elementPointer(types.pointer, elements.value, index)
  }

  /// A passive element segment, or one that is dropped from the start.
  func elementSegment(_ index: Int) throws(TranslationError) -> SegmentStorage {
    if let segment = elementSegments[index] { return segment }
    var values: [Value] = []
    // Active and declarative segments are dropped at instantiation. One that is never read needs no contents, and
    // the functions in it may be unreachable.
    if wasm.elements[index].mode == .passive, try isReachable(wasm.elements[index]) {
      for item in wasm.elements[index].items { values.append(try evaluate(item)) }
    }
    let segment = makeSegment(
      "elem.\(index)", types.pointer.constantArray(values), size: values.count,
      isDropped: facts.isElementDropped[index])
    elementSegments[index] = segment
    return segment
  }

  /// The function that fills part of a table: `void (ptr first, ptr reference, i32 count)`.
  func fillTableFunction() -> LLVM.Function {
    if let function = helpers.fillTable { return function }
    let function = makeFunction(
      "table.fill",
      types.context.function([types.pointer, types.pointer, types.i32], returning: types.void))
    helpers.fillTable = function

    let position = builder.block
    let entry = function.appendBlock("entry")
    let loop = function.appendBlock("loop")
    let done = function.appendBlock("done")
    let count = function.parameter(2)
    builder.position(atEndOf: entry)
    builder.branch(builder.isZero(count), done, loop)
    builder.position(atEndOf: loop)
    let index = builder.phi(types.i32)
    builder.store(
      function.parameter(1), to: builder.elementPointer(types.pointer, function.parameter(0), index)
    )
    let next = builder.add(index, types.i32.constant(1))
    index.addIncoming(types.i32.zero, from: entry)
    index.addIncoming(next, from: loop)
    builder.branch(builder.compare(.equal, next, count), done, loop)
    builder.position(atEndOf: done)
    builder.returnVoid()
    if let position { builder.position(atEndOf: position) }
    return function
  }

  /// The function that grows a table: `i32 (ptr reference, i32 count)`, the old size or -1.
  func growTableFunction(_ index: Int) -> LLVM.Function {
    if let function = tables[index].grow { return function }
    let fill = fillTableFunction()
    let table = tables[index]
    let size = Invariant.unwrap(table.size, "the table can grow because table.grow is used")
    let function = makeFunction(
      "table.\(index).grow",
      types.context.function([types.pointer, types.i32], returning: types.i32))
    function.addAttribute(.noInline)
    tables[index].grow = function

    let position = builder.block
    let entry = function.appendBlock("entry")
    let success = function.appendBlock("success")
    let failure = function.appendBlock("failure")
    let count = function.parameter(1)
    builder.position(atEndOf: entry)
    let old = buildTableSize(index)
    let room = builder.sub(types.i32.constant(table.capacity), old)
    builder.branch(builder.compare(.unsignedGreater, count, room), failure, success)
    builder.position(atEndOf: success)
    builder.call(fill, [buildElementAddress(table.elements, old), function.parameter(0), count])
    builder.store(builder.add(old, count), to: size.value)
    builder.return(old)
    builder.position(atEndOf: failure)
    builder.return(types.i32.constant(-1))
    if let position { builder.position(atEndOf: position) }
    return function
  }
}
