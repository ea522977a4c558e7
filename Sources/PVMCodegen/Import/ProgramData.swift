import LLVM
import LoweringABI
import PVM

/// Where globals and the linear memory are, and what they contain at start (architecture 1.5).
///
/// | Region | Contents |
/// |---|---|
/// | read-only data | constants; contents of the linear memory that the entry points copy from here |
/// | read-write data | writable arrays, padded to a page; then the linear memory, up to the heap's end |
/// | top of the stack | writable scalars; those that do not start as zero are set by the entry points |
/// | below the scalars | large writable arrays that start as zero |
///
/// Scalars and zeros cost no byte of the container there, and the linear memory can begin at a page boundary
/// and end where the heap ends, so that accesses beyond it fault.
struct ProgramData {
  /// The address of each global variable.
  private(set) var addresses: [Value: Int64] = [:]
  /// The read-only data.
  private(set) var readOnly: [UInt8] = []
  /// The initialized part of the read-write data.
  private(set) var readWrite: [UInt8] = []
  /// Bytes of writable memory, the linear memory included.
  private(set) var writableSize = 0
  /// Bytes at the top of the stack that hold scalars, a multiple of 8.
  private(set) var scalarBytes = 0
  /// Bytes below them that hold arrays of zeros, a multiple of 8.
  private(set) var zeroedBytes = 0
  /// The scalars that do not start as zero: address, size in bytes, value.
  private(set) var scalarValues: [(address: Int64, bytes: Int, value: Int64)] = []
  /// What the entry points put into the linear memory.
  private(set) var startUpCopies: [StartUpCopy] = []
  /// The PVM address of Wasm address 0.
  private(set) var memoryBase: Int64 = 0
  /// How large the read-only data may become without the writable data having another address.
  private var readOnlyLimit = 0
  /// What is where, by ascending address.
  private(set) var placed: [PlacedData] = []

  /// The largest size of read-only or read-write data in a container, in bytes.
  private static let maximumData = Int(StandardProgram.maximumDataSize)

  /// The smallest array, in bytes, that is placed in the stack if it starts as zero.
  private static let minimumZeroedSize: Int64 = 4096

  /// How many bytes of the stack such arrays may take, so that half of the largest stack is left.
  private static let maximumZeroedBytes = Int64(StandardProgram.maximumDataSize / 2)

  /// Places all globals of a module.
  ///
  /// - Parameters:
  ///   - startUpPrice: what instructions at every start are worth; nil to copy nothing at the start.
  ///   - addsConstants: whether `addConstants` will be called.
  ///   - target: the machine, which says how the heap grows.
  /// - Throws: `CodegenError` for initializers without representation and for data beyond the
  ///   container's limits.
  init(
    _ module: borrowing Module, interface: ModuleInterface, functionAddresses: [Value: Int64],
    startUpPrice: StartUpPrice? = nil, addsConstants: Bool = false, target: PVM.Target = .gp07
  ) throws(CodegenError) {
    var constants: [GlobalVariable] = []
    var arrays: [GlobalVariable] = []
    var zeroed: [GlobalVariable] = []
    var zeroedSize: Int64 = 0
    var memory: GlobalVariable?
    var nextScalar = Int64(StandardProgram.stackEnd)
    for global in module.globals {
      if global.name == Symbol.memory {
        memory = global
        continue
      }
      guard let size = TypeLayout.size(of: global.valueType), let initializer = global.initializer
      else {
        throw CodegenError(.unsupportedConstant(global.value.printed()))
      }
      if global.isConstant {
        constants.append(global)
      } else if [1, 2, 4, 8].contains(size) {
        let alignment = TypeLayout.alignment(of: global.valueType)
        nextScalar = (nextScalar - size) / alignment * alignment
        addresses[global.value] = nextScalar
      } else if initializer.kind == .constantAggregateZero, size >= Self.minimumZeroedSize,
        zeroedSize + size <= Self.maximumZeroedBytes
      {
        zeroed.append(global)
        zeroedSize += (size + 7) / 8 * 8
      } else {
        arrays.append(global)
      }
    }
    scalarBytes = (Int(StandardProgram.stackEnd) - Int(nextScalar) + 7) / 8 * 8
    placeZeroed(zeroed)
    // Sizes first: the addresses of constants are needed for initializers.
    var readOnlySize: Int64 = 0
    for global in constants {
      addresses[global.value] =
        Int64(StandardProgram.readOnlyStart) + Self.place(global, &readOnlySize)
    }
    var arraySize: Int64 = 0
    let arrayOffsets = arrays.map { Self.place($0, &arraySize) }
    let page = Int64(StandardProgram.pageSize)
    let memoryOffset = (arraySize + page - 1) / page * page
    let plan = MemoryImagePlan(
      interface.memoryImage, start: Int(memoryOffset), startContents: Int(arraySize),
      limit: Self.maximumData,
      entries: interface.entries.count { $0.convention.initializes },
      price: startUpPrice)
    let copiesStart = (readOnlySize + 7) / 8 * 8
    let copied = plan.copies.flatMap { $0.form == .stores ? [] : $0.run.bytes }
    if !copied.isEmpty { readOnlySize = copiesStart + Int64(copied.count) }
    // One byte is enough for there to be a region.
    if addsConstants, readOnlySize == 0 { readOnlySize = 1 }
    let heapStart = Int64(
      StandardProgram.readWriteStart(readOnlySize: UInt32(truncatingIfNeeded: readOnlySize)))
    for (global, offset) in zip(arrays, arrayOffsets) {
      addresses[global.value] = heapStart + offset
    }
    memoryBase = heapStart + memoryOffset
    try checkRoom(interface)
    if let memory { addresses[memory.value] = memoryBase }
    placeCopies(plan, source: Int64(StandardProgram.readOnlyStart) + copiesStart)

    var context = SelectionContext()
    context.globalAddresses = addresses
    context.functionAddresses = functionAddresses
    readOnly = [UInt8](repeating: 0, count: Int(readOnlySize))
    for global in constants {
      try Self.write(global, to: &readOnly, at: Int64(StandardProgram.readOnlyStart), context)
    }
    readOnlyLimit = Int(heapStart) - Int(StandardProgram.readWriteStart(readOnlySize: 0))
    if !copied.isEmpty { readOnly.replaceSubrange(Int(copiesStart)..., with: copied) }
    readWrite = [UInt8](repeating: 0, count: try Self.contentsSize(arrays, arrayOffsets))
    for global in arrays { try Self.write(global, to: &readWrite, at: heapStart, context) }
    try placeScalars(module, context)
    try placeMemory(interface, plan.stored, start: Int(memoryOffset))
    claimRest(heapStart: Int(heapStart), target)
    describe(module, interface)
  }

  /// The PVM addresses of what is always mapped: the linear memory as it is at start, and the scalars.
  func mappedMemory(_ interface: ModuleInterface) -> [Range<Int64>] {
    let end = Int64(StandardProgram.stackEnd)
    return [
      memoryBase..<memoryBase + Int64(interface.mappedPages) * 65536,
      end - Int64(scalarBytes)..<end,
    ]
  }

  /// Places arrays of zeros below the scalars.
  private mutating func placeZeroed(_ arrays: [GlobalVariable]) {
    let end = Int64(StandardProgram.stackEnd) - Int64(scalarBytes)
    var next = end
    for global in arrays {
      next -= ((TypeLayout.size(of: global.valueType) ?? 0) + 7) / 8 * 8
      addresses[global.value] = next
    }
    zeroedBytes = Int(end - next)
  }

  /// Notes what is where.
  private mutating func describe(_ module: borrowing Module, _ interface: ModuleInterface) {
    let firstScalar = Int64(StandardProgram.stackEnd) - Int64(scalarBytes)
    var items: [PlacedData] = []
    for global in module.globals where global.name != Symbol.memory {
      guard let address = addresses[global.value], let size = TypeLayout.size(of: global.valueType)
      else { continue }
      let kind: PlacedData.Kind =
        global.isConstant ? .constant : address >= firstScalar ? .global : .array
      items.append(
        PlacedData(name: global.name, kind: kind, address: Int(address), size: Int(size)))
    }
    if interface.mappedPages > 0 {
      items.append(
        PlacedData(
          name: Symbol.memory, kind: .memory, address: Int(memoryBase),
          size: interface.mappedPages * 65536))
    }
    items += interface.memoryImage.pieces.map { piece in
      PlacedData(
        name: "0x\(String(piece.offset, radix: 16))", kind: .segment,
        address: Int(memoryBase) + piece.offset, size: piece.bytes.count)
    }
    // In this order what is inside something else stays behind it.
    placed = items.enumerated()
      .sorted { ($0.element.address, $0.offset) < ($1.element.address, $1.offset) }
      .map(\.element)
  }

  /// Gives a global the next place in a region and returns its offset.
  private static func place(_ global: GlobalVariable, _ size: inout Int64) -> Int64 {
    let alignment = min(8, TypeLayout.alignment(of: global.valueType))
    let offset = (size + alignment - 1) / alignment * alignment
    size = offset + (TypeLayout.size(of: global.valueType) ?? 0)
    return offset
  }

  /// Notes the values of scalars that do not start as zero.
  private mutating func placeScalars(
    _ module: borrowing Module, _ context: SelectionContext
  ) throws(CodegenError) {
    for global in module.globals where !global.isConstant {
      guard let initializer = global.initializer, let address = addresses[global.value],
        address >= Int64(StandardProgram.stackEnd) - Int64(scalarBytes)
      else { continue }
      let size = Int(TypeLayout.size(of: global.valueType) ?? 0)
      var bytes = [UInt8](repeating: 0, count: size)
      try Self.write(initializer, to: &bytes, at: 0, context)
      var value: UInt64 = 0
      for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
      if value != 0 {
        scalarValues.append(
          (ConstantForm.address(address), size, Int64(bitPattern: value)))
      }
    }
  }

  /// How many bytes of the writable arrays have to be stored.
  private static func contentsSize(
    _ arrays: [GlobalVariable], _ offsets: [Int64]
  ) throws(CodegenError) -> Int {
    var size = 0
    for (global, offset) in zip(arrays, offsets) where global.initializer?.isNull == false {
      size = Int(offset + (TypeLayout.size(of: global.valueType) ?? 0))
    }
    guard size <= maximumData else {
      throw CodegenError(
        .limit(
          "the size of tables and memories with contents in bytes", value: size,
          maximum: maximumData))
    }
    return size
  }

  /// Checks that what there is at start fits below a stack.
  func checkRoom(_ interface: ModuleInterface, stackSize: UInt32 = 0) throws(CodegenError) {
    let stackStart =
      Int64(StandardProgram.stackEnd) - Int64(StandardProgram.roundedUpToPages(stackSize))
    let room = stackStart - Int64(MemoryRegion.guardSize) - memoryBase
    let most = Int(max(0, room) / 65_536)
    guard room >= 0, interface.mappedPages <= most else {
      throw CodegenError(.memoryTooLarge(pages: interface.mappedPages, most: most))
    }
  }

  /// Appends the linear memory to the read-write data and computes the heap.
  private mutating func placeMemory(
    _ interface: ModuleInterface, _ stored: [MemoryImagePlan.Run], start: Int
  ) throws(CodegenError) {
    for run in stored {
      let needed = start + run.end
      guard needed <= Self.maximumData else {
        throw CodegenError(
          .limit("the initialized data in bytes", value: needed, maximum: Self.maximumData))
      }
      readWrite.append(contentsOf: repeatElement(0, count: start + run.start - readWrite.count))
      readWrite += run.bytes
    }
    while readWrite.last == 0 { readWrite.removeLast() }
    guard readOnly.count <= Self.maximumData else {
      throw CodegenError(
        .limit("the constant data in bytes", value: readOnly.count, maximum: Self.maximumData))
    }
    writableSize = start + interface.mappedPages * 65536
  }

  /// Has the entry points claim the pages that are more than the container's field can say.
  private mutating func claimRest(heapStart: Int, _ target: PVM.Target) {
    let page = Int(StandardProgram.pageSize)
    let stored = (readWrite.count + page - 1) / page
    let most = (stored + Int(UInt16.max)) * page
    guard writableSize > most else { return }
    let rest = (writableSize - most + page - 1) / page * page
    let method: StartUpCopy.Method =
      if target.growsHeapByCall, let index = target.index(of: .growHeap) {
        .hostClaim(page: (heapStart + most + rest) / page, call: UInt32(index))
      } else {
        .claim(bytes: rest)
      }
    startUpCopies.insert(StartUpCopy(method: method), at: 0)
    writableSize = most
  }

  /// Adds constants to the read-only data, as far as there is room.
  ///
  /// - Returns: their addresses.
  mutating func addConstants(_ values: [Int64]) -> [Int64: Int64] {
    var addresses: [Int64: Int64] = [:]
    for value in values {
      let start = (readOnly.count + 7) / 8 * 8
      guard start + 8 <= readOnlyLimit else { break }
      readOnly.append(contentsOf: repeatElement(0, count: start - readOnly.count))
      for byte in 0..<8 { readOnly.append(UInt8(truncatingIfNeeded: value >> Int64(8 * byte))) }
      addresses[value] = Int64(StandardProgram.readOnlyStart) + Int64(start)
    }
    if let first = addresses.values.min() {
      let item = PlacedData(
        name: "wide constants", kind: .constant, address: Int(first), size: 8 * addresses.count)
      let place = placed.firstIndex { $0.address > item.address } ?? placed.endIndex
      placed.insert(item, at: place)
    }
    return addresses
  }

  /// Notes what the entry points have to put into the linear memory.
  private mutating func placeCopies(_ plan: MemoryImagePlan, source: Int64) {
    var source = source
    for copy in plan.copies {
      let destination = memoryBase + Int64(copy.run.start)
      switch copy.form {
      case .stores:
        var stores: [(address: Int64, bytes: Int, value: Int32)] = []
        for index in 0..<copy.run.bytes.count / 8 {
          for part in MemoryImagePlan.constants(of: copy.run.word(index)) {
            stores.append((destination + Int64(8 * index + part.offset), part.bytes, part.value))
          }
        }
        startUpCopies.append(StartUpCopy(method: .stores(stores)))
      case .loop(let unrolling):
        startUpCopies.append(
          StartUpCopy(
            method: .loop(
              source: source, destination: destination, words: copy.run.bytes.count / 8,
              unrolling: unrolling)))
        source += Int64(copy.run.bytes.count)
      }
    }
  }

  // MARK: Initializers

  /// Writes a global's initial contents into its region.
  private static func write(
    _ global: GlobalVariable, to region: inout [UInt8], at start: Int64,
    _ context: SelectionContext
  ) throws(CodegenError) {
    guard let address = context.globalAddresses[global.value],
      let initializer = global.initializer
    else { return }
    try write(initializer, to: &region, at: Int(address - start), context)
  }

  /// Writes a constant's bytes.
  private static func write(
    _ value: Value, to region: inout [UInt8], at offset: Int, _ context: SelectionContext
  ) throws(CodegenError) {
    if value.kind == .constantAggregateZero || value.isNull || value.isUndefined { return }
    if let bytes = value.dataBytes {
      region.replaceSubrange(offset..<offset + bytes.count, with: bytes)
      return
    }
    let type = value.type
    switch type.kind {
    case .array:
      guard let element = type.element(0), let size = TypeLayout.size(of: element) else { break }
      for index in 0..<type.elementCount {
        guard let part = value.aggregateElement(index) else { continue }
        try write(part, to: &region, at: offset + index * Int(size), context)
      }
      return
    case .structure:
      for index in 0..<type.elementCount {
        guard let part = value.aggregateElement(index),
          let position = TypeLayout.offset(of: index, in: type)
        else { continue }
        try write(part, to: &region, at: offset + Int(position), context)
      }
      return
    case .integer, .pointer:
      let words: [UInt64]
      if let bits = context.constantBits(value) {
        words = [UInt64(bitPattern: bits)]
      } else if let integers = value.integerWords {
        words = integers
      } else {
        break
      }
      let size = type.isPointer ? 4 : ((type.integerWidth ?? 0) + 7) / 8
      for index in 0..<size where index / 8 < words.count {
        region[offset + index] = UInt8(
          truncatingIfNeeded: words[index / 8] >> UInt64(8 * (index % 8)))
      }
      return
    default: break
    }
    throw CodegenError(.unsupportedConstant(value.printed()))
  }
}
