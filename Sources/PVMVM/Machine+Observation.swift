// One function per observer, so that the hot loop is compiled for each of them here.

extension Machine {
  /// Executes instructions until the run ends and counts them.
  ///
  /// - Precondition: the profiler is for the program of this machine.
  public mutating func run(profiler: inout Profiler) -> ExitReason {
    precondition(profiler.program === program)
    return execute(&profiler)
  }

  /// Executes and counts instructions and serves host calls until the run ends.
  ///
  /// - Precondition: the profiler is for the program of this machine.
  public mutating func run<Host: HostCallHandler>(
    host: inout Host, unknownCalls: UnknownHostCalls = .exit, profiler: inout Profiler
  ) -> ExitReason {
    while true {
      let exit = run(profiler: &profiler)
      guard case .hostCall(let index) = exit else { return exit }
      if let end = serve(index, with: &host, unknownCalls) { return end }
    }
  }

  #if !hasFeature(Embedded)
    /// Executes and traces instructions until the run ends.
    ///
    /// - Precondition: the tracer is for the program of this machine.
    public mutating func run(tracer: inout Tracer) -> ExitReason {
      precondition(tracer.program === program)
      let exit = execute(&tracer)
      finish(&tracer)
      return exit
    }

    /// Executes and traces instructions and serves host calls until the run ends.
    ///
    /// - Precondition: the tracer is for the program of this machine.
    public mutating func run<Host: HostCallHandler>(
      host: inout Host, unknownCalls: UnknownHostCalls = .exit, tracer: inout Tracer
    ) -> ExitReason {
      precondition(tracer.program === program)
      while true {
        let exit = execute(&tracer)
        guard case .hostCall(let index) = exit else {
          finish(&tracer)
          return exit
        }
        if let end = serve(index, with: &host, unknownCalls) {
          finish(&tracer)
          return end
        }
      }
    }
  #endif
}
