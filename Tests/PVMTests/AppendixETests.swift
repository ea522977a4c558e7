import PVM
import Support
import Testing

/// The complete program of the specification's appendix E, byte for byte.
@Suite struct AppendixETests {
  /// The instructions and where they are.
  static let instructions: [(pc: Int, instruction: Instruction, offsetSize: Int?)] = [
    (0, Instruction(.jump, target: 10), 4),
    (10, Instruction(.loadIndU32, a: Register(2), b: Register(7)), nil),
    (12, Instruction(.loadIndU32, a: Register(3), b: Register(7), x: 4), nil),
    (15, Instruction(.add32, a: Register(2), b: Register(3), d: Register(2)), nil),
    (18, Instruction(.loadImm, a: Register(7), x: 0x20000), nil),
    (23, Instruction(.storeIndU32, a: Register(2), b: Register(7)), nil),
    (25, Instruction(.loadImm, a: Register(8), x: 4), nil),
    (28, Instruction(.jumpInd, a: Register(0)), nil),
  ]

  /// The program blob.
  static let blob: [UInt8] = [
    0x00, 0x00, 0x1E, 0x28, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01, 0x01, 0x01, 0x80, 0x72, 0x80,
    0x73, 0x04, 0xBE, 0x32, 0x02, 0x33, 0x07, 0x00, 0x00, 0x02, 0x7A, 0x72, 0x33, 0x08, 0x04, 0x32,
    0x00, 0xE1, 0x97, 0x84, 0x12,
  ]

  /// The file with empty metadata, up to the program blob.
  static let prefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0x10, 0, 0x25, 0, 0, 0]

  @Test func instructionsDecodeAndEncode() throws {
    let program = try ProgramBlob(decoding: Self.blob)
    for (pc, instruction, offsetSize) in Self.instructions {
      let decoded = InstructionDecoder.decode(program, at: pc)
      #expect(decoded.instruction == instruction)
      var bytes: [UInt8] = []
      InstructionEncoder.encode(
        instruction, at: pc, into: &bytes, for: .gp07, offsetSize: offsetSize)
      #expect(bytes == Array(program.code[pc..<decoded.next]))
    }
    #expect(Array(program.basicBlockStarts()) == [0, 5, 6, 7, 8, 9, 10])
  }

  @Test func containersRoundTrip() throws {
    let bytes = Self.prefix + Self.blob
    let file = try ProgramFile(decoding: bytes)
    #expect(file.metadata == [])
    let container = try StandardProgram(decoding: file.container)
    #expect(container == StandardProgram(heapPages: 1, stackSize: 4096, program: Self.blob))
    #expect(container.readWriteStart == 0x20000)
    #expect(container.initialHeapEnd == 0x21000)
    #expect(container.stackStart == 0xFEFD_F000)
    #expect(try ProgramBlob(decoding: container.program).encoded() == Self.blob)
    #expect(try ProgramFile(container: container.encoded()).encoded() == bytes)
    #expect(ProgramFormat.detect(bytes) == .jam)
    #expect(ProgramFormat.detect(file.container) == .standardProgram)
    #expect(ProgramFormat.detect(Self.blob) == .blob)
  }
}
