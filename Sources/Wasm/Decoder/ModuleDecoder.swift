/// Decodes modules in the binary format.
public struct ModuleDecoder {
  /// What has been decoded so far.
  var module: Module

  /// Where the next byte is read.
  private var reader: BinaryReader

  /// The type indices of the function section, whose functions the code section completes.
  var functionTypes: [(typeIndex: Int, offset: Int)] = []

  /// Where the number of data segments was declared, and the number.
  var dataCount: (offset: Int, count: Int)?

  /// Prepares to decode.
  private init(_ bytes: [UInt8], features: Features) {
    module = Module(bytes: bytes, features: features)
    reader = BinaryReader(bytes)
  }

  /// Decodes a module and validates everything in it except the function bodies.
  ///
  /// Its `name` section, if well-formed, gives names to functions and globals; other custom sections are
  /// listed only.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - features: What to accept beyond WebAssembly 1.0.
  ///   - impliesMemory: Whether a module that uses a memory without having one imports it.
  /// - Throws: Every kind of error but those about instructions in function bodies.
  /// - Complexity: Linear in the number of bytes.
  public static func decode(
    _ bytes: [UInt8], features: Features = .wasm2, impliesMemory: Bool = false
  ) throws(WasmError) -> Module {
    guard bytes.count <= ImplementationLimit.moduleSize.maximum else {
      throw WasmError(.limitExceeded(.moduleSize, bytes.count), at: 0)
    }
    var decoder = ModuleDecoder(bytes, features: features)
    try decoder.header()
    try decoder.sections()
    try decoder.checkCounts()
    if impliesMemory { decoder.implyMemory() }
    NameSection.apply(to: &decoder.module)
    try ModuleValidator.validate(&decoder.module)
    return decoder.module
  }

  /// Reads the eight bytes before the first section.
  private mutating func header() throws(WasmError) {
    for (index, expected) in [0x00, 0x61, 0x73, 0x6D].enumerated() {
      guard !reader.isAtEnd, try reader.byte() == expected else {
        throw WasmError(.notWasm, at: index)
      }
    }
    let version = try reader.littleEndian(UInt32.self)
    guard version == 1 else { throw WasmError(.unsupportedVersion(version), at: 4) }
  }

  /// Reads the sections.
  private mutating func sections() throws(WasmError) {
    var lastRank = 0
    while !reader.isAtEnd {
      let start = reader.position
      let id = try reader.byte()
      let range = try reader.sizedRange()
      guard let section = Section(rawValue: id) else {
        throw WasmError(.unknownSection(id), at: start)
      }
      if section != .custom {
        guard section.rank > lastRank else { throw WasmError(.misplacedSection(id), at: start) }
        lastRank = section.rank
      }
      var inner = BinaryReader(module.bytes, in: range)
      try contents(of: section, &inner)
      guard inner.isAtEnd else { throw WasmError(.sectionSizeMismatch, at: inner.position) }
      reader.position = range.upperBound
    }
  }

  /// Reads the contents of one section.
  private mutating func contents(
    of section: Section, _ reader: inout BinaryReader
  ) throws(WasmError) {
    switch section {
    case .custom: try customSection(&reader)
    case .type: try typeSection(&reader)
    case .import: try importSection(&reader)
    case .function: try functionSection(&reader)
    case .table: try tableSection(&reader)
    case .memory: try memorySection(&reader)
    case .tag: try tagSection(&reader)
    case .global: try globalSection(&reader)
    case .export: try exportSection(&reader)
    case .start: try startSection(&reader)
    case .element: try elementSection(&reader)
    case .code: try codeSection(&reader)
    case .data: try dataSection(&reader)
    case .dataCount: try dataCountSection(&reader)
    }
  }

  /// Compares the numbers that two sections have to agree on.
  private func checkCounts() throws(WasmError) {
    guard module.codeBodies.count == functionTypes.count else {
      throw WasmError(
        .bodyCountMismatch(functions: functionTypes.count, bodies: module.codeBodies.count),
        at: functionTypes.first?.offset ?? module.bytes.count)
    }
    if let dataCount, dataCount.count != module.data.count {
      throw WasmError(
        .dataCountMismatch(declared: dataCount.count, segments: module.data.count),
        at: dataCount.offset)
    }
  }

  /// The sections by their number.
  private enum Section: UInt8 {
    case custom, type, `import`, function, table, memory, global, export, start, element, code, data
    case dataCount, tag

    /// The place in the order that sections have to follow; custom sections may be anywhere.
    var rank: Int {
      switch self {
      case .dataCount: 2 * Int(Section.code.rawValue) - 1
      case .tag: 2 * Int(Section.global.rawValue) - 1
      default: 2 * Int(rawValue)
      }
    }
  }
}
