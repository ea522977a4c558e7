internal import PVM
internal import Support

extension HostState {
  /// Reads a state file (Docs/Services.md).
  public init(parsing text: [UInt8]) throws(StateFileError) {
    let root = StateField(node: try StateFileError.parsed(text), path: "")
    let object = try root.object([
      "service", "timeslot", "entropy", "parameters", "services", "privileges", "queues",
      "validators", "core", "item", "export_offset", "authorization_trace", "package", "inputs",
      "results",
    ])
    self.init(service: try object.required("service").natural32())
    if let field = object["parameters"] { try readParameters(field) }
    timeslot = try object["timeslot"]?.natural32() ?? 0
    entropy = try object["entropy"]?.hash() ?? .zero
    for field in try object["services"]?.elements() ?? [] { try readService(field) }
    try readPrivileges(object["privileges"])
    for field in try object["queues"]?.elements() ?? [] { try readQueue(field) }
    if let field = object["validators"] {
      let size = parameters[.validators] * ProtocolLayout.validatorKeySize
      let keys = try field.bytes()
      guard UInt64(keys.count) == size else {
        throw field.error(.wrongLength(expected: size, actual: keys.count))
      }
      validators = keys
    }
    core = try object["core"]?.natural16() ?? 0
    item = try object["item"]?.natural16() ?? 0
    exportOffset = try object["export_offset"]?.natural() ?? 0
    authorizationTrace = try object["authorization_trace"]?.bytes() ?? []
    package = try object["package"].map { field throws(StateFileError) in
      try WorkPackage(field, parameters)
    }
    for field in try object["inputs"]?.elements() ?? [] {
      inputs.append(try AccumulateInput(field, parameters))
    }
    if let field = object["results"] { try readResults(field) }
  }

  /// Reads the constants that are not those of the full set.
  private mutating func readParameters(_ field: StateField) throws(StateFileError) {
    for (name, value) in try field.members() {
      let symbol = try name.text()
      guard let parameter = ProtocolParameter.allCases.first(where: { "\($0.symbol)" == symbol })
      else {
        throw StateFileError(.unknownField(symbol), name.node.place, field: field.path)
      }
      parameters[parameter] = try value.natural(maximum: parameter.maximum)
    }
    guard parameters.segmentSize <= HostState.maximumSegmentSize else {
      throw field.error(.numberTooLarge(maximum: HostState.maximumSegmentSize))
    }
    privileges = Privileges(coreCount: Int(parameters[.cores]))
  }

  /// The largest segment size (W_E times W_P) that is taken; the protocol has 4,104 bytes.
  static var maximumSegmentSize: UInt64 { 1 << 20 }

  /// Reads a service.
  private mutating func readService(_ field: StateField) throws(StateFileError) {
    let object = try field.object([
      "id", "code_hash", "balance", "min_item_gas", "min_memo_gas", "gratis", "created",
      "last_accumulated", "parent", "storage", "preimages", "requests",
    ])
    let idField = try object.required("id")
    let id = try idField.natural32()
    guard !services.contains(id) else { throw idField.error(.duplicateEntry) }
    let balanceField = try object.required("balance")
    var account = ServiceAccount(
      codeHash: try object["code_hash"]?.hash() ?? .zero, balance: try balanceField.natural(),
      minimumItemGas: try object["min_item_gas"]?.natural() ?? 0,
      minimumMemoGas: try object["min_memo_gas"]?.natural() ?? 0,
      gratis: try object["gratis"]?.natural() ?? 0,
      created: try object["created"]?.natural32() ?? 0,
      lastAccumulated: try object["last_accumulated"]?.natural32() ?? 0,
      parent: try object["parent"]?.natural32() ?? 0)
    for (name, value) in try object["storage"]?.members() ?? [] {
      let key = StorageKey(try name.bytes())
      guard !account.storage.contains(key) else { throw name.error(.duplicateEntry) }
      account.setStorage(key, try value.bytes())
    }
    for field in try object["preimages"]?.elements() ?? [] {
      let data = try field.bytes()
      let hash = Hash32(of: data)
      guard !account.preimages.contains(hash) else { throw field.error(.duplicateEntry) }
      account.preimages[hash] = data
    }
    for field in try object["requests"]?.elements() ?? [] {
      let object = try field.object(["hash", "length", "status"])
      let request = PreimageRequest(
        hash: try object.required("hash").hash(), length: try object.required("length").natural())
      guard !account.requests.contains(request) else { throw field.error(.duplicateEntry) }
      var status: [UInt32] = []
      for slot in try object["status"]?.elements(maximum: 3) ?? [] {
        status.append(try slot.natural32())
      }
      account.setRequest(request, status)
    }
    guard account.isAffordable(parameters) else {
      let needed = UInt64(clamping: account.threshold(parameters))
      throw balanceField.error(.unaffordable(balance: account.balance, needed: needed))
    }
    services[id] = account
  }

  /// Reads who may do what.
  private mutating func readPrivileges(_ field: StateField?) throws(StateFileError) {
    guard
      let object = try field?.object([
        "manager", "assigners", "delegator", "registrar", "always_accumulated",
      ])
    else { return }
    privileges.manager = try object["manager"]?.natural32() ?? 0
    privileges.delegator = try object["delegator"]?.natural32() ?? 0
    privileges.registrar = try object["registrar"]?.natural32() ?? 0
    let assigners = try object["assigners"]?.elements(maximum: parameters[.cores]) ?? []
    for (core, field) in assigners.enumerated() {
      privileges.assigners[core] = try field.natural32()
    }
    for field in try object["always_accumulated"]?.elements() ?? [] {
      let object = try field.object(["service", "gas"])
      let service = try object.required("service").natural32()
      guard !privileges.alwaysAccumulated.contains(service) else {
        throw field.error(.duplicateEntry)
      }
      privileges.alwaysAccumulated[service] = try object.required("gas").natural()
    }
  }

  /// Reads a core's authorizer queue.
  private mutating func readQueue(_ field: StateField) throws(StateFileError) {
    let object = try field.object(["core", "authorizers"])
    let coreField = try object.required("core")
    let core = try coreField.natural(maximum: max(1, parameters[.cores]) - 1)
    guard queues[UInt32(core)] == nil else { throw coreField.error(.duplicateEntry) }
    var queue: [Hash32] = []
    let fields = try object.required("authorizers")
      .elements(maximum: parameters[.authorizerQueue])
    for field in fields { queue.append(try field.hash()) }
    queues[UInt32(core)] = queue
  }

  /// Reads what an earlier invocation left.
  private mutating func readResults(_ field: StateField) throws(StateFileError) {
    let object = try field.object(["yielded", "transfers", "exports"])
    results.yielded = try object["yielded"]?.hash()
    for field in try object["transfers"]?.elements() ?? [] {
      results.transfers.append(
        try Transfer(try field.object(Transfer.fieldNames), parameters))
    }
    for field in try object["exports"]?.elements() ?? [] {
      results.exports.append(try field.bytes(maximum: parameters.segmentSize))
    }
  }
}
