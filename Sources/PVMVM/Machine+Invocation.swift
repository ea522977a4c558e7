public import PVM

/// What the protocol gets from running a standard program (`pvm.md` section 11).
public struct Invocation: Equatable, Sendable {
  /// How it ended.
  public enum Result: Equatable, Sendable {
    /// It halted, with this output.
    case output([UInt8])
    /// It panicked, faulted, or could not be started.
    case panic
    /// It ran out of gas.
    case outOfGas
  }

  /// How it ended.
  public var result: Result
  /// How much gas it used, at most what it was given.
  public var gasUsed: UInt64

  /// Creates a result.
  public init(result: Result, gasUsed: UInt64) {
    self.result = result
    self.gasUsed = gasUsed
  }
}

extension Machine {
  /// The output of a program that halted: r8 bytes from address r7 on, or nothing if not all of
  /// them can be read.
  public var output: [UInt8] { memory.read(address: self[.a0], count: self[.a1]) ?? [] }

  /// Runs a standard program as the protocol does: function Psi_M of the Gray Paper. What cannot be
  /// started panics and uses no gas; host calls that the host does not offer answer WHAT.
  ///
  /// - Parameters:
  ///   - container: the standard program, without metadata.
  ///   - target: which machine it is for.
  ///   - pc: the entry point.
  ///   - gas: how much may be used; at most 2^63 - 1.
  public static func invoke<Host: HostCallHandler>(
    _ container: [UInt8], target: Target = .gp07, entry pc: UInt32, gas: Int64,
    arguments: [UInt8], host: inout Host
  ) -> Invocation {
    guard let program = try? StandardProgram(decoding: container),
      var machine = try? Machine(
        standardProgram: program, target: target, arguments: arguments, entry: pc, gas: gas)
    else { return Invocation(result: .panic, gasUsed: 0) }
    let exit = machine.run(host: &host, unknownCalls: .answerWhat)
    let used = UInt64(clamping: gas - max(machine.gas, 0))
    switch exit {
    case .halt: return Invocation(result: .output(machine.output), gasUsed: used)
    case .outOfGas: return Invocation(result: .outOfGas, gasUsed: used)
    case .panic, .pageFault, .hostCall: return Invocation(result: .panic, gasUsed: used)
    }
  }
}
