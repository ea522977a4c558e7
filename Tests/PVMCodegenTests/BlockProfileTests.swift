import PVMCodegen
import Support
import Testing

/// Counts of a profile become frequencies.
@Suite struct BlockProfileTests {
  /// A function with a branch, whose blocks are estimated to run once, 0.25 and 0.75 times.
  private func function() throws -> MachineFunction {
    let text = """
      function @0 "f" selected {
        parameters v0:r0, v1:r7
      b0:
        branch_eq_imm v1, 7, b1, b2
      b1:
        jump b2
      b2:
        ret v0 ()
      }
      """
    var function = try #require(try MachineParser.parse(text).first)
    function.shape = BlockProfile.shape(of: function)
    for (block, frequency) in zip(function.blocks.indices, [1, 0.25, 1]) {
      function.blocks[block].frequency = frequency
    }
    return function
  }

  /// The frequencies with counts; nil if they are not used.
  private func frequencies(_ counts: [UInt64?], shape: UInt64? = nil) throws -> [Double]? {
    var function = try function()
    let profile = BlockProfile(functions: [
      "f": BlockProfile.Function(shape: shape ?? function.shape, counts: BlockTable(counts))
    ])
    guard profile.apply(to: &function) else { return nil }
    return function.blocks.map(\.frequency)
  }

  @Test func countsOutweighTheEstimate() throws {
    #expect(try frequencies([99, 9, 99]) == [1, 0.0925, 1])
  }

  /// A run that did not come there says little if it came by only once.
  @Test func whatDidNotRunIsAsRareAsItWasLookedFor() throws {
    #expect(try frequencies([1, 0, 1]) == [1, 0.125, 1])
    #expect(try frequencies([249, 0, 249]) == [1, 0.001, 1])
  }

  @Test func whatNeverRanKeepsItsEstimate() throws {
    #expect(try frequencies([0, 0, 0]) == [1, 0.25, 1])
    #expect(try frequencies([nil, nil, nil]) == [1, 0.25, 1])
  }

  @Test func countsOfAnotherShapeAreNotUsed() throws {
    #expect(try frequencies([99, 9, 99], shape: 1) == nil)
    #expect(try frequencies([99, 9]) == nil)
  }
}
