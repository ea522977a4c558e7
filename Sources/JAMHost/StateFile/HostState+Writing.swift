internal import PVM
internal import Support

extension HostState {
  /// The state file; equal states give equal bytes, and reading it gives an equal state.
  public func encoded() -> [UInt8] {
    var members: [(name: String, value: StateText)] = [
      ("service", .natural(service)), ("timeslot", .natural(timeslot)), ("entropy", .hash(entropy)),
    ]
    let full = ProtocolParameters()
    let changed = ProtocolParameter.allCases.filter { parameters[$0] != full[$0] }
    if !changed.isEmpty {
      members.append(
        ("parameters", .object(changed.map { ("\($0.symbol)", .natural(parameters[$0])) })))
    }
    members.append(("services", .list(services.entries.map { $0.value.text(id: $0.key) })))
    members.append(("privileges", privileges.text))
    if !queues.isEmpty {
      members.append(
        (
          "queues",
          .list(
            queues.entries.map {
              .object([
                ("core", .natural($0.key)), ("authorizers", .list($0.value.map(StateText.hash))),
              ])
            })
        ))
    }
    if let validators { members.append(("validators", .bytes(validators))) }
    members += [
      ("core", .natural(UInt64(core))), ("item", .natural(UInt64(item))),
      ("export_offset", .natural(exportOffset)),
      ("authorization_trace", .bytes(authorizationTrace)),
    ]
    if let package { members.append(("package", package.text)) }
    members.append(("inputs", .list(inputs.map(\.text))))
    members.append(("results", results.text))
    var text: [UInt8] = []
    StateText.object(members).write(to: &text)
    text.append(UInt8(ascii: "\n"))
    return text
  }
}

extension HostState.Results {
  /// The results as they are written.
  fileprivate var text: StateText {
    var members: [(name: String, value: StateText)] = []
    if let yielded { members.append(("yielded", .hash(yielded))) }
    members.append(("transfers", .list(transfers.map { .object($0.members) })))
    members.append(("exports", .list(exports.map(StateText.bytes))))
    return .object(members)
  }
}

extension ServiceAccount {
  /// The account as it is written.
  fileprivate func text(id: UInt32) -> StateText {
    .object([
      ("id", .natural(id)), ("code_hash", .hash(codeHash)), ("balance", .natural(balance)),
      ("min_item_gas", .natural(minimumItemGas)), ("min_memo_gas", .natural(minimumMemoGas)),
      ("gratis", .natural(gratis)), ("created", .natural(created)),
      ("last_accumulated", .natural(lastAccumulated)), ("parent", .natural(parent)),
      (
        "storage",
        .object(
          storage.entries.map { ("0x" + Hex.string($0.key.bytes), .bytes($0.value)) })
      ),
      ("preimages", .list(preimages.entries.map { .bytes($0.value) })),
      ("requests", .list(requests.entries.map(ServiceAccount.text))),
    ])
  }

  /// A request as it is written.
  private static func text(
    _ entry: SortedTable<PreimageRequest, [UInt32]>.Entry
  ) -> StateText {
    .object([
      ("hash", .hash(entry.key.hash)), ("length", .natural(entry.key.length)),
      ("status", .list(entry.value.map(StateText.natural))),
    ])
  }
}

extension Privileges {
  /// The privileges as they are written; cores at the end that belong to service 0 are left out.
  fileprivate var text: StateText {
    let count = (assigners.lastIndex { $0 != 0 } ?? -1) + 1
    return .object([
      ("manager", .natural(manager)),
      ("assigners", .list(assigners.prefix(count).map(StateText.natural))),
      ("delegator", .natural(delegator)), ("registrar", .natural(registrar)),
      (
        "always_accumulated",
        .list(
          alwaysAccumulated.entries.map {
            .object([("service", .natural($0.key)), ("gas", .natural($0.value))])
          })
      ),
    ])
  }
}

extension WorkPackage {
  /// The package as it is written.
  fileprivate var text: StateText {
    .object([
      ("authorizer_service", .natural(authorizerService)),
      ("authorizer_code_hash", .hash(authorizerCodeHash)), ("token", .bytes(token)),
      ("configuration", .bytes(configuration)),
      (
        "context",
        .object([
          ("anchor", .hash(context.anchor)), ("state_root", .hash(context.stateRoot)),
          ("beefy_root", .hash(context.beefyRoot)), ("lookup_anchor", .hash(context.lookupAnchor)),
          ("lookup_timeslot", .natural(context.lookupTimeslot)),
          ("prerequisites", .list(context.prerequisites.map(StateText.hash))),
        ])
      ), ("items", .list(items.map(\.text))),
    ])
  }
}

extension WorkItem {
  /// The item as it is written.
  fileprivate var text: StateText {
    .object([
      ("service", .natural(service)), ("code_hash", .hash(codeHash)), ("payload", .bytes(payload)),
      ("refine_gas", .natural(refineGas)), ("accumulate_gas", .natural(accumulateGas)),
      ("exports", .natural(UInt64(exportCount))),
      (
        "imports",
        .list(
          imports.map {
            .object([
              ($0.isPackage ? "package" : "root", .hash($0.root)),
              ("index", .natural(UInt64($0.index))), ("segment", .bytes($0.segment)),
            ])
          })
      ), ("extrinsics", .list(extrinsics.map(StateText.bytes))),
    ])
  }
}

extension AccumulateInput {
  /// The input as it is written.
  fileprivate var text: StateText {
    switch self {
    case .transfer(let transfer): return .object([("kind", .word("transfer"))] + transfer.members)
    case .result(let digest):
      let result: (name: String, value: StateText) =
        switch digest.result {
        case .blob(let blob): ("output", .bytes(blob))
        case .failure(let failure): ("error", .word(failure.name))
        }
      return .object([
        ("kind", .word("result")), ("package_hash", .hash(digest.packageHash)),
        ("segment_root", .hash(digest.segmentRoot)),
        ("authorizer_hash", .hash(digest.authorizerHash)),
        ("payload_hash", .hash(digest.payloadHash)), ("gas", .natural(digest.gas)), result,
        ("trace", .bytes(digest.trace)),
      ])
    }
  }
}

extension Transfer {
  /// The transfer's fields as they are written.
  fileprivate var members: [(name: String, value: StateText)] {
    [
      ("sender", .natural(sender)), ("receiver", .natural(receiver)), ("amount", .natural(amount)),
      ("memo", .bytes(memo)), ("gas", .natural(gas)),
    ]
  }
}
