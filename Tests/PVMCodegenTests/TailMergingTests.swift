import PVM
import PVMCodegen
import PVMVM
import Support
import Testing

/// Ends that blocks share, where that is worth the jumps.
@Suite struct TailMergingTests {
  /// Two cases that store the same things at their ends.
  private let program = """
    function @0 "f" framed {
      parameters r0:r0, r7:r7, r8:r8
    b0:
      branch_eq_imm r7, 0, b1, b2
    b1:
      r9 = add_imm_64 r8, 5
      r10 = xor r9, r8
      store_u64 r10, 131072
      store_u64 r9, 131080
      r7 = add_64 r9, r10
      ret r0 (r7:r7)
    b2:
      r9 = add_imm_64 r8, 7
      r10 = xor r9, r8
      store_u64 r10, 131072
      store_u64 r9, 131080
      r7 = add_64 r9, r10
      ret r0 (r7:r7)
    }
    """

  /// The program linked, its memory mapped.
  private func linked(_ costs: CostModel) throws -> ProgramRun {
    try ProgramRun(program, passes: PassOptions(costs: costs, verifies: true)) {
      $0.writableSize = 4096
    }
  }

  @Test func commonEndIsThereOnce() throws {
    let small = try linked(.smallest)
    let fast = try linked(CostModel(bytesPerGas: 100))
    #expect(small.linked.blob.code.count + 15 <= fast.linked.blob.code.count)
    for (first, second) in [(0, 9), (1, 9), (5, 0)] as [(UInt64, UInt64)] {
      let expected = try fast.run(first, second)
      let outcome = try small.run(first, second)
      #expect(outcome.exit == .halt && outcome.result == expected.result)
      let sum = second &+ (first == 0 ? 5 : 7)
      #expect(outcome.result == sum &+ (sum ^ second))
    }
  }

  @Test func differentEndsStay() throws {
    let changed = program.replacingLast("store_u64 r9, 131080", with: "store_u64 r9, 131088")
    let text = try ProgramRun(changed, passes: PassOptions(costs: .smallest, verifies: true)) {
      $0.writableSize = 4096
    }.disassembly
    // Only what comes behind the difference is shared.
    #expect(text.split(separator: "\n").count { $0.contains("xor") } == 2)
  }
}

extension String {
  /// The text with the last occurrence of a part replaced.
  fileprivate func replacingLast(_ part: String, with new: String) -> String {
    var pieces = split(separator: part, omittingEmptySubsequences: false).map(String.init)
    guard pieces.count > 1 else { return self }
    let last = pieces.removeLast()
    return pieces.joined(separator: part) + new + last
  }
}
