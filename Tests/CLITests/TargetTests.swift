import Foundation
import TestSupport
import Testing

/// `--target` in all commands.
struct TargetTests {
  /// A folder of files.
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Grows its memory by two pages and returns the old size, then touches the new page.
  private static let growing = """
    (module (memory (export "memory") 1 8)
      (func (export "main") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (memory.grow (i32.const 2)))
        (i32.store (i32.const 131068) (memory.grow (i32.const 9)))
        (i32.store (i32.const 4) (i32.load (i32.const 131068)))
        (i32.store (i32.const 8) (memory.size))
        (i64.const 0x0000000c00000000)))
    """

  @Test(arguments: ["gp-0.7", "gp-0.8", "gp-0.8,no-heap-zones,no-cmov-reads"])
  func memoryGrows(_ target: String) throws {
    let file = try folder.write("grow.wat", Self.growing)
    for level in ["0", "2", "z"] {
      let result = try BuiltCommand.run(["run", file, "--target", target, "--opt", level])
      #expect(result.lines.prefix(2) == ["exit: halt", "output: 01000000ffffffff03000000"])
    }
  }

  @Test func programsAreReadAsWhatTheyAreToldToBe() throws {
    let file = try folder.write("grow.wat", Self.growing)
    let old = folder.path("old.jam")
    let new = folder.path("new.jam")
    #expect(try BuiltCommand.run(["build", file, "-o", old]).status == 0)
    #expect(try BuiltCommand.run(["build", file, "-o", new, "--target", "gp-0.8"]).status == 0)
    #expect(try BuiltCommand.run(["run", new, "--target", "gp-0.8"]).status == 0)
    #expect(try BuiltCommand.run(["run", old]).status == 0)
    let assembly = try BuiltCommand.run(["disasm", new, "--target", "gp-0.8"]).text
    #expect(assembly.contains("ecalli 1") && !assembly.contains("sbrk"))
    let inspected = try BuiltCommand.run(["inspect", new, "--target", "gp-0.8"]).text
    #expect(inspected.contains("target            gp-0.8\n"))
    #expect(inspected.contains("rw after grow_heap"))
    let log = folder.path("run.log")
    #expect(
      try BuiltCommand.run(["trace", "record", new, "-o", log, "--target", "gp-0.8"]).status == 0)
    #expect(try BuiltCommand.run(["trace", "replay", log, "--target", "gp-0.8"]).status == 0)
    #expect(try BuiltCommand.run(["trace", "replay", log]).status == 1)
  }

  @Test func refusedProgramsNameRulePlaceAndInstruction() throws {
    let file = try folder.write("end.pvm", "load_imm r7, 1\nadd_64 r7, r7, r7\n")
    for command in ["run", "disasm", "inspect"] {
      let result = try BuiltCommand.run([command, file, "--target", "gp-0.8"])
      #expect(result.status == 1)
      #expect(
        result.messages.contains(
          "byte 3: not a valid program: the last instruction does not end a block (add_64) [P019]"))
      #expect(result.messages.contains("gp-0.8 refuses it; gp-0.7 does not: is --target right?"))
    }
    #expect(try BuiltCommand.run(["disasm", file]).status == 0)
    let start = try folder.write("start.pvm", "load_imm r7, 1\ntrap\n")
    let result = try BuiltCommand.run(["run", start, "--target", "gp-0.8", "--pc", "1"])
    #expect(result.status == 1)
    #expect(result.messages.contains("byte 1: not a valid program: the run would start where no"))
  }

  @Test func otherTargetsAreUsageErrors() throws {
    for name in ["gp-0.9", "gp-0.8,no-x", ""] {
      let result = try BuiltCommand.run(["disasm", "x", "--target", name])
      #expect(result.status == 2)
      #expect(result.messages.contains("gp-0.7 or gp-0.8"))
    }
  }

  @Test func profileShowsBlocksAndATimeline() throws {
    let file = try folder.write("grow.wat", Self.growing)
    let lines = try BuiltCommand.run(["run", file, "--target", "gp-0.8", "--profile"]).lines
    #expect(lines.contains { $0.contains("entered 1 times") && $0.contains("gas each") })
    #expect(lines.contains { $0.hasPrefix("  decode  start   done retire  instruction") })
    #expect(lines.contains("executed by instructions"))
  }

  @Test func guestsOfBothTargets() throws {
    let file = try folder.write("grow.wat", Self.growing)
    for (target, guest) in [("gp-0.8", "gp-0.8"), ("gp-0.8", "gp-0.7"), ("gp-0.7", "gp-0.8")] {
      let result = try BuiltCommand.run([
        "pvm-in-pvm", file, "--target", target, "--guest-target", guest, "--compare",
      ])
      #expect(result.status == 0, "\(target) in \(guest): \(result.messages)")
    }
  }
}
