internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// What is known about a memory.
struct MemoryStorage {
  /// Its first byte.
  let start: Value
  /// How large it is at start, in pages of 65,536 bytes.
  let minimum: Int
  /// How large it may become.
  let maximum: Int
  /// How many pages are mapped at start.
  let mapped: Int
  /// Its size if it can grow; `minimum` otherwise.
  let pages: GlobalVariable?
  /// The function that grows it, once something needs it.
  var grow: LLVM.Function?
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

  /// The most pages that a memory after the first may have: it is an array in the container's initial heap, of 65,535 pages of the PVM.
  private static let maximumFurtherPages = 65_535 * 4_096 / pageSize

  /// How many pages a memory after the first may have, grown as far as it may, if it has initial contents: a program
  /// file holds 16 MiB of data.
  private static let maximumPagesWithContents = 255

  /// Makes the memories with their initial contents.
  ///
  /// The first is the linear memory, which lies between all other data and the heap's end. Each further one is an array
  /// as long as the memory may become.
  func defineMemories() throws(TranslationError) {
    for index in wasm.memories.indices { try defineMemory(index) }
    try defineContents()
  }

  /// The first byte of a memory.
  func start(ofMemory index: Int) -> Value {
    isRuntime ? buildRuntimeData() : memories[index].start
  }

  /// Makes a memory of zeros.
  private func defineMemory(_ index: Int) throws(TranslationError) {
    let memory = wasm.memories[index]
    var limits = memory.type.limits
    if let importIndex = memory.importIndex, case .memory(let defined) = imports[importIndex] {
      limits = defined
    }
    let most = min(
      index == 0 ? 65_536 : Self.maximumFurtherPages, options.maximumMemoryPages ?? 65_536)
    let minimum = Int(clamping: limits.minimum)
    guard minimum <= most else {
      throw TranslationError(
        .limit("the memory's initial size in pages", value: minimum, maximum: most))
    }
    let name = index == 0 ? "memory" : "memory.\(index)"
    var pages: GlobalVariable?
    if facts.isMemoryGrown[index] {
      let variable = output.module.addGlobal("\(name).pages", types.i32, linkage: commonLinkage)
      variable.setInitializer(types.i32.constant(minimum))
      pages = variable
    }
    let declared = min(Int(clamping: limits.maximum ?? 65_536), most)
    if index == 0 {
      let maximum = max(minimum, min(declared, MemoryRegion.maximumPages))
      guard options.reservedMemoryPages <= MemoryRegion.maximumPages else {
        throw TranslationError(
          .limit(
            "the pages that '--reserve-memory' maps", value: options.reservedMemoryPages,
            maximum: MemoryRegion.maximumPages))
      }
      let mapped = max(minimum, min(options.reservedMemoryPages, maximum))
      memories.append(
        MemoryStorage(
          start: self.memory, minimum: minimum, maximum: maximum, mapped: mapped, pages: pages))
      output.interface.mappedPages = mapped
      output.interface.usesAllocation = pages != nil && maximum > mapped
    } else {
      let grown = max(minimum, min(declared, minimum + options.memoryGrowth))
      let maximum = pages == nil ? minimum : grown
      let type = types.context.array(types.i8, count: maximum * Self.pageSize)
      let array = output.module.addGlobal(name, type, linkage: commonLinkage)
      array.setInitializer(type.zero)
      memories.append(
        MemoryStorage(
          start: array.value, minimum: minimum, maximum: maximum, mapped: maximum, pages: pages))
      furtherMemories.append(array)
    }
  }

  /// Collects the initial contents from the active segments, up to the first that is out of bounds.
  private func defineContents() throws(TranslationError) {
    var segments: [[(offset: Int, bytes: ArraySlice<UInt8>)]] = memories.map { _ in [] }
    for segment in wasm.data {
      // Table initialization comes before and may have trapped already.
      guard !instantiationTraps else { break }
      guard case .active(let memory, let expression) = segment.mode else { continue }
      let offset = try evaluateOffset(expression)
      if offset + segment.bytes.count > memories[memory].minimum * Self.pageSize {
        instantiationTraps = true
      } else {
        segments[memory].append((offset, wasm.bytes[segment.bytes]))
      }
    }
    for (index, segments) in segments.enumerated() {
      let image = MemoryImage(segments: segments)
      if index == 0 {
        output.interface.memoryImage = image
      } else if !image.pieces.isEmpty {
        // Its contents are data of the program, stored up to where it may grow.
        let most = Self.maximumPagesWithContents
        guard memories[index].maximum <= most else {
          throw TranslationError(
            .limit(
              "the size in pages of memory \(index), which has contents and is not the first",
              value: memories[index].maximum, maximum: most), at: wasm.memories[index].offset)
        }
        var bytes = [UInt8](repeating: 0, count: memories[index].maximum * Self.pageSize)
        for piece in image.pieces {
          bytes.replaceSubrange(piece.offset..<piece.end, with: piece.bytes)
        }
        furtherMemories[index - 1].setInitializer(types.context.constantBytes(bytes[...]))
      }
    }
  }

  /// A memory's current size in pages, an `i32`.
  func buildMemorySize(_ index: Int) -> Value {
    guard let pages = memories[index].pages else {
      return types.i32.constant(memories[index].minimum)
    }
    let size = builder.load(types.i32, from: pages.value)
    builder.setRange(0..<65_537, of: size)
    return size
  }

  /// A memory's current size in bytes, an `i64`.
  func buildMemoryByteSize(_ index: Int) -> Value {
    builder.binary(
      .shl, builder.zeroExtend(buildMemorySize(index), to: types.i64), types.i64.constant(16))
  }

  /// The address of constant bytes.
  func constantTable(_ bytes: [UInt8]) -> Value {
    let contents = types.context.constantBytes(bytes[...])
    let table = output.module.addGlobal("table", contents.type, linkage: .internal)
    table.setInitializer(contents)
    table.setConstant(true)
    return table.value
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
    let global = output.module.addGlobal(name, contents.type, linkage: commonLinkage)
    global.setInitializer(contents)
    global.setConstant(true)
    var sizeVariable: GlobalVariable?
    if isDropped, size > 0 {
      let variable = output.module.addGlobal("\(name).size", types.i32, linkage: commonLinkage)
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

  /// Claims what the linear memory is to have beyond what is there, both in pages of 65,536 bytes; the
  /// result is whether there is that much.
  private func growHeap(from present: Value, to new: Value) -> Value {
    let shift = types.i64.constant(16)
    switch options.heapGrowth {
    case .allocation:
      let missing = builder.zeroExtend(builder.sub(new, present), to: types.i64)
      let allocate = declare(
        Symbol.allocate, types.context.function([types.i64], returning: types.i64))
      let result = builder.call(allocate, [builder.binary(.shl, missing, shift)])
      return builder.compare(.notEqual, result, types.i64.constant(0))
    case .hostCall(let index):
      // The machine's pages of 4,096 bytes, up to the one in which the memory ends.
      let size = builder.binary(.shl, builder.zeroExtend(new, to: types.i64), shift)
      let start = builder.zeroExtend(memoryAddress, to: types.i64)
      let end = builder.add(builder.add(start, size), types.i64.constant(4095))
      let page = builder.binary(.lshr, end, types.i64.constant(12))
      let call = hostCall(index, [page])
      return builder.compare(.unsignedGreaterOrEqual, builder.extractValue(call, 0), page)
    }
  }

  /// The function that grows a memory: `i32 (i32 pages)`, the old size or -1.
  ///
  /// This is the only place where memory is claimed.
  func growMemoryFunction(_ index: Int) -> LLVM.Function {
    let limits = memories[index]
    if let function = limits.grow { return function }
    let pages = Invariant.unwrap(limits.pages, "the memory can grow because memory.grow is used")
    let function = makeFunction(
      index == 0 ? "memory.grow" : "memory.\(index).grow",
      types.context.function([types.i32], returning: types.i32))
    function.addAttribute(.noInline)
    memories[index].grow = function

    let position = builder.block
    let entry = function.appendBlock("entry")
    let fits = function.appendBlock("fits")
    let claim = function.appendBlock("claim")
    let success = function.appendBlock("success")
    let failure = function.appendBlock("failure")
    let delta = function.parameter(0)

    builder.position(atEndOf: entry)
    let old = buildMemorySize(index)
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
      builder.branch(growHeap(from: present, to: new), success, failure)
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
