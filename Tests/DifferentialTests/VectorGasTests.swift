import Foundation
import PVM
import PVMVM
import TestSupport
import Testing
import WasmPVM

/// The C compiler that programs are compiled with.
enum Clang {
  /// Where it is, if it is installed.
  static let path: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/clang-19" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
}

/// Programs compiled by clang with and without vector instructions: the same output, and no more gas with them.
@Suite(.enabled(if: Clang.path != nil, "needs clang-19 and lld-19"))
struct VectorGasTests {
  /// The programs' folder.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Benchmarks/Vectors")

  /// A text of many short lines, most of them ASCII.
  private static func text() -> [UInt8] {
    var random = SeededRandom(seed: 7)
    let words = [
      "the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "Grüße", "日本語",
    ]
    var text = ""
    while text.utf8.count < 6_000 {
      // One word in forty is none of ASCII.
      let number = Int(random.next() % 40)
      text += words[number == 39 ? 9 + Int(random.next() % 2) : number % 9]
      text += random.next() % 9 == 0 ? "\n" : " "
    }
    return Array(text.utf8)
  }

  /// The argument bytes of a program.
  private static func input(_ program: String) -> [UInt8] {
    var random = SeededRandom(seed: 8)
    switch program {
    case "utf8", "memchr": return text()
    default: return random.bytes(6_000)
    }
  }

  /// Compiles a program, runs it and gives its output and gas.
  private func run(
    _ program: String, _ options: [String], _ input: [UInt8]
  ) throws -> (output: [UInt8], gas: Int64) {
    let folder = try TemporaryFolder()
    let clang = try #require(Clang.path)
    let result = try BuiltCommand.run(
      clang,
      [
        "--target=wasm32", "-O2", "-nostdlib", "-fuse-ld=lld", "-Wl,--no-entry",
        "-Wl,-z,stack-size=8192",
      ]
        + options + [
          Self.folder.appendingPathComponent("\(program).c").path, "-o", folder.path("out.wasm"),
        ])
    try #require(result.status == 0, "\(result.messages)")
    let wasm = try #require(folder.read("out.wasm"))
    let compiled = try Compilation.compile(wasm: wasm)
    let container = try StandardProgram(decoding: compiled.file.container)
    let limit: Int64 = 100_000_000
    var machine = try Machine(standardProgram: container, arguments: input, entry: 0, gas: limit)
    #expect(machine.run() == .halt)
    let output = machine.read(address: machine[.a0], count: machine[.a1])
    return (try #require(output), limit - machine.gas)
  }

  /// How much gas a program may take with vectors, relative to that without, in percent.
  private static let limits: [(String, Int64)] = [
    ("utf8", 96), ("memchr", 60), ("base64", 100), ("blake3", 100),
  ]

  @Test(arguments: limits)
  func vectorsCostNoMore(_ program: String, _ limit: Int64) throws {
    let input = Self.input(program)
    let scalar = try run(program, [], input)
    let vector = try run(program, ["-msimd128"], input)
    #expect(scalar.output == vector.output)
    #expect(
      100 * vector.gas <= limit * scalar.gas,
      "\(program): \(vector.gas) instead of \(scalar.gas)")
  }
}
