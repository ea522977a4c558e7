import PVM
import Support
import WasmPVM

/// What `inspect` prints.
struct Inspection {
  /// A region of the address space.
  struct Region {
    /// What is there.
    let name: String
    /// Its first address.
    let start: UInt32
    /// The address after its last.
    let end: UInt32
    /// What a program may do there.
    let access: String
  }

  /// What the input is.
  let formatName: String
  /// Which machine it is for.
  let target: Target
  /// The metadata record, if there is one in the conventional form.
  let record: ProgramMetadata?
  /// The metadata, if there is some in another form.
  let otherMetadata: [UInt8]?
  /// The sizes.
  let summary: ProgramSummary
  /// The address space, by ascending address, without the inaccessible parts.
  let regions: [Region]
  /// Where entry points and data are, if the program was compiled here.
  let layout: ProgramLayout?
  /// What became of the module's imports, if the program was compiled here.
  let imports: [CompileReport.Import]
  /// The functions by ascending code index, if they are known.
  let functions: [SymbolMap.Function]?
  /// The size of the program file, or of the container without metadata.
  let fileSize: Int
  /// What the program was in, if PolkaVM's toolchain made it.
  let polkaVM: PolkaVMContainer?

  /// Looks into a program.
  init(_ program: Program, formatName: String) {
    self.formatName = formatName
    target = program.target
    let metadata = program.metadata ?? []
    record = try? ProgramMetadata(decoding: metadata)
    otherMetadata = record == nil && !metadata.isEmpty ? metadata : nil
    summary = ProgramSummary(program)
    regions = Inspection.regions(program.container, program.target)
    layout = program.layout
    imports = program.imports
    functions = program.symbols?.functions
    fileSize = program.fileSize
    polkaVM = program.polkaVM
  }

  /// The target in lines; the default goes without saying.
  private var targetLines: [String] {
    target == .gp07 ? [] : [Inspection.column("target") + "\(target)"]
  }

  /// Whether the file is small enough for a service.
  private var fitsService: Bool { fileSize <= ProgramFile.maximumServiceSize }

  /// The memory map of a container (`pvm.md` section 10).
  private static func regions(_ container: StandardProgram, _ target: Target) -> [Region] {
    let readOnlyEnd =
      StandardProgram.readOnlyStart
      + StandardProgram.roundedUpToPages(UInt32(container.readOnlyData.count))
    return [
      Region(
        name: "read-only data", start: StandardProgram.readOnlyStart, end: readOnlyEnd,
        access: "r"),
      Region(
        name: "read-write data", start: container.readWriteStart, end: container.heapStart,
        access: "rw"),
      Region(
        name: "heap", start: container.heapStart, end: container.initialHeapEnd, access: "rw"),
      Region(
        name: "heap growth", start: container.initialHeapEnd,
        end: container.heapLimit(for: target),
        access: target.growsHeapByCall ? "rw after grow_heap" : "rw after sbrk"),
      Region(
        name: "stack", start: container.stackStart, end: StandardProgram.stackEnd, access: "rw"),
      Region(
        name: "arguments", start: StandardProgram.argumentsStart,
        end: StandardProgram.argumentsStart + StandardProgram.maximumArgumentSize,
        access: "r as long as they are"),
    ].filter { $0.start < $0.end }
  }

  /// The inspection in lines.
  var text: String {
    var lines = ["format            \(formatName)"] + targetLines
    if let record {
      let fields = [
        ("name", record.name), ("version", record.version), ("license", record.license),
        ("authors", record.authors.joined(separator: ", ")),
      ]
      for (title, text) in fields {
        lines.append(Inspection.column(title) + (text.isEmpty ? "(none)" : text.visible))
      }
    } else if let otherMetadata {
      lines.append(
        Inspection.column("metadata")
          + (Inspection.readableText(otherMetadata) ?? Hex.string(otherMetadata)))
    }
    lines += summary.lines
    lines.append(
      Inspection.column("file") + "\(fileSize) bytes"
        + (polkaVM != nil
          ? ""
          : (fitsService ? ", within" : ", TOO LARGE for")
            + " the \(ProgramFile.maximumServiceSize) of a service"))
    lines += polkaVMLines
    if let layout {
      lines += ["", "entry points"]
      lines += layout.entries.map { "  pc \($0.pc)  \($0.name.visible)" }
    }
    if !imports.isEmpty {
      lines += ["", "imports"]
      lines += imports.map { "  \($0.name) \($0.type): \($0.meaning)" }
    }
    lines += ["", "memory map"]
    for region in regions {
      let range = Inspection.range(Int(region.start), Int(region.end))
      lines.append("  \(range)  \(region.name) (\(region.access))")
    }
    if let layout, !layout.items.isEmpty {
      lines += ["", "data"]
      for item in layout.items {
        let range = Inspection.range(item.address, item.address + item.size)
        lines.append("  \(range)  \(Inspection.text(item))")
      }
    }
    if let functions, !functions.isEmpty {
      lines += ["", "functions"]
      for function in functions {
        let start = Hex.string(UInt64(function.range.lowerBound), width: 6)
        let size = String(function.range.count)
        let padding = String(repeating: " ", count: max(0, 7 - size.count))
        lines.append("  \(start) \(padding)\(size)  \(Inspection.name(of: function).visible)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The inspection as JSON.
  var json: JSONText {
    var members: [(name: String, value: JSONText)] = [("format", .string(formatName))]
    if let record {
      let fields: [(name: String, value: JSONText)] = [
        ("name", .string(record.name)), ("version", .string(record.version)),
        ("license", .string(record.license)),
        ("authors", .array(record.authors.map { .string($0) })),
      ]
      members.append(("metadata", .object(fields)))
    } else if let otherMetadata {
      members.append(("metadata", .string(Hex.string(otherMetadata))))
      if let text = Inspection.readableText(otherMetadata) {
        members.append(("metadata_text", .string(text)))
      }
    }
    members += summary.members
    members.append(("file_bytes", .integer(fileSize)))
    if polkaVM == nil {
      members += [
        ("service_limit_bytes", .integer(ProgramFile.maximumServiceSize)),
        ("fits_service", .boolean(fitsService)),
      ]
    }
    members += polkaVMMembers
    if let layout {
      members.append(("entry_points", .array(layout.entries.map(Inspection.json))))
    }
    if layout != nil {
      members.append(("imports", .array(imports.map(Inspection.json))))
    }
    members.append(("memory_map", .array(regions.map(Inspection.json))))
    if let layout { members.append(("data", .array(layout.items.map(Inspection.json)))) }
    if let functions {
      members.append(("functions", .array(functions.map(Inspection.json))))
    }
    return .object(members)
  }

  /// Metadata of another form as text, with escapes for the bytes between; nil if little of it is text.
  ///
  /// Other tools write names and versions behind their lengths, or nothing but text.
  private static func readableText(_ bytes: [UInt8]) -> String? {
    let shown = 4096
    let text = String(reversibly: Array(bytes.prefix(shown)))
    let printable = text.unicodeScalars.filter { String($0).visible == String($0) }
    guard 2 * printable.reduce(0, { $0 + $1.utf8.count }) >= min(bytes.count, shown) else {
      return nil
    }
    return text.visible + (bytes.count > shown ? " … (\(bytes.count) bytes)" : "")
  }

  /// A region as JSON.
  private static func json(_ region: Region) -> JSONText {
    .object([
      ("name", .string(region.name)), ("start", .natural(UInt64(region.start))),
      ("end", .natural(UInt64(region.end))), ("access", .string(region.access)),
    ])
  }

  /// An entry point as JSON.
  private static func json(_ entry: ProgramLayout.Entry) -> JSONText {
    .object([("name", .string(entry.name)), ("pc", .integer(entry.pc))])
  }

  /// An import as JSON.
  private static func json(_ item: CompileReport.Import) -> JSONText {
    .object([
      ("name", .string(item.name)), ("type", .string(item.type)),
      ("meaning", .string(item.meaning)),
    ])
  }

  /// A piece of data as JSON.
  private static func json(_ item: PlacedData) -> JSONText {
    .object([
      ("kind", .string(item.kind.rawValue)), ("name", .string(item.name)),
      ("start", .integer(item.address)), ("end", .integer(item.address + item.size)),
    ])
  }

  /// A piece of data in words.
  private static func text(_ item: PlacedData) -> String {
    switch item.kind {
    case .memory: "linear memory"
    case .segment: "segment at \(item.name) of the linear memory"
    case .constant, .array, .global: "\(item.kind) \(item.name.visible)"
    }
  }

  /// A title in the width of the first column.
  static func column(_ title: String) -> String {
    title + String(repeating: " ", count: max(0, 18 - title.count))
  }

  /// A range of addresses.
  private static func range(_ start: Int, _ end: Int) -> String {
    [start, end].map { Hex.string(UInt64($0), width: 8) }.joined(separator: "-")
  }

  /// A function as JSON.
  private static func json(_ function: SymbolMap.Function) -> JSONText {
    .object([
      ("name", .string(name(of: function))), ("start", .integer(function.range.lowerBound)),
      ("end", .integer(function.range.upperBound)),
    ])
  }

  /// A function's name as text.
  private static func name(of function: SymbolMap.Function) -> String {
    String(decoding: function.name, as: UTF8.self)
  }
}
