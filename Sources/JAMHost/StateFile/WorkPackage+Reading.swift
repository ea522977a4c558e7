internal import PVM

extension WorkPackage {
  /// Reads a work package.
  init(_ field: StateField, _ parameters: ProtocolParameters) throws(StateFileError) {
    self.init()
    let object = try field.object([
      "authorizer_service", "authorizer_code_hash", "token", "configuration", "context", "items",
    ])
    authorizerService = try object["authorizer_service"]?.natural32() ?? 0
    authorizerCodeHash = try object["authorizer_code_hash"]?.hash() ?? .zero
    token = try object["token"]?.bytes() ?? []
    configuration = try object["configuration"]?.bytes() ?? []
    if let field = object["context"] { context = try RefinementContext(field) }
    let fields = try object["items"]?.elements(maximum: parameters[.packageItems]) ?? []
    for field in fields { items.append(try WorkItem(field, parameters)) }
  }
}

extension RefinementContext {
  /// Reads a refinement context.
  fileprivate init(_ field: StateField) throws(StateFileError) {
    self.init()
    let object = try field.object([
      "anchor", "state_root", "beefy_root", "lookup_anchor", "lookup_timeslot", "prerequisites",
    ])
    anchor = try object["anchor"]?.hash() ?? .zero
    stateRoot = try object["state_root"]?.hash() ?? .zero
    beefyRoot = try object["beefy_root"]?.hash() ?? .zero
    lookupAnchor = try object["lookup_anchor"]?.hash() ?? .zero
    lookupTimeslot = try object["lookup_timeslot"]?.natural32() ?? 0
    for field in try object["prerequisites"]?.elements() ?? [] {
      prerequisites.append(try field.hash())
    }
  }
}

extension WorkItem {
  /// Reads a work item.
  fileprivate init(
    _ field: StateField, _ parameters: ProtocolParameters
  ) throws(StateFileError) {
    self.init()
    let object = try field.object([
      "service", "code_hash", "payload", "refine_gas", "accumulate_gas", "exports", "imports",
      "extrinsics",
    ])
    service = try object.required("service").natural32()
    codeHash = try object["code_hash"]?.hash() ?? .zero
    payload = try object["payload"]?.bytes() ?? []
    refineGas = try object["refine_gas"]?.natural() ?? parameters[.packageRefineGas]
    accumulateGas = try object["accumulate_gas"]?.natural() ?? parameters[.reportAccumulateGas]
    exportCount = try object["exports"]?.natural16() ?? 0
    let importFields = try object["imports"]?.elements(maximum: parameters[.packageImports]) ?? []
    for field in importFields { imports.append(try Import(field, parameters)) }
    let dataFields =
      try object["extrinsics"]?.elements(maximum: parameters[.packageExtrinsics]) ?? []
    for field in dataFields { extrinsics.append(try field.bytes()) }
  }
}

extension WorkItem.Import {
  /// Reads an import.
  fileprivate init(
    _ field: StateField, _ parameters: ProtocolParameters
  ) throws(StateFileError) {
    self.init()
    let object = try field.object(["root", "package", "index", "segment"])
    if let field = object["package"] {
      if let root = object["root"] { throw root.error(.duplicateEntry) }
      root = try field.hash()
      isPackage = true
    } else {
      root = try object["root"]?.hash() ?? .zero
    }
    index = UInt16(try object["index"]?.natural(maximum: 1 << 15 - 1) ?? 0)
    segment = try object["segment"]?.bytes(maximum: parameters.segmentSize) ?? []
  }
}

extension AccumulateInput {
  /// Reads an input of accumulate: a work result, or a transfer.
  init(_ field: StateField, _ parameters: ProtocolParameters) throws(StateFileError) {
    let object = try field.object(WorkDigest.fieldNames + Transfer.fieldNames + ["kind"])
    let kind = try object.required("kind")
    switch try kind.text() {
    case "result":
      self = .result(
        try WorkDigest(try field.object(WorkDigest.fieldNames + ["kind"])))
    case "transfer":
      self = .transfer(
        try Transfer(try field.object(Transfer.fieldNames + ["kind"]), parameters))
    case let name: throw kind.error(.unknownName(name))
    }
  }
}

extension WorkDigest {
  /// The names of its fields.
  static var fieldNames: [String] {
    [
      "package_hash", "segment_root", "authorizer_hash", "payload_hash", "gas", "output", "error",
      "trace",
    ]
  }

  /// Reads a work result.
  fileprivate init(_ object: StateObject) throws(StateFileError) {
    self.init()
    packageHash = try object["package_hash"]?.hash() ?? .zero
    segmentRoot = try object["segment_root"]?.hash() ?? .zero
    authorizerHash = try object["authorizer_hash"]?.hash() ?? .zero
    payloadHash = try object["payload_hash"]?.hash() ?? .zero
    gas = try object.required("gas").natural()
    trace = try object["trace"]?.bytes() ?? []
    guard let field = object["error"] else {
      result = .blob(try object.required("output").bytes())
      return
    }
    if let output = object["output"] { throw output.error(.duplicateEntry) }
    let name = try field.text()
    guard let failure = WorkResult.Failure.allCases.first(where: { $0.name == name }) else {
      throw field.error(.unknownName(name))
    }
    result = .failure(failure)
  }
}

extension Transfer {
  /// The names of its fields.
  static var fieldNames: [String] { ["sender", "receiver", "amount", "memo", "gas"] }

  /// Reads a transfer; a short memo is padded with zeros.
  init(_ object: StateObject, _ parameters: ProtocolParameters) throws(StateFileError) {
    self.init()
    let memoSize = min(parameters[.memoSize], HostState.maximumSegmentSize)
    sender = try object.required("sender").natural32()
    receiver = try object.required("receiver").natural32()
    amount = try object.required("amount").natural()
    memo = try object["memo"]?.bytes(maximum: memoSize) ?? []
    memo += [UInt8](repeating: 0, count: Int(memoSize) - memo.count)
    gas = try object.required("gas").natural()
  }
}
