internal import PVM
internal import Support

extension HostState {
  /// The state file; equal states give equal bytes, and reading it gives an equal state.
  public func encoded() -> [UInt8] {
    var members: [(name: String, value: JSONText)] = [
      ("service", .natural(service)), ("timeslot", .natural(timeslot)), ("entropy", .hash(entropy)),
    ]
    let full = ProtocolParameters()
    let changed = ProtocolParameter.allCases.filter { parameters[$0] != full[$0] }
    if !changed.isEmpty {
      members.append(
        ("parameters", .object(changed.map { ("\($0.symbol)", .natural(parameters[$0])) })))
    }
    members.append(("services", .array(services.entries.map { $0.value.text(id: $0.key) })))
    members.append(("privileges", privileges.text))
    if !queues.isEmpty {
      members.append(
        (
          "queues",
          .array(
            queues.entries.map {
              .object([
                ("core", .natural($0.key)), ("authorizers", .array($0.value.map(JSONText.hash))),
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
    members.append(("inputs", .array(inputs.map(\.text))))
    members.append(("results", results.text))
    return JSONText.object(members).lines + [UInt8(ascii: "\n")]
  }
}

extension HostState.Results {
  /// The results as they are written.
  fileprivate var text: JSONText {
    var members: [(name: String, value: JSONText)] = []
    if let yielded { members.append(("yielded", .hash(yielded))) }
    members.append(("transfers", .array(transfers.map { .object($0.members) })))
    members.append(("exports", .array(exports.map(JSONText.bytes))))
    return .object(members)
  }
}

extension ServiceAccount {
  /// The account as it is written.
  fileprivate func text(id: UInt32) -> JSONText {
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
      ("preimages", .array(preimages.entries.map { .bytes($0.value) })),
      ("requests", .array(requests.entries.map(ServiceAccount.text))),
    ])
  }

  /// A request as it is written.
  private static func text(
    _ entry: SortedTable<PreimageRequest, [UInt32]>.Entry
  ) -> JSONText {
    .object([
      ("hash", .hash(entry.key.hash)), ("length", .natural(entry.key.length)),
      ("status", .array(entry.value.map(JSONText.natural))),
    ])
  }
}

extension Privileges {
  /// The privileges as they are written; cores at the end that belong to service 0 are left out.
  fileprivate var text: JSONText {
    let count = (assigners.lastIndex { $0 != 0 } ?? -1) + 1
    return .object([
      ("manager", .natural(manager)),
      ("assigners", .array(assigners.prefix(count).map(JSONText.natural))),
      ("delegator", .natural(delegator)), ("registrar", .natural(registrar)),
      (
        "always_accumulated",
        .array(
          alwaysAccumulated.entries.map {
            .object([("service", .natural($0.key)), ("gas", .natural($0.value))])
          })
      ),
    ])
  }
}

extension WorkPackage {
  /// The package as it is written.
  fileprivate var text: JSONText {
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
          ("prerequisites", .array(context.prerequisites.map(JSONText.hash))),
        ])
      ), ("items", .array(items.map(\.text))),
    ])
  }
}

extension WorkItem {
  /// The item as it is written.
  fileprivate var text: JSONText {
    .object([
      ("service", .natural(service)), ("code_hash", .hash(codeHash)), ("payload", .bytes(payload)),
      ("refine_gas", .natural(refineGas)), ("accumulate_gas", .natural(accumulateGas)),
      ("exports", .natural(UInt64(exportCount))),
      (
        "imports",
        .array(
          imports.map {
            .object([
              ($0.isPackage ? "package" : "root", .hash($0.root)),
              ("index", .natural(UInt64($0.index))), ("segment", .bytes($0.segment)),
            ])
          })
      ), ("extrinsics", .array(extrinsics.map(JSONText.bytes))),
    ])
  }
}

extension AccumulateInput {
  /// The input as it is written.
  fileprivate var text: JSONText {
    switch self {
    case .transfer(let transfer): return .object([("kind", .string("transfer"))] + transfer.members)
    case .result(let digest):
      let result: (name: String, value: JSONText) =
        switch digest.result {
        case .blob(let blob): ("output", .bytes(blob))
        case .failure(let failure): ("error", .string(failure.name))
        }
      return .object([
        ("kind", .string("result")), ("package_hash", .hash(digest.packageHash)),
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
  fileprivate var members: [(name: String, value: JSONText)] {
    [
      ("sender", .natural(sender)), ("receiver", .natural(receiver)), ("amount", .natural(amount)),
      ("memo", .bytes(memo)), ("gas", .natural(gas)),
    ]
  }
}

extension JSONText {
  /// A number.
  fileprivate static func natural(_ value: UInt32) -> JSONText { .natural(UInt64(value)) }

  /// Bytes, in hexadecimal.
  fileprivate static func bytes(_ bytes: [UInt8]) -> JSONText { .string("0x" + Hex.string(bytes)) }

  /// A hash.
  fileprivate static func hash(_ value: Hash32) -> JSONText { .bytes(value.bytes) }
}
