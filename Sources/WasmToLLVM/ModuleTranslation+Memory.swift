internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// What is known about the linear memory's size.
struct MemoryStorage {
  /// How large it is at start, in pages of 65,536 bytes.
  let minimum: Int
  /// How large it may become.
  let maximum: Int
  /// How many pages are mapped at start.
  let mapped: Int
  /// Its size if it can grow; `minimum` otherwise.
  let pages: GlobalVariable?
}

/// Where a passive segment is kept.
struct SegmentStorage {
  /// The contents.
  let contents: GlobalVariable
  /// The size in bytes or elements.
  let size: Int
  /// The size if the segment can be dropped; `size` otherwise.
  let sizeVariable: GlobalVariable?
}

extension ModuleTranslation {
  /// The size of a page of linear memory in bytes.
  static let pageSize = 65_536

  /// Determines the memory's size and its initial contents.
  func defineMemory() throws(TranslationError) {
    guard let memory = wasm.memories.first else {
      guard wasm.data.allSatisfy({ $0.mode == .passive }) else {
        Invariant.violated("an active data segment names an existing memory")
      }
      return
    }
    guard wasm.memories.count == 1 else { throw TranslationError(.unsupported("several memories")) }
    var limits = memory.type.limits
    if let importIndex = memory.importIndex, case .memory(let defined) = imports[importIndex] {
      limits = defined
    }
    let most = Swift.min(65_536, options.maximumMemoryPages ?? 65_536)
    let minimum = Int(clamping: limits.minimum)
    guard minimum <= most else {
      throw TranslationError(
        .limit("the memory's initial size in pages", value: minimum, maximum: most))
    }
    let maximum = Swift.max(
      minimum,
      Swift.min(Int(clamping: limits.maximum ?? 65_536), most, MemoryRegion.maximumPages))
    let mapped = Swift.max(minimum, Swift.min(options.reservedMemoryPages, maximum))
    var pages: GlobalVariable?
    if facts.growsMemory {
      let variable = output.module.addGlobal("memory.pages", types.i32, linkage: .internal)
      variable.setInitializer(types.i32.constant(minimum))
      pages = variable
    }
    memoryLimits = MemoryStorage(minimum: minimum, maximum: maximum, mapped: mapped, pages: pages)
    output.interface.mappedPages = mapped
    output.interface.usesAllocation = facts.growsMemory && maximum > mapped
    try defineImage(size: minimum * Self.pageSize)
  }

  /// Collects the initial contents from the active segments, up to the first that is out of bounds.
  private func defineImage(size: Int) throws(TranslationError) {
    var segments: [(offset: Int, bytes: ArraySlice<UInt8>)] = []
    for segment in wasm.data {
      // Table initialization comes before and may have trapped already.
      guard !instantiationTraps else { break }
      guard case .active(_, let expression) = segment.mode else { continue }
      let offset = try evaluateOffset(expression)
      if offset + segment.bytes.count > size {
        instantiationTraps = true
      } else {
        segments.append((offset, wasm.bytes[segment.bytes]))
      }
    }
    output.interface.memoryImage = MemoryImage(segments: segments)
  }

  /// The memory's current size in pages, an `i32`.
  func buildMemorySize() -> Value {
    guard let pages = memoryLimits?.pages else {
      return types.i32.constant(memoryLimits?.minimum ?? 0)
    }
    let size = builder.load(types.i32, from: pages.value)
    builder.setRange(0..<65_537, of: size)
    return size
  }

  /// The memory's current size in bytes, an `i64`.
  func buildMemoryByteSize() -> Value {
    builder.binary(
      .shl, builder.zeroExtend(buildMemorySize(), to: types.i64), types.i64.constant(16))
  }

  /// A passive data segment, or one that is dropped from the start.
  func dataSegment(_ index: Int) -> SegmentStorage {
    if let segment = dataSegments[index] { return segment }
    // Active segments are dropped at instantiation.
    let range = wasm.data[index].mode == .passive ? wasm.data[index].bytes : 0..<0
    let contents = types.context.constantBytes(wasm.bytes[range])
    let segment = makeSegment(
      "data.\(index)", contents, size: range.count, isDropped: facts.isDataDropped[index])
    dataSegments[index] = segment
    return segment
  }

  /// Makes a segment's globals.
  func makeSegment(
    _ name: String, _ contents: Value, size: Int, isDropped: Bool
  ) -> SegmentStorage {
    let global = output.module.addGlobal(name, contents.type, linkage: .internal)
    global.setInitializer(contents)
    global.setConstant(true)
    var sizeVariable: GlobalVariable?
    if isDropped, size > 0 {
      let variable = output.module.addGlobal("\(name).size", types.i32, linkage: .internal)
      variable.setInitializer(types.i32.constant(size))
      sizeVariable = variable
    }
    return SegmentStorage(contents: global, size: size, sizeVariable: sizeVariable)
  }

  /// The current size of a segment, an `i32`.
  func buildSize(of segment: SegmentStorage) -> Value {
    segment.sizeVariable.map { builder.load(types.i32, from: $0.value) }
      ?? types.i32.constant(segment.size)
  }

  /// The function that grows the memory: `i32 (i32 pages)`, the old size or -1.
  ///
  /// This is the only place where memory is claimed.
  func growMemoryFunction() -> LLVM.Function {
    if let function = helpers.growMemory { return function }
    let limits = Invariant.unwrap(memoryLimits, "memory.grow names an existing memory")
    let pages = Invariant.unwrap(limits.pages, "the memory can grow because memory.grow is used")
    let function = makeFunction(
      "memory.grow", types.context.function([types.i32], returning: types.i32))
    function.addAttribute(.noInline)
    helpers.growMemory = function

    let position = builder.block
    let entry = function.appendBlock("entry")
    let fits = function.appendBlock("fits")
    let claim = function.appendBlock("claim")
    let success = function.appendBlock("success")
    let failure = function.appendBlock("failure")
    let delta = function.parameter(0)

    builder.position(atEndOf: entry)
    let old = buildMemorySize()
    let room = builder.sub(types.i32.constant(limits.maximum), old)
    builder.branch(builder.compare(.unsignedGreater, delta, room), failure, fits)

    builder.position(atEndOf: fits)
    let new = builder.add(old, delta)
    // Pages up to `mapped` are there already; those beyond are claimed one by one, so `old` tells how many were.
    let mapped = types.i32.constant(limits.mapped)
    let present = builder.select(builder.compare(.unsignedGreater, old, mapped), old, mapped)
    builder.branch(builder.compare(.unsignedGreater, new, present), claim, success)

    builder.position(atEndOf: claim)
    if limits.maximum > limits.mapped {
      let missing = builder.zeroExtend(builder.sub(new, present), to: types.i64)
      let bytes = builder.binary(.shl, missing, types.i64.constant(16))
      let allocate = declare(
        Symbol.allocate, types.context.function([types.i64], returning: types.i64))
      let result = builder.call(allocate, [bytes])
      builder.branch(builder.isZero(result), failure, success)
    } else {
      builder.branch(failure)
    }

    builder.position(atEndOf: success)
    builder.store(new, to: pages.value)
    builder.return(old)

    builder.position(atEndOf: failure)
    builder.return(types.i32.constant(-1))
    if let position { builder.position(atEndOf: position) }
    return function
  }
}
