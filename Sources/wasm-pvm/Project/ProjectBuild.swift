import Foundation

extension ProjectFile {
  /// Builds the module by the project's commands; its path from the current folder.
  func makeModule() throws -> String {
    for tool in build.needs where !ProjectFile.isOnPath(tool) {
      throw ProjectError(.toolMissing(tool, install: build.install), file: path)
    }
    let module = located(build.module)
    try Files.makeFolder(of: module)
    try Files.makeFolder(of: located(build.output))
    for command in build.commands {
      // What compilers print is no result of ours.
      let words =
        folder.isEmpty
        ? ["-c", command] : ["-c", "cd \"$0\" && exec /bin/sh -c \"$1\"", folder, command]
      let child = try ChildProcess(["/bin/sh"] + words, outputToMessages: true)
      let status = child.wait()
      if status != 0 {
        throw ProjectError(.commandFailed(command, status: status), file: path)
      }
    }
    if !build.commands.isEmpty, !FileManager.default.fileExists(atPath: module) {
      throw ProjectError(.noModule(module), file: path)
    }
    return module
  }

  /// Whether a command can be run; one with a slash is a path from the project's folder.
  static func isOnPath(_ tool: String) -> Bool {
    if tool.contains("/") { return FileManager.default.fileExists(atPath: tool) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }
}

/// What `build` and `run` do without an input: they take the project's.
enum ProjectCommand {
  /// `build` without an input.
  static func build(_ arguments: ParsedArguments) throws -> ExitCode {
    let project = try ProjectFile.nearest(orMissing: "IN")
    var given = arguments.completed(
      by: try project.arguments(for: BuildCommand.table, [project.options]))
    if !given.has(BuildCommand.output), !given.has(BuildCommand.emit) {
      let output = "\(BuildCommand.output.name)=\(project.located(project.build.output))"
      let table = CommandTable("", "", groups: [OptionGroup("", [BuildCommand.output])])
      given = given.completed(by: try ParsedArguments([output], table: table))
    }
    return try BuildCommand.run(given.with(positionals: [try project.makeModule()]))
  }

  /// `run` without an input.
  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let project = try ProjectFile.nearest(orMissing: "IN")
    // There is one sequence of argument bytes: that of the command line.
    let bytes = [RunCommand.arguments, RunCommand.argumentsFile]
    let replaces = !arguments.given(of: bytes).isEmpty
    let runOptions = project.runOptions.filter { option in
      !replaces || !bytes.contains { $0.name == option.row.name }
    }
    let given = arguments.completed(
      by: try project.arguments(for: RunCommand.table, [project.options, runOptions]))
    return try RunCommand.run(given.with(positionals: [try project.makeModule()]))
  }
}
