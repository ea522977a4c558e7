import Adapters
import WasmPVM

/// The options for WASI programs; all commands that compile have them. Each implies `--wasi`.
enum WASIArguments {
  /// `--wasi`.
  static let wasi = OptionRow(
    "--wasi",
    "Link what programs import from wasi_snapshot_preview1: standard input is the argument bytes, "
      + "standard output the result, standard error the log")
  /// `--wasi-arg`.
  static let argument = OptionRow(
    "--wasi-arg", .required("TEXT"), isRepeatable: true,
    "An argument of the program, behind its name")
  /// `--wasi-env`.
  static let variable = OptionRow(
    "--wasi-env", .required("NAME=VALUE"), isRepeatable: true,
    "An environment variable of the program")
  /// `--wasi-file`.
  static let file = OptionRow(
    "--wasi-file", .required("GUEST=FILE"), isRepeatable: true,
    "Pack a file into the program, which can read it at the path GUEST")
  /// `--wasi-seed`.
  static let seed = OptionRow(
    "--wasi-seed", .required("N|entropy"),
    "What random numbers start from: a number, by default 0, or a service's entropy from host call "
      + "fetch")
  /// `--wasi-output`.
  static let output = OptionRow(
    "--wasi-output", .required("BYTES|log"),
    "The most that a program may write to standard output, by default \(WASIOptions.maximumOutput); or "
      + "log, where that goes like standard error: before a trap, too"
  )

  /// The options as the help texts show them.
  static let group = OptionGroup("WASI", [wasi, argument, variable, file, seed, output])

  /// What the program sees, or nil if it is no WASI program.
  ///
  /// - Throws: `UsageError` for a value that makes no sense, `CommandFailure` for a file that cannot be read.
  static func options(_ arguments: ParsedArguments) throws -> WASIOptions? {
    guard arguments.given(of: group.rows).first != nil else { return nil }
    var options = WASIOptions()
    options.arguments = [programName(arguments)] + arguments.values(argument)
    options.environment = arguments.values(variable)
    for text in arguments.values(file) {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
        text.index(after: equals) != text.endIndex
      else {
        throw UsageError(
          .invalidValue(option: file.name, value: text, expected: "GUEST=FILE"))
      }
      let contents = try Files.read(String(text[text.index(after: equals)...]))
      options.files.append(WASIOptions.File(path: String(text[..<equals]), contents: contents))
    }
    if arguments.value(seed) == "entropy" {
      options.seed = .entropy
    } else if let number = try arguments.number(seed, in: 0...UInt64.max) {
      options.seed = .number(number)
    }
    let most = UInt64(WASIOptions.maximumOutput)
    if arguments.value(output) == "log" {
      options.logsOutput = true
    } else if let size = try arguments.number(output, in: 0...most, unit: "bytes") {
      options.outputCapacity = Int(size)
    }
    return options
  }

  /// The name that the program has for itself: the input's, without folders.
  private static func programName(_ arguments: ParsedArguments) -> String {
    guard let path = arguments.positionals.first, path != Files.standardStream,
      let name = path.split(separator: "/").last
    else { return "program" }
    return String(name)
  }
}
