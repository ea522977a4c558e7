extension ModuleDecoder {
  /// Notes a custom section.
  mutating func customSection(_ reader: inout BinaryReader) throws(WasmError) {
    let name = try reader.name()
    module.customSections.append(
      CustomSection(name: name, contents: try reader.skip(reader.remaining)))
  }
}

/// The names that the `name` section gives to parts of a module.
///
/// - Source: WebAssembly 2.0, section 7.4.1, and for globals the extended name section proposal.
struct NameSection {
  /// The module's own name.
  private(set) var moduleName: WasmName?

  /// Function indices with names.
  private(set) var functions: [(index: Int, name: WasmName)] = []

  /// Global indices with names.
  private(set) var globals: [(index: Int, name: WasmName)] = []

  /// Takes the names from a module's first well-formed `name` section; names of nothing are ignored.
  static func apply(to module: inout Module) {
    for section in module.customSections where section.name == "name" {
      guard let names = try? NameSection(module.bytes, in: section.contents) else { continue }
      module.name = names.moduleName
      for (index, name) in names.functions where index < module.functions.count {
        module.functions[index].name = name
      }
      for (index, name) in names.globals where index < module.globals.count {
        module.globals[index].name = name
      }
      return
    }
  }

  /// Decodes the contents of a `name` section.
  init(_ bytes: [UInt8], in range: Range<Int>) throws(WasmError) {
    var reader = BinaryReader(bytes, in: range)
    while !reader.isAtEnd {
      let id = try reader.byte()
      let contents = try reader.sizedRange()
      var inner = BinaryReader(bytes, in: contents)
      reader.position = contents.upperBound
      switch id {
      case 0: moduleName = try inner.name()
      case 1: functions = try Self.nameMap(&inner, limit: .functions)
      case 7: globals = try Self.nameMap(&inner, limit: .globals)
      default: continue
      }
      guard inner.isAtEnd else { throw WasmError(.sectionSizeMismatch, at: inner.position) }
    }
  }

  /// Reads a list of indices with names.
  private static func nameMap(
    _ reader: inout BinaryReader, limit: ImplementationLimit
  ) throws(WasmError) -> [(index: Int, name: WasmName)] {
    let count = try reader.count(limit: limit)
    var names: [(index: Int, name: WasmName)] = []
    names.reserveCapacity(count)
    for _ in 0..<count {
      let index = Int(try reader.unsigned32())
      names.append((index, try reader.name()))
    }
    return names
  }
}
