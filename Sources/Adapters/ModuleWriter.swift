internal import Support
internal import Wasm

/// A small WebAssembly module in the making: imported and defined functions, passive data segments.
struct ModuleWriter {
  /// The function types, each once.
  private var types: [FunctionType] = []
  /// Entries of the import section.
  private var imports: [[UInt8]] = []
  /// How many of the imports are functions.
  private var importedFunctions = 0
  /// The types and bodies of the defined functions.
  private var functions: [(type: Int, body: [UInt8])] = []
  /// Entries of the memory section.
  private var memories: [[UInt8]] = []
  /// Entries of the export section.
  private var exports: [[UInt8]] = []
  /// The data segments.
  private var segments: [[UInt8]] = []

  /// Imports a memory of any size.
  mutating func importMemory(_ module: String, _ name: String) {
    imports.append(Self.name(module) + Self.name(name) + [2, 0, 0])
  }

  /// Defines and exports a memory without a page.
  mutating func defineMemory(export name: String) {
    memories.append([0, 0])
    exports.append(Self.name(name) + [2, 0])
  }

  /// Imports a function; gives its index. All imports come before definitions.
  mutating func importFunction(_ module: String, _ name: String, _ type: FunctionType) -> Int {
    Invariant.check(functions.isEmpty, "imported functions come first")
    imports.append(
      Self.name(module) + Self.name(name) + [0] + Code.unsigned(number(of: type)))
    importedFunctions += 1
    return importedFunctions - 1
  }

  /// Defines and exports a function without locals of its own; gives its index.
  @discardableResult
  mutating func define(export name: String, _ type: FunctionType, _ code: Code) -> Int {
    let index = importedFunctions + functions.count
    functions.append((number(of: type), [0] + code.bytes + [0x0B]))
    exports.append(Self.name(name) + [0] + Code.unsigned(index))
    return index
  }

  /// Adds a passive data segment; gives its index.
  mutating func addSegment(_ bytes: [UInt8]) -> Int {
    segments.append(bytes)
    return segments.count - 1
  }

  /// The index of a function type.
  private mutating func number(of type: FunctionType) -> Int {
    if let index = types.firstIndex(of: type) { return index }
    types.append(type)
    return types.count - 1
  }

  /// The module's bytes.
  func encoded() -> [UInt8] {
    var result: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
    func section(_ number: UInt8, _ entries: [[UInt8]]) {
      guard !entries.isEmpty else { return }
      let content = Code.unsigned(entries.count) + entries.flatMap { $0 }
      result += [number] + Code.unsigned(content.count) + content
    }
    section(1, types.map { [0x60] + Self.list($0.parameters) + Self.list($0.results) })
    section(2, imports)
    section(3, functions.map { Code.unsigned($0.type) })
    section(5, memories)
    section(7, exports)
    if !segments.isEmpty {
      let count = Code.unsigned(segments.count)
      result += [12] + Code.unsigned(count.count) + count
    }
    section(10, functions.map { Code.unsigned($0.body.count) + $0.body })
    section(11, segments.map { [1] + Code.unsigned($0.count) + $0 })
    return result
  }

  /// A name behind its length.
  private static func name(_ text: String) -> [UInt8] {
    Code.unsigned(text.utf8.count) + Array(text.utf8)
  }

  /// Number types behind their number.
  private static func list(_ types: [ValueType]) -> [UInt8] {
    Code.unsigned(types.count) + types.map { $0 == .i64 ? 0x7E : 0x7F }
  }
}

/// Instructions of a function in the making.
struct Code {
  /// The bytes.
  private(set) var bytes: [UInt8] = []

  /// Appends `local.get`.
  mutating func local(_ index: Int) { bytes += [0x20] + Self.unsigned(index) }
  /// Appends `i32.const`.
  mutating func i32(_ value: Int) { bytes += [0x41] + Self.signed(Int64(value)) }
  /// Appends `i64.const`.
  mutating func i64(_ value: UInt64) { bytes += [0x42] + Self.signed(Int64(bitPattern: value)) }
  /// Appends `call`.
  mutating func call(_ function: Int) { bytes += [0x10] + Self.unsigned(function) }
  /// Appends `i32.eq`.
  mutating func equal() { bytes.append(0x46) }
  /// Appends `i32.and`.
  mutating func and() { bytes.append(0x71) }
  /// Appends `return`.
  mutating func `return`() { bytes.append(0x0F) }
  /// Appends `unreachable`.
  mutating func trap() { bytes.append(0x00) }
  /// Appends a conditional around instructions, without results.
  mutating func `if`(_ body: (inout Code) -> Void) {
    bytes += [0x04, 0x40]
    body(&self)
    bytes.append(0x0B)
  }
  /// Appends `memory.init`: destination, source offset and count are on the stack.
  mutating func copySegment(_ segment: Int) {
    bytes += [0xFC, 0x08] + Self.unsigned(segment) + [0x00]
  }

  /// Appends a comparison of the bytes behind a local's address with a text: an `i32` that is 1 if they are equal.
  mutating func matches(_ text: [UInt8], at local: Int) {
    i32(1)
    var offset = 0
    for size in [8, 4, 2, 1] {
      while text.count - offset >= size {
        var value: UInt64 = 0
        for byte in text[offset..<offset + size].reversed() { value = value << 8 | UInt64(byte) }
        self.local(local)
        // i64.load, i64.load32_u, i64.load16_u, i64.load8_u
        let opcode: UInt8 = size == 8 ? 0x29 : size == 4 ? 0x35 : size == 2 ? 0x33 : 0x31
        bytes += [opcode, 0x00] + Self.unsigned(offset)
        i64(value)
        bytes.append(0x51)
        and()
        offset += size
      }
    }
  }

  /// An unsigned number in LEB128.
  static func unsigned(_ value: Int) -> [UInt8] {
    var rest = UInt(value)
    var result: [UInt8] = []
    while rest >= 0x80 {
      result.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(rest)]
  }

  /// A signed number in LEB128.
  private static func signed(_ value: Int64) -> [UInt8] {
    var rest = value
    var result: [UInt8] = []
    while !(-0x40..<0x40).contains(rest) {
      result.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(truncatingIfNeeded: rest & 0x7F)]
  }
}
