internal import Wasm
public import WasmPVM

/// How the suite's modules are compiled for a run.
public struct SpecConfiguration: Hashable, Sendable, CustomStringConvertible {
  /// The optimization level.
  public let optimization: OptimizationLevel

  /// Whether Wasm's memory semantics are to hold exactly.
  public let boundsChecks: Bool

  /// Whether every module is compiled as large ones are: in parts, here of a few functions each.
  public let inParts: Bool

  /// Creates a configuration.
  public init(_ optimization: OptimizationLevel, boundsChecks: Bool, inParts: Bool = false) {
    self.optimization = optimization
    self.boundsChecks = boundsChecks
    self.inParts = inParts
  }

  /// A short name, such as `2-checked`.
  public var description: String {
    "\(optimization.rawValue)-\(boundsChecks ? "checked" : "default")\(inParts ? "-parts" : "")"
  }
}

/// What an assertion is about.
public enum SpecAssertionKind: String, CaseIterable, Sendable {
  /// `assert_return`, and an action outside of assertions.
  case returns
  /// `assert_trap`, about a call or an instantiation.
  case traps
  /// `assert_exhaustion`.
  case exhausts
}

/// What became of an assertion.
public enum SpecOutcome: Equatable, Sendable {
  /// It holds.
  case passed
  /// It does not, and what happened instead.
  case failed(String)
  /// A float operation was executed, which the PVM does not have; or one was executed in an earlier call of the same
  /// instance, whose state therefore is not what the assertion expects.
  case needsFloats
  /// Its module was not instantiated.
  case noInstance
}

/// What became of the commands of a script.
public struct SpecReport: Sendable {
  /// What became of an assertion.
  public struct Assertion: Sendable {
    /// Its line in the script.
    public let line: Int
    /// What it is about.
    public let kind: SpecAssertionKind
    /// What became of it.
    public let outcome: SpecOutcome
  }

  /// A module that was not instantiated.
  public struct MissingModule: Sendable {
    /// Its line in the script.
    public let line: Int
    /// The reason.
    public let reason: String
  }

  /// The assertions that execute something, in order.
  public internal(set) var assertions: [Assertion] = []
  /// The modules that were not instantiated, in order.
  public internal(set) var missing: [MissingModule] = []

  /// How many assertions of a kind had an outcome that passes a test.
  public func count(_ kind: SpecAssertionKind, _ test: (SpecOutcome) -> Bool) -> Int {
    assertions.count { $0.kind == kind && test($0.outcome) }
  }
}

extension SpecScript {
  /// Compiles the script's modules and executes its actions and assertions; assertions that a module is rejected are left out.
  public func execute(_ configuration: SpecConfiguration) throws -> SpecReport {
    let execution = SpecExecution(configuration, try SpecGroups(commands))
    for command in commands { try execution.perform(command) }
    return execution.report
  }
}

/// The execution of a script.
private final class SpecExecution {
  /// How modules are compiled.
  let configuration: SpecConfiguration
  /// Which modules are one program.
  let groups: SpecGroups
  /// How many modules have been instantiated.
  var instanceCount = 0
  /// The programs of several modules, by the number of their first instance.
  var programs: [Int: Result<SpecProgram, SpecProgram.Failure>] = [:]
  /// What happened so far.
  var report = SpecReport()
  /// The current module; nil if it was not instantiated.
  var current: SpecInstance?
  /// The modules with names.
  var named: [String: SpecInstance] = [:]
  /// The modules whose exports can be imported.
  var registered: [String: SpecInstance] = [:]

  /// Starts an execution.
  init(_ configuration: SpecConfiguration, _ groups: SpecGroups) {
    self.configuration = configuration
    self.groups = groups
  }

  /// Performs a command.
  func perform(_ command: SpecCommand) throws {
    let line = command.line
    switch command.kind {
    case .module(let name, let module):
      current = nil
      if let name { named[name] = nil }
      guard let instance = try instantiate(module, line) else { return }
      let end = instance.initialize()
      guard end == .results([]) else {
        report.missing.append(.init(line: line, reason: "instantiation: \(end)"))
        return
      }
      current = instance
      if let name { named[name] = instance }
    case .register(let alias, let name):
      registered[alias] = self.instance(name)
    case .action(let action):
      record(line, .returns, action) { end in
        if case .results = end { nil } else { "\(end)" }
      }
    case .assertReturn(let action, let expected):
      record(line, .returns, action) { end in
        guard case .results(let results) = end, results.count == expected.count,
          zip(expected, results).allSatisfy({ $0.accepts($1) })
        else { return "\(end) instead of \(expected)" }
        return nil
      }
    case .assertTrap(let action, let message):
      record(line, .traps, action) { trapProblem($0, message) }
    case .assertException(let action):
      record(line, .traps, action) { trapProblem($0, "an exception") }
    case .assertExhaustion(let action, _):
      record(line, .exhausts, action) { $0 == .exhaustion ? nil : "\($0)" }
    case .assertUninstantiable(let module, let message):
      let outcome: SpecOutcome
      if let instance = try instantiate(module, line) {
        outcome = self.outcome(instance, instance.initialize()) { trapProblem($0, message) }
      } else {
        outcome = .noInstance
      }
      report.assertions.append(.init(line: line, kind: .traps, outcome: outcome))
    case .assertInvalid, .assertMalformed, .assertUnlinkable:
      // The first two are about the decoder and the validator, the last is about the embedder.
      break
    }
  }

  /// Why this is not a trap, if it is not one. With bounds checks every trap is a panic: each is
  /// one that the program found out about.
  private func trapProblem(_ end: SpecEnd, _ message: String) -> String? {
    switch end {
    case .panic: nil
    case .fault: configuration.boundsChecks ? "\(end) instead of \(message)" : nil
    default: "\(end) instead of \(message)"
    }
  }

  /// The module with a name, or the current one.
  private func instance(_ name: String?) -> SpecInstance? { name.map { named[$0] } ?? current }

  /// Compiles a module, unless it is part of a program that is there already; notes why if that is not possible.
  private func instantiate(_ module: SpecModule, _ line: Int) throws -> SpecInstance? {
    let number = instanceCount
    instanceCount += 1
    let bytes = try module.bytes()
    do throws(SpecProgram.Failure) {
      if let group = groups.group(of: number), let member = group.instances.firstIndex(of: number) {
        return SpecInstance(group.modules[member], member: member, of: try program(of: group))
      }
      let decoded: Module
      do {
        decoded = try ModuleDecoder.decode(bytes, features: .translated)
      } catch {
        throw SpecProgram.Failure(reason: "\(error)")
      }
      return SpecInstance(try SpecProgram(decoded, configuration, registered: registered))
    } catch {
      report.missing.append(.init(line: line, reason: error.reason))
      return nil
    }
  }

  /// The program of a group, made when the first of its members is instantiated.
  private func program(of group: SpecGroup) throws(SpecProgram.Failure) -> SpecProgram {
    let first = group.instances[0]
    if let known = programs[first] { return try known.get() }
    let made = Result { () throws(SpecProgram.Failure) in try makeProgram(of: group) }
    programs[first] = made
    return try made.get()
  }

  /// Links and compiles a group.
  private func makeProgram(of group: SpecGroup) throws(SpecProgram.Failure) -> SpecProgram {
    let module: Module
    do {
      module = try group.linked()
    } catch {
      throw SpecProgram.Failure(reason: "\(error)")
    }
    let program = try SpecProgram(module, configuration, registered: registered)
    let end = program.initialize()
    guard end == .results([]) else { throw SpecProgram.Failure(reason: "instantiation: \(end)") }
    return program
  }

  /// Does something and notes whether it ended as expected: then the test returns nil.
  private func record(
    _ line: Int, _ kind: SpecAssertionKind, _ action: SpecAction, _ test: (SpecEnd) -> String?
  ) {
    var outcome = SpecOutcome.noInstance
    switch action {
    case .invoke(let module, let field, let arguments):
      if let instance = instance(module) {
        outcome = self.outcome(instance, instance.call(field, arguments), test)
      }
    case .get(let module, let field):
      if let instance = instance(module) {
        outcome = self.outcome(instance, instance.readGlobal(field), test)
      }
    }
    report.assertions.append(.init(line: line, kind: kind, outcome: outcome))
  }

  /// The outcome of an assertion about an instance whose action ended in some way.
  private func outcome(
    _ instance: SpecInstance, _ end: SpecEnd, _ test: (SpecEnd) -> String?
  ) -> SpecOutcome {
    if end == .floats { return .needsFloats }
    guard let problem = test(end) else { return .passed }
    if instance.hasMissedFloats, case .results = end { return .needsFloats }
    return .failed(problem)
  }
}
