import Wasm

/// Builds modules byte by byte, valid or not.
struct ModuleBytes {
  /// The sections with their numbers, in the order in which they are written.
  var sections: [(id: UInt8, contents: [UInt8])] = []

  /// The magic number and version 1.
  static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  /// The module.
  var bytes: [UInt8] {
    sections.reduce(into: Self.header) { bytes, section in
      bytes += [section.id] + Self.sized(section.contents)
    }
  }

  /// A module of some sections.
  static func module(_ sections: (id: UInt8, contents: [UInt8])...) -> [UInt8] {
    ModuleBytes(sections: sections).bytes
  }

  /// A module with one function of type `[params] -> [results]` and, if asked for, more: memory 0 of 1 page, table 0
  /// of functions, an immutable and a mutable global of type i32, an element and a data segment.
  static func function(
    _ params: [ValueType] = [], _ results: [ValueType] = [],
    locals: [(count: UInt32, type: ValueType)] = [], surroundings: Bool = false, code: [UInt8]
  ) -> [UInt8] {
    var module = ModuleBytes()
    module.add(1, [functionType(params, results)])
    module.add(3, [[0]])
    if surroundings {
      module.add(4, [[0x70, 0x00, 0x01]])
      module.add(5, [[0x00, 0x01]])
      module.add(6, [[0x7F, 0x00, 0x41, 0x00, 0x0B], [0x7F, 0x01, 0x41, 0x00, 0x0B]])
      module.add(9, [[0x00, 0x41, 0x00, 0x0B] + vector([[0]])])
      module.sections.append((12, [1]))
    }
    module.add(10, [body(locals: locals, code)])
    if surroundings { module.add(11, [[0x00, 0x41, 0x00, 0x0B] + sized([0x61])]) }
    return module.bytes
  }

  /// Adds a section that is a vector of items.
  mutating func add(_ id: UInt8, _ items: [[UInt8]]) {
    sections.append((id, Self.vector(items)))
  }

  /// A function type.
  static func functionType(_ params: [ValueType], _ results: [ValueType]) -> [UInt8] {
    [0x60] + vector(params.map { [code($0)] }) + vector(results.map { [code($0)] })
  }

  /// A function body with its size, its final `end` added.
  static func body(
    locals: [(count: UInt32, type: ValueType)] = [], _ code: [UInt8]
  ) -> [UInt8] {
    sized(vector(locals.map { unsigned($0.count) + [Self.code($0.type)] }) + code + [0x0B])
  }

  /// The byte of a value type.
  static func code(_ type: ValueType) -> UInt8 {
    switch type {
    case .i32: 0x7F
    case .i64: 0x7E
    case .f32: 0x7D
    case .f64: 0x7C
    case .v128: 0x7B
    case .funcref: 0x70
    case .externref: 0x6F
    case .exnref: 0x69
    }
  }

  /// A vector: the number of items, then the items.
  static func vector(_ items: [[UInt8]]) -> [UInt8] {
    unsigned(UInt32(items.count)) + items.flatMap { $0 }
  }

  /// Contents after their size.
  static func sized(_ contents: [UInt8]) -> [UInt8] {
    unsigned(UInt32(contents.count)) + contents
  }

  /// Bytes one part after the other.
  static func join(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }

  /// Bytes several times.
  static func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array(repeatElement(bytes, count: count).joined())
  }

  /// A name.
  static func name(_ text: String) -> [UInt8] { sized(Array(text.utf8)) }

  /// An unsigned number in LEB128.
  static func unsigned(_ value: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  /// A signed number in LEB128.
  static func signed(_ value: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while true {
      let group = UInt8(rest & 0x7F)
      rest >>= 7
      if rest == (group & 0x40 == 0 ? 0 : -1) { return bytes + [group] }
      bytes.append(group | 0x80)
    }
  }

  /// The error that decoding or validating gives, or nil.
  static func error(_ bytes: [UInt8], features: Features = .wasm2) -> WasmError? {
    do throws(WasmError) {
      try FunctionValidator(module: ModuleDecoder.decode(bytes, features: features)).validateAll()
      return nil
    } catch {
      return error
    }
  }
}
