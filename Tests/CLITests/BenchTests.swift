import Foundation
import TestSupport
import Testing
import WasmScript

/// `bench` on suites of its own: what it measures, and what makes it fail.
@Suite(.enabled(if: WastTool.wat2wasm != nil, "needs wat2wasm"))
struct BenchTests {
  /// Adds two numbers.
  private static let sum = """
    (module
      (memory (export "memory") 1)
      (func (export "main") (param $args i32) (param $length i32) (result i64)
        (i32.store (i32.const 0)
          (i32.add (i32.load (local.get $args)) (i32.load offset=4 (local.get $args))))
        (i64.const 0x400000000)))
    """

  /// Counts to 2, and would store much in a round that does not come: optimization computes all of that in front of the loop.
  private static var hoisted: String {
    let operations = [
      ("mul", "b", "c"), ("xor", "b", "c"), ("or", "b", "c"), ("shl", "b", "c"), ("rotl", "b", "c"),
      ("shr_u", "b", "c"), ("shr_s", "b", "c"), ("rotr", "b", "c"), ("add", "b", "c"),
      ("sub", "b", "c"), ("sub", "c", "b"), ("and", "b", "c"), ("mul", "b", "b"), ("mul", "c", "c"),
      ("shl", "c", "b"), ("rotl", "c", "b"),
    ]
    let stores = operations.enumerated().map { index, operation in
      "(i32.store (i32.const \(4 * index + 4)) "
        + "(i32.\(operation.0) (local.get $\(operation.1)) (local.get $\(operation.2))))"
    }.joined(separator: "\n")
    return """
      (module
        (memory (export "memory") 1)
        (func (export "main") (param $args i32) (param $length i32) (result i64)
          (local $a i32) (local $b i32) (local $c i32) (local $n i32)
          (local.set $a (i32.load (local.get $args)))
          (local.set $b (i32.load offset=4 (local.get $args)))
          (local.set $c (i32.load offset=8 (local.get $args)))
          (loop $again
            (local.set $n (i32.add (local.get $n) (i32.const 1)))
            (if (i32.eq (local.get $n) (local.get $a)) (then
              \(stores)))
            (br_if $again (i32.lt_u (local.get $n) (local.get $c))))
          (i32.store (i32.const 0) (local.get $n))
          (i64.const 0x400000000)))
      """
  }

  /// A suite of one program, which gets the same arguments twice.
  private static func suite(
    _ name: String, _ text: String, arguments: String, expected: String
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let source = try folder.write("\(name).wat", text)
    let tool = try #require(WastTool.wat2wasm)
    let result = try tool.run([source, "-o", folder.path("\(name).wasm")])
    try #require(result.status == 0, "\(result.output)")
    _ = try folder.write(
      "manifest.json",
      """
      [{"name": "\(name)", "wasm": "\(name).wasm", "args_hex": "\(arguments)", "args_small_hex": "\(arguments)",
        "expected_hex": "\(expected)", "expected_small_hex": "\(expected)"}]
      """)
    _ = try folder.write(
      "peers.tsv", "name\trv64emac_small\trv64emac_default\n\(name)\t10\t10\n")
    return folder
  }

  /// Runs `bench` on a suite.
  private func bench(
    _ folder: TemporaryFolder, _ arguments: String...
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["bench", "--suite", "."] + arguments, folder: folder)
  }

  @Test func measuresAndComparesWithABaseline() throws {
    let folder = try Self.suite(
      "sum", Self.sum, arguments: "0500000007000000", expected: "0c000000")
    let written = try bench(folder, "--baseline", "baseline.tsv")
    #expect(written.status == 0, "\(written.messages)")
    #expect(written.text.hasPrefix("--opt 2: 1 of 1 right, gas ratio "))
    let baseline = String(decoding: try #require(folder.read("baseline.tsv")), as: UTF8.self)
    let rows = baseline.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(rows[0] == ["name", "gas_small", "gas_default", "code_bytes", "file_bytes"])
    #expect(try bench(folder, "--check", "baseline.tsv").status == 0)

    let gas = try #require(Int(rows[1][1]))
    _ = try folder.write("baseline.tsv", baseline.replacing("\t\(gas)\t", with: "\t\(gas - 1)\t"))
    let above = try bench(folder, "--check", "baseline.tsv")
    #expect(above.status == 1)
    #expect(above.messages.contains("gas_small is "))
    #expect(above.messages.contains(" % above the baseline"))
  }

  @Test func sequencesAreCounted() throws {
    let folder = try Self.suite(
      "sum", Self.sum, arguments: "0500000007000000", expected: "0c000000")
    let result = try bench(folder, "sequences")
    #expect(result.status == 0, "\(result.messages)")
    let lines = result.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("all 1: alone "))
    #expect(lines[0].hasSuffix(" dispatches for 100 instructions"))
    // Today's rows are all listed; the program executes some of them, and the chooser finds others.
    let today = try #require(lines.firstIndex { $0.hasPrefix("sequences of today") })
    #expect(lines[(today + 1)...].contains { $0.hasSuffix(" load_ind_u64 load_ind_u64") })
    #expect(lines[..<today].contains { $0.contains(" % ") })
    let refused = try bench(folder, "sequence")
    #expect(refused.status == 2)
    #expect(refused.messages.contains("ablate or sequences"))
  }

  @Test func wrongResultsFail() throws {
    let folder = try Self.suite(
      "sum", Self.sum, arguments: "0500000007000000", expected: "0d000000")
    let result = try bench(folder)
    #expect(result.status == 1)
    #expect(result.text.hasPrefix("--opt 2: 0 of 1 right"))
    #expect(result.messages.contains("--opt 2: sum: 0c000000 instead of 0d000000"))
  }

  @Test func optimizationMustNotCostGas() throws {
    let sum = try Self.suite("sum", Self.sum, arguments: "0500000007000000", expected: "0c000000")
    #expect(try bench(sum, "--all-levels").status == 0)
    let hoisted = try Self.suite(
      "hoisted", Self.hoisted, arguments: "000000000500000002000000", expected: "02000000")
    #expect(try bench(hoisted).status == 0)
    let result = try bench(hoisted, "--all-levels")
    #expect(result.status == 1)
    #expect(result.messages.contains("--opt 2: hoisted: "))
    #expect(result.messages.contains(" gas, unoptimized "))
    #expect(!result.messages.contains("--opt 0: "))
  }
}
