import Foundation
import PVM
import Support
import TestSupport
import Testing

@Suite struct AssemblyTests {
  /// All ways to write a program.
  static let styles: [DisassemblyStyle] = DisassemblyStyle.Labels.allCases.flatMap {
    [DisassemblyStyle(labels: $0), DisassemblyStyle(labels: $0, showsBytes: true)]
  }

  /// The error of assembling a text, or nil.
  static func error(_ text: String) -> PVMError? {
    ContainerTests.error { () throws(PVMError) in try Assembler.assemble(text) }
  }

  /// An instruction per format and address mode, as text.
  @Test(arguments: [
    ("trap", Instruction(.trap)),
    ("ecalli 100", Instruction(.ecalli, x: 100)),
    (
      "load_imm_64 r7, 0x12345678deadbeef",
      Instruction(.loadImm64, a: Register(7), x: 0x1234_5678_DEAD_BEEF)
    ),
    ("load_imm_64 r7, -0x8000000000000000", Instruction(.loadImm64, a: Register(7), x: Int64.min)),
    ("store_imm_u16 [0x20000], 4660", Instruction(.storeImmU16, x: 0x20000, y: 0x1234)),
    ("store_imm_u16 [0xfefe0000], -1", Instruction(.storeImmU16, x: -0x0102_0000, y: -1)),
    ("jump @95", Instruction(.jump, target: 95)),
    ("jump @-5", Instruction(.jump, target: -5)),
    ("jump_ind r0, 0", Instruction(.jumpInd)),
    ("load_imm r12, -0x80000000", Instruction(.loadImm, a: Register(12), x: -0x8000_0000)),
    ("load_i16 r3, [0x0]", Instruction(.loadI16, a: Register(3))),
    ("store_u64 [0x10000], r3", Instruction(.storeU64, a: Register(3), x: 0x10000)),
    (
      "store_imm_ind_u16 [r7 + 1], 4660",
      Instruction(.storeImmIndU16, a: Register(7), x: 1, y: 0x1234)
    ),
    ("branch_eq_imm r7, -46, @106", Instruction(.branchEqImm, a: Register(7), x: -46, target: 106)),
    ("load_imm_jump r0, 4, @7", Instruction(.loadImmJump, a: Register(0), x: 4, target: 7)),
    ("move_reg r3, r7", Instruction(.moveReg, a: Register(7), d: Register(3))),
    (
      "store_ind_u32 [r7 - 16], r8",
      Instruction(.storeIndU32, a: Register(8), b: Register(7), x: -16)
    ),
    ("load_ind_u32 r2, [r7]", Instruction(.loadIndU32, a: Register(2), b: Register(7))),
    (
      "load_ind_u8 r2, [r7 + 0x10000]",
      Instruction(.loadIndU8, a: Register(2), b: Register(7), x: 0x10000)
    ),
    (
      "load_ind_u8 r2, [r7 - 0x80000000]",
      Instruction(.loadIndU8, a: Register(2), b: Register(7), x: -0x8000_0000)
    ),
    (
      "add_imm_64 r1, r1, -65535", Instruction(.addImm64, a: Register(1), b: Register(1), x: -65535)
    ),
    (
      "branch_lt_u r7, r8, @106",
      Instruction(.branchLtU, a: Register(7), b: Register(8), target: 106)
    ),
    (
      "load_imm_jump_ind r8, 1234, r7, 1",
      Instruction(.loadImmJumpInd, a: Register(8), b: Register(7), x: 1234, y: 1)
    ),
    ("add_32 r9, r7, r8", Instruction(.add32, a: Register(7), b: Register(8), d: Register(9))),
  ])
  func instructionsReadAndPrint(_ text: String, _ instruction: Instruction) throws {
    #expect(InstructionPrinter.text(of: instruction) == text)
    let program = try Assembler.assemble(text)
    #expect(InstructionDecoder.decode(program, at: 0).instruction == instruction)
  }

  @Test func otherWaysToWriteTheSame() throws {
    for (left, right) in [
      ("load_imm r1, 0xFFFFFFFFFFFFFFFF", "load_imm r1,-1"),
      ("load_imm_64 r1, 18446744073709551615", "load_imm_64 r1, -1"),
      ("load_ind_u8 r1, [r2 + 0xFFFFFFFC]", "load_ind_u8 r1, [r2 - 4]"),
      ("load_ind_u8 r1, [r2 + 0]", "  load_ind_u8\tr1 , [ r2 ] ; comment"),
      ("a: b: jump a", "jump.0 @0\r\n"),
      ("@10: trap\njump @10", "x: trap\njump x"),
      (".raw 0x0A64", "ecalli 100"),
      (".raw 0A 64", "ecalli 0x64"),
    ] {
      #expect(try Assembler.assemble(left) == Assembler.assemble(right), "\(left)")
    }
  }

  @Test func theProgramOfAppendixE() throws {
    let text = """
      ; adds two 32-bit arguments
              jump.4 refine
              trap
              fallthrough
              fallthrough
              fallthrough
              fallthrough
      refine: load_ind_u32 r2, [r7]
              load_ind_u32 r3, [r7 + 4]
              add_32 r2, r2, r3
              load_imm r7, 0x20000
              store_ind_u32 [r7], r2
              load_imm r8, 4
              jump_ind r0, 0
      """
    let program = try Assembler.assemble(text)
    #expect(program.encoded() == AppendixETests.blob)
    #expect(
      Disassembler.text(of: program) == """
          jump.4 L10
          trap
          fallthrough
          fallthrough
          fallthrough
          fallthrough
        L10:
          load_ind_u32 r2, [r7]
          load_ind_u32 r3, [r7 + 4]
          add_32 r2, r2, r3
          load_imm r7, 0x20000
          store_ind_u32 [r7], r2
          load_imm r8, 4
          jump_ind r0, 0

        """)
  }

  @Test func stylesLookAsIntended() throws {
    let program = try Assembler.assemble(
      """
      .table out
      in: branch_eq r1, r2, out
      out: trap
      .raw 02 03
      .data FF
      """)
    #expect(
      Disassembler.text(of: program, style: .bytes) == """
        .table @3 ; address 2
        @0:       branch_eq r1, r2, @3                     ; aa 21 03
        @3:       trap                                     ; 00
        @4:       .raw 02 03 ff ; undefined opcode

        """)
    #expect(
      Disassembler.text(of: program, style: DisassemblyStyle(labels: .none)) == """
        .table @3 ; address 2
          branch_eq r1, r2, @3
          trap
          .raw 02 03 ff ; undefined opcode

        """)
    #expect(
      Disassembler.text(of: program, style: .blocks) == """
        .table L3 ; address 2
        L0:
          branch_eq r1, r2, L3
        L3:
          trap
          .raw 02 03 ff ; undefined opcode

        """)
  }

  @Test func symbolsAreWrittenAsComments() throws {
    let program = try Assembler.assemble("trap\ntrap\ntrap")
    var symbols = SymbolMap()
    try symbols.append(SymbolMap.Function(name: Array("first\n".utf8), range: 0..<2))
    try symbols.append(SymbolMap.Function(name: Array("second".utf8), range: 2..<3))
    let text = Disassembler.text(of: program, symbols: symbols)
    #expect(text == "\n; first\\0a\n  trap\n  trap\n\n; second\n  trap\n")
    #expect(try Assembler.assemble(text) == program)
  }

  @Test(arguments: Target.gp07.opcodes)
  func everyInstructionRoundTripsThroughText(_ opcode: Opcode) throws {
    let format = opcode.format
    let roles = opcode.roles
    for x in format.hasX ? InstructionCodingTests.immediates : [0] {
      for y in format.hasY ? InstructionCodingTests.immediates : [0] {
        let instruction = Instruction(
          opcode, a: roles.a == .none ? Register(0) : Register(12),
          b: roles.b == .none ? Register(0) : Register(10),
          d: roles.d == .none ? Register(0) : Register(9), x: x, y: y,
          target: format.hasTarget ? x &* 3 : 0)
        guard InstructionEncoder.isEncodable(instruction, at: 0) else { continue }
        let program = try Assembler.assemble(InstructionPrinter.text(of: instruction))
        #expect(InstructionDecoder.decode(program, at: 0).instruction == instruction)
        #expect(program.code.count == InstructionEncoder.encodedSize(of: instruction, at: 0))
      }
    }
  }

  @Test func randomBytesRoundTripInEveryStyle() throws {
    var random = SeededRandom(seed: 8)
    for round in 0..<1500 {
      var program = ContainerTests.randomProgram(&random)
      // Mostly defined opcodes, more of them control transfers.
      for index in program.code.indices where program.mask.isStart(index) {
        if random.next() % 4 != 0 {
          program.code[index] =
            Target.gp07.opcodes[Int(random.next() % UInt64(Target.gp07.opcodes.count))].rawValue
        } else if random.next() % 2 == 0 {
          program.code[index] = Opcode.jump.rawValue
        }
      }
      if round % 50 == 0 {
        program.jumpTable = []
        program.implicitEntryCount = random.next()
      }
      for style in Self.styles {
        let text = Disassembler.text(of: program, style: style)
        guard try Assembler.assemble(text) == program else {
          Issue.record("\(style)\n\(text)\n\(Hex.string(program.encoded()))")
          return
        }
      }
    }
  }

  @Test func offsetsThatHoldEachOtherApartKeepTheirSize() throws {
    // Two jumps over each other. With one-byte offsets both distances fit one byte, 127 and -128;
    // with two-byte offsets neither does.
    let padding = String(repeating: "  trap\n", count: 123)
    for (first, second) in [("", ""), (".1", ".1"), (".2", ".2"), (".3", ".2"), (".4", "")] {
      let text =
        "a: trap\n  trap\n  trap\n  jump\(first) b\n\(padding)  jump\(second) a\nb: trap\n"
      let program = try Assembler.assemble(text)
      for style in Self.styles {
        let text = Disassembler.text(of: program, style: style)
        #expect(try Assembler.assemble(text) == program)
        // Two bytes need not be asked for where both targets are code indices.
        let isFixed = style.labels == .none ? [".3", ".4"] : [".2", ".3", ".4"]
        #expect(text.contains("jump.") == isFixed.contains(first))
      }
    }
  }

  @Test func offsetsAreTheSmallestThatFit() throws {
    for count in [0, 1, 120, 124, 125, 126, 127, 128, 129, 130, 32760, 32764, 32765, 32770] {
      let padding = String(repeating: "  trap\n", count: count)
      let forward = try Assembler.assemble("  jump x\n\(padding)x: trap\n")
      let size = forward.code.count - count - 2
      #expect(size == (count + 2 <= 127 ? 1 : count + 3 <= 32767 ? 2 : 3), "\(count)")
      let backward = try Assembler.assemble("x: trap\n\(padding)  jump x\n")
      #expect(
        backward.code.count - count - 2 == (count + 1 <= 128 ? 1 : count + 1 <= 32768 ? 2 : 3))
    }
    #expect(try Assembler.assemble("x: jump x").code == [40])
  }

  @Test(arguments: [
    ("trap !", PVMError.Kind.unexpectedCharacter(0x21), 1, 6),
    ("\n  frob r1", .unknownMnemonic(Array("frob".utf8)), 2, 3),
    (".frob", .unknownDirective(Array(".frob".utf8)), 1, 1),
    (": trap", .expected(.statement), 1, 1),
    ("trap trap", .expected(.endOfLine), 1, 6),
    ("move_reg r1 r2", .expected(.comma), 1, 13),
    ("move_reg r13, r2", .expected(.register), 1, 10),
    ("move_reg r1, r02", .expected(.register), 1, 14),
    ("move_reg 1, r2", .expected(.register), 1, 10),
    ("move_reg", .expected(.register), 1, 9),
    ("ecalli", .expected(.number), 1, 7),
    ("ecalli x", .expected(.number), 1, 8),
    ("ecalli 0x", .expected(.number), 1, 8),
    ("ecalli 1x", .expected(.number), 1, 8),
    ("ecalli 0x80000000", .numberOutOfRange, 1, 8),
    ("ecalli -0x80000001", .numberOutOfRange, 1, 8),
    ("ecalli 99999999999999999999", .numberOutOfRange, 1, 8),
    ("load_imm_64 r1, -0x8000000000000001", .numberOutOfRange, 1, 17),
    ("load_u8 r1, 5", .expected(.memoryOperand), 1, 13),
    ("load_u8 r1, [r2]", .expected(.number), 1, 14),
    ("load_u8 r1, [5", .expected(.closingBracket), 1, 15),
    ("load_u8 r1, [0x100000000]", .numberOutOfRange, 1, 14),
    ("load_ind_u8 r1, [5]", .expected(.register), 1, 18),
    ("load_ind_u8 r1, [r2 5]", .expected(.closingBracket), 1, 21),
    ("jump", .expected(.target), 1, 5),
    ("jump 5", .undefinedLabel(Array("5".utf8)), 1, 6),
    ("jump nowhere", .undefinedLabel(Array("nowhere".utf8)), 1, 6),
    (".table nowhere", .undefinedLabel(Array("nowhere".utf8)), 1, 8),
    (".table @-1", .numberOutOfRange, 1, 8),
    (".table @4294967296", .numberOutOfRange, 1, 8),
    (".zero_table", .expected(.number), 1, 12),
    ("x: trap\nx: trap", .duplicateLabel(Array("x".utf8)), 2, 1),
    ("@1: trap\n@01: trap", .duplicateLabel(Array("@1".utf8)), 2, 1),
    ("@1 trap", .expected(.colon), 1, 4),
    ("jump @", .expected(.number), 1, 7),
    ("jump @0xFFFFFFFFFFFFFFFF", .numberOutOfRange, 1, 7),
    ("jump.5 @0", .invalidOffsetSize, 1, 1),
    ("jump.x @0", .invalidOffsetSize, 1, 1),
    ("trap.1", .invalidOffsetSize, 1, 1),
    ("jump.1 @200", .targetTooFar, 1, 8),
    ("jump @0x80000000", .targetTooFar, 1, 6),
    (".raw", .expected(.bytes), 1, 5),
    (".raw 1", .expected(.bytes), 1, 6),
    (".data xx", .expected(.bytes), 1, 7),
  ])
  func errors(_ text: String, _ kind: PVMError.Kind, _ line: Int, _ column: Int) {
    #expect(Self.error(text) == PVMError(kind, .line(line, column: column)))
  }

  @Test func mutatedTextsNeitherCrashNorHang() throws {
    var random = SeededRandom(seed: 9)
    let text = Array(
      Disassembler.text(of: try ProgramBlob(decoding: AppendixETests.blob), style: .bytes).utf8)
    let alphabet = Array("0123456789 abcdefrxL@:,.[]+-\n;".utf8)
    for _ in 0..<3000 {
      var mutated = text
      for _ in 0...random.next() % 6 {
        let index = Int(random.next() % UInt64(mutated.count))
        mutated[index] = alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      guard let program = try? Assembler.assemble(mutated) else { continue }
      #expect(try Assembler.assemble(Disassembler.text(of: program)) == program)
    }
  }

  @Test(.enabled(if: SharedFolder.folder("vectors/pvm") != nil, "needs ../shared/vectors"))
  func publishedVectorsRoundTrip() throws {
    struct Vector: Decodable { let program: [UInt8] }
    for name in SharedFolder.names("vectors/pvm") where name.hasSuffix(".json") {
      let bytes = try #require(SharedFolder.bytes("vectors/pvm/\(name)"))
      let vector = try JSONDecoder().decode(Vector.self, from: Data(bytes))
      let program = try ProgramBlob(decoding: vector.program)
      #expect(program.encoded() == vector.program)
      for style in [DisassemblyStyle.plain, .bytes] {
        #expect(try Assembler.assemble(Disassembler.text(of: program, style: style)) == program)
      }
    }
  }

  @Test(.enabled(if: SharedFolder.folder("vectors/traces") != nil, "needs ../shared/vectors"))
  func aRealServiceRoundTrips() throws {
    let name = try #require(
      SharedFolder.names("vectors/traces").first { $0.contains("001") })
    let lines = try #require(SharedFolder.lines("vectors/traces/\(name)"))
    let line = try #require(lines.first { $0.contains("program 0x") })
    let start = try #require(line.range(of: "program "))
    let bytes = try #require(Hex.bytes(line[start.upperBound...].utf8))
    #expect(ProgramFormat.detect(bytes) == .jam)
    let file = try ProgramFile(decoding: bytes)
    #expect(file.encoded() == bytes)
    let metadata = try ProgramMetadata(decoding: file.metadata)
    #expect(metadata.name == "jam-bootstrap-service" && metadata.version == "0.1.27")
    #expect(metadata.encoded() == file.metadata)
    let container = try StandardProgram(decoding: file.container)
    #expect(try container.encoded() == file.container)
    let program = try ProgramBlob(decoding: container.program)
    #expect(program.encoded() == container.program)
    #expect(program.jumpTable.count == 1494)
    for style in [DisassemblyStyle.plain, .offsets] {
      let text = Disassembler.text(of: program, style: style)
      #expect(try Assembler.assemble(text) == program)
      // A compiler's output is all instructions.
      #expect(!text.contains(".raw") && !text.contains(".data"))
    }
  }
}
