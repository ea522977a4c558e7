import Foundation
import TestSupport
import Testing

/// `run --profile-out` and `build --profile-use`.
struct ExecutionProfileTests {
  /// A folder of files.
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Counts down from its argument; of two ways through a round, the one that looks rare is taken always
  /// but once.
  private static let module = """
    (module (memory (export "memory") 1)
      (func $main (export "main") (param i32 i32) (result i64)
        (local $n i32) (local $sum i32)
        (local.set $n (i32.load (local.get 0)))
        (loop $next
          (if (i32.eq (i32.and (local.get $n) (i32.const 1023)) (i32.const 1))
            (then (local.set $sum (i32.mul (i32.add (local.get $sum) (local.get $n)) (i32.const 7)))
              (i32.store (i32.const 64) (local.get $sum)))
            (else (local.set $sum (i32.xor (local.get $sum) (i32.shl (local.get $n) (i32.const 3))))
              (i32.store (i32.const 68) (local.get $sum))))
          (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (i32.store (i32.const 0) (local.get $sum))
        (i64.const 0x0000000400000000)))
    """

  /// The gas of a run.
  private func gas(_ result: BuiltCommand.Result) throws -> Int {
    let line = try #require(result.lines.first { $0.hasPrefix("gas used: ") })
    return try #require(Int(line.dropFirst("gas used: ".count)))
  }

  @Test(arguments: ["gp-0.7", "gp-0.8"])
  func profileOfASmallRunHelpsALargeOne(_ target: String) throws {
    let file = try folder.write("loop.wat", Self.module)
    let profile = folder.path("loop.profile")
    let options = ["--target", target]
    let counted = try BuiltCommand.run(
      ["run", file, "64000000", "--profile-out", profile] + options)
    #expect(counted.status == 0)
    let text = String(decoding: try #require(folder.read("loop.profile")), as: UTF8.self)
    #expect(text.hasPrefix("wasm-pvm profile 1\nfunction ") && text.hasSuffix("end 1\n"))
    #expect(text.split(separator: "\n").contains { $0.split(separator: " ").contains("100") })
    let plain = try BuiltCommand.run(["run", file, "e8030000"] + options)
    let guided = try BuiltCommand.run(
      ["run", file, "e8030000", "--profile-use", profile] + options)
    #expect(plain.lines.prefix(2) == guided.lines.prefix(2))
    #expect(try gas(guided) <= gas(plain))
  }

  @Test func otherProfilesAreNamedAndBadOnesRefused() throws {
    let file = try folder.write("loop.wat", Self.module)
    let output = folder.path("loop.jam")
    func build(_ text: String) throws -> BuiltCommand.Result {
      let profile = try folder.write("x.profile", text)
      return try BuiltCommand.run(["build", file, "-o", output, "--profile-use", profile])
    }
    let other = try build("wasm-pvm profile 1\nfunction 2 abc else where\n1 -\nend 1\n")
    #expect(other.status == 0)
    #expect(other.messages.contains("not as they were: else where"))
    let cases = [
      ("", "F001"), ("something", "F001"), ("wasm-pvm profile 1\n", "F003"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1", "F003"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 2\n", "F003"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 x\nend 1\n", "F002"),
      ("wasm-pvm profile 1\nfunction 2 xyz f\n1 2\nend 1\n", "F002"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 2\nend 2\n", "F002"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 2\nend 1\nmore\n", "F002"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 2\nend 1", "F003"),
      ("wasm-pvm profile 1\nfunction 2 ab", "F003"),
      ("wasm-pvm profile 1\nfunction 2 abc \\u{zz}\n1 2\nend 1\n", "F002"),
      ("wasm-pvm profile 1\nfunction 2 abc f\n1 2\nfunction 2 abc f\n1 2\nend 2\n", "F002"),
    ]
    for (text, code) in cases {
      let result = try build(text)
      #expect(result.status == 1 && result.messages.contains(code), "\(text): \(result.messages)")
    }
  }

  /// A profile cut anywhere is refused, and counts of any size do no harm.
  @Test func profilesCutAnywhereAreRefused() throws {
    let file = try folder.write("loop.wat", Self.module)
    let output = folder.path("loop.jam")
    let profile = folder.path("loop.profile")
    #expect(
      try BuiltCommand.run(["run", file, "64000000", "--profile-out", profile]).status == 0)
    let text = String(decoding: try #require(folder.read("loop.profile")), as: UTF8.self)
    for count in stride(from: 0, to: text.utf8.count, by: 17) {
      let cut = try folder.write("cut.profile", String(text.prefix(count)))
      let result = try BuiltCommand.run(["build", file, "-o", output, "--profile-use", cut])
      #expect(result.status == 1, "cut at \(count): \(result.messages)")
      #expect(folder.read("loop.jam") == nil)
    }
    let huge = text.replacing(/[0-9]+( |\n)/) { "18446744073709551615\($0.output.1)" }
      .replacing("profile 18446744073709551615", with: "profile 1")
    let lines = zip(text.split(separator: "\n"), huge.split(separator: "\n")).map {
      $0.0.hasPrefix("function") || $0.0.hasPrefix("end") ? $0.0 : $0.1
    }
    let large = try folder.write("huge.profile", lines.joined(separator: "\n") + "\n")
    let result = try BuiltCommand.run(["build", file, "-o", output, "--profile-use", large])
    #expect(result.status == 0, "\(result.messages)")
  }

  @Test func onlyModulesAreCounted() throws {
    let file = try folder.write("loop.wat", Self.module)
    let output = folder.path("loop.jam")
    #expect(try BuiltCommand.run(["build", file, "-o", output]).status == 0)
    let result = try BuiltCommand.run(["run", output, "64000000", "--profile-out", "x"])
    #expect(result.status == 2)
    let both = try BuiltCommand.run(["run", file, "64000000", "--profile-out", "x", "--trace=y"])
    #expect(both.status == 2)
  }
}
