import PVM
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
      let symbols = program.knownSymbols
      let gas = max(0, machine.gas)
      var profiler =
        program.debugMap == nil
        ? Profiler(machine.program) : Profiler(machine.program, callsOf: symbols)
      exit = machine.run(host: &host, profiler: &profiler)
      if options.has(RunCommand.profile) {
        let purposes = InstructionPurposes(program)
        let sources = program.debugMap.map { map in
          SourceProfile(
            profiler, map, symbols: symbols, gasUsed: UInt64(gas - max(0, machine.gas))
          ) { purposes[$0] }
        }
        profile = RunProfile(
          profiler, symbols: symbols, purposes: program.purposes, sources: sources)
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

/// What the instruction at each code index of a program is for.
private struct InstructionPurposes {
  /// The purposes by code index; those of other bytes mean nothing.
  private var purposes: [InstructionPurpose]

  /// Takes what the code generator recorded, or guesses from the bytes.
  init(_ program: Program) {
    let blob = program.blob
    purposes = Array(repeating: .branch, count: blob.code.count)
    var number = 0
    var pc = blob.mask.nextStart(from: 0)
    while pc < blob.code.count {
      purposes[pc] =
        number < program.purposes.count
        ? program.purposes[number]
        : InstructionPurpose(deriving: InstructionDecoder.decode(blob, at: pc).effective)
      number += 1
      pc = blob.mask.nextStart(from: pc + 1)
    }
  }

  /// What the instruction at a code index is for; behind the code there are traps.
  subscript(pc: Int) -> InstructionPurpose {
    purposes.indices.contains(pc) ? purposes[pc] : .branch
  }
}
