import Foundation
import TestSupport
import Testing
import Wasm
import WasmScript

/// The specification's test suite, as far as it is about which modules are accepted.
@Suite(.enabled(if: SpecSuite.obstacle == nil, "needs ../shared/testsuite and wabt"))
struct SpecSuiteTests {
  /// The scripts of all parts.
  static let files = SpecSuite.Part.allCases.flatMap(SpecSuite.files(of:))

  /// Every valid module is accepted; every invalid or malformed one is rejected, as what it is.
  @Test(arguments: files)
  func binaryModules(_ file: SpecSuite.File) throws {
    let script = try SpecSuite.load(file)
    for command in script.commands {
      let place = "\(file) line \(command.line)"
      switch command.kind {
      case .module(_, let module), .assertUnlinkable(let module, _),
        .assertUninstantiable(let module, _):
        let error = try Self.check(module.bytes(), file.part.features)
        #expect(error == nil, "\(place): valid module rejected")
      case .assertInvalid(let module, let message):
        let error = try Self.check(module.bytes(), file.part.features)
        Self.expect(error, toMean: message, place)
      case .assertMalformed(let module, let message) where !module.isText:
        let error = try Self.check(module.bytes(), file.part.features)
        Self.expect(error, toMean: message, place)
      default:
        break
      }
    }
  }

  /// No assertion of the scripts gets lost on the way.
  @Test(arguments: files)
  func assertionCounts(_ file: SpecSuite.File) throws {
    let source = try String(contentsOf: file.url, encoding: .utf8)
      .split(whereSeparator: \.isNewline).filter { !$0.drop { $0 == " " }.hasPrefix(";;") }
      .joined(separator: "\n")
    var counts: [String: Int] = [:]
    for command in try SpecSuite.load(file).commands {
      switch command.kind {
      case .assertReturn: counts["assert_return", default: 0] += 1
      case .assertTrap: counts["assert_trap", default: 0] += 1
      case .assertExhaustion: counts["assert_exhaustion", default: 0] += 1
      case .assertInvalid: counts["assert_invalid", default: 0] += 1
      case .assertMalformed: counts["assert_malformed", default: 0] += 1
      case .assertUnlinkable: counts["assert_unlinkable", default: 0] += 1
      case .assertUninstantiable: counts["assert_trap", default: 0] += 1
      case .assertException: counts["assert_exception", default: 0] += 1
      case .module, .register, .action: break
      }
    }
    for name in [
      "assert_return", "assert_trap", "assert_exhaustion", "assert_invalid", "assert_malformed",
      "assert_unlinkable", "assert_exception",
    ] {
      #expect(source.components(separatedBy: "(\(name)").count - 1 == counts[name] ?? 0, "\(name)")
    }
  }

  /// Text that does not follow the text format is rejected by the assembler, whose verdict counts.
  @Test(.enabled(if: WastTool.wat2wasm != nil, "needs wat2wasm"), arguments: files)
  func textModules(_ file: SpecSuite.File) throws {
    guard let tool = WastTool.wat2wasm, let options = tool.arguments(for: file.part) else { return }
    let output = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(UUID().uuidString).wasm")
    defer { try? FileManager.default.removeItem(at: output) }
    for command in try SpecSuite.load(file).commands {
      guard case .assertMalformed(let module, let message) = command.kind, module.isText else {
        continue
      }
      let result = try tool.run(options + [module.url.path, "--output=\(output.path)"])
      if result.status == 0 {
        let error = try Self.check([UInt8](Data(contentsOf: output)), file.part.features)
        #expect(
          error != nil, "\(file) line \(command.line): accepted, should be malformed: \(message)")
      }
    }
  }

  /// The codes that stand for each of the suite's messages. Where a module has several faults, the suite names the
  /// one that its own decoder meets first.
  static let codes: [(message: String, codes: [String])] = [
    ("alignment must not be larger than natural", ["W061"]),
    // An operator that only extended constant expressions have names the proposal.
    ("constant expression required", ["W066", "W067", "W090"]),
    ("duplicate export name", ["W068"]),
    ("global is immutable", ["W063"]),
    ("invalid lane index", ["W062"]),
    // wabt 1.0.32 writes a typed select of no types as an untyped one.
    ("invalid result arity", ["W056", "W052"]),
    ("memory size must be at most 65536 pages", ["W071"]),
    ("invalid rethrow label", ["W073"]),
    ("multiple memories", ["W090"]),
    ("non-empty tag result type", ["W075"]),
    ("size minimum must not be greater than maximum", ["W070"]),
    ("shared memory must have maximum", ["W077"]),
    ("start function", ["W069"]),
    (
      // One module has typed function references, which nothing here knows.
      "type mismatch",
      ["W051", "W052", "W053", "W054", "W055", "W058", "W059", "W060", "W074", "W015"]
    ),
    ("undeclared function reference", ["W065"]),
    // Without data count section no data segment is known.
    ("unknown data segment", ["W050", "W013"]),
    // For the suite, globals that constants cannot read are unknown.
    ("unknown global", ["W050", "W067"]),
    ("unknown", ["W050"]),
    ("END opcode expected", ["W003"]),
    ("data count and data section have inconsistent lengths", ["W012"]),
    ("data count section required", ["W013"]),
    ("function and code section have inconsistent lengths", ["W011"]),
    ("illegal opcode", ["W024"]),
    ("integer representation too long", ["W004", "W003", "W014", "W020"]),
    ("integer too large", ["W005", "W020"]),
    ("length out of bounds", ["W003", "W007"]),
    ("magic header not detected", ["W001"]),
    ("malformed UTF-8 encoding", ["W006"]),
    ("malformed import kind", ["W018"]),
    ("malformed mutability", ["W021"]),
    ("malformed reference type", ["W016"]),
    ("malformed section id", ["W008", "W090"]),
    ("section size mismatch", ["W010", "W003"]),
    ("too many locals", ["W091"]),
    ("unexpected content after last section", ["W009"]),
    ("unexpected end of section or function", ["W003", "W007"]),
    // Among these a magic number cut short, and an invalid segment before the end.
    ("unexpected end", ["W003", "W001", "W050"]),
    ("zero byte expected", ["W025"]),
  ]

  /// Checks that a module was rejected for the reason that the suite gives.
  static func expect(_ error: WasmError?, toMean message: String, _ place: String) {
    // "unknown binary version" is not about an index.
    let accepted =
      message == "unknown binary version"
      ? ["W002"] : codes.first { message.hasPrefix($0.message) }?.codes ?? []
    #expect(
      accepted.contains(error?.code ?? "accepted"),
      "\(place): \(message), but got \(error?.description ?? "nothing")")
  }

  /// Decodes and validates a module completely; nil if it is valid.
  static func check(_ bytes: [UInt8], _ features: Features) -> WasmError? {
    do throws(WasmError) {
      try FunctionValidator(module: ModuleDecoder.decode(bytes, features: features)).validateAll()
      return nil
    } catch {
      return error
    }
  }
}
