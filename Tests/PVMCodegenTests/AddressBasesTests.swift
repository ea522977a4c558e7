import PVM
import PVMCodegen
import Testing

/// Registers that hold addresses with the memory's base added: fewer bytes, and the same program.
@Suite struct AddressBasesTests {
  /// The memory's address in these tests.
  private static let base: Int64 = 0x20000

  /// A function before allocation, after the pass; the verifier accepted it.
  private func changed(_ body: String, bytesPerGas: Double = 0) throws -> [String] {
    let text = "function @0 \"f\" selected {\n\(body)\n}"
    var function = try #require(try MachineParser.parse(text).first)
    try MachineVerifier.verify(function, after: "parsing")
    _ = AddressBases.run(
      &function, base: Self.base, CostModel(bytesPerGas: bytesPerGas))
    try MachineVerifier.verify(function, after: "choosing the form of addresses")
    return MachinePrinter.text([function]).split(separator: "\n").map {
      $0.trimmingPrefix { $0 == " " }.description
    }
  }

  /// The lines that contain one of the words.
  private func lines(_ text: [String], _ words: String...) -> [String] {
    text.filter { line in words.contains { line.contains($0) } }
  }

  @Test func sumOfAnAddressAndAConstantTakesTheBase() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = add_imm_32 v1, -64
        v3 = load_ind_u64 v2, 131080
        store_ind_u64 v3, v2, 131088
        ret v0 ()
      """, bytesPerGas: 100)
    #expect(
      lines(text, "add_imm", "_ind") == [
        "v2 = add_imm_32 v1, 131008", "v3 = load_ind_u64 v2, 8", "store_ind_u64 v3, v2, 16",
      ])
  }

  @Test(arguments: [Int64.max, .max - 0x1FFFF, .min, .min + 0x1FFFF, 0x7FFF_FFFF, -0x8000_0000])
  func constantsAtTheEndsWrapAround(_ constant: Int64) throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = load_constant \(constant)
        v3 = load_ind_u64 v2, 131080
        store_ind_u64 v3, v2, 131088
        v4 = add_imm_32 v2, -2147483648
        store_ind_u64 v3, v4, 131088
        ret v0 ()
      """)
    let based = Int64(Int32(truncatingIfNeeded: constant &+ Self.base))
    #expect(lines(text, "load_ind") == ["v3 = load_ind_u64 v2, 8"])
    #expect(lines(text, "load_constant") == ["v2 = load_constant \(based)"])
  }

  @Test func severalAccessesShareOneAddition() throws {
    let body = """
        parameters v0:r0, v1:r7
      b0:
        v2 = load_ind_u64 v1, 131072
        v3 = load_ind_u64 v1, 131080
        store_ind_u64 v2, v1, 131088
        store_ind_u64 v3, v1, 131096
        store_imm_ind_u8 v1, 131104, 1
        ret v0 (v1:r7)
      """
    let text = try changed(body)
    #expect(
      lines(text, "add_imm", "_ind") == [
        "v4 = add_imm_32 v1, 131072", "v2 = load_ind_u64 v4, 0", "v3 = load_ind_u64 v4, 8",
        "store_ind_u64 v2, v4, 16", "store_ind_u64 v3, v4, 24", "store_imm_ind_u8 v4, 32, 1",
      ])
    // Where an instruction is worth many bytes, none is added.
    #expect(lines(try changed(body, bytesPerGas: 100), "add_imm").isEmpty)
  }

  @Test func oneAccessIsLeftAlone() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = load_ind_u64 v1, 131072
        ret v0 (v2:r7)
      """)
    #expect(lines(text, "add_imm").isEmpty)
    #expect(lines(text, "_ind") == ["v2 = load_ind_u64 v1, 131072"])
  }

  @Test func pointerOfALoopStartsWithTheBase() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7, v2:r8
      b0:
        v3 = load_constant 1024
        jump b1(v3, v2)
      b1(v4, v5) frequency 8:
        store_imm_ind_u8 v4, 131072, 1
        store_imm_ind_u8 v4, 131073, 2
        v6 = add_imm_32 v4, 2
        v7 = add_imm_64 v5, -1
        branch_ne_imm v7, 0, b1(v6, v7), b2
      b2:
        ret v0 ()
      """, bytesPerGas: 100)
    #expect(
      lines(text, "load_constant", "add_imm_32", "_ind") == [
        "v3 = load_constant 132096", "store_imm_ind_u8 v4, 0, 1", "store_imm_ind_u8 v4, 1, 2",
        "v6 = add_imm_32 v4, 2",
      ])
  }

  @Test func addressOutsideTheMemoryLosesNothing() throws {
    // What a program does with the arguments' address: the base is taken away first.
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = add_imm_32 v1, -131072
        v3 = load_ind_u64 v2, 131072
        v4 = load_ind_u64 v2, 131080
        v5 = add_64 v3, v4
        ret v0 (v5:r7)
      """)
    #expect(
      lines(text, "add_imm", "_ind") == [
        "v2 = add_imm_32 v1, 0", "v3 = load_ind_u64 v2, 0", "v4 = load_ind_u64 v2, 8",
      ])
  }

  @Test func valueUsedAsANumberKeepsItsForm() throws {
    let text = try changed(
      """
        parameters v0:r0, v1:r7
      b0:
        v2 = add_imm_32 v1, 8
        v3 = load_ind_u64 v2, 131072
        v4 = mul_64 v2, v3
        ret v0 (v4:r7)
      """, bytesPerGas: 4)
    #expect(lines(text, "add_imm") == ["v2 = add_imm_32 v1, 8"])
    #expect(lines(text, "mul") == ["v4 = mul_64 v2, v3"])
  }

  @Test func valueThatIsNotSignExtendedIsNeverMadeFromItsBasedForm() throws {
    // v4 has 64 bits, of which accesses see 32 and the result all.
    let text = try changed(
      """
        parameters v0:r0, v1:r7, v2:r8
      b0:
        branch_eq v1, v2, b1, b2
      b1:
        v3 = add_imm_32 v1, -131072
        jump b3(v3)
      b2:
        jump b3(v2)
      b3(v4):
        v5 = load_ind_u64 v4, 131072
        v6 = load_ind_u64 v4, 131080
        v7 = load_ind_u64 v4, 131088
        v8 = load_ind_u64 v4, 131096
        v9 = add_64 v5, v6
        v10 = add_64 v7, v8
        v11 = add_64 v9, v10
        store_imm_ind_u8 v4, 131104, 1
        ret v0 (v4:r7, v11:r8)
      """)
    #expect(lines(text, "ret") == ["ret v0 (v4:r7, v11:r8)"])
    #expect(lines(text, "v3 =") == ["v3 = add_imm_32 v1, -131072"])
    #expect(lines(text, "add_imm_32 v4") == ["v12 = add_imm_32 v4, 131072"])
  }
}
