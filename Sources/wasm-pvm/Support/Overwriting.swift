/// Refuses to write what would destroy something that is read, or written by another option.
enum Overwriting {
  /// A file that a command reads or writes.
  struct File {
    /// The option that names it, or what it is.
    let role: String
    /// Its path.
    let path: String
  }

  /// Checks the files of a command before anything is written.
  static func check(outputs: [File], inputs: [File]) throws(CommandFailure) {
    var owners: [String: String] = [:]
    for input in inputs {
      if let identity = Files.identity(input.path) { owners[identity] = input.role }
    }
    for output in outputs {
      guard let identity = Files.identity(output.path) else { continue }
      if let owner = owners[identity] {
        throw CommandFailure(
          .overwrites(option: output.role, path: output.path, what: owner))
      }
      owners[identity] = "the output of \(output.role)"
    }
  }

  /// Checks outputs that options name against the input and what is compiled with it.
  static func check(
    _ arguments: ParsedArguments, input: String, outputs: [OptionRow],
    default path: (option: OptionRow, path: String)? = nil
  ) throws(CommandFailure) {
    var files = outputs.compactMap { row in
      arguments.value(row).map { File(role: row.name, path: $0) }
    }
    if let path { files.insert(File(role: path.option.name, path: path.path), at: 0) }
    let adapters = arguments.values(CompileArguments.adapter).map {
      File(role: "an adapter", path: $0)
    }
    let imports = arguments.value(CompileArguments.imports).map {
      [File(role: "the import map", path: $0)]
    }
    try check(
      outputs: files,
      inputs: [File(role: "the input", path: input)] + adapters + (imports ?? []))
  }
}
