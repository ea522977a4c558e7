import PVM
import Support
import WasmPVM

/// `wasm-pvm inspect`: prints what is in a program file.
enum InspectCommand: Command {
  /// `--json`.
  static let json = OptionRow("--json", "Print one line of JSON")

  static let table = CommandTable(
    "inspect", "print a program's sections, memory map and functions",
    details: ["A module is compiled first, and its functions are then known by name."],
    positionals: [Input.row],
    groups: [OptionGroup("Output", [json, Program.symbolsRow])] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let input = try Input(arguments.positionals[0])
    try CompileArguments.checkUse(arguments, input)
    let program = try Program(input, options: options, symbols: Program.symbols(arguments))
    let inspection = Inspection(program, formatName: name(of: input.format))
    let text = arguments.has(json) ? inspection.json.text : inspection.text
    try Files.write(Array((text + "\n").utf8), to: Files.standardStream)
    return .success
  }

  /// What an input is called in the output.
  private static func name(of format: ProgramFormat) -> String {
    switch format {
    case .wasm: "WebAssembly module, compiled"
    case .wat: "WebAssembly text module, compiled"
    case .jam: "JAM program file"
    case .standardProgram: "standard program container"
    case .blob: "program blob"
    case .assembly: "PVM assembly, assembled"
    case .unknown: "unknown"
    }
  }
}

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
  /// The metadata record, if there is one in the conventional form.
  let record: ProgramMetadata?
  /// The metadata, if there is some in another form.
  let otherMetadata: [UInt8]?
  /// The sizes.
  let summary: ProgramSummary
  /// The address space, by ascending address, without the inaccessible parts.
  let regions: [Region]
  /// The functions by ascending code index, if they are known.
  let functions: [SymbolMap.Function]?

  /// Looks into a program.
  init(_ program: Program, formatName: String) {
    self.formatName = formatName
    let metadata = program.metadata ?? []
    record = try? ProgramMetadata(decoding: metadata)
    otherMetadata = record == nil && !metadata.isEmpty ? metadata : nil
    summary = ProgramSummary(program)
    regions = Inspection.regions(program.container)
    functions = program.symbols?.functions
  }

  /// The memory map of a container (`pvm.md` section 10).
  private static func regions(_ container: StandardProgram) -> [Region] {
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
        name: "heap growth", start: container.initialHeapEnd, end: container.stackStart,
        access: "rw after sbrk"),
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
    var lines = ["format            \(formatName)"]
    if let record {
      let fields = [
        ("name              ", record.name), ("version           ", record.version),
        ("license           ", record.license),
        ("authors           ", record.authors.joined(separator: ", ")),
      ]
      lines += fields.compactMap { $1.isEmpty ? nil : $0 + $1 }
    } else if let otherMetadata {
      lines.append("metadata          \(Hex.string(otherMetadata))")
    }
    lines += summary.lines
    lines += ["", "memory map"]
    for region in regions {
      let range =
        "\(Hex.string(UInt64(region.start), width: 8))-\(Hex.string(UInt64(region.end), width: 8))"
      lines.append("  \(range)  \(region.name) (\(region.access))")
    }
    if let functions, !functions.isEmpty {
      lines += ["", "functions"]
      for function in functions {
        let start = Hex.string(UInt64(function.range.lowerBound), width: 6)
        let size = String(function.range.count)
        let padding = String(repeating: " ", count: max(0, 7 - size.count))
        lines.append("  \(start) \(padding)\(size)  \(Inspection.name(of: function))")
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
    }
    members += summary.members
    members.append(("memory_map", .array(regions.map(Inspection.json))))
    if let functions {
      members.append(("functions", .array(functions.map(Inspection.json))))
    }
    return .object(members)
  }

  /// A region as JSON.
  private static func json(_ region: Region) -> JSONText {
    .object([
      ("name", .string(region.name)), ("start", .natural(UInt64(region.start))),
      ("end", .natural(UInt64(region.end))), ("access", .string(region.access)),
    ])
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
