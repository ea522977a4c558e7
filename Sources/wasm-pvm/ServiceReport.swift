import JAMHost
import Support

/// What came of running a service, for people and for machines.
struct ServiceReport {
  /// What came of the invocation.
  let outcome: InvocationOutcome
  /// How the program's run ended; nil if the protocol does not run it.
  let run: RunOutcome?
  /// What is different in the state.
  private let changes: [StateChange]
  /// What the service was invoked for.
  private let entry: ServiceEntry

  /// Reports about an invocation.
  init(_ invocation: ServiceInvocation, _ outcome: InvocationOutcome, _ run: RunOutcome?) {
    self.outcome = outcome
    self.run = run
    entry = invocation.entry
    changes = outcome.state.changes(since: invocation.state)
  }

  /// Why the protocol does not run the program.
  private var refusal: String {
    switch outcome.result {
    case .refused(.missingCode): "missing code (BAD)"
    case .refused(.codeTooLarge): "code too large (BIG)"
    default: "malformed code"
    }
  }

  /// The report in lines.
  var text: String {
    var lines = [run?.text ?? "exit: \(refusal)"]
    let results = outcome.state.results
    if entry == .refine { lines.append("exported segments: \(results.exports.count)") }
    if entry == .accumulate {
      lines.append("yielded: \(yieldedText)")
      for transfer in results.transfers {
        lines.append(
          "transfer: \(transfer.amount) to service \(transfer.receiver), gas \(transfer.gas)")
      }
      if changes.isEmpty { lines.append("state: unchanged") }
      lines += changeLines
    }
    return lines.joined(separator: "\n")
  }

  /// What is different in the state, a line each.
  var changeLines: [String] { changes.map(\.description) }

  /// The hash that the service yields.
  var yieldedText: String {
    outcome.state.results.yielded.map { Hex.string($0.bytes) } ?? "nothing"
  }

  /// The report as JSON: the members of a plain run, and what a service adds.
  var json: JSONText {
    var members: [(name: String, value: JSONText)] = [("exit", .string(refusal))]
    if case .members(let list)? = run?.json { members = list.map { ($0.name, $0.value) } }
    let results = outcome.state.results
    members += [
      ("entry", .string(entry.rawValue)),
      ("yielded", results.yielded.map { .string(Hex.string($0.bytes)) } ?? .null),
      ("exports", .array(results.exports.map { .string(Hex.string($0)) })),
      ("transfers", .array(results.transfers.map(ServiceReport.json))),
      ("storage", .array(changes.compactMap(ServiceReport.json))),
      ("changes", .array(changes.map { .string($0.description) })),
    ]
    return .object(members)
  }

  /// A transfer as JSON.
  private static func json(_ transfer: Transfer) -> JSONText {
    .object([
      ("receiver", .natural(UInt64(transfer.receiver))), ("amount", .natural(transfer.amount)),
      ("memo", .string(Hex.string(transfer.memo))), ("gas", .natural(transfer.gas)),
    ])
  }

  /// A changed storage entry as JSON; nil for other changes.
  private static func json(_ change: StateChange) -> JSONText? {
    guard case .storage(let service, let key, let before, let after) = change else { return nil }
    return .object([
      ("service", .natural(UInt64(service))), ("key", .string(Hex.string(key))),
      ("before", before.map { .string(Hex.string($0)) } ?? .null),
      ("after", after.map { .string(Hex.string($0)) } ?? .null),
    ])
  }
}
