import PVM
import PVMCodegen
import PVMVM
import Support
import Testing

/// Marks of seldom taken sides under Gray Paper 0.8.
@Suite struct BranchMarksTests {
  /// An allocated function, linked for 0.8.
  private func run(_ body: String, without disabled: Set<CodegenPass> = []) throws -> ProgramRun {
    var costs = CostModel()
    costs.target = .gp08
    return try ProgramRun(
      "function @0 \"f\" allocated {\nparameters r0, r7, r8\n\(body)\n}",
      passes: PassOptions(costs: costs, disabled: disabled, verifies: true),
      options: LinkOptions(target: .gp08))
  }

  /// The mnemonics of the function.
  private func code(_ run: ProgramRun) -> [String] {
    let blob = run.linked.blob
    var names: [String] = []
    var pc = run.linked.functions[0].code.lowerBound
    while pc < blob.code.count {
      let decoded = InstructionDecoder.decode(blob, at: pc)
      names.append("\(decoded.effective.opcode.row.mnemonic)")
      pc = decoded.next
    }
    return names
  }

  /// A loop that sums up.
  private static let loop = """
    b0:
      jump b1
    b1 frequency 11:
      branch_eq_imm r7, 0, b3, b2
    b2 frequency 10:
      r8 = add_64 r8, r7
      r7 = add_imm_64 r7, -1
      jump b1
    b3:
      r7 = copy r8
      ret r0 (r7)
    """

  @Test func exitOfALoopIsMarked() throws {
    let marked = try run(Self.loop)
    let plain = try run(Self.loop, without: [.branchMarks])
    #expect(code(marked).filter { $0 == "unlikely" }.count == 1)
    #expect(!code(plain).contains("unlikely"))
    let (fast, slow) = (try marked.run(10, 0), try plain.run(10, 0))
    #expect(fast.exit == .halt && fast.registers == slow.registers)
    // Each round's branch costs 1 instead of 20.
    #expect(fast.gas < slow.gas - 9 * 15)
  }

  /// A return is 22 cycles, so that its mark costs 18 in half of the cases and saves 19 in all; a second
  /// mark saves nothing.
  @Test func oneSideIsMarked() throws {
    let even = try run(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 0.5:
        r8 = add_imm_64 r8, 1
        ret r0 (r8)
      b2 frequency 0.5:
        r8 = add_imm_64 r8, 2
        ret r0 (r8)
      """)
    #expect(code(even).filter { $0 == "unlikely" }.count == 1)
  }

  /// Sides that are as frequent as their branch are not worth 40.
  @Test func frequentSidesAreNotMarked() throws {
    let often = try run(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 5:
        r8 = add_imm_64 r8, 1
        ret r0 (r8)
      b2 frequency 5:
        r8 = add_imm_64 r8, 2
        ret r0 (r8)
      """)
    #expect(!code(often).contains("unlikely"))
  }

  /// A trap makes the branch cheap as it is.
  @Test func trapsNeedNoMark() throws {
    let run = try run(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 0.00001:
        trap
      b2:
        ret r0 (r8)
      """)
    #expect(!code(run).contains("unlikely"))
  }
}
