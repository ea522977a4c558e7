import PVM
import PVMVM
import Support

/// How a run ended, for people and for machines.
struct RunOutcome {
  /// Why it ended.
  let exit: ExitReason
  /// The output bytes; none unless it halted.
  let output: [UInt8]
  /// Gas used.
  let gasUsed: UInt64
  /// Gas left.
  let gasLeft: UInt64
  /// Code index of the instruction that ended it.
  let pc: UInt32
  /// The registers at the end.
  let registers: [UInt64]
  /// The name of the host call that ended it, if the program's file has names for them.
  var hostCallName: String?
  /// What used the gas, if it was counted.
  var profile: RunProfile?
  /// Where in the source it ended, if it did not halt and that is known.
  var place: EndPlace?
  /// The stack, if it overflowed.
  let overflow: StackOverflow?

  /// Looks at a machine whose run has ended.
  ///
  /// - Parameter resultEndAddress: whether r8 is the output's end address instead of its length.
  init(
    _ exit: ExitReason, _ machine: borrowing Machine, of container: StandardProgram,
    gasLimit: Int64, resultEndAddress: Bool, profile: RunProfile? = nil
  ) {
    self.exit = exit
    self.profile = profile
    let start = machine[.a0]
    let last = machine[.a1]
    let count = resultEndAddress ? (last >= start ? last - start : 0) : last
    // A range that cannot be read counts as empty (`pvm.md` section 11).
    output = exit == .halt ? machine.read(address: start, count: count) ?? [] : []
    gasLeft = UInt64(max(0, machine.gas))
    gasUsed = UInt64(gasLimit) - gasLeft
    pc = machine.pc
    registers = machine.registers.values
    overflow = StackOverflow(exit, stackPointer: machine[.stackPointer], of: container)
  }

  /// The exit status for this end.
  var exitCode: ExitCode {
    switch exit {
    case .halt: .success
    case .panic: .panic
    case .pageFault: .pageFault
    case .outOfGas: .outOfGas
    case .hostCall: .unhandledHostCall
    }
  }

  /// The outcome in lines.
  var text: String {
    var lines = ["exit: \(exit)" + (hostCallName.map { ", the import '\($0.visible)'" } ?? "")]
    if let overflow { lines.append("\(overflow)") }
    switch exit {
    case .halt: lines.append("output: \(Hex.string(output))")
    default: lines.append("pc: \(pc)")
    }
    lines += place?.lines ?? []
    lines.append("gas used: \(gasUsed)")
    if let profile { lines += profile.lines }
    return lines.joined(separator: "\n")
  }

  /// The outcome as JSON.
  var json: JSONText {
    var members: [(name: String, value: JSONText)] = [("exit", .string(exitName))]
    switch exit {
    case .pageFault(let address):
      members += [
        ("fault_address", .natural(UInt64(address))),
        ("stack_overflow", .boolean(overflow != nil)),
      ]
    case .hostCall(let index):
      members.append(("host_call", .natural(index)))
      if let hostCallName { members.append(("host_call_name", .string(hostCallName))) }
    case .halt, .panic, .outOfGas: break
    }
    members += [
      ("output", .string(Hex.string(output))), ("gas_used", .natural(gasUsed)),
      ("gas_left", .natural(gasLeft)), ("pc", .integer(Int(pc))),
      ("registers", .array(registers.map { .string("0x" + Hex.string($0)) })),
    ]
    if let place { members.append(("source", place.json)) }
    if let profile { members.append(("profile", profile.json)) }
    return .object(members)
  }

  /// The end in one word.
  var exitName: String {
    switch exit {
    case .halt: "halt"
    case .panic: "panic"
    case .pageFault: "page-fault"
    case .outOfGas: "out-of-gas"
    case .hostCall: "host-call"
    }
  }
}
