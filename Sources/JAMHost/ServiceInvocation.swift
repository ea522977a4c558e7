public import PVM
internal import PVMVM
internal import Support

/// An invocation of a service as the protocol makes it (`pvm.md` section 11): which code runs from
/// where, with which arguments and how much gas, and what becomes of the state.
public struct ServiceInvocation: Sendable {
  /// What the service is invoked for.
  public let entry: ServiceEntry
  /// The state before it.
  public let state: HostState
  /// The argument bytes.
  public let arguments: [UInt8]
  /// The gas that the protocol gives.
  public let gas: UInt64
  /// Which machine the service is for.
  public let target: Target

  /// Prepares an invocation. The service of refine is that of the work item.
  public init(
    _ entry: ServiceEntry, state: HostState, target: Target = .gp07
  ) throws(InvocationError) {
    self.entry = entry
    self.target = target
    var state = state
    var arguments: [UInt8] = []
    switch entry {
    case .isAuthorized:
      guard state.package != nil else { throw InvocationError(.noPackage(entry)) }
      arguments.append(littleEndian: UInt64(state.core), byteCount: 2)
      gas = state.parameters[.authorizationGas]
    case .refine:
      guard let package = state.package else { throw InvocationError(.noPackage(entry)) }
      guard let item = package.items.element(UInt64(state.item)) else {
        throw InvocationError(.noItem(index: state.item, count: package.items.count))
      }
      state.service = item.service
      NaturalCoding.encode(UInt64(state.core), into: &arguments)
      NaturalCoding.encode(UInt64(state.item), into: &arguments)
      NaturalCoding.encode(UInt64(item.service), into: &arguments)
      arguments.append(prefixed: item.payload)
      arguments += package.hash.bytes
      gas = item.refineGas
    case .accumulate:
      guard state.services.contains(state.service) else {
        throw InvocationError(.noService(state.service))
      }
      NaturalCoding.encode(UInt64(state.timeslot), into: &arguments)
      NaturalCoding.encode(UInt64(state.service), into: &arguments)
      NaturalCoding.encode(UInt64(state.inputs.count), into: &arguments)
      gas = ServiceInvocation.accumulateGas(state)
    }
    state.results = HostState.Results()
    self.state = state
    self.arguments = arguments
  }

  /// What the service has for accumulate: its share of every block, and what its inputs bring.
  private static func accumulateGas(_ state: HostState) -> UInt64 {
    var gas = state.privileges.alwaysAccumulated[state.service] ?? 0
    for input in state.inputs {
      let (sum, overflow) = gas.addingReportingOverflow(input.gas)
      gas = overflow ? UInt64.max : sum
    }
    return gas
  }

  /// The code in the state: what is stored under the code hash.
  public var storedCode: [UInt8]? {
    switch entry {
    case .accumulate:
      guard let account = state.services[state.service] else { return nil }
      return account.preimages[account.codeHash]
    case .refine:
      guard let package = state.package, let item = package.items.element(UInt64(state.item))
      else { return nil }
      return state.services[item.service]?
        .preimage(item.codeHash, at: package.context.lookupTimeslot)
    case .isAuthorized:
      guard let package = state.package else { return nil }
      return state.services[package.authorizerService]?
        .preimage(package.authorizerCodeHash, at: package.context.lookupTimeslot)
    }
  }

  /// The container that a code file runs as, or why the protocol does not run it.
  ///
  /// - Parameter code: the file, metadata included; nil if the code is missing.
  public func container(of code: [UInt8]?) -> Result<[UInt8], InvocationOutcome.Refusal> {
    guard let code else { return .failure(.missingCode) }
    guard let file = try? ProgramFile(decoding: code) else { return .failure(.malformed) }
    let isTooLarge =
      switch entry {
      case .isAuthorized: UInt64(file.container.count) > state.parameters[.authorizerCodeSize]
      case .refine: UInt64(code.count) > state.parameters[.serviceCodeSize]
      case .accumulate: UInt64(file.container.count) > state.parameters[.serviceCodeSize]
      }
    return isTooLarge ? .failure(.codeTooLarge) : .success(file.container)
  }

  /// Runs the invocation.
  ///
  /// - Parameters:
  ///   - code: the service's code, metadata included; nil takes it from the state.
  ///   - gas: how much may be used, if not what the protocol gives; more than 2^63 - 1 is as much.
  ///   - log: where messages go, a line each.
  public func run<Log: TextOutputStream>(
    code: [UInt8]? = nil, gas: UInt64? = nil, log: Log
  ) -> InvocationOutcome {
    switch container(of: code ?? storedCode) {
    case .failure(let refusal): return outcome(refusal)
    case .success(let bytes):
      let limit = Int64(clamping: gas ?? self.gas)
      var host = makeHost(log: log)
      guard let program = try? StandardProgram(decoding: bytes),
        var machine = try? Machine(
          standardProgram: program, target: target, arguments: arguments, entry: entry.pc,
          gas: limit)
      else { return outcome(.malformed) }
      let exit = machine.run(host: &host)
      let used = UInt64(clamping: limit - max(0, machine.gas))
      return outcome(exit, output: machine.output, gasUsed: used, host)
    }
  }

  /// A host that serves the invocation.
  public func makeHost<Log: TextOutputStream>(log: Log) -> ServiceHost<Log> {
    ServiceHost(entry, state: state, log: log)
  }
}
