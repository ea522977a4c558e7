import PVMVM
import WasmPVM

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
    } else if options.has(RunCommand.profile) || options.has(RunCommand.profileOutput) {
      var profiler = Profiler(machine.program)
      exit = machine.run(host: &host, profiler: &profiler)
      if options.has(RunCommand.profile) {
        profile = RunProfile(profiler, symbols: program.symbols, purposes: program.purposes)
      }
      if let path = options.value(RunCommand.profileOutput), let compiled = program.compiled {
        let counts = compiled.profile { profiler.count(at: UInt32($0)) }
        try Files.write(counts.encoded(), to: path)
      }
    } else {
      exit = machine.run(host: &host)
    }
  }
}
