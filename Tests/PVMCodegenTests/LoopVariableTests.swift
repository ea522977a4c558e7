import PVM
import PVMCodegen
import Testing

/// `LoopExitValues` and `Postponement`: what is computed again or later, and what stays.
@Suite struct LoopVariableTests {
  /// A function before allocation after a pass, as text; the verifier accepted it.
  private func changed(
    _ body: String, by pass: (inout MachineFunction) -> Void
  ) throws -> String {
    var function = try #require(
      try MachineParser.parse("function @0 \"f\" selected {\n\(body)\n}").first)
    try MachineVerifier.verify(function, after: "parsing")
    pass(&function)
    try MachineVerifier.verify(function, after: "the pass")
    return MachinePrinter.text([function])
  }

  /// A loop that looks for a zero byte and returns where it is; `form` is that of the variable's start.
  private func search(form: String) throws -> String {
    try changed(
      """
        parameters v0:r0, v1:r7\(form)
      b0:
        jump b1(v1)
      b1(v2) frequency 8:
        v3 = add_imm_32 v2, 1
        v4 = load_ind_u8 v2, 131072
        branch_ne_imm v4, 0, b1(v3), b2
      b2:
        ret v0 (v2:r7)
      """, by: { _ = LoopExitValues.run(&$0) })
  }

  /// The names of the instructions of a text, in order.
  private func names(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  ") else { return nil }
      let words = line.split(separator: " ")
      return String(words.count > 2 && words[1] == "=" ? words[2] : words[0])
    }
  }

  @Test func theStepMovesBehindTheLastUseAndTheExitComputesAgain() throws {
    #expect(
      names(in: try search(form: " signed"))
        == [
          "parameters", "jump", "load_ind_u8", "add_imm_32", "branch_ne_imm", "add_imm_32", "ret",
        ])
  }

  @Test func valuesThatAreNotSignExtendedStay() throws {
    #expect(
      names(in: try search(form: ""))
        == ["parameters", "jump", "add_imm_32", "load_ind_u8", "branch_ne_imm", "ret"])
  }

  /// A loop that counts up to a constant, which is compared with the old value.
  private func count(to limit: Int) throws -> String {
    try changed(
      """
        parameters v0:r0
      b0:
        v1 = load_constant 0
        jump b1(v1)
      b1(v2) frequency 8:
        v3 = add_imm_32 v2, 1
        branch_ne_imm v2, \(limit), b1(v3), b2
      b2:
        ret v0 ()
      """, by: { _ = LoopExitValues.run(&$0) })
  }

  @Test func comparisonsTakeTheNextConstant() throws {
    #expect(try count(to: 99).contains("branch_ne_imm v3, 100"))
    // The next constant is none of 32 bits.
    #expect(try count(to: 0x7FFF_FFFF).contains("branch_ne_imm v2, 2147483647"))
  }

  /// A loop with an exit in front of the step and one behind it; the first leads to `early`.
  private func search(early: String) throws -> String {
    try changed(
      """
        parameters v0:r0, v1:r7 signed
      b0:
        jump b1(v1)
      b1(v2) frequency 8:
        v4 = load_ind_u8 v2, 131072
        branch_eq_imm v4, 1, \(early), b2
      b2 frequency 7:
        v3 = add_imm_32 v2, 1
        branch_ne_imm v4, 0, b1(v3), b3
      b3:
        ret v0 (v2:r7)
      b4:
        ret v0 (v2:r7)
      """, by: { _ = LoopExitValues.run(&$0) })
  }

  @Test func exitsInFrontOfTheStepKeepTheVariable() throws {
    let text = try search(early: "b4")
    #expect(
      names(in: text)
        == [
          "parameters", "jump", "load_ind_u8", "branch_eq_imm", "add_imm_32", "branch_ne_imm",
          "add_imm_32", "ret", "ret",
        ])
    #expect(text.contains("add_imm_32 v3, -1"))
    #expect(text.contains("ret v0 (v2:r7)"))
  }

  @Test func exitsThatMeetBehindTheStepAreInTheWay() throws {
    // What both exits reach needs the variable whichever way it is reached.
    #expect(try !(search(early: "b3").contains("add_imm_32 v3, -1")))
  }

  /// A form that only the block behind a branch needs, which runs so often.
  private func branch(frequency: Double) throws -> String {
    try changed(
      """
        parameters v0:r0, v1:r7, v2:r8
      b0:
        v3 = sign_extend_8 v1
        branch_eq_imm v2, 0, b1, b2
      b1 frequency \(frequency):
        store_ind_u32 v3, v2, 0
        ret v0 (v2:r7)
      b2:
        ret v0 (v1:r7)
      """, by: { _ = Postponement.run(&$0, CostModel()) })
  }

  @Test func formsMoveToRarerBlocksOnly() throws {
    let stays = ["parameters", "sign_extend_8", "branch_eq_imm", "store_ind_u32", "ret", "ret"]
    let moves = ["parameters", "branch_eq_imm", "sign_extend_8", "store_ind_u32", "ret", "ret"]
    #expect(names(in: try branch(frequency: 0.25)) == moves)
    #expect(names(in: try branch(frequency: 0.5)) == stays)
  }
}
