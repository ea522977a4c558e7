import Foundation
import PVM
import TestSupport
import Testing

/// `diff`: two programs compared by function.
struct DiffTests {
  /// A module with a helper that is not inlined at level 0.
  private static func module(step: Int = 1, start: Int = 1) -> String {
    """
    (module (memory 1)
      (func $work (param i32) (result i32)
        (if (result i32) (i32.eqz (local.get 0)) (then (i32.const \(start)))
          (else (i32.mul (local.get 0) (call $work (i32.sub (local.get 0) (i32.const \(step))))))))
      (func (export "main") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (call $work (i32.load8_u (local.get 0))))
        (i64.const 0x4_0000_0000)))
    """
  }

  /// Runs `diff` in a folder.
  private func diff(_ folder: TemporaryFolder, _ arguments: String) throws -> BuiltCommand.Result {
    try BuiltCommand.run(
      ["diff"] + arguments.split(separator: " ").map(String.init), folder: folder)
  }

  /// A folder with modules.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.wat", Self.module())
    _ = try folder.write("b.wat", Self.module(step: 2))
    return folder
  }

  @Test func theSameProgramIsTheSame() throws {
    let folder = try folder()
    let result = try diff(folder, "a.wat a.wat 05 --opt 0")
    #expect(result.messages == "" && result.status == 0)
    #expect(result.lines.count == 3)
    #expect(result.lines[0].hasPrefix("A: a.wat: ") && result.lines[0].contains(", gas "))
    #expect(result.lines[2].hasSuffix("functions have the same instructions"))
  }

  @Test func changedFunctionsAreListedWithTheirFigures() throws {
    let folder = try folder()
    let plain = try diff(folder, "a.wat b.wat --opt 0")
    #expect(plain.messages == "" && plain.status == 1)
    #expect(plain.text.contains("\n1 of 3 functions differ\n"))
    #expect(
      plain.lines.contains { $0.hasSuffix("  work") } && !plain.text.contains("  entry.0.main"))
    #expect(!plain.text.contains("gas"))
    let ran = try diff(folder, "a.wat b.wat 04 --opt 0")
    #expect(ran.lines.contains { $0.contains(" -> ") && $0.hasSuffix("  work") })
    #expect(ran.lines.contains("output: 18000000 -> 08000000"))
    let listing = try diff(folder, "a.wat b.wat --function work --opt 0")
    #expect(listing.status == 1 && listing.lines.first == "work:")
    #expect(listing.lines.filter { $0.hasPrefix("- ") }.count == 1)
    #expect(listing.lines.filter { $0.hasPrefix("+ ") }.count == 1)
    #expect(listing.lines.contains { $0.hasPrefix("- ") && $0.contains("-1") })
    #expect(listing.lines.contains { $0.hasPrefix("+ ") && $0.contains("-2") })
    let unknown = try diff(folder, "a.wat b.wat --function none --opt 0")
    #expect(unknown.status == 1 && unknown.messages.contains("no function is named 'none'"))
  }

  @Test func jsonHasTheSame() throws {
    let folder = try folder()
    let result = try diff(folder, "a.wat b.wat 04 --json --function work --opt 0")
    #expect(result.status == 1)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(json["same"] as? Bool == false)
    let functions = try #require(json["functions"] as? [[String: Any]])
    let work = try #require(functions.first { $0["name"] as? String == "work" })
    #expect(work["same"] as? Bool == false)
    let figures = [work["a"], work["b"]].compactMap { ($0 as? [String: Any])?["gas"] as? Int }
    #expect(figures.count == 2 && figures[0] > figures[1] && figures[1] > 0)
    #expect(functions.filter { $0["same"] as? Bool == false }.count == 1)
    let rows = try #require(work["instructions"] as? [[String: Any]])
    #expect(rows.contains { $0["a"] != nil && $0["b"] == nil })
    // All gas is somewhere.
    let sum = functions.compactMap { ($0["a"] as? [String: Any])?["gas"] as? Int }.reduce(0, +)
    #expect((json["a"] as? [String: Any])?["gas_used"] as? Int == sum)
  }

  /// Assembly of a loop; more instructions in front of its end move the branch, but do not change it.
  private static func loop(_ more: String = "", target: String = "again") -> String {
    """
    load_imm r9, 4
    again:
    add_imm_64 r9, r9, -1
    \(more)
    middle:
    branch_ne_imm r9, 0, \(target)
    jump_ind r0, 0
    """
  }

  @Test func branchesAreTheSameIfTheirTargetsBelongTogether() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.asm", Self.loop())
    _ = try folder.write("b.asm", Self.loop("add_imm_64 r7, r7, 1\nfallthrough"))
    _ = try folder.write("c.asm", Self.loop("fallthrough", target: "middle"))
    _ = try folder.write("d.asm", Self.loop("fallthrough"))
    let name = ["--function", "outside functions"]
    let more = try BuiltCommand.run(["diff", "a.asm", "b.asm"] + name, folder: folder)
    #expect(more.status == 1)
    #expect(more.lines.filter { $0.hasPrefix("+ ") }.count == 2)
    #expect(more.lines.filter { $0.hasPrefix("- ") }.isEmpty)
    // Another target is another branch, though all else is equal.
    let other = try BuiltCommand.run(["diff", "d.asm", "c.asm"] + name, folder: folder)
    #expect(other.status == 1)
    #expect(other.lines.filter { $0.hasPrefix("- ") && $0.contains("branch_ne_imm") }.count == 1)
    #expect(other.lines.filter { $0.hasPrefix("+ ") && $0.contains("branch_ne_imm") }.count == 1)
  }

  /// Ranges that are too large for a table are cut where both have something once.
  @Test func largeFunctionsAreAligned() throws {
    let folder = try TemporaryFolder()
    var lines = (0..<9000).map { "add_imm_64 r7, r7, \($0)" }
    _ = try folder.write("a.asm", lines.joined(separator: "\n") + "\njump_ind r0, 0\n")
    for index in stride(from: 3, to: 9000, by: 1000) { lines[index] = "xor r7, r7, r8" }
    _ = try folder.write("b.asm", lines.joined(separator: "\n") + "\njump_ind r0, 0\n")
    let result = try BuiltCommand.run(
      ["diff", "a.asm", "b.asm", "--function", "outside functions"], folder: folder)
    #expect(result.status == 1)
    #expect(result.lines.filter { $0.hasPrefix("+ ") }.count == 9)
    #expect(result.lines.filter { $0.hasPrefix("- ") }.count == 9)
    #expect(result.lines.contains("  (993 equal instructions)"))
  }

  @Test func aContainerAndAProgramFileAreCompared() throws {
    let folder = try TemporaryFolder()
    let writer = try PolkaVMTests.writer()
    _ = try folder.write("p.polkavm", writer.encoded())
    let program = try PolkaVMContainer(decoding: writer.encoded()).standardProgram
    _ = try folder.write("p.jam", ProgramFile(container: try program.encoded()).encoded())
    _ = try folder.write("p.sym", "0 1a main\n1a 1d other\n")
    let same = try diff(folder, "p.polkavm p.jam --target gp-0.8 --symbols p.sym")
    #expect(same.messages == "" && same.status == 0, "\(same.text)")
    #expect(same.text.contains("all 2 functions have the same instructions"))
    let nameless = try diff(folder, "p.polkavm p.jam --target gp-0.8")
    #expect(nameless.status == 1 && nameless.text.contains("main, only in A"))
    #expect(nameless.text.contains("outside functions, only in B"))
    var other = writer
    other.sections[2].content = [2]
    _ = try folder.write("q.polkavm", other.encoded())
    let data = try diff(folder, "p.polkavm q.polkavm --entry main 01")
    #expect(data.status == 1)
    #expect(
      data.lines.last == "read-write data: 1 bytes in both, different from byte 0 on",
      "\(data.text)")
    let unused = try diff(folder, "p.polkavm q.polkavm --symbols p.sym")
    #expect(unused.status == 2)
    #expect(try diff(folder, "p.polkavm q.polkavm --opt 1").status == 2)
  }
}
