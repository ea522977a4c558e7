import PVM
import Support
import TestSupport
import Testing

@Suite struct ContainerTests {
  /// The error that decoding throws, or nil.
  static func error<Value>(_ decode: () throws(PVMError) -> Value) -> PVMError? {
    do throws(PVMError) {
      _ = try decode()
      return nil
    } catch {
      return error
    }
  }

  /// The error of a program blob in hexadecimal, or nil.
  static func blobError(_ text: String) -> PVMError? {
    error { () throws(PVMError) in try ProgramBlob(decoding: Hex.bytes(text.utf8) ?? []) }
  }

  /// A random well-formed program.
  static func randomProgram(_ random: inout SeededRandom) -> ProgramBlob {
    var program = ProgramBlob(code: random.bytes(Int(random.next() % 50)))
    program.mask = OpcodeMask(count: program.code.count)
    for index in program.code.indices where random.next() % 3 == 0 { program.mask.set(index) }
    let shift = random.next() % 32
    program.jumpTable = (0..<random.next() % 5).map { _ in
      UInt32(truncatingIfNeeded: random.next()) >> shift
    }
    return program
  }

  /// A random file around a random program.
  static func randomFile(_ random: inout SeededRandom) throws -> [UInt8] {
    let container = StandardProgram(
      readOnlyData: random.bytes(Int(random.next() % 20)),
      readWriteData: random.bytes(Int(random.next() % 20)),
      heapPages: UInt16(truncatingIfNeeded: random.next()),
      stackSize: UInt32(random.next() % (1 << 24)), program: randomProgram(&random).encoded())
    let metadata = ProgramMetadata(
      name: "näme", version: "1.2.3", license: "MIT", authors: ["A <a@example.org>", "B"])
    return try ProgramFile(
      metadata: random.next() % 2 == 0 ? [] : metadata.encoded(), container: container.encoded()
    ).encoded()
  }

  // MARK: Program blob

  @Test func blobErrors() {
    #expect(Self.blobError("") == PVMError(.truncated(.jumpTableLength), .offset(0)))
    #expect(Self.blobError("81") == PVMError(.truncated(.jumpTableLength), .offset(0)))
    #expect(
      Self.blobError("80 00 00 00") == PVMError(.numberNotShortest(.jumpTableLength), .offset(0)))
    #expect(Self.blobError("00") == PVMError(.truncated(.jumpTableEntrySize), .offset(1)))
    #expect(Self.blobError("00 00") == PVMError(.truncated(.codeLength), .offset(2)))
    #expect(
      Self.blobError("00 00 80 01 01") == PVMError(.numberNotShortest(.codeLength), .offset(2)))
    #expect(Self.blobError("02 02 00 00 00 00") == PVMError(.truncated(.jumpTable), .offset(3)))
    #expect(Self.blobError("00 00 02 01") == PVMError(.truncated(.code), .offset(3)))
    #expect(Self.blobError("00 00 02 01 01") == PVMError(.truncated(.mask), .offset(5)))
    #expect(Self.blobError("00 00 00 00") == PVMError(.trailingBytes(count: 1), .offset(3)))
    #expect(Self.blobError("00 00 01 01 03") == PVMError(.maskPadding, .offset(4)))
    #expect(
      Self.blobError("00 00 F1 00 00 00 00")
        == PVMError(.tooLarge(.code, limit: 0xFFFF_FFFF), .offset(7)))
    #expect(Self.blobError("00 00 F0 FF FF FF FF") == PVMError(.truncated(.code), .offset(7)))
  }

  @Test func absurdLengthsAreRejectedAtOnce() {
    let all = "FF FF FF FF FF FF FF FF FF"
    #expect(Self.blobError("\(all) 01 00")?.kind == .truncated(.jumpTable))
    #expect(Self.blobError("\(all) FF 00")?.kind == .truncated(.jumpTable))
    #expect(Self.blobError("FF 00 00 00 00 00 00 00 80 02 00")?.kind == .truncated(.jumpTable))
    #expect(Self.blobError("00 00 \(all)")?.kind == .tooLarge(.code, limit: 0xFFFF_FFFF))
  }

  @Test func entriesOfNoBytesAreZero() throws {
    let bytes = try #require(Hex.bytes("FF FF FF FF FF FF FF FF FF 00 01 00 01".utf8))
    let program = try ProgramBlob(decoding: bytes)
    #expect(program.jumpTable.isEmpty && program.implicitEntryCount == UInt64.max)
    #expect(program.jumpTarget(address: 2) == 0 && program.jumpTarget(address: 0xFFFF_FFFE) == 0)
    #expect(program.encoded() == bytes)
    let two = try ProgramBlob(decoding: [2, 0, 1, 0, 1])
    #expect(two.jumpTarget(address: 4) == 0 && two.jumpTarget(address: 6) == nil)
  }

  @Test func entriesOfAnySize() throws {
    // Three entries of five bytes: one that fits 32 bits, two that do not.
    let program = try ProgramBlob(
      decoding: [3, 5, 1, 7, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1])
    #expect(program.jumpTable == [0x0100_0007, 0xFFFF_FFFF, 0xFFFF_FFFF])
    let long = try ProgramBlob(
      decoding: [1, 255, 1, 9] + Array(repeating: 0, count: 254) + [0, 1])
    #expect(long.jumpTable == [9])
    #expect(long.encoded() == [1, 1, 1, 9, 0, 1])
  }

  @Test(arguments: [
    (0, 1), (255, 1), (256, 2), (65535, 2), (65536, 3), (0xFF_FFFF, 3), (0x100_0000, 4),
    (UInt32.max, 4),
  ])
  func entriesTakeTheSmallestSize(_ value: UInt32, _ size: Int) throws {
    let program = ProgramBlob(jumpTable: [0, value])
    #expect(program.encoded()[1] == UInt8(size))
    #expect(try ProgramBlob(decoding: program.encoded()) == program)
  }

  @Test func dynamicJumps() {
    let program = ProgramBlob(jumpTable: [10, 20])
    #expect(program.jumpTarget(address: 0) == nil)
    #expect(program.jumpTarget(address: 1) == nil)
    #expect(program.jumpTarget(address: 2) == 10)
    #expect(program.jumpTarget(address: 3) == nil)
    #expect(program.jumpTarget(address: 4) == 20)
    #expect(program.jumpTarget(address: 6) == nil)
    #expect(program.jumpTarget(address: 0xFFFF_0000) == nil)
    #expect(program.jumpTarget(address: UInt32.max) == nil)
  }

  @Test func blockStartsAgreeWithTheSpecification() {
    var random = SeededRandom(seed: 4)
    for _ in 0..<2000 {
      var program = Self.randomProgram(&random)
      for index in program.code.indices where random.next() % 2 == 0 {
        program.code[index] = [0, 1, 40, 50, 80, 180, 190, 2, 10][Int(random.next() % 9)]
      }
      let code = program.code
      var starts: Set<Int> = [0]
      for index in code.indices where program.mask.isStart(index) {
        guard let opcode = Target.gp07.opcode(code[index]) else { continue }
        if opcode.row.traits.contains(.terminatesBlock) {
          starts.insert(index + 1 + program.mask.skip(index))
        }
      }
      let expected = starts.filter {
        $0 < code.count && program.mask.isStart($0) && Target.gp07.opcode(code[$0]) != nil
      }
      #expect(Array(program.basicBlockStarts()) == expected.sorted())
    }
  }

  // MARK: Standard program, file and metadata

  @Test func containerErrors() throws {
    let container = StandardProgram(
      readOnlyData: [1, 2], readWriteData: [3, 4, 5], heapPages: 0x1234, stackSize: 0x56789A,
      program: [6, 7])
    let bytes = try container.encoded()
    #expect(
      Hex.string(bytes, separator: " ")
        == "02 00 00 03 00 00 34 12 9a 78 56 01 02 03 04 05 02 00 00 00 06 07".lowercased())
    #expect(try StandardProgram(decoding: bytes) == container)
    for length in 0..<bytes.count {
      let field: PVMError.Field =
        switch length {
        case ..<11: .header
        case ..<13: .readOnlyData
        case ..<16: .readWriteData
        case ..<20: .programLength
        default: .program
        }
      let cut = Array(bytes[..<length])
      let error = Self.error { () throws(PVMError) in try StandardProgram(decoding: cut) }
      #expect(error?.kind == .truncated(field), "\(length)")
    }
    let error = Self.error { () throws(PVMError) in try StandardProgram(decoding: bytes + [0, 0]) }
    #expect(error == PVMError(.trailingBytes(count: 2), .offset(22)))
  }

  @Test func containerLimits() {
    let limit = (1 << 24) - 1
    let large = [UInt8](repeating: 0, count: limit + 1)
    func kind(_ container: StandardProgram) -> PVMError.Kind? {
      Self.error { () throws(PVMError) in try container.encoded() }?.kind
    }
    #expect(
      kind(StandardProgram(readOnlyData: large, program: []))
        == .tooLarge(.readOnlyData, limit: UInt64(limit)))
    #expect(
      kind(StandardProgram(readWriteData: large, program: []))
        == .tooLarge(.readWriteData, limit: UInt64(limit)))
    #expect(
      kind(StandardProgram(stackSize: 1 << 24, program: []))
        == .tooLarge(.stackSize, limit: UInt64(limit)))
    #expect(
      kind(
        StandardProgram(
          readOnlyData: Array(large.dropLast()), stackSize: UInt32(limit), program: [])) == nil)
  }

  @Test func layout() {
    var program = StandardProgram(program: [])
    #expect(program.readWriteStart == 0x20000 && program.initialHeapEnd == 0x20000)
    #expect(program.stackStart == 0xFEFE_0000)
    program.readOnlyData = [1]
    #expect(program.readWriteStart == 0x30000)
    program.readOnlyData = Array(repeating: 0, count: 65537)
    #expect(program.readWriteStart == 0x40000)
    program.readWriteData = Array(repeating: 0, count: 4097)
    program.heapPages = 3
    #expect(program.heapStart == 0x42000 && program.initialHeapEnd == 0x45000)
    program.stackSize = 4097
    #expect(program.stackStart == 0xFEFD_E000)
    // The largest container that can be written still fits below the stack.
    program = StandardProgram(
      readOnlyData: Array(repeating: 0, count: (1 << 24) - 1),
      readWriteData: Array(repeating: 0, count: (1 << 24) - 1), heapPages: 65535,
      stackSize: (1 << 24) - 1, program: [])
    #expect(program.initialHeapEnd < program.stackStart)
  }

  @Test func fileErrors() {
    func error(_ bytes: [UInt8]) -> PVMError? {
      Self.error { () throws(PVMError) in try ProgramFile(decoding: bytes) }
    }
    #expect(error([]) == PVMError(.truncated(.metadataLength), .offset(0)))
    #expect(error([0x80, 1]) == PVMError(.numberNotShortest(.metadataLength), .offset(0)))
    #expect(error([2, 1]) == PVMError(.truncated(.metadata), .offset(1)))
    #expect(error(Array(repeating: 0xFF, count: 20)) == PVMError(.truncated(.metadata), .offset(9)))
    #expect(error([0]) == nil)
  }

  @Test func metadataIsTheConventionalRecord() throws {
    let metadata = ProgramMetadata(
      name: "add", version: "0.1", license: "MIT", authors: ["Ann", "Bob"])
    let bytes = metadata.encoded()
    #expect(bytes == Array("\u{0}\u{3}add\u{3}0.1\u{3}MIT\u{2}\u{3}Ann\u{3}Bob".utf8))
    #expect(try ProgramMetadata(decoding: bytes) == metadata)
    // What follows is ignored.
    #expect(try ProgramMetadata(decoding: bytes + [1, 2, 3]) == metadata)
    let long = ProgramMetadata(name: String(repeating: "é", count: 100))
    #expect(try ProgramMetadata(decoding: long.encoded()) == long)
  }

  @Test func metadataErrors() {
    func error(_ bytes: [UInt8]) -> PVMError? {
      Self.error { () throws(PVMError) in try ProgramMetadata(decoding: bytes) }
    }
    #expect(error([]) == PVMError(.truncated(.metadata), .offset(0)))
    #expect(error([1]) == PVMError(.metadataVariant(1), .offset(0)))
    #expect(error([0]) == PVMError(.truncated(.name), .offset(1)))
    #expect(error([0, 1]) == PVMError(.truncated(.name), .offset(2)))
    #expect(error([0, 1, 0xFF]) == PVMError(.invalidUTF8(.name), .offset(2)))
    #expect(error([0, 0, 1]) == PVMError(.truncated(.version), .offset(3)))
    #expect(error([0, 0, 0, 0x80, 5]) == PVMError(.numberNotShortest(.license), .offset(3)))
    #expect(error([0, 0, 0, 0]) == PVMError(.truncated(.authors), .offset(4)))
    #expect(error([0, 0, 0, 0, 2, 0]) == PVMError(.truncated(.authors), .offset(4)))
    #expect(error([0, 0, 0, 0] + Array(repeating: 0xFF, count: 9))?.kind == .truncated(.authors))
    #expect(error([0, 0, 0, 0, 2, 0, 0]) == nil)
  }

  // MARK: All of it

  @Test func randomFilesRoundTrip() throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<300 {
      let bytes = try Self.randomFile(&random)
      let file = try ProgramFile(decoding: bytes)
      #expect(file.encoded() == bytes)
      let container = try StandardProgram(decoding: file.container)
      #expect(try container.encoded() == file.container)
      let program = try ProgramBlob(decoding: container.program)
      #expect(program.encoded() == container.program)
      #expect(ProgramFormat.detect(bytes) == .jam)
      #expect(ProgramFormat.detect(file.container) == .standardProgram)
      #expect(ProgramFormat.detect(container.program) == .blob)
    }
  }

  @Test func truncationsAreRejected() throws {
    var random = SeededRandom(seed: 6)
    for _ in 0..<20 {
      let bytes = try Self.randomFile(&random)
      let file = try ProgramFile(decoding: bytes)
      for length in 0..<file.container.count {
        let cut = Array(file.container[..<length])
        #expect(Self.error { () throws(PVMError) in try StandardProgram(decoding: cut) } != nil)
      }
      let program = try StandardProgram(decoding: file.container).program
      for length in 0..<program.count {
        let cut = Array(program[..<length])
        #expect(Self.error { () throws(PVMError) in try ProgramBlob(decoding: cut) } != nil)
      }
      for length in 0..<bytes.count {
        #expect(ProgramFormat.detect(Array(bytes[..<length])) != .wasm)
      }
    }
  }

  @Test func mutatedFilesNeitherCrashNorHang() throws {
    var random = SeededRandom(seed: 7)
    var accepted = 0
    for round in 0..<10_000 {
      var bytes = try Self.randomFile(&random)
      for _ in 0...random.next() % 4 {
        let index = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[index] ^= 1 << UInt8(random.next() % 8)
        case 2: bytes.insert(0xFF, at: index)
        default: if bytes.count > 1 { bytes.remove(at: index) }
        }
      }
      _ = ProgramFormat.detect(bytes)
      guard let file = try? ProgramFile(decoding: bytes) else { continue }
      _ = try? ProgramMetadata(decoding: file.metadata)
      guard let container = try? StandardProgram(decoding: file.container),
        let program = try? ProgramBlob(decoding: container.program)
      else { continue }
      accepted += 1
      let text = Disassembler.text(of: program)
      if round % 10 == 0 { #expect(try Assembler.assemble(text) == program) }
    }
    // Mutations of data and code are harmless, those of lengths are not: both must occur.
    #expect((1000..<9000).contains(accepted))
  }
}
