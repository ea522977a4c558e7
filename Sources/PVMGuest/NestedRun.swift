#if !hasFeature(Embedded)
  public import PVM
  public import PVMVM

  /// A run of a program inside guests inside each other.
  public struct NestedRun {
    /// The guest's program file.
    public let guest: ProgramFile
    /// How many guests there are around the program; 0 for none.
    public let depth: Int
    /// The gas of everything but the program itself.
    public let outerGas: Int64
    /// Which machine the guest is for.
    public let guestTarget: Target

    /// The gas of an interpreter: as good as unlimited.
    public static var unlimited: Int64 { Int64.max / 2 }

    /// Prepares runs.
    ///
    /// - Parameters:
    ///   - guest: the compiled guest.
    ///   - depth: how many guests there are around the program; 0 for none.
    ///   - outerGas: how much gas each of them may use.
    ///   - target: which machine the guest is for.
    public init(
      guest: ProgramFile, depth: Int, outerGas: Int64 = NestedRun.unlimited,
      target: Target = .gp07
    ) {
      guestTarget = target
      self.guest = guest
      self.depth = depth
      self.outerGas = outerGas
    }

    /// How a nested run ended.
    public struct Outcome: Sendable {
      /// How the program itself ended; nil if a guest around it was cut off.
      public var inner: GuestOutput?
      /// How the outermost machine ended.
      public var exit: ExitReason
      /// The gas used at each depth: the outermost machine first, the program itself last. Shorter if a
      /// guest was cut off.
      public var gas: [UInt64]
    }

    /// Runs a program; the outermost machine's host is `host`.
    ///
    /// - Parameter target: which machine the program is for.
    /// - Throws: `MachineError` if the guest does not fit into a machine with its arguments.
    public func run<Host: HostCallHandler>(
      _ program: ProgramFile, target: Target = .gp07, _ arguments: [UInt8], pc: UInt32, gas: Int64,
      host: inout Host
    ) throws(MachineError) -> Outcome {
      // From the inside out: what each level runs, and with which arguments.
      var level = (program: program, target: target, arguments: arguments, pc: pc, gas: gas)
      for _ in 0..<depth {
        let input = GuestInput(
          gas: level.gas, target: level.target, pc: level.pc, program: level.program.encoded(),
          arguments: level.arguments)
        level = (guest, guestTarget, input.encoded(), 0, outerGas)
      }
      let container: StandardProgram
      do throws(PVMError) {
        container = try StandardProgram(decoding: level.program.container)
      } catch {
        throw MachineError(.malformedProgram(error))
      }
      var machine = try Machine(
        standardProgram: container, target: level.target, arguments: level.arguments,
        entry: level.pc, gas: level.gas)
      let exit = machine.run(host: &host)
      // From the outside in: what each level says about the next.
      var output = GuestOutput(exit, machine)
      var outcome = Outcome(inner: nil, exit: exit, gas: [UInt64(level.gas - output.gas)])
      for step in 0..<depth {
        guard output.status == .halt, let next = GuestOutput(decoding: output.result) else {
          return outcome
        }
        let limit = step == depth - 1 ? gas : outerGas
        outcome.gas.append(UInt64(clamping: limit - next.gas))
        output = next
      }
      outcome.inner = output
      return outcome
    }
  }
#endif
