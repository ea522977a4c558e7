import TestSupport
import Testing

/// `disasm` on every kind of compiled input.
struct DisasmTests {
  @Test(arguments: ["jam", "container", "blob"])
  func printsTheProgram(_ kind: String) throws {
    let input =
      switch kind {
      case "jam": SamplePrograms.addition
      case "container": SamplePrograms.additionContainer
      default: SamplePrograms.additionBlob
      }
    let result = try BuiltCommand.run(["disasm", "-"], input: input)
    #expect(result.status == 0)
    #expect(
      result.lines.suffix(7) == [
        "  load_ind_u32 r2, [r7]", "  load_ind_u32 r3, [r7 + 4]", "  add_32 r2, r2, r3",
        "  load_imm r7, 0x20000", "  store_ind_u32 [r7], r2", "  load_imm r8, 4",
        "  jump_ind r0, 0",
      ])
  }

  @Test func textCanBeReadAgain() throws {
    let first = try BuiltCommand.run(["disasm", "-"], input: SamplePrograms.addition)
    let second = try BuiltCommand.run(["disasm", "-"], input: first.output)
    #expect(second.status == 0)
    #expect(second.output == first.output)
  }

  @Test func styleShowsBytes() throws {
    let result = try BuiltCommand.run(
      ["disasm", "-", "--style", "bytes"], input: SamplePrograms.addition)
    #expect(result.lines.contains { $0.hasPrefix("@10:") && $0.hasSuffix("; 80 72") })
  }

  @Test func functionsAreNamedFromASymbolFile() throws {
    let folder = try TemporaryFolder()
    let symbols = try folder.write("add.sym", "a 1e add two numbers\n")
    let result = try BuiltCommand.run(
      ["disasm", "-", "--symbols", symbols], input: SamplePrograms.addition)
    #expect(result.status == 0)
    #expect(result.text.contains("add two numbers"))
  }
}
