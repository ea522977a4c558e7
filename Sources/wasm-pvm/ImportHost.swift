import PVM
import PVMVM
import WasmPVM

/// The host of a program that is no service: JIP-1's log. A PolkaVM container has names for its host calls; there the name says which is
/// meant, and an index without a name means what it means to the protocol.
struct ImportHost<Output: TextOutputStream>: HostCallHandler {
  /// Serves the calls.
  private var log: LogHost<Output>
  /// The program, for the names.
  private let imports: [[UInt8]]
  /// Which machine it is for.
  private let target: Target

  /// Creates the host of a program.
  ///
  /// - Parameter log: takes what the program logs.
  init(_ program: Program, log: Output) {
    self.log = LogHost(output: log)
    imports = program.polkaVM?.imports ?? []
    target = program.target
  }

  /// Where another function has the index of `grow_heap`, the machine must not grow the heap by itself.
  var growsHeap: Bool {
    guard let index = target.index(of: .growHeap) else { return false }
    return ProtocolCall(index, imports, target) != .function(.growHeap)
  }

  /// The cost of the function that is meant, if it is offered.
  mutating func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? {
    number(index).flatMap { log.gasCost(of: $0, on: machine) }
  }

  /// Performs the call.
  mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    log.handle(number(index) ?? index, on: &machine)
  }

  /// The protocol's index of the function that is meant.
  private func number(_ index: UInt64) -> UInt64? {
    switch ProtocolCall(index, imports, target) {
    case .function(let function): target.index(of: function)
    case .unknown: nil
    }
  }
}

/// What a host call of a program means to the protocol.
enum ProtocolCall: Equatable {
  /// This function.
  case function(HostFunction)
  /// Nothing.
  case unknown

  /// Looks an index up, by name if it has one.
  init(_ index: UInt64, _ imports: [[UInt8]], _ target: Target) {
    let name = index < UInt64(imports.count) ? imports[Int(index)] : []
    let function =
      name.isEmpty
      ? target.hostFunction(index)
      : target.hostFunctions.first { "\($0.name)".utf8.elementsEqual(name) }
    self = function.map { .function($0) } ?? .unknown
  }
}

extension Program {
  /// The name that a PolkaVM container has for a host call.
  func importName(_ index: UInt64) -> String? {
    guard let imports = polkaVM?.imports, index < UInt64(imports.count),
      !imports[Int(index)].isEmpty
    else { return nil }
    return String(decoding: imports[Int(index)], as: UTF8.self)
  }

  /// Requires that host calls have the protocol's numbers, so that a service's host can answer them.
  ///
  /// - Parameter name: what the program is called.
  func requireProtocolCalls(name: String) throws(CommandFailure) {
    for (index, call) in (polkaVM?.imports ?? []).enumerated() where !call.isEmpty {
      guard let function = target.hostFunction(UInt64(index)),
        ProtocolCall(UInt64(index), polkaVM?.imports ?? [], target) == .function(function)
      else {
        throw CommandFailure(
          .foreignHostCall(
            name: name, call: String(decoding: call, as: UTF8.self), index: index))
      }
    }
  }
}
