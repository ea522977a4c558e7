import PVMGuest
import PVMVM
import Support

/// How a nested run ended, for people and for machines.
struct NestedRunReport {
  /// How it ended.
  private let outcome: NestedRun.Outcome

  /// Describes a run.
  init(_ outcome: NestedRun.Outcome) { self.outcome = outcome }

  /// The end in one word, as `run` has it.
  private var exitName: String {
    switch outcome.inner?.status {
    case .halt: "halt"
    case .panic: "panic"
    case .pageFault: "page-fault"
    case .hostCall: "host-call"
    case .outOfGas: "out-of-gas"
    case .malformedInput: "malformed-input"
    case nil: "cut-off"
    }
  }

  /// The end in words.
  private var exit: String {
    guard let inner = outcome.inner else { return "the interpreter ended: \(outcome.exit)" }
    switch inner.status {
    case .halt: return "halt"
    case .panic: return "panic"
    case .pageFault: return "page fault at 0x\(Hex.string(UInt64(inner.exitCode)))"
    case .hostCall: return "host call \(inner.exitCode)"
    case .outOfGas: return "out of gas"
    case .malformedInput: return "the interpreter rejected its input"
    }
  }

  /// The exit status for this end.
  var exitCode: ExitCode {
    switch outcome.inner?.status {
    case .halt: .success
    case .panic: .panic
    case .pageFault: .pageFault
    case .outOfGas: .outOfGas
    case .hostCall: .unhandledHostCall
    case .malformedInput: .failure
    case nil:
      // What the program asked for and nobody answered ends the outermost machine.
      if case .hostCall = outcome.exit { .unhandledHostCall } else { .failure }
    }
  }

  /// The outcome in lines.
  var text: String {
    var lines = ["exit: \(exit)"]
    if let inner = outcome.inner {
      lines.append(
        inner.status == .halt ? "output: \(Hex.string(inner.result))" : "pc: \(inner.pc)")
      lines.append("gas used: \(outcome.gas.last ?? 0)")
    }
    for (index, gas) in outcome.gas.enumerated().dropLast(outcome.inner == nil ? 0 : 1) {
      var line = "gas used by interpreter \(index + 1): \(gas)"
      if index + 1 < outcome.gas.count, outcome.gas[index + 1] > 0 {
        let ratio = Double(gas) / Double(outcome.gas[index + 1])
        line += " (\(Decimals.text(ratio, places: 1)) times what is inside it)"
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  /// The outcome as JSON.
  var json: JSONText {
    var members: [(name: String, value: JSONText)] = [("exit", .string(exitName))]
    if let inner = outcome.inner {
      switch inner.status {
      case .pageFault: members.append(("fault_address", .natural(UInt64(inner.exitCode))))
      case .hostCall: members.append(("host_call", .natural(UInt64(inner.exitCode))))
      case .halt, .panic, .outOfGas, .malformedInput: break
      }
      members += [
        ("output", .string(Hex.string(inner.result))),
        ("gas_used", .natural(outcome.gas.last ?? 0)),
        ("gas_left", .natural(UInt64(max(0, inner.gas)))), ("pc", .integer(Int(inner.pc))),
      ]
    } else if case .hostCall(let index) = outcome.exit {
      members.append(("host_call", .natural(index)))
    }
    let outer = outcome.inner == nil ? outcome.gas : outcome.gas.dropLast()
    members.append(("interpreter_gas_used", .array(outer.map { .natural($0) })))
    return .object(members)
  }

  /// How the program's end differs from that of a run outside, or nil if it does not.
  func difference(from outside: NestedRun.Outcome) -> String? {
    guard let inner = outcome.inner, let expected = outside.inner else {
      return outcome.exit == outside.exit ? nil : "inside \(exit), outside \(outside.exit)"
    }
    if inner == expected { return nil }
    return
      "inside \(NestedRunReport.describe(inner)), outside \(NestedRunReport.describe(expected))"
  }

  /// An end in one line.
  private static func describe(_ output: GuestOutput) -> String {
    "status \(output.status.rawValue), exit code \(output.exitCode), gas left \(output.gas), "
      + "pc \(output.pc), result \(Hex.string(output.result))"
  }
}
