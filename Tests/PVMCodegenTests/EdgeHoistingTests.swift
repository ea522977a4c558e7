import PVM
import PVMCodegen
import Testing

/// `EdgeHoisting`: what may be done in front of a branch.
@Suite struct EdgeHoistingTests {
  /// A framed loop whose way back is a block of its own with these instructions and this frequency; behind the loop `last` is returned.
  private func loop(_ body: String, frequency: Double = 8, last: String = "r7") throws -> String {
    var function = try #require(
      try MachineParser.parse(
        """
        function @0 "f" framed {
          parameters r0:r0, r7:r7, r8:r8, r9:r9
        b0:
          jump b1
        b1 frequency 9:
          r7 = add_imm_32 r7, 1
          r10 = load_ind_u8 r7, 131072
          branch_ne_imm r10, 0, b2, b3
        b2 frequency \(frequency):
          \(body)
          jump b1
        b3:
          r7 = move_reg \(last)
          ret r0 (r7:r7)
        }
        """
      ).first)
    try MachineVerifier.verify(function, after: "parsing")
    _ = EdgeHoisting.run(&function, CostModel())
    try MachineVerifier.verify(function, after: "the pass")
    return MachinePrinter.text([function])
  }

  /// Whether an instruction stands in front of the branch afterwards, and the block is gone.
  private func isHoisted(_ text: String) -> Bool {
    !text.contains("b3") && text.contains("branch_ne_imm r10, 0, b1, b2")
  }

  @Test(arguments: ["r8 = move_reg r9", "r8 = add_imm_32 r9, 4", "r8 = load_imm 3"])
  func copiesOnTheWayBackAreMadeInFront(_ instruction: String) throws {
    let text = try loop(instruction)
    #expect(isHoisted(text))
    let lines = text.split(separator: "\n")
    let branch = try #require(lines.firstIndex { $0.contains("branch_ne_imm") })
    #expect(lines[branch - 1].contains(instruction))
  }

  @Test func whatIsReadBehindTheOtherWayStays() throws {
    #expect(!isHoisted(try loop("r8 = move_reg r9", last: "r8")))
  }

  @Test func whatTheBranchReadsStays() throws {
    #expect(!isHoisted(try loop("r10 = move_reg r9")))
  }

  @Test func memoryIsNotTouchedEarly() throws {
    #expect(!isHoisted(try loop("r8 = load_ind_u8 r9, 131072")))
    #expect(!isHoisted(try loop("store_ind_u8 r9, r8, 131072")))
  }

  @Test func rareWaysStay() throws {
    #expect(!isHoisted(try loop("r8 = move_reg r9", frequency: 4)))
    // Two instructions must pay twice.
    let two = "r8 = move_reg r9\n          r11 = move_reg r9"
    #expect(isHoisted(try loop(two, frequency: 8)))
    #expect(!isHoisted(try loop(two, frequency: 6.5)))
  }
}
