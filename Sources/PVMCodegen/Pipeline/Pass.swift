/// A pass over a function in machine IR.
package struct Pass: Sendable {
  /// When a pass runs, if it is not left out.
  package enum Condition: Sendable {
    /// At every level.
    case always
    /// Where code is optimized at all.
    case optimizing
  }

  /// Its name.
  package let name: CodegenPass
  /// The phases that a function may be in when it runs.
  package let phases: ClosedRange<MachinePhase>
  /// When it runs.
  package let condition: Condition
  /// Changes a function; says whether it may have changed anything. If it says no, nothing has changed but what
  /// instructions are for.
  package let run: @Sendable (inout MachineFunction, inout PassContext) throws(CodegenError) -> Bool

  /// Creates a pass over functions of one phase.
  package init(
    _ name: CodegenPass, _ phase: MachinePhase, _ condition: Condition = .optimizing,
    run:
      @escaping @Sendable (inout MachineFunction, inout PassContext) throws(CodegenError) -> Bool
  ) {
    self.init(name, phase...phase, condition, run: run)
  }

  /// Creates a pass over functions of several phases.
  package init(
    _ name: CodegenPass, _ phases: ClosedRange<MachinePhase>, _ condition: Condition = .optimizing,
    run:
      @escaping @Sendable (inout MachineFunction, inout PassContext) throws(CodegenError) -> Bool
  ) {
    self.name = name
    self.phases = phases
    self.condition = condition
    self.run = run
  }
}

/// A step of a pipeline.
package indirect enum PassStep: Sendable {
  /// A pass.
  case pass(Pass)
  /// A pass, and others behind it if it changed something.
  case cleaned(Pass, by: [PassStep])
  /// Steps again and again until none changes anything, at most so many times.
  case repeated(atMost: Int, [PassStep])
}
