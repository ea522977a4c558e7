import PVM
import PVMCodegen
import Testing

/// Accesses with long offsets that share an addition.
@Suite struct SharedOffsetsTests {
  /// A function before allocation, after the pass; the verifier accepted it.
  private func changed(_ body: String, bytesPerGas: Double = 0) throws -> [String] {
    let text = "function @0 \"f\" selected {\n\(body)\n}"
    var function = try #require(try MachineParser.parse(text).first)
    try MachineVerifier.verify(function, after: "parsing")
    _ = SharedOffsets.run(&function, CostModel(bytesPerGas: bytesPerGas))
    try MachineVerifier.verify(function, after: "sharing offsets")
    return MachinePrinter.text([function]).split(separator: "\n").map {
      $0.trimmingPrefix { $0 == " " }.description
    }.filter { $0.contains("add_imm") || $0.contains("load") || $0.contains("store") }
  }

  /// Accesses to fields of an element of a static array.
  private let fields = """
      parameters v0:r0, v1:r7
    b0:
      v2 = shlo_l_imm_32 v1, 6
      v3 = load_ind_u64 v2, 304816
      store_ind_u64 v3, v2, 304824
      store_imm_ind_u8 v2, 304832, 1
      store_imm_ind_u8 v2, 304840, 2
      ret v0 ()
    """

  @Test func fieldsOfAnArrayElementShareItsAddress() throws {
    #expect(
      try changed(fields) == [
        "v4 = add_imm_32 v2, 304816", "v3 = load_ind_u64 v4, 0", "store_ind_u64 v3, v4, 8",
        "store_imm_ind_u8 v4, 16, 1", "store_imm_ind_u8 v4, 24, 2",
      ])
  }

  @Test func whereAnInstructionIsWorthMuchNothingChanges() throws {
    #expect(try !changed(fields, bytesPerGas: 4).contains { $0.contains("add_imm") })
  }

  @Test func sumThatOnlyServesAsAddressIsChangedItself() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = add_imm_32 v1, 16
        v3 = load_ind_u64 v2, 304816
        store_ind_u64 v3, v2, 304824
        ret v0 ()
      """, bytesPerGas: 100)
    #expect(
      text == [
        "v2 = add_imm_32 v1, 304832", "v3 = load_ind_u64 v2, 0", "store_ind_u64 v3, v2, 8",
      ])
  }

  @Test func absoluteAddressesShareAConstant() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = load_u32 131072
        store_u32 v2, 131076
        store_imm_u32 131080, 5
        store_u64 v1, 131088
        v3 = load_i8 131096
        store_u8 v3, 131097
        v4 = load_u64 500000
        ret v0 (v4:r7)
      """)
    #expect(
      text == [
        "v5 = load_constant 131072", "v2 = load_ind_u32 v5, 0", "store_ind_u32 v2, v5, 4",
        "store_imm_ind_u32 v5, 8, 5", "store_ind_u64 v1, v5, 16", "v3 = load_ind_i8 v5, 24",
        "store_ind_u8 v3, v5, 25", "v4 = load_u64 500000",
      ])
  }

  @Test func storedValueThatIsAlsoTheAddressStaysTheSame() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        store_ind_u64 v1, v1, 304816
        store_ind_u64 v1, v1, 304824
        store_ind_u64 v1, v1, 304832
        store_ind_u64 v1, v1, 304840
        ret v0 ()
      """)
    #expect(text.first == "v2 = add_imm_32 v1, 304816")
    #expect(
      text.dropFirst() == [
        "store_ind_u64 v1, v2, 0", "store_ind_u64 v1, v2, 8", "store_ind_u64 v1, v2, 16",
        "store_ind_u64 v1, v2, 24",
      ])
  }
}
