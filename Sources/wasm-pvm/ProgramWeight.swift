import PVM
import Support
import WasmPVM

/// What makes a program file large.
struct ProgramWeight {
  /// A part of the file.
  struct Part: Equatable {
    /// What it is.
    let name: String
    /// How many bytes it takes.
    let bytes: Int
  }

  /// The heaviest parts, the heaviest first.
  let heaviest: [Part]

  /// How many parts are listed.
  private static let count = 8

  /// Weighs functions, constants, tables, memory segments and what lies between these.
  init(_ compiled: CompiledProgram) {
    let container = Invariant.unwrap(
      try? StandardProgram(decoding: compiled.file.container), "what was just made can be read")
    let regions = container.fileRegions
    var parts = compiled.symbols.functions.map { function in
      Part(
        name: "function " + String(decoding: function.name, as: UTF8.self),
        bytes: function.range.count)
    }
    var end: Int?
    for item in compiled.layout.items where item.isInFile {
      if item.kind == .segment {
        if let end, item.address > end {
          parts.append(
            Part(name: "zeros before memory segment \(item.name)", bytes: item.address - end))
        }
        parts.append(Part(name: "memory segment \(item.name)", bytes: item.size))
        end = item.address + item.size
      } else {
        // Zeros at the end of a region are not in the file.
        let range = item.address..<item.address + item.size
        let bytes =
          range.clamped(to: regions.readOnly).count + range.clamped(to: regions.readWrite).count
        if bytes > 0 { parts.append(Part(name: "\(item.kind) \(item.name)", bytes: bytes)) }
      }
    }
    let order = parts.indices.sorted { (parts[$1].bytes, $0) < (parts[$0].bytes, $1) }
    heaviest = order.prefix(Self.count).map { parts[$0] }
  }

  /// The parts in lines.
  var lines: [String] {
    heaviest.map { part in
      let bytes = String(part.bytes)
      return "  " + String(repeating: " ", count: max(0, 8 - bytes.count))
        + "\(bytes)  \(part.name.visible)"
    }
  }
}
