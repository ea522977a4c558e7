import Foundation
import TestSupport
import Testing

/// `pvm-in-pvm`: results as outside, gas of every depth, errors.
struct PVMInPVMCommandTests {
  /// Runs a program from standard input.
  private func run(_ program: [UInt8], _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["pvm-in-pvm", "-"] + arguments, input: program)
  }

  @Test func theOutcomeIsThatOfRun() throws {
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--compare", "--depth", "2")
    #expect(result.status == 0)
    #expect(result.lines.prefix(3) == ["exit: halt", "output: 0c000000", "gas used: 8"])
    #expect(result.lines.count == 5)
    #expect(result.lines[3].hasPrefix("gas used by interpreter 1: "))
    #expect(result.lines[4].hasPrefix("gas used by interpreter 2: "))
  }

  @Test func jsonHasTheGasOfEveryDepth() throws {
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--json", "--guest-opt", "z")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(object["exit"] as? String == "halt")
    #expect(object["output"] as? String == "0c000000")
    #expect(object["gas_used"] as? Int == 8)
    #expect(object["pc"] as? Int == 28)
    let outer = try #require(object["interpreter_gas_used"] as? [Int])
    #expect(outer.count == 1 && outer[0] > 1000)
  }

  @Test(arguments: [
    ("trap\n", 3, "exit: panic"), ("loop: jump loop\n", 5, "exit: out of gas"),
    ("store_imm_u8 [0x54321], 1\n", 4, "exit: page fault at 0x54000"),
    ("ecalli 77\ntrap\n", 6, "exit: host call 77"),
    ("ecalli 5\ntrap\n", 6, "exit: the interpreter ended: host call 5"),
  ])
  func exitStatusesAreThoseOfRun(_ assembly: String, _ status: Int, _ line: String) throws {
    let result = try run(Array(assembly.utf8), "--gas", "1000")
    #expect(Int(result.status) == status)
    #expect(result.lines.first == line)
  }

  @Test func theLogComesThroughEveryDepth() throws {
    let assembly = """
      store_imm_ind_u32 [r1 - 16], 0x69480A21
      load_imm r7, 3
      load_imm r8, 0
      load_imm r9, 0
      add_imm_64 r10, r1, -15
      load_imm r11, 3
      ecalli 100
      trap

      """
    let result = try run(Array(assembly.utf8), "--depth", "2")
    #expect(result.messages == "[helpful] \nHi\n")
    #expect(result.status == 3)
  }

  @Test func theGuestIsWritten() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appendingPathComponent("guest.jam").path
    let result = try run(SamplePrograms.addition, "--guest-output", path)
    #expect(result.status == 4, "the addition reads arguments that are not there")
    let inspected = try BuiltCommand.run(["inspect", path])
    #expect(inspected.status == 0)
  }

  @Test func badCommandLinesAreUsageErrors() throws {
    for arguments in [["--depth", "0"], ["--depth", "9"], ["--guest-opt", "4"], ["--opt", "2"]] {
      let result = try BuiltCommand.run(
        ["pvm-in-pvm", "-"] + arguments, input: SamplePrograms.addition)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func whatIsNoProgramFails() throws {
    let result = try run([1, 2, 3])
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
  }
}
