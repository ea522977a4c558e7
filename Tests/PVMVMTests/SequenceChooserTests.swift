import PVM
import PVMVM
import Testing

/// Which sequences of instructions deserve an operation of their own.
@Suite struct SequenceChooserTests {
  /// An instruction by its registers.
  private func make(
    _ opcode: Opcode, a: UInt8 = 0, b: UInt8 = 0, d: UInt8 = 0
  ) -> Instruction {
    Instruction(opcode, a: Register(a), b: Register(b), d: Register(d))
  }

  /// The rows that are chosen, with their weights.
  private func rows(
    _ count: Int, _ blocks: [([Instruction], Double)]
  ) -> [String] {
    var chooser = SequenceChooser()
    for (block, weight) in blocks { chooser.add(block, weight: weight) }
    return chooser.choose(count).map { "\($0.sequence.row): \($0.weight)" }
  }

  @Test func frequentPairsBecomeSequencesOfUpToThree() {
    let long = [
      make(.addImm32, a: 1, b: 2), make(.xorImm, a: 3, b: 4), make(.orImm, a: 5, b: 6),
      make(.jump),
    ]
    let short = [make(.addImm32, a: 1, b: 2), make(.xorImm, a: 3, b: 4), make(.jump)]
    // The most frequent pair first; then what is most frequent, sequences included.
    #expect(rows(1, [(long, 5), (short, 2)]) == ["add_imm_32 xor_imm: 7.0"])
    #expect(
      rows(3, [(long, 5), (short, 2)]) == [
        "add_imm_32 xor_imm: 5.0", "or_imm jump: 5.0", "add_imm_32 xor_imm jump: 2.0",
      ])
    // There are no more pairs than this.
    #expect(rows(9, [(short, 1)]).count == 2)
    #expect(rows(9, [(short, 0)]).isEmpty)
  }

  @Test func linksAreAskedForWhereNearlyAllHaveThem() {
    let linked = [make(.addImm32, a: 1, b: 2), make(.loadIndU8, a: 3, b: 1)]
    let loose = [make(.addImm32, a: 1, b: 2), make(.loadIndU8, a: 3, b: 4)]
    #expect(rows(1, [(linked, 9), (loose, 1)]) == ["add_imm_32 load_ind_u8.b: 9.0"])
    #expect(rows(1, [(linked, 8), (loose, 2)]) == ["add_imm_32 load_ind_u8: 10.0"])
    // A stored value is operand A; the operands of commutative instructions change places.
    let stored = [make(.addImm32, a: 1, b: 2), make(.storeIndU8, a: 1, b: 4)]
    #expect(rows(1, [(stored, 1)]) == ["add_imm_32 store_ind_u8.a: 1.0"])
    let second = [make(.addImm32, a: 1, b: 2), make(.add64, a: 3, b: 1, d: 4)]
    #expect(rows(1, [(second, 1)]) == ["add_imm_32 add_64.a: 1.0"])
    let subtracted = [make(.addImm32, a: 1, b: 2), make(.sub64, a: 3, b: 1, d: 4)]
    #expect(rows(1, [(subtracted, 1)]) == ["add_imm_32 sub_64.b: 1.0"])
  }

  @Test func whatLeavesTheLoopIsLast() {
    for opcode in [Opcode.ecalli, .sbrk, .unlikely] {
      let block = [make(opcode), make(.addImm32, a: 1, b: 2)]
      #expect(rows(1, [(block, 1)]).isEmpty)
    }
  }

  @Test func equalInstructionsPairUpOnce() {
    let three = Array(repeating: make(.loadIndU64, a: 1, b: 2), count: 3) + [make(.jump)]
    let other = [make(.addImm32, a: 1, b: 2), make(.jump)]
    // One pair of three loads, not two: the other pair is more frequent.
    #expect(rows(1, [(three, 2), (other, 3)]) == ["add_imm_32 jump: 3.0"])
  }
}
