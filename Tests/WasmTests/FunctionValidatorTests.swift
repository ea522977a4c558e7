import Testing
import Wasm

struct FunctionValidatorTests {
  /// What a visitor is shown of the first function.
  static func visits(
    _ bytes: [UInt8], features: Features = .wasm2
  ) throws -> [Recorder.Visit] {
    var recorder = Recorder()
    try FunctionValidator(module: ModuleDecoder.decode(bytes, features: features))
      .validate(functionIndex: 0, visitor: &recorder)
    return recorder.visits
  }

  /// Instructions come with their places, the final `end` last.
  @Test func visitsInOrder() throws {
    let bytes = ModuleBytes.function(
      [.i32], [.i32], surroundings: true,
      code: [0x20, 0x00, 0x41, 0x7F, 0x6A, 0x28, 0x02, 0x08])
    let start = try ModuleDecoder.decode(bytes).codeBodies[0].code.lowerBound
    let visits = try Self.visits(bytes)
    #expect(
      visits.map(\.instruction) == [
        .localGet(0), .i32Const(-1), .numeric(.i32Add),
        .load(.i32Load, MemoryArgument(offset: 8, alignment: 2)), .end,
      ])
    #expect(visits.map { $0.offset - start } == [0, 2, 4, 5, 8])
    #expect(visits.allSatisfy { $0.isReachable && $0.operandType == nil })
  }

  /// After an unconditional branch nothing is reachable until its block ends, blocks inside included.
  @Test func reachability() throws {
    let code: [UInt8] = [
      0x02, 0x40,  // block
      0x0C, 0x00,  // br 0
      0x02, 0x40,  // block (dead)
      0x01,  // nop (dead)
      0x0B,  // end (dead)
      0x0B,  // end; the code before it is dead
      0x41, 0x00, 0x04, 0x40,  // i32.const, if
      0x00,  // unreachable
      0x05,  // else; the code before it is dead
      0x01,  // nop
      0x0B,  // end
      0x0F,  // return
    ]
    let visits = try Self.visits(ModuleBytes.function(code: code))
    let expected: [(String, Bool)] = [
      ("block", true), ("br", true), ("block", false), ("nop", false), ("end", false),
      ("end", false), ("i32.const", true), ("if", true), ("unreachable", true), ("else", false),
      ("nop", true), ("end", true), ("return", true), ("end", false),
    ]
    #expect(visits.map(\.instruction.name) == expected.map(\.0))
    #expect(visits.map(\.isReachable) == expected.map(\.1))
  }

  /// `drop` and `select` are told the type of their operands, as far as it is known.
  @Test func operandTypes() throws {
    let code: [UInt8] = [
      0x42, 0, 0x1A,  // i64.const, drop
      // Two f64 constants, select, drop.
      0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x41, 0, 0x1B, 0x1A,
      0xD0, 0x6F, 0x1A,  // ref.null extern, drop
      0x00, 0x1A,  // unreachable, drop
      0x1B, 0x1A,  // select of anything, drop
      0x43, 0, 0, 0, 0, 0x41, 0, 0x1B,  // select of something and an f32
      0x1A,
    ]
    let visits = try Self.visits(ModuleBytes.function(code: code)).filter {
      $0.instruction == .drop || $0.instruction == .select
    }
    #expect(visits.map(\.operandType) == [.i64, .f64, .f64, .externref, nil, nil, nil, .f32, .f32])
  }

  /// Blocks with parameters and several results.
  @Test func multiValueBlocks() throws {
    var module = ModuleBytes()
    module.add(
      1,
      [
        ModuleBytes.functionType([.i32], [.i32, .i64]),
        ModuleBytes.functionType([.i32], [.i64, .i32]),
      ])
    module.add(3, [[0]])
    let code: [UInt8] = [
      0x20, 0, 0x20, 0, 0x04, 0x01,  // local.get, local.get, if (type 1)
      0x1A, 0x42, 1, 0x41, 2,  // drop, i64.const, i32.const
      0x05,  // else, the parameter again
      0x21, 0, 0x42, 3, 0x20, 0,
      0x0B,  // end
      0x21, 0, 0x1A, 0x20, 0, 0x42, 4,
    ]
    module.add(10, [ModuleBytes.body(code)])
    #expect(ModuleBytes.error(module.bytes) == nil)
    let decoded = try ModuleDecoder.decode(module.bytes)
    #expect(BlockType.type(1).resolved(in: decoded).results == [.i64, .i32])
    #expect(BlockType.value(.f32).resolved(in: decoded).results == [.f32])
    #expect(BlockType.empty.resolved(in: decoded) == FunctionType())
  }

  /// A visitor can end the walk with its own error.
  @Test func visitorFailure() throws {
    struct Full: Error, Equatable {}
    struct Picky: InstructionVisitor {
      var count = 0
      mutating func visit(
        _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
      ) throws(Full) {
        count += 1
        if count == 2 { throw Full() }
      }
    }
    var visitor = Picky()
    let validator = FunctionValidator(
      module: try ModuleDecoder.decode(ModuleBytes.function(code: [0x01, 0x01, 0x01, 0x1A])))
    #expect {
      try validator.validate(functionIndex: 0, visitor: &visitor)
    } throws: { error in
      if case .visitor(Full())? = error as? BodyFailure<Full> { return true }
      return false
    }
    #expect(visitor.count == 2)
  }

  /// An imported function has nothing to validate.
  @Test func importedFunction() throws {
    let bytes = ModuleBytes.module((1, [1, 0x60, 0, 0]), (2, [1, 0, 0, 0, 0]))
    #expect(try Self.visits(bytes) == [])
  }

  /// Wide arithmetic takes and leaves pairs.
  @Test func wideArithmetic() throws {
    let code: [UInt8] = [
      0x20, 0, 0x20, 1, 0x20, 0, 0x20, 1, 0xFC, 0x13, 0x20, 0, 0x20, 1, 0xFC, 0x14, 0xFC, 0x15,
      0xFC, 0x16,
    ]
    let bytes = ModuleBytes.function([.i64, .i64], [.i64, .i64], code: code)
    let instructions = try Self.visits(bytes, features: .all).map(\.instruction)
    #expect(
      instructions.filter { $0.opcode > 0xFF } == [
        .wide(.i64Add128), .wide(.i64Sub128), .wide(.i64MulWideS), .wide(.i64MulWideU),
      ])
    #expect(ModuleBytes.error(bytes)?.kind == .featureDisabled(.wideArithmetic))
  }

  /// Immediates of vector instructions keep their order.
  @Test func vectorImmediates() throws {
    let lanes = (0..<16).map { UInt8($0) }
    let code = ModuleBytes.join(
      [0xFD, 0x0C], lanes, [0xFD, 0x0C], lanes, [0xFD, 0x0D], lanes, [0xFD, 0x15, 15, 0x1A])
    let visits = try Self.visits(ModuleBytes.function(code: code))
    let vector = V128(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
    #expect(
      visits.map(\.instruction) == [
        .v128Const(vector), .v128Const(vector), .shuffle(vector),
        .simdLane(.i8x16ExtractLaneS, lane: 15), .drop, .end,
      ])
    #expect((0..<16).map { vector[byte: $0] } == lanes)
  }

  /// Indices that follow the segment index in the binary, and those of several memories.
  @Test func indexOrder() throws {
    var module = ModuleBytes()
    module.add(1, [ModuleBytes.functionType([], [])])
    module.add(3, [[0]])
    module.add(4, [[0x70, 0, 1], [0x70, 0, 1], [0x70, 0, 1]])
    module.add(5, [[0, 1], [0, 1], [0, 1]])
    module.add(9, [[1, 0, 0], [1, 0, 0]])
    module.sections.append((12, [2]))
    let three: [UInt8] = [0x41, 0, 0x41, 0, 0x41, 0]
    let code = ModuleBytes.join(
      three, [0xFC, 0x08, 1, 2], three, [0xFC, 0x0A, 1, 2], three, [0xFC, 0x0C, 1, 2],
      three, [0xFC, 0x0E, 1, 2], [0x41, 0, 0x28, 0x42, 0x01, 0x10, 0x1A])
    module.add(10, [ModuleBytes.body(code)])
    module.add(11, [[1, 0], [1, 0]])
    let instructions = try Self.visits(module.bytes, features: .all).map(\.instruction)
    #expect(
      instructions.filter { $0.opcode > 0xFF || $0.opcode == 0x28 } == [
        .memoryInit(memory: 2, segment: 1), .memoryCopy(destination: 1, source: 2),
        .tableInit(table: 2, segment: 1), .tableCopy(destination: 1, source: 2),
        .load(.i32Load, MemoryArgument(offset: 16, memory: 1, alignment: 2)),
      ])
  }
}
