/// A subcommand.
protocol Command {
  /// What it is called, takes and says about itself.
  static var table: CommandTable { get }

  /// Does it, and tells how the process ends.
  ///
  /// - Throws: `UsageError`, or anything whose description explains the failure.
  static func run(_ arguments: ParsedArguments) throws -> ExitCode
}
