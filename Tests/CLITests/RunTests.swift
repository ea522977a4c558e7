import Foundation
import TestSupport
import Testing

/// `run` on compiled programs: results, exit statuses, JSON, traces.
struct RunTests {
  /// Runs a program from standard input.
  private func run(_ program: [UInt8], _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["run", "-"] + arguments, input: program)
  }

  /// The JSON object that a run printed.
  private func json(_ result: BuiltCommand.Result) throws -> [String: Any] {
    #expect(result.lines.count == 1)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  @Test func haltPrintsOutputAndGas() throws {
    let result = try run(SamplePrograms.addition, SamplePrograms.additionArguments)
    #expect(result.status == 0)
    #expect(result.text == "exit: halt\noutput: 0c000000\ngas used: 8\n")
    #expect(result.messages.isEmpty)
  }

  @Test func everyKindOfInputRuns() throws {
    for input in [SamplePrograms.additionContainer, Array("  jump_ind r0, 0\n".utf8)] {
      let result = try run(input, SamplePrograms.additionArguments)
      #expect(result.status == 0)
    }
    // A bare blob has no heap page to put the result into.
    #expect(try run(SamplePrograms.additionBlob, SamplePrograms.additionArguments).status == 4)
  }

  @Test(arguments: [
    ["05,00,00,00,07,00,00,00"], ["0x05000000_07000000"], ["05 00 00 00 07 00 00 00"],
    ["--args", "0500000007000000"], ["--args=05,00,00,00,07000000"],
  ])
  func argumentsHaveSeveralForms(_ arguments: [String]) throws {
    let result = try BuiltCommand.run(["run", "-"] + arguments, input: SamplePrograms.addition)
    #expect(result.lines.contains("output: 0c000000"))
  }

  @Test func argumentsComeFromAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("args", [5, 0, 0, 0, 7, 0, 0, 0] as [UInt8])
    let result = try run(SamplePrograms.addition, "--args-file", path)
    #expect(result.lines.contains("output: 0c000000"))
  }

  @Test func argumentsMayFillTheArgumentSpaceButNotMore() throws {
    let folder = try TemporaryFolder()
    let most = try folder.write("most", [UInt8](repeating: 1, count: 1 << 24))
    let result = try run(SamplePrograms.addition, "--args-file", most)
    #expect(result.lines.contains("output: 02020202"))
    let more = try folder.write("more", [UInt8](repeating: 1, count: 1 << 24 + 1))
    let failure = try run(SamplePrograms.addition, "--args-file", more)
    #expect(failure.status == 1)
    #expect(
      failure.messages
        == "wasm-pvm: the arguments have 16777217 bytes; a program takes at most 16777216\n")
  }

  @Test func jsonHasTheWholeOutcome() throws {
    let result = try run(SamplePrograms.addition, SamplePrograms.additionArguments, "--json")
    #expect(result.status == 0)
    let object = try json(result)
    #expect(object["exit"] as? String == "halt")
    #expect(object["output"] as? String == "0c000000")
    #expect(object["gas_used"] as? Int == 8)
    #expect(object["gas_left"] as? Int == 4_999_999_992)
    #expect(object["pc"] as? Int == 28)
    #expect(
      object["registers"] as? [String] == [
        "0xffff0000", "0xfefe0000", "0xc", "0x7", "0x0", "0x0", "0x0", "0x20000", "0x4", "0x0",
        "0x0", "0x0", "0x0",
      ])
  }

  @Test func gasLimitIsObserved() throws {
    let enough = try run(SamplePrograms.addition, SamplePrograms.additionArguments, "--gas", "8")
    #expect(enough.status == 0)
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--gas", "7", "--json")
    #expect(result.status == 5)
    let object = try json(result)
    #expect(object["exit"] as? String == "out-of-gas")
    #expect(object["gas_used"] as? Int == 7)
    #expect(object["gas_left"] as? Int == 0)
    #expect(object["pc"] as? Int == 28)
  }

  @Test func gasZeroIsOutOfGasAtOnce() throws {
    let result = try run(SamplePrograms.addition, "--gas", "0")
    #expect(result.status == 5)
    #expect(result.text == "exit: out of gas\npc: 0\ngas used: 0\n")
  }

  @Test func panicHasItsStatus() throws {
    let result = try run(SamplePrograms.addition, "--pc", "5")
    #expect(result.status == 3)
    #expect(result.text == "exit: panic\npc: 5\ngas used: 1\n")
  }

  @Test func pageFaultHasItsStatusAndAddress() throws {
    let result = try run(SamplePrograms.addition, "--json")
    #expect(result.status == 4)
    let object = try json(result)
    #expect(object["exit"] as? String == "page-fault")
    #expect(object["fault_address"] as? Int == 0xFEFF_0000)
    #expect(object["stack_overflow"] as? Bool == false)
    #expect(object["gas_used"] as? Int == 2)
    #expect(object["output"] as? String == "")
  }

  @Test func unhandledHostCallHasItsStatusAndIndex() throws {
    let program = try SamplePrograms.assembled("  ecalli 7\n  trap\n")
    let result = try run(program, "--json")
    #expect(result.status == 6)
    let object = try json(result)
    #expect(object["exit"] as? String == "host-call")
    #expect(object["host_call"] as? Int == 7)
    #expect(object["gas_used"] as? Int == 1)
  }

  @Test func logPrintsToStandardError() throws {
    // Level 2, no target, message of 5 bytes in the read-only data.
    let code = """
        load_imm r7, 2
        load_imm r8, 0
        load_imm r9, 0
        load_imm r10, 0x10000
        load_imm r11, 5
        ecalli 100
        load_imm r8, 0
        jump_ind r0, 0
      """
    let program = try SamplePrograms.assembled(code, data: Array("hello".utf8))
    let result = try run(program)
    #expect(result.status == 0)
    #expect(result.messages.contains("hello\n"))
    // Eight instructions, and ten for the call.
    #expect(result.text == "exit: halt\noutput: \ngas used: 18\n")
  }

  @Test func startOutsideTheCodeIsAnError() throws {
    let result = try run(SamplePrograms.addition, "--pc", "30")
    #expect(result.status == 1)
    #expect(
      result.messages == "wasm-pvm: there is no entry point at pc 30: the code has 30 bytes\n")
  }

  @Test func resultCanBeReadByItsEndAddress() throws {
    let code = """
        load_imm r7, 0x10001
        load_imm r8, 0x10003
        jump_ind r0, 0
      """
    let program = try SamplePrograms.assembled(code, data: [1, 2, 3, 4])
    let byEnd = try run(program, "--result-end-address")
    #expect(byEnd.lines.contains("output: 0203"))
    // As a length it is 65,539 bytes, which are not all readable: no output.
    #expect(try run(program).lines.contains("output: "))
  }

  @Test func outputGoesToAFileAsItIs() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "-o", folder.path("out"))
    #expect(result.status == 0)
    #expect(folder.read("out") == [12, 0, 0, 0])
  }

  @Test func aRunThatDoesNotHaltWritesNoFile() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "-o", folder.path("out"), "--gas",
      "3")
    #expect(result.lines.first == "exit: out of gas")
    #expect(folder.read("out") == nil)
  }

  @Test func traceHasALinePerInstruction() throws {
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--trace", "--gas", "100")
    #expect(result.status == 0)
    let lines = result.lines
    #expect(lines.count == 8 + 3)
    #expect(lines[0].contains("jump"))
    #expect(lines[1].contains("load_ind_u32 r2, [r7]") && lines[1].contains("r2=0x5"))
    #expect(lines[3].split(separator: " ").prefix(2) == ["15", "97"])
    #expect(lines.suffix(3) == ["exit: halt", "output: 0c000000", "gas used: 8"])
  }

  @Test func traceGoesToAFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("trace")
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--json", "--trace=\(path)")
    #expect(try json(result)["exit"] as? String == "halt")
    let lines = String(decoding: try #require(folder.read("trace")), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 8)
  }

  @Test func traceIntoNowhereIsAnError() throws {
    let result = try run(SamplePrograms.addition, "--trace=/nonexistent/trace")
    #expect(result.status == 1)
    #expect(
      result.messages
        == "wasm-pvm: cannot write /nonexistent/trace: No such file or directory\n")
  }

  @Test func profileSharesOutTheGas() throws {
    let result = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--profile", "--json")
    let profile = try #require(try json(result)["profile"] as? [String: Any])
    #expect(profile["total"] as? Int == 8)
    let instructions = try #require(profile["instructions"] as? [[String: Any]])
    #expect(instructions.compactMap { $0["gas"] as? Int }.reduce(0, +) == 8)
    #expect(instructions.contains { $0["name"] as? String == "add_32" })
  }

  /// The gas, instructions and bytes of all purposes in a profile, and of the total.
  private func purposes(
    _ result: BuiltCommand.Result
  ) throws -> (sums: [String: [String: Int]], total: [String: Int], isDerived: Bool) {
    let profile = try #require(try json(result)["profile"] as? [String: Any])
    let table = try #require(profile["purposes"] as? [String: Any])
    return (
      try #require(table["purposes"] as? [String: [String: Int]]),
      try #require(table["total"] as? [String: Int]), try #require(table["derived"] as? Bool)
    )
  }

  @Test func profileSaysWhatTheGasWasFor() throws {
    let module = try run(
      Array(SampleModules.arithmetic.utf8), SamplePrograms.additionArguments, "--profile", "--json")
    let file = try run(
      SamplePrograms.addition, SamplePrograms.additionArguments, "--profile", "--json")
    for (result, isDerived) in [(module, false), (file, true)] {
      let table = try purposes(result)
      #expect(table.isDerived == isDerived)
      for key in ["gas", "instructions", "bytes"] {
        #expect(table.total[key] == table.sums.values.reduce(0) { $0 + ($1[key] ?? 0) })
      }
      #expect(table.total["gas"] == (try json(result)["gas_used"] as? Int))
      #expect(table.sums["return"]?["gas"] == 1)
      #expect(table.sums["memory"]?["gas"] ?? 0 >= 3)
    }
    let text = try run(SamplePrograms.addition, SamplePrograms.additionArguments, "--profile")
    #expect(text.lines.contains("gas by purpose, derived from the bytes"))
    #expect(text.lines.contains { $0.hasSuffix("  total") && $0.contains("100.0%") })
  }
}
