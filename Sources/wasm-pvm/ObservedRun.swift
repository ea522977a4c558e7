import PVM
import PVMVM

/// A run of a program with what `--trace` and `--profile` show of it.
struct ObservedRun {
  /// How it ended.
  let exit: ExitReason
  /// What its gas was used for, if that was asked.
  private(set) var profile: RunProfile?

  /// Runs a machine to its end.
  init<Host: HostCallHandler>(
    _ machine: inout Machine, _ host: inout Host, _ program: Program, _ options: ParsedArguments
  ) throws {
    if options.has(RunCommand.trace) {
      let stream = try LineStream(options.value(RunCommand.trace) ?? Files.standardStream)
      var tracer = Tracer(machine.program) { stream.write($0) }
      exit = machine.run(host: &host, tracer: &tracer)
      try stream.finish()
    } else if options.has(RunCommand.profile) {
      let symbols = program.symbols ?? SymbolMap()
      var profiler =
        program.debugMap == nil
        ? Profiler(machine.program) : Profiler(machine.program, callsOf: symbols)
      exit = machine.run(host: &host, profiler: &profiler)
      profile = RunProfile(
        profiler, symbols: program.symbols, purposes: program.purposes,
        sources: program.debugMap.map { SourceProfile(profiler, $0, symbols: symbols) })
    } else {
      exit = machine.run(host: &host)
    }
  }
}
