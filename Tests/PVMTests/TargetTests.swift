import PVM
import TestSupport
import Testing

/// What differs between targets, against the specification's tables.
@Suite struct TargetTests {
  @Test(.enabled(if: SharedFolder.folder("spec") != nil, "needs ../shared/spec"))
  func opcodesOfEightAreThoseOfTheList() throws {
    let lines = try #require(SharedFolder.lines("spec/opcodes-0.8.tsv"))
    let rows = lines.dropFirst().filter { !$0.isEmpty }
    let target = Target.gp08
    #expect(
      target.opcodes.map { opcode in
        InstructionTableTests.line(opcode, number: target.byte(of: opcode))
      } == rows)
  }

  @Test(arguments: Target.all)
  func bytesAndOpcodesAreInverse(_ target: Target) {
    for byte in 0...UInt8.max {
      if let opcode = target.opcode(byte) { #expect(target.byte(of: opcode) == byte) }
    }
    for opcode in Opcode.allCases {
      if let byte = target.byte(of: opcode) { #expect(target.opcode(byte) == opcode) }
    }
    #expect(target.opcodes.count == 139)
  }

  @Test func onlyNumbersDiffer() {
    let moved = Opcode.allCases.filter { Target.gp07.byte(of: $0) != Target.gp08.byte(of: $0) }
    #expect(moved.count == 12)
    #expect(Target.gp08.byte(of: .sbrk) == nil && Target.gp07.byte(of: .sbrk) == 101)
    #expect(Target.gp07.byte(of: .unlikely) == nil && Target.gp08.byte(of: .unlikely) == 2)
  }

  /// The host functions of a table of `pvm-0.8.md` section 5, with their prices.
  private static func hostFunctions() -> [(index: UInt64, name: String, price: String)] {
    guard let lines = SharedFolder.lines("spec/pvm-0.8.md") else { return [] }
    var rows: [(UInt64, String, String)] = []
    for line in lines.drop(while: { !$0.hasPrefix("## 5.") }) where line.hasPrefix("| ") {
      let cells = line.dropFirst().dropLast().split(separator: "|").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      for start in [0, 3] where cells.count == 6 {
        if let index = UInt64(cells[start]) {
          rows.append((index, cells[start + 1], cells[start + 2]))
        }
      }
    }
    return rows
  }

  @Test func hostFunctionsOfEightAreThoseOfTheTable() throws {
    let rows = Self.hostFunctions()
    guard !rows.isEmpty else { return }
    #expect(rows.count == 28)
    for row in rows {
      let function = try #require(Target.gp08.hostFunction(row.index))
      #expect("\(function.name)" == row.name)
      #expect(Target.gp08.index(of: function) == row.index)
    }
    #expect(Target.gp08.hostFunctions.count == 29)
    #expect(Target.gp08.hostFunction(28) == nil)
    #expect(Target.gp08.hostFunction(100) == .log && Target.gp08.index(of: .log) == 100)
    #expect(Target.gp07.hostFunction(27) == nil && Target.gp07.index(of: .growHeap) == nil)
  }

  @Test func pricesOfEightAreThoseOfTheTable() throws {
    for row in Self.hostFunctions() {
      let function = try #require(Target.gp08.hostFunction(row.index))
      let price = HostCallPrice(of: function, mode: 0)
      if function == .fetch || function == .pages { continue }
      let constant = row.price.prefix(while: \.isNumber)
      #expect(UInt64(constant) == price.constant, "\(row)")
      // Each G(L, register), and each rate times a register, in order.
      let parts = row.price.matches(of: #/G\((\d+), r(\d+)\)|\+ (\d+) r(\d+)/#)
      let known = [price.first, price.second].filter { $0.rate > 0 }
      #expect(parts.count == known.count || function == .growHeap, "\(row)")
      for (match, part) in zip(parts, known) {
        let rate = match.output.1 ?? match.output.3
        let register = match.output.2 ?? match.output.4
        #expect(rate.flatMap { UInt64($0) } == part.rate, "\(row)")
        #expect(register.flatMap { UInt8($0) } == part.register.number, "\(row)")
        #expect(part.isPer1024 == (match.output.1 != nil), "\(row)")
      }
    }
  }

  @Test func pricesRoundUpAndDoNotOverflow() {
    let read = HostCallPrice(of: .read, mode: 0)
    #expect(read.amount(0, 0) == 2407)
    #expect(read.amount(1, 0) == 2407 + 2)
    #expect(read.amount(1024, 1025) == 2407 + 1736 + 249)
    #expect(read.amount(UInt64.max, 0) == UInt64.max)
    #expect(read.amount(UInt64.max, UInt64.max) == UInt64.max)
    let pages = HostCallPrice(of: .pages, mode: 2)
    #expect(pages.amount(3, 0) == 275 + 363)
    #expect(pages.amount(UInt64.max, 0) == UInt64.max)
    #expect(HostCallPrice(of: .pages, mode: 9).amount(100, 100) == 80)
    #expect(HostCallPrice(of: .fetch, mode: 14).amount(2048, 0) == 287 + 800)
    #expect(HostCallPrice(of: .fetch, mode: 77).amount(2048, 0) == 80)
  }

  @Test func namesAreReadBack() {
    for target in Target.all { #expect(Target(named: "\(target.name)") == target) }
    var tag = Target.gp08
    tag.choices = .tag
    #expect(
      tag.description
        == "gp-0.8,no-heap-zones,no-unpaid-zero,no-cmov-reads,no-code-limits,no-open-bless")
    #expect(Target(named: tag.description) == tag)
    for text in [
      "", "gp-0.9", "gp-0.8,", "gp-0.8,no-x", "gp-0.7,no-cmov-reads", "gp-0.8,cmov-reads",
    ] {
      #expect(Target(named: text) == nil, "\(text)")
    }
  }

  @Test func assemblerKnowsTheTarget() throws {
    #expect(try Assembler.assemble("unlikely\ntrap", target: .gp08).code == [2, 0])
    #expect(try Assembler.assemble("sign_extend_8 r1, r2", target: .gp08).code[0] == 107)
    #expect(throws: PVMError.self) { try Assembler.assemble("unlikely\ntrap") }
    #expect(throws: PVMError.self) { try Assembler.assemble("sbrk r1, r2", target: .gp08) }
    let program = try Assembler.assemble("reverse_bytes r1, r2\nunlikely\ntrap", target: .gp08)
    #expect(Disassembler.text(of: program) == "  reverse_bytes r1, r2\n  unlikely\n  trap\n")
  }

  @Test func limitsOfEight() throws {
    var blob = ProgramBlob(code: [0], mask: OpcodeMask(packed: [1], count: 1)!, target: .gp08)
    blob.implicitEntryCount = 1 << 24
    try blob.validate()
    blob.implicitEntryCount += 1
    #expect(throws: PVMError.self) { try blob.validate() }
    blob.target.choices.remove(.limitsCode)
    try blob.validate()
  }
}
