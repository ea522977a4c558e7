import PVM
import PVMCodegen
import Testing

/// Sharing of constants: results that the verifier accepts, with the loads where they run least often.
@Suite struct ConstantPlacementTests {
  /// A function before allocation, after the pass; the verifier accepted it.
  private func placed(_ body: String) throws -> String {
    let text = "function @0 \"f\" selected {\n\(body)\n}"
    var function = try #require(try MachineParser.parse(text).first)
    try MachineVerifier.verify(function, after: "parsing")
    _ = ConstantPlacement.run(&function, CostModel())
    try MachineVerifier.verify(function, after: "constant placement")
    return MachinePrinter.text([function])
  }

  /// How often a line of a text loads a constant.
  private func loads(in text: String) -> Int {
    text.split(separator: "\n").count { $0.contains("load_constant") }
  }

  @Test func firstOfTwoLoadsInABlockStays() throws {
    let text = try placed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = load_constant 131072
        v3 = load_ind_u32 v2, 16
        v4 = load_constant 131072
        store_ind_u32 v3, v4, 20
        v5 = load_constant 131072
        store_ind_u32 v3, v5, 24
        ret v0 ()
      """)
    #expect(loads(in: text) == 1)
  }
}
