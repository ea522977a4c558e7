import PVM
import PVMVM
import Support

/// What makes a command fail, apart from errors of the library: files and what is in them.
struct CommandFailure: Error, CustomStringConvertible {
  /// What can go wrong around the library.
  enum Kind {
    /// A file cannot be read; says why.
    case unreadable(path: String, reason: String)
    /// A file, or standard output, cannot be written; says why.
    case unwritable(path: String, reason: String)
    /// The input is none of the formats that the command reads.
    case unknownFormat(input: String, expected: String)
    /// A PolkaVM program, for a command that does not read them.
    case polkaVM(input: String)
    /// A PolkaVM program with several entry points, none of which was named.
    case severalEntries([String])
    /// A PolkaVM program whose host calls have other numbers than the protocol's; one of them.
    case foreignHostCall(name: String, call: String, index: Int)
    /// An output that would overwrite an input or another output.
    case overwrites(option: String, path: String, what: String)
    /// A text module that is none; the message names file and line itself.
    case rejectedText(any CodedError)
    /// The input's lengths do not add up to any format; says what is wrong with it as a program file.
    case malformed(input: String, error: any CodedError)
    /// An error of the library, in the input with this name.
    case inInput(name: String, error: any CodedError)
    /// A program that its target refuses, with a target that does not.
    case invalidProgram(name: String, error: any CodedError, target: Target, validFor: Target)
    /// An entry point that does not exist in the program.
    case noEntry(pc: UInt64, codeSize: Int)
    /// The arguments exceed the argument space.
    case argumentsTooLong(count: Int)
    /// The program file is larger than it may be.
    case tooLarge(output: String, size: Int, limit: Int, heaviest: [String])
    /// A program that ended differently inside the PVM than outside; says how.
    case nestedRun(String)
    /// A recorded run that does not replay.
    case replay(name: String, difference: ReplayDifference)
    /// A module that is compiled to another program than a recorded run has.
    case otherProgram(module: String)
    /// A program file of which it is not known where its instructions come from.
    case noDebugInfo(program: String)
    /// Code that the protocol does not run.
    case refusedCode
    /// A service does not invoke an inner machine so often.
    case noInvocation(machine: UInt64, wanted: UInt64, count: UInt64, exit: ExitReason)
    /// A file does not hold what an inner machine runs.
    case otherInnerProgram(name: String, machine: UInt64)
    /// No function of this name is exported; what is.
    case noFunction(String, exports: [String])
    /// No function of this name is in either of two programs.
    case noFunctionInPrograms(String)
    /// A function takes another number of arguments.
    case argumentCount(function: String, given: Int)
    /// A text is no value of the type that a function takes.
    case argument(String, type: String, function: String)
    /// A word that is no error code, with a similar one if there is any.
    case unknownErrorCode(String, suggestion: String?)
    /// A client of the debugger that does not speak its protocol; says how.
    case adapter(String)
    /// A port that cannot be listened on; says why.
    case port(UInt16, reason: String)
    /// Benchmarks that gave wrong results, or got worse.
    case benchmarks([String])
  }

  /// What went wrong.
  let kind: Kind

  /// Creates a failure.
  init(_ kind: Kind) { self.kind = kind }

  /// A message with its code, which some errors put into their description and others do not.
  private static func text(_ error: any CodedError) -> String {
    let code = "[\(error.code)]"
    return error.description.contains(code) ? error.description : "\(error.description) \(code)"
  }

  /// A message with the input's name and, unless it starts with that itself, what kind of error it is.
  private static func text(_ error: any CodedError, in name: String) -> String {
    let (text, name) = (text(error), name.visible)
    switch error.errorClass {
    case .rejected, .limit: return "\(name): \(text)"
    case .unsupported: return "\(name): unsupported: \(text)"
    case .internal:
      let label = "internal error"
      return "\(name): \(text.hasPrefix(label) ? text : "\(label): \(text)")\n"
        + "This is a bug in wasm-pvm. Please report it together with the input."
    }
  }

  /// The message.
  var description: String {
    switch kind {
    case .unreadable(let path, let reason): "cannot read \(path.visible): \(reason)"
    case .unwritable(let path, let reason): "cannot write \(path.visible): \(reason)"
    case .unknownFormat(let input, let expected): "\(input.visible) is not \(expected)"
    case .polkaVM(let input):
      "\(input.visible) is a PolkaVM program: it begins with 'PVM' and a zero byte. This command does not read it; run "
        + "(without --invoke), disasm, inspect, explore, debug and diff do. Programs for JAM are in another container; 'polkatool jam' makes one of an ELF "
        + "file, and this compiler one of a WebAssembly module"
    case .severalEntries(let names):
      "the program has several entry points; name one with --entry, or a code index with --pc:"
        + names.map { "\n  \($0.visible)" }.joined()
    case .foreignHostCall(let name, let call, let index):
      "\(name.visible) calls '\(call.visible)' as host call \(index), which is none of that number in the protocol; only run "
        + "without --host goes by names"
    case .overwrites(let option, let path, let what):
      "\(option) \(path.visible) would overwrite \(what)"
    case .rejectedText(let error): "\(error)"
    case .malformed(let input, let error):
      "\(input.visible) is neither a WebAssembly module nor a PVM program; read as a program file: "
        + CommandFailure.text(error)
    case .inInput(let name, let error):
      CommandFailure.text(error, in: name)
    case .invalidProgram(let name, let error, let target, let validFor):
      CommandFailure.text(error, in: name)
        + "\n\(target.name) refuses it; \(validFor.name) does not: is --target right?"
    case .noEntry(let pc, let codeSize):
      "there is no entry point at pc \(pc): the code has \(codeSize) bytes"
    case .argumentsTooLong(let count):
      "the arguments have \(count) bytes; a program takes at most 16777216"
    case .tooLarge(let output, let size, let limit, let heaviest):
      (["\(output.visible) has \(size) bytes, more than \(limit); what weighs most:"] + heaviest)
        .joined(separator: "\n")
    case .nestedRun(let difference):
      "the program ends differently inside the interpreter: \(difference)"
    case .replay(let name, let difference): "\(name.visible): \(difference)"
    case .otherProgram(let module):
      "\(module.visible) is compiled to another program than that of the recorded run; are the options the "
        + "same?"
    case .noDebugInfo(let program):
      "\(program.visible) does not say where its instructions come from: name the file that build --debug-info wrote beside it "
        + "with --debug-info, or run the module"
    case .refusedCode: "the code is larger than the protocol allows"
    case .noInvocation(let machine, let wanted, let count, let exit):
      "the service invokes inner machine \(machine) \(count == 1 ? "once" : "\(count) times"), not \(wanted): its run ends "
        + "with \(exit)"
    case .otherInnerProgram(let name, let machine):
      "\(name.visible) is not what inner machine \(machine) runs; was it built with the same options?"
    case .noFunction(let name, let exports):
      "no exported function is named '\(name)'; "
        + (exports.isEmpty ? "the module exports none" : "exported functions:")
        + exports.map { "\n  \($0)" }.joined()
    case .noFunctionInPrograms(let name):
      "no function is named '\(name.visible)' in either program; without --function all that differ are listed"
    case .argumentCount(let function, let given):
      "\(function) is called with \(given) argument\(given == 1 ? "" : "s")"
    case .argument(let text, let type, let function):
      "'\(text)' is no value of type \(type), which \(function) takes"
    case .unknownErrorCode(let word, let suggestion):
      "'\(word.visible)' is no error code; "
        + (suggestion.map { "did you mean '\($0)'?" } ?? "'wasm-pvm explain' lists them")
    case .adapter(let reason): "the debug adapter protocol: \(reason)"
    case .port(let port, let reason): "cannot listen on port \(port): \(reason)"
    case .benchmarks(let complaints): complaints.joined(separator: "\n")
    }
  }
}
