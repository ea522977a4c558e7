internal import PVM
internal import PVMVM

/// A machine that a service has created inside its own run. It has an identity, because machines
/// cannot be copied.
final class InnerMachine {
  /// The counter as the Gray Paper has it: any number, and 0 after a halt or a panic.
  private(set) var pc: UInt64
  /// The machine; its gas is set anew for every run.
  var machine: Machine

  /// Creates a machine whose memory is inaccessible.
  init(_ program: LoadedProgram, pc: UInt64) {
    self.pc = pc
    machine = Machine(program: program, gas: 0)
  }

  /// Goes to its counter; one beyond the code traps wherever it is.
  func enter() { machine.pc = UInt32(clamping: pc) }

  /// Runs the machine, which has been entered.
  func run() -> ExitReason {
    let exit = machine.run()
    switch exit {
    case .halt, .panic: pc = 0
    case .hostCall:
      machine.advancePastHostCall()
      pc = UInt64(machine.pc)
    case .pageFault: pc = UInt64(machine.pc)
    case .outOfGas: if pc <= UInt64(UInt32.max) { pc = UInt64(machine.pc) }
    }
    return exit
  }
}
