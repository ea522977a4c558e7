internal import Foundation
internal import Support
internal import Wasm
internal import WasmPVM

extension WastScript {
  /// Compiles the script's modules and performs its directives.
  ///
  /// - Parameter kinds: those that are performed; the others are left out of the report.
  /// - Throws: what keeps modules from being read; that they are not as they must be is an outcome.
  public func execute(
    _ configuration: WastConfiguration,
    _ kinds: Set<WastDirectiveKind> = Set(WastDirectiveKind.allCases)
  ) throws -> WastReport {
    let execution = WastExecution(configuration, features, try WastGroups(commands))
    for command in commands where kinds.contains(command.kind.directive) {
      try execution.perform(command)
    }
    return execution.report
  }
}

/// The execution of a script.
private final class WastExecution {
  /// How modules are compiled.
  let configuration: WastConfiguration
  /// The proposals that modules may use.
  let features: Features
  /// Which modules are one program.
  let groups: WastGroups
  /// How many modules have been instantiated.
  var instanceCount = 0
  /// The programs of several modules, by the number of their first instance.
  var programs: [Int: Result<WastProgram, WastProgram.Failure>] = [:]
  /// What happened so far.
  var report = WastReport()
  /// The current module; nil if it was not instantiated.
  var current: WastInstance?
  /// The modules with names.
  var named: [String: WastInstance] = [:]
  /// The modules whose exports can be imported.
  var registered: [String: WastInstance] = [:]

  /// Starts an execution.
  init(_ configuration: WastConfiguration, _ features: Features, _ groups: WastGroups) {
    self.configuration = configuration
    self.features = features
    self.groups = groups
  }

  /// Performs a command.
  func perform(_ command: WastCommand) throws {
    let outcome = try self.outcome(of: command)
    report.directives.append(
      .init(line: command.line, kind: command.kind.directive, outcome: outcome))
  }

  /// Performs a command; what became of it.
  private func outcome(of command: WastCommand) throws -> WastOutcome {
    switch command.kind {
    case .module(let name, let module): return try instantiate(module, name: name)
    case .register(let alias, let name):
      registered[alias] = self.instance(name)
      return registered[alias] == nil ? .failed("there is no such module") : .passed
    case .action(let action):
      return outcome(action) { end in if case .results = end { nil } else { "\(end)" } }
    case .assertReturn(let action, let expected):
      return outcome(action) { end in
        guard case .results(let results) = end, results.count == expected.count,
          zip(expected, results).allSatisfy({ $0.accepts($1) })
        else { return "\(end), expected \(WastExpectation.list(expected))" }
        return nil
      }
    case .assertTrap(let action, let message):
      return outcome(action) { trapProblem($0, message) }
    case .assertExhaustion(let action, let message):
      return outcome(action) { $0 == .exhaustion ? nil : "\($0), expected \(message)" }
    case .assertException(let action):
      return outcome(action) { $0 == .panic ? nil : "\($0), expected an exception" }
    case .assertUninstantiable(let module, let message):
      return try uninstantiable(module, message)
    case .assertInvalid(let module, let message), .assertMalformed(let module, let message):
      return try rejected(module, message)
    case .assertUnlinkable(let module, let message): return try unlinkable(module, message)
    }
  }

  /// Why this is not a trap, if it is not one. With bounds checks every trap is a panic: each is
  /// one that the program found out about.
  private func trapProblem(_ end: WastEnd, _ message: String) -> String? {
    switch end {
    case .panic: nil
    case .fault: configuration.boundsChecks ? "\(end), expected a trap: \(message)" : nil
    default: "\(end), expected a trap: \(message)"
    }
  }

  /// The module with a name, or the current one.
  private func instance(_ name: String?) -> WastInstance? { name.map { named[$0] } ?? current }

  // MARK: Actions

  /// Does something and finds out whether it ended as expected: then the test returns nil.
  private func outcome(_ action: WastAction, _ test: (WastEnd) -> String?) -> WastOutcome {
    switch action {
    case .invoke(let module, let field, let arguments):
      guard let instance = instance(module) else { return .failed("there is no instance") }
      return outcome(instance.call(field, arguments), test)
    case .get(let module, let field):
      guard let instance = instance(module) else { return .failed("there is no instance") }
      return outcome(instance.readGlobal(field), test)
    }
  }

  /// The outcome of an assertion about an action that ended in some way.
  private func outcome(_ end: WastEnd, _ test: (WastEnd) -> String?) -> WastOutcome {
    test(end).map { .failed($0) } ?? .passed
  }

  // MARK: Modules

  /// Instantiates a module, which becomes the current one.
  private func instantiate(_ module: WastModule, name: String?) throws -> WastOutcome {
    current = nil
    if let name { named[name] = nil }
    switch try makeInstance(module) {
    case .failure(let failure): return .failed(failure.reason)
    case .success(let instance):
      let end = instance.initialize()
      guard end == .results([]) else { return .failed("instantiation: \(end)") }
      current = instance
      if let name { named[name] = instance }
      return .passed
    }
  }

  /// Finds out whether a module traps when instantiated.
  private func uninstantiable(_ module: WastModule, _ message: String) throws -> WastOutcome {
    switch try makeInstance(module) {
    case .failure(let failure): .failed(failure.reason)
    case .success(let instance):
      outcome(instance.initialize()) { trapProblem($0, message) }
    }
  }

  /// Finds out whether a module is rejected by the decoder or the validator or, if it is text, by the assembler.
  private func rejected(_ module: WastModule, _ message: String) throws -> WastOutcome {
    var bytes = try module.bytes()
    if module.isText {
      do throws(TextInputError) {
        bytes = try TextInput.assemble(bytes, name: module.url.lastPathComponent)
      } catch {
        if case .rejected = error.kind { return .passed }
        return .failed("\(error)")
      }
    }
    do throws(WasmError) {
      try FunctionValidator(module: ModuleDecoder.decode(bytes, features: features)).validateAll()
      return .failed("the module is accepted, expected: \(message)")
    } catch {
      return .passed
    }
  }

  /// Finds out whether a module is valid, but its imports cannot be satisfied.
  private func unlinkable(_ module: WastModule, _ message: String) throws -> WastOutcome {
    let bytes = try module.bytes()
    let decoded: Wasm.Module
    do throws(WasmError) {
      decoded = try ModuleDecoder.decode(bytes, features: features)
      try FunctionValidator(module: decoded).validateAll()
    } catch {
      return .failed("\(error)")
    }
    let problem = decoded.imports.lazy.compactMap { item in
      WastLinkage.problem(item, in: decoded, registered: self.registered)
    }.first
    return problem == nil ? .failed("the imports are satisfied, expected: \(message)") : .passed
  }

  /// Compiles a module, unless it is part of a program that is there already.
  private func makeInstance(
    _ module: WastModule
  ) throws -> Result<WastInstance, WastProgram.Failure> {
    let number = instanceCount
    instanceCount += 1
    let bytes = try module.bytes()
    return Result { () throws(WastProgram.Failure) in
      if let group = groups.group(of: number), let member = group.instances.firstIndex(of: number) {
        return WastInstance(group.modules[member], member: member, of: try program(of: group))
      }
      let decoded: Wasm.Module
      do {
        decoded = try ModuleDecoder.decode(bytes, features: .translated)
      } catch {
        throw WastProgram.Failure(reason: "\(error)")
      }
      return WastInstance(try WastProgram(decoded, configuration, registered: registered))
    }
  }

  /// The program of a group, made when the first of its members is instantiated.
  private func program(of group: WastGroup) throws(WastProgram.Failure) -> WastProgram {
    let first = group.instances[0]
    if let known = programs[first] { return try known.get() }
    let made = Result { () throws(WastProgram.Failure) in try makeProgram(of: group) }
    programs[first] = made
    return try made.get()
  }

  /// Links and compiles a group.
  private func makeProgram(of group: WastGroup) throws(WastProgram.Failure) -> WastProgram {
    let module: Wasm.Module
    do {
      module = try group.linked()
    } catch {
      throw WastProgram.Failure(reason: "\(error)")
    }
    let program = try WastProgram(module, configuration, registered: registered)
    let end = program.initialize()
    guard end == .results([]) else { throw WastProgram.Failure(reason: "instantiation: \(end)") }
    return program
  }
}

extension WastCommand.Kind {
  /// Which directive the command is.
  var directive: WastDirectiveKind {
    switch self {
    case .module: .module
    case .register: .register
    case .action: .action
    case .assertReturn: .assertReturn
    case .assertTrap, .assertUninstantiable: .assertTrap
    case .assertExhaustion: .assertExhaustion
    case .assertException: .assertException
    case .assertInvalid: .assertInvalid
    case .assertMalformed: .assertMalformed
    case .assertUnlinkable: .assertUnlinkable
    }
  }
}
