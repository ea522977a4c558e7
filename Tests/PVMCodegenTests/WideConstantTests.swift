import LLVM
import LoweringABI
import PVM
import PVMCodegen
import PVMVM
import Testing

/// Constants of 64 bits: the shortest way into a register, and the same value whichever it is.
@Suite struct WideConstantTests {
  /// Compiles a function that uses constants and runs it.
  private func run(
    _ body: String, costs: CostModel, disabled: Set<CodegenPass> = []
  ) throws -> (result: UInt64, code: Int, text: String) {
    let module = try Module(
      parsing: "@memory = external global [0 x i8]\ndefine i64 @f(i64 %a, i64 %b) {\n\(body)\n}")
    var options = CodegenOptions()
    options.checks = true
    options.costs = costs
    options.disabled = disabled
    var interface = ModuleInterface()
    interface.entries = [EntryPoint(name: "f", convention: .raw, symbol: "f")]
    interface.mappedPages = 1
    var codegen = try Codegen(module, interface: interface, options: options)
    _ = try codegen.generate()
    let linked = try codegen.link()
    var machine = try Machine(standardProgram: linked.program, gas: 1000)
    machine[.a0] = 3
    machine[.a1] = 4
    #expect(machine.run() == .halt)
    return (machine[.a0], linked.blob.code.count, Disassembler.text(of: linked.blob))
  }

  /// Two branches that need the same constant.
  private static func branches(_ constant: Int64) -> String {
    """
      %c = icmp ult i64 %a, %b
      br i1 %c, label %x, label %y
    x:
      %r = mul i64 %a, \(constant)
      ret i64 %r
    y:
      %s = xor i64 %b, \(constant)
      ret i64 %s
    """
  }

  @Test func constantNeededTwiceIsReadOnlyData() throws {
    let value: Int64 = 0x1234_5678_9ABC_DEF1
    let body = Self.branches(value)
    let pooled = try run(body, costs: CostModel())
    let plain = try run(body, costs: CostModel(), disabled: [.wideConstants])
    #expect(pooled.result == 3 &* UInt64(value) && plain.result == pooled.result)
    // It may also be loaded once in front of the branch; then there is nothing to share.
    if plain.text.split(separator: "\n").count(where: { $0.contains("load_imm_64") }) == 2 {
      #expect(pooled.code == plain.code - 10)
      #expect(!pooled.text.contains("load_imm_64"))
    }
  }

  @Test(
    arguments: [
      0x4000_0000_0000_0000, -0x8000_0000_0000_0000, 0x7_FFFF_FFFF_FFFF, 0xFFFF_FFFF, 0x1_C000_0000,
      -0x4000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF,
    ] as [Int64])
  func shiftedConstantsTakeTwoInstructionsWhereBytesCount(_ value: Int64) throws {
    let body = "%r = xor i64 %a, \(value)\nret i64 %r"
    let small = try run(body, costs: .smallest)
    let fast = try run(body, costs: CostModel())
    #expect(small.result == 3 ^ UInt64(bitPattern: value))
    #expect(fast.result == small.result)
    #expect(fast.text.contains("load_imm_64") && !small.text.contains("load_imm_64"))
    #expect(small.code < fast.code)
  }

  @Test func otherConstantsStayOneInstruction() throws {
    let small = try run(
      "%r = xor i64 %a, \(0x1234_5678_9ABC_DEF1 as Int64)\nret i64 %r", costs: .smallest)
    #expect(small.result == 3 ^ 0x1234_5678_9ABC_DEF1)
    #expect(small.text.contains("load_imm_64"))
  }
}
