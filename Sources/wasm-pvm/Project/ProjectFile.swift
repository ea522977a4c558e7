import Foundation
import PVM
import Support
import TOML
import WasmPVM

/// A project: what its `wasm-pvm.toml` says.
struct ProjectFile {
  /// What the file is called.
  static let name = "wasm-pvm.toml"

  /// The file's path from the current folder.
  let path: String
  /// The project's folder as a path from the current one; empty if it is that.
  let folder: String
  /// The fields of the program's metadata, as `--metadata` takes them.
  let metadata: [String]
  /// How the module is built.
  let build: Build
  /// `[options]`: options of `build`.
  let options: [ProjectOption]
  /// `[run]`: options of `run`.
  let runOptions: [ProjectOption]
  /// The tests in order.
  let tests: [ProjectTest]

  /// `[build]`: where the module comes from.
  struct Build {
    /// The commands that must be on `PATH`.
    let needs: [String]
    /// How they are installed.
    let install: String
    /// Files and folders that the module is made of.
    let sources: [String]
    /// The commands, run by `sh` in the project's folder one after the other.
    let commands: [String]
    /// The module.
    let module: String
    /// The program file.
    let output: String
  }

  // MARK: Finding

  /// The project of the current folder or of the nearest one above it.
  ///
  /// - Parameter argument: what a command wants otherwise.
  static func nearest(orMissing argument: String?) throws -> ProjectFile {
    var folder = ""
    var current = FileManager.default.currentDirectoryPath
    while true {
      let path = located(name, in: folder)
      if FileManager.default.fileExists(atPath: path) {
        return try ProjectFile(path: path, folder: folder)
      }
      if current == "/" || current.isEmpty { break }
      current = URL(fileURLWithPath: current).deletingLastPathComponent().path
      folder = folder.isEmpty ? ".." : "../" + folder
    }
    throw UsageError(.noProject(argument))
  }

  /// A path of the project as one from the current folder.
  static func located(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || path == Files.standardStream
      ? path : "\(folder)/\(path)"
  }

  /// A path of the project as one from the current folder.
  func located(_ path: String) -> String { ProjectFile.located(path, in: folder) }

  // MARK: Reading

  /// Reads a project's file.
  init(path: String, folder: String) throws {
    let text = try Files.read(path)
    let document: TOMLDocument
    do throws(TOMLError) {
      document = try TOMLDocument(parsing: text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
    self.path = path
    self.folder = folder
    try ProjectFile.checkTables(document.tables, file: path)
    func table(_ name: String, _ keys: [String]) throws(ProjectError) -> ProjectTable? {
      guard let table = document.tables.first(where: { $0.name == name }) else { return nil }
      return try ProjectTable(table, keys: keys, file: path)
    }
    _ = try table("", [])
    let project = try table("project", ["name", "version", "license", "authors"])
    metadata = try ProjectFile.metadata(project)
    guard let build = try table("build", Build.keys) else {
      throw ProjectError(.missingTable("build"), file: path)
    }
    self.build = try Build(build)
    options =
      try table("options", ProjectFile.keys(ProjectFile.optionRows))?
      .options(ProjectFile.optionRows) ?? []
    runOptions =
      try table("run", ProjectFile.keys(ProjectFile.runRows))?.options(ProjectFile.runRows) ?? []
    var tests: [ProjectTest] = []
    for table in document.tables where table.name == "test" {
      let reader = try ProjectTable(table, keys: ProjectTest.keys, file: path)
      let test = try ProjectTest(reader)
      if tests.contains(where: { $0.name == test.name }) {
        throw reader.error(.duplicateTest(test.name), "name")
      }
      tests.append(test)
    }
    self.tests = tests
  }

  /// Rejects tables that do not exist, and those with the brackets of the other kind.
  private static func checkTables(
    _ tables: [TOMLTable], file: String
  ) throws(ProjectError) {
    let names = ["project", "build", "options", "run", "test"]
    for table in tables.dropFirst() {
      guard names.contains(table.name) else {
        let suggestion = Suggestion.nearest(to: table.name, among: names)
        throw ProjectError(
          .unknownTable(table.name, suggestion: suggestion), file: file, at: table.place)
      }
      let isElement = table.name == "test"
      if table.isElement != isElement {
        throw ProjectError(
          .brackets(table: table.name, isElement: isElement), file: file, at: table.place)
      }
    }
  }

  /// The fields of the metadata.
  private static func metadata(_ table: ProjectTable?) throws(ProjectError) -> [String] {
    guard let table else { return [] }
    var fields: [String] = []
    for key in ["name", "version", "license"] {
      if let value = try table.text(key) { fields.append("\(key)=\(value)") }
    }
    return fields + (try table.texts("authors") ?? []).map { "author=\($0)" }
  }

  // MARK: Options

  /// The options that `[options]` may have: all of `build`, apart from those that say where its results go.
  private static var optionRows: [OptionRow] {
    let others = [
      BuildCommand.output, BuildCommand.emit, BuildCommand.stats, BuildCommand.timePasses,
      BuildCommand.json, .help,
    ].map(\.name)
    return BuildCommand.table.groups.flatMap(\.rows).filter { !others.contains($0.name) }
  }

  /// The options that `[run]` may have: those of `run` that are not about compiling, and the entry point.
  private static var runRows: [OptionRow] {
    let others = CompileArguments.groups.flatMap(\.rows).map(\.name) + [OptionRow.help.name]
    return RunCommand.table.groups.flatMap(\.rows).filter { !others.contains($0.name) }
      + [CompileArguments.entry]
  }

  /// The keys that stand for options.
  private static func keys(_ rows: [OptionRow]) -> [String] {
    rows.map { String($0.name.dropFirst(2)) }
  }

  /// The options of the file that a command has, as it takes them; later ones replace earlier ones.
  func arguments(
    for table: CommandTable, _ options: [[ProjectOption]]
  ) throws(UsageError) -> ParsedArguments {
    let none = CommandTable(table.name, table.summary, groups: table.groups)
    var result = try ParsedArguments([], table: none)
    for list in options {
      let known = list.filter { table.option(named: $0.row.name) != nil }
      let words = known.flatMap { $0.words(in: folder) }
      result = try ParsedArguments(words, table: none).completed(by: result)
    }
    if !result.has(CompileArguments.metadata), !result.has(CompileArguments.noMetadata) {
      let words = metadata.map { "\(CompileArguments.metadata.name)=\($0)" }
      result = result.completed(by: try ParsedArguments(words, table: none))
    }
    return result
  }

  /// Files and folders whose changes matter.
  var watched: [String] {
    var paths = [path] + build.sources.map(located)
    if build.commands.isEmpty { paths.append(located(build.module)) }
    paths += (options + runOptions).flatMap { $0.files(in: folder) }
    return paths + tests.compactMap { $0.host.map(located) }
  }
}

extension ProjectFile.Build {
  /// The keys of the table.
  static let keys = ["needs", "install", "sources", "commands", "module", "output"]

  /// Reads the table.
  init(_ table: ProjectTable) throws(ProjectError) {
    needs = try table.texts("needs") ?? []
    install = try table.text("install") ?? ""
    sources = try table.texts("sources") ?? []
    commands = try table.texts("commands") ?? []
    module = try table.requiredText("module")
    output = try table.requiredText("output")
    for key in ["module", "output"] where try table.requiredText(key).isEmpty {
      throw table.error(.invalid(key: key, reason: "the path is empty"), key)
    }
  }
}
