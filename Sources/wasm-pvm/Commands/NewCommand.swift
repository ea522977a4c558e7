import Foundation
import PVM

/// `wasm-pvm new`: writes a service that builds, with a state and tests.
enum NewCommand: Command {
  /// `--language`.
  static let language = OptionRow(
    "--language", short: "-l", .choice(ProjectTemplate.all.map(\.language)),
    "The language of the service; must be given")

  static let table = CommandTable(
    "new", "write a service to start from",
    details: [
      "Makes a folder with a small JAM service, its tests, a state to run it in, and \(ProjectFile.name), "
        + "which wasm-pvm build, run, test and watch read. A service in "
        + ProjectTemplate.all.map { "\($0.title) needs \($0.needs.joined(separator: " and "))" }
        .joined(separator: ", in ") + "; how that is installed is said where it is missing."
    ],
    positionals: [
      PositionalRow("NAME", "The folder to make; its last part is the service's name")
    ],
    groups: [OptionGroup("Service", [language, CompileArguments.target])])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let target = try CompileArguments.machine(arguments)
    guard let word = arguments.value(language),
      let template = ProjectTemplate.all.first(where: { $0.language == word })
    else { throw UsageError(.missingOption(usage: language.usage)) }
    let folder = arguments.positionals[0]
    let name = folder.split(separator: "/").last.map(String.init) ?? ""
    guard isName(name) else { throw ProjectError(.name(name)) }
    if FileManager.default.fileExists(atPath: folder) { throw ProjectError(.exists(folder)) }
    let files = template.files(name: name, target: target)
    do {
      for file in files {
        let path = "\(folder)/\(file.path)"
        try Files.makeFolder(of: path)
        try Files.write(Array(file.text.utf8), to: path)
      }
    } catch {
      // It was not there before.
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
    let missing = template.needs.filter { !ProjectFile.isOnPath($0) }
    var lines = ["created \(folder): \(files.map(\.path).joined(separator: ", "))"]
    if let first = missing.first {
      lines.append(
        "\(first), which builds it, is not on PATH; how it is installed: \(template.install)")
    }
    lines.append("next: cd \(folder) && wasm-pvm test")
    try Files.print(lines.joined(separator: "\n") + "\n")
    return .success
  }

  /// Whether all languages' tools take a text as a name.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter, text.utf8.count <= 64 else {
      return false
    }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}
