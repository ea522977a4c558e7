import JAMHost
import PVM
import PVMDebugger
import PVMVM
import Support
import WasmPVM

/// The program that a service runs in an inner machine: what `--inner` debugs instead of the service.
struct InnerProgram {
  /// `--inner`.
  static let row = OptionRow(
    "--inner", .required("ID[:N]"),
    "Debug what the service runs in its inner machine ID, instead of the service: the N-th time "
      + "that it invokes it, by default the first")
  /// `--inner-program`.
  static let programRow = OptionRow(
    "--inner-program", .required("FILE"),
    "The module or program file that the inner machine runs, for names and lines")

  /// The number of the machine, as host call `machine` answers it.
  let machine: UInt64
  /// Which invocation of it; 1 is the first.
  let invocation: UInt64
  /// The file with the program, if it is named.
  let path: String?

  /// Reads the options; nil without `--inner`.
  init?(_ arguments: ParsedArguments) throws(UsageError) {
    path = arguments.value(InnerProgram.programRow)
    guard let text = arguments.value(InnerProgram.row) else {
      if path != nil {
        throw UsageError(
          .conflict(
            InnerProgram.programRow.name, "no \(InnerProgram.row.name)",
            reason: "it says what an inner machine runs"))
      }
      return nil
    }
    if !arguments.has(ServiceRun.host) {
      throw UsageError(
        .conflict(
          InnerProgram.row.name, "no \(ServiceRun.host.name)",
          reason: "only services have inner machines"))
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) }
    guard parts.count <= 2, let id = parts[0], let number = parts.count < 2 ? 1 : parts[1],
      number > 0
    else {
      throw UsageError(
        .invalidValue(
          option: InnerProgram.row.name, value: text,
          expected: "the number of a machine, or that, a colon and the number of an invocation"))
    }
    (machine, invocation) = (id, number)
  }

  /// Runs a service up to the invocation; what the machine is like then.
  ///
  /// - Throws: if it does not come to that.
  func start(_ service: ServiceRun, _ container: [UInt8], log: LogStream) throws -> ReplayMachine {
    var outer = try service.machine(container)
    var host = service.invocation.makeHost(log: log)
    var count: UInt64 = 0
    var found: ReplayMachine?
    host.invocationObserver = { id, inner in
      guard id == machine else { return false }
      count += 1
      if count == invocation { found = ReplayMachine(copying: inner) }
      return found != nil
    }
    let exit = outer.run(host: &host)
    guard let found else {
      throw CommandFailure(
        .noInvocation(machine: machine, wanted: invocation, count: count, exit: exit))
    }
    return found
  }

  /// What is known of the program in the machine; nil if no file is named.
  ///
  /// - Throws: if the file holds another program.
  func program(of machine: ReplayMachine, _ arguments: ParsedArguments) throws -> Program? {
    guard let path else { return nil }
    var options = try CompileArguments.options(arguments)
    options.entries = []
    options.makesDebugMap = true
    let program = try Program(try Input(program: path, arguments), options: options)
    guard program.blob == machine.program.blob else {
      throw CommandFailure(.otherInnerProgram(name: path, machine: self.machine))
    }
    return program
  }
}

/// Ends the run of an inner machine at every host call, as `invoke` does.
final class InvokerService: HostService {
  /// Ends the run.
  func serve(_ machine: inout ServedMachine) -> ExitReason? { machine.run() }
}
