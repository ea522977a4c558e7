import PVM
import WasmPVM

/// The options that decide what a module is compiled to; all commands that compile have them.
enum CompileArguments {
  /// `--target`.
  static let target = OptionRow(
    "--target", .required("NAME"),
    "The machine that programs are for: \(Target.all.map { "\($0.name)" }.joined(separator: " or ")); "
      + "by default \(Target.gp07.name). A program file does not say it")
  /// `--opt`.
  static let optimization = OptionRow(
    "--opt", .optionalChoice(OptimizationLevel.allCases.map(\.rawValue)),
    "Optimization level; without a value, and by default, \(OptimizationLevel.two.rawValue)")
  /// `--floats`.
  static let floats = OptionRow(
    "--floats", .choice(CompileOptions.Floats.allCases.map(\.rawValue)),
    "Compute float instructions with integers (default), reject modules that have one, or trap when one "
      + "is executed")
  /// `--bounds-checks`.
  static let boundsChecks = OptionRow(
    "--bounds-checks",
    "Compare every memory access with the memory's size, for WebAssembly's exact traps")
  /// `--imports`.
  static let imports = OptionRow(
    "--imports", .required("FILE"),
    "What imports become: lines 'name = trap', 'name = nop' or 'name = ecalli:N'")
  /// `--adapter`.
  static let adapter = OptionRow(
    "--adapter", .required("FILE"), isRepeatable: true,
    "Link a .wat or .wasm module whose exports replace imports")
  /// `--entry`.
  static let entry = OptionRow(
    "--entry", .required("NAME"), isRepeatable: true,
    "Make this export an entry point, at pc 0, 5, 10, ... in this order; by default main, refine or "
      + "is_authorized is at pc 0 and main2 or accumulate at pc 5")
  /// `--result-end-address`.
  static let resultEndAddress = OptionRow(
    "--result-end-address", "Results end at the address in r8, instead of having r8 bytes")
  /// `--metadata`.
  static let metadata = OptionRow(
    "--metadata", .required("KEY=VALUE"), isRepeatable: true,
    "Set a field of the metadata: name, version, license or author")
  /// `--no-metadata`.
  static let noMetadata = OptionRow("--no-metadata", "Leave the metadata empty")

  /// Whether two options do not go together.
  static func exclude(_ first: String, _ second: String) -> Bool {
    Set([first, second]) == [metadata.name, noMetadata.name]
  }
  /// `--stack-size`.
  static let stackSize = OptionRow(
    "--stack-size", .required("BYTES"), "Size of the PVM stack; computed by default")
  /// `--heap-pages`.
  static let heapPages = OptionRow(
    "--heap-pages", .required("N"),
    "Zeroed pages of 4096 bytes behind the initial data; as many as needed by default")
  /// `--max-memory`.
  static let maximumMemory = OptionRow(
    "--max-memory", .required("PAGES"), "The most pages of 64 KiB that memory.grow may reach")
  /// `--reserve-memory`.
  static let reservedMemory = OptionRow(
    "--reserve-memory", .required("PAGES"),
    "Map so many pages of 64 KiB from the start, so that growing up to there claims nothing")
  /// `--startup-copy`.
  static let startUpCopy = OptionRow(
    "--startup-copy", .choice(CompileOptions.StartUpCopy.allCases.map(\.rawValue)),
    "When entry points copy initial memory contents, instead of the file having the zeros in front of "
      + "them: if worth the instructions (default), never, or whenever it saves bytes")
  /// `--profile-use`.
  static let profileUse = OptionRow(
    "--profile-use", .required("FILE"),
    "Optimize for what this file, written by run --profile-out, says about an earlier run")
  /// `--check`.
  static let check = OptionRow(
    "--check-allocation", "Verify every register allocation with the independent checker")
  /// `--dump-after`.
  static let dumpAfter = OptionRow(
    "--dump-after", .required("PASS[:FUNCTION]"), isRepeatable: true,
    "Print the machine IR behind a pass of code generation, or behind all of them, to standard error"
  )
  /// `--tune`.
  static let tune = OptionRow(
    "--tune", .required("NAME=VALUE"), isRepeatable: true,
    "Set a limit of a pass: \(Tuning.names.joined(separator: ", ")) (for measuring)")
  /// `--quiet`.
  static let quiet = OptionRow(
    "--quiet", short: "-q",
    "Show no progress; it is shown on a terminal when something takes more than two seconds")
  /// `--seed`.
  static let seed = OptionRow(
    "--seed", .required("N"), "Permute choices that must not matter (for testing)")

  /// The options in titled groups, as the help texts show them.
  static let groups = [
    OptionGroup(
      "Compilation",
      [target, optimization, profileUse, floats, boundsChecks, imports, adapter, entry]),
    WASIArguments.group,
    OptionGroup("Memory", [stackSize, heapPages, maximumMemory, reservedMemory, startUpCopy]),
    OptionGroup("Program file", [resultEndAddress, metadata, noMetadata]),
    OptionGroup("Development", [check, dumpAfter, tune, seed]),
    OptionGroup("Messages", [quiet]),
  ]

  /// The compile options that the arguments ask for.
  ///
  /// - Throws: `UsageError` for a value out of range, `CommandFailure` for an unusable import map.
  static func options(_ arguments: ParsedArguments) throws -> CompileOptions {
    var options = CompileOptions()
    options.target = try machine(arguments)
    if let level = arguments.value(optimization).flatMap(OptimizationLevel.init(rawValue:)) {
      options.optimization = level
    }
    if let policy = arguments.value(floats).flatMap(CompileOptions.Floats.init(rawValue:)) {
      options.floats = policy
    }
    if let policy = arguments.value(startUpCopy).flatMap(CompileOptions.StartUpCopy.init(rawValue:))
    {
      options.startUpCopy = policy
    }
    options.boundsChecks = arguments.has(boundsChecks)
    for path in arguments.values(adapter) {
      options.adapters.append(Adapter(name: path, wasm: try Input(path).module(isAdapter: true)))
    }
    options.wasi = try WASIArguments.options(arguments)
    options.entries = arguments.values(entry)
    options.resultEndAddress = arguments.has(resultEndAddress)
    options.metadata = try metadataRecord(arguments)
    options.stackSize = try arguments.number(
      stackSize, in: 0...UInt64(StandardProgram.maximumDataSize), unit: "bytes"
    ).map { Int($0) }
    options.heapPages = try arguments.number(
      heapPages, in: 0...UInt64(UInt16.max), unit: "pages"
    ).map { Int($0) }
    options.maximumMemoryPages = try arguments.number(
      maximumMemory, in: 0...65536, unit: "pages"
    ).map { Int($0) }
    options.reservedMemoryPages = try arguments.number(
      reservedMemory, in: 0...65536, unit: "pages"
    ).map { Int($0) }
    if arguments.has(check) { options.checksAllocation = true }
    options.seed = try arguments.number(seed, in: 0...UInt64.max) ?? 0
    for text in arguments.values(tune) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, Tuning.names.contains(parts[0]),
        Tuning.isValid(parts[0], parts[1])
      else {
        throw UsageError(
          .invalidValue(
            option: tune.name, value: text,
            expected: "one of \(Tuning.names.joined(separator: ", ")), = and a value"))
      }
      options.tuning[parts[0]] = parts[1]
    }
    if let path = arguments.value(profileUse) { options.profile = try profile(path) }
    if let path = arguments.value(imports) { options.imports = try importMap(path) }
    options.dumps = try dumps(arguments)
    // Dumps are printed where progress would be.
    if options.dumps == nil, !arguments.has(quiet) { options.progress = CompileProgress() }
    return options
  }

  /// The machine that programs are for.
  static func machine(
    _ arguments: ParsedArguments, _ row: OptionRow = target
  ) throws(UsageError) -> Target {
    guard let name = arguments.value(row) else { return .gp07 }
    guard let machine = Target(named: name) else {
      let names = Target.all.map { "\($0.name)" }.joined(separator: " or ")
      throw UsageError(.invalidValue(option: row.name, value: name, expected: names))
    }
    return machine
  }

  /// What is printed between passes.
  private static func dumps(_ arguments: ParsedArguments) throws(UsageError) -> PassDumps? {
    let texts = arguments.values(dumpAfter)
    if texts.isEmpty { return nil }
    var dumps = PassDumps { text in
      var messages = StandardError()
      messages.write(text)
    }
    for text in texts {
      guard dumps.add(text) else {
        throw UsageError(
          .invalidValue(
            option: dumpAfter.name, value: text,
            expected:
              "all, or one of \(PassDumps.passes.joined(separator: ", ")), perhaps with :FUNCTION"))
      }
    }
    return dumps
  }

  /// Rejects options that would do nothing because the input is not compiled.
  ///
  /// - Parameter meaningful: options that have a meaning for such inputs too.
  static func checkUse(
    _ arguments: ParsedArguments, _ input: Input, meaningful: [OptionRow] = []
  ) throws(UsageError) {
    if input.isModule { return }
    let meaningful = meaningful + [target, quiet]
    let rows = groups.flatMap(\.rows).filter { row in !meaningful.contains { $0.name == row.name } }
    if let row = arguments.given(of: rows).first {
      throw UsageError(.noEffect(option: row.name, input: input.name))
    }
  }

  /// The metadata that the arguments ask for.
  private static func metadataRecord(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> ProgramMetadata? {
    let fields = arguments.values(metadata)
    if arguments.has(noMetadata) {
      guard fields.isEmpty else {
        throw UsageError(
          .conflict(metadata.name, noMetadata.name, reason: "there is either a record or none"))
      }
      return nil
    }
    var record = ProgramMetadata()
    for field in fields {
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? String(parts[1]) : nil
      switch (parts[0], value) {
      case ("name", let value?): record.name = value
      case ("version", let value?): record.version = value
      case ("license", let value?): record.license = value
      case ("author", let value?): record.authors.append(value)
      default:
        throw UsageError(
          .invalidValue(
            option: metadata.name, value: field,
            expected: "name=..., version=..., license=... or author=..."))
      }
    }
    return record
  }

  /// Reads a profile.
  private static func profile(_ path: String) throws(CommandFailure) -> ExecutionProfile {
    let text = try Files.read(path)
    do throws(ProfileError) {
      return try ExecutionProfile(parsing: text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }

  /// Reads an import map.
  private static func importMap(_ path: String) throws(CommandFailure) -> ImportMap {
    let text = try Files.read(path)
    do throws(ImportMapError) {
      return try ImportMapFile.parse(text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }
}
