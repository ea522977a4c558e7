import PVM
import Support
import TestSupport
import Testing

/// Containers of PolkaVM's toolchain, written by `PolkaVMWriter` as that toolchain does.
@Suite struct PolkaVMContainerTests {
  /// A program with two functions: one byte each.
  private static let program = ProgramBlob(
    code: [0, 1, 0], mask: OpcodeMask(packed: [0b111], count: 3) ?? OpcodeMask(), target: .gp08
  ).encoded()

  /// A container with everything in it.
  private static var full: PolkaVMWriter {
    var writer = PolkaVMWriter(
      program, sizes: (10, 5000, 4096), readOnly: [1, 2, 3], readWrite: [4, 5],
      imports: ["log", "", "own_call"], exports: [(0, "main"), (1, "other")])
    writer.sections += [
      (128, LineText.strings), (129, LineText.program), (130, LineText.ranges), (131, [9, 9]),
      (200, [1]),
    ]
    return writer
  }

  /// The error of a container.
  private func error(_ bytes: [UInt8]) -> PolkaVMError.Kind? {
    do throws(PolkaVMError) {
      _ = try PolkaVMContainer(decoding: bytes)
      return nil
    } catch { return error.kind }
  }

  /// The error of a container with other sections.
  private func error(_ edit: (inout PolkaVMWriter) -> Void) -> PolkaVMError.Kind? {
    var writer = Self.full
    edit(&writer)
    return error(writer.encoded())
  }

  @Test func everythingIsRead() throws {
    let bytes = Self.full.encoded()
    #expect(ProgramFormat.detect(bytes) == .polkaVM)
    let container = try PolkaVMContainer(decoding: bytes)
    #expect(container.instructionSet == .jamV1)
    #expect(container.imports == [Array("log".utf8), [], Array("own_call".utf8)])
    #expect(container.exports.map(\.pc) == [0, 1])
    #expect(container.exports.map(\.name) == [Array("main".utf8), Array("other".utf8)])
    #expect(container.sections.map(\.number) == [1, 2, 3, 4, 5, 6, 128, 129, 130, 131, 200])
    // PolkaVM's memory map with an auxiliary area of 2^24 bytes.
    let program = container.standardProgram
    #expect(program.readOnlyData == [1, 2, 3, 0, 0, 0, 0, 0, 0, 0])
    #expect(program.readWriteData == [4, 5] && program.heapPages == 1)
    #expect(program.stackSize == 4096 && program.readWriteStart == 0x30000)
    #expect(program.program == Self.program)
  }

  @Test func functionsAndLinesAreRead() throws {
    let container = try PolkaVMContainer(decoding: Self.full.encoded())
    let lines = try PolkaVMLines(container)
    #expect(lines.regions.map(\.range) == [0..<1])
    let frames = try #require(lines.regions.first?.frames)
    // The innermost function is the first.
    #expect(frames.map(\.function) == ["inner", "crate::main"])
    #expect(frames.map(\.file) == ["a.rs", "a.rs"])
    #expect(frames.map(\.line) == [7, 12] && frames.map(\.column) == [0, 3])
    let symbols = container.symbols(lines, codeSize: 3)
    #expect(symbols.functions.map(\.name) == [Array("crate::main".utf8), Array("other".utf8)])
    #expect(symbols.functions.map(\.range) == [0..<1, 1..<3])
    // Without lines the exports remain.
    let exported = container.symbols(PolkaVMLines(), codeSize: 3)
    #expect(exported.functions.map(\.range) == [0..<1, 1..<3])
    #expect(exported.functions.first?.name == Array("main".utf8))
  }

  @Test func versionsAreTold() throws {
    for (version, set) in [(UInt8(0), PolkaVMInstructionSet.reviveV1), (2, .latest64), (3, .jamV1)]
    {
      let bytes = PolkaVMWriter(Self.program, version: version).encoded()
      let container = try PolkaVMContainer(decoding: bytes)
      #expect(container.instructionSet == set)
      #expect(try container.target().release == (set == .jamV1 ? .gp08 : .gp07))
    }
    #expect(error { $0.version = 1 } == .unsupportedSet(.latest32))
    for version: UInt8 in [4, 42, 255] {
      #expect(error { $0.version = version } == .unknownVersion(version))
    }
    // The byte of jam_v1 has meant both numberings, that of revive_v1 only one.
    let jam = try PolkaVMContainer(decoding: Self.full.encoded())
    #expect(try jam.target(.gp07).release == .gp07)
    let revive = try PolkaVMContainer(
      decoding: PolkaVMWriter(Self.program, version: 0).encoded())
    #expect(throws: PolkaVMError(.wrongRelease(.reviveV1, .gp08), at: 4)) {
      _ = try revive.target(.gp08)
    }
  }

  @Test func foreignInstructionsAreNamed() throws {
    for (version, byte, name) in [
      (UInt8(2), UInt8(2), "memset"), (2, 3, "unlikely"),
      (0, 101, "an instruction with the number of sbrk, which it has not"),
    ] {
      let blob = ProgramBlob(
        code: [1, byte, 0], mask: try #require(OpcodeMask(packed: [0b111], count: 3)))
      let container = try PolkaVMContainer(
        decoding: PolkaVMWriter(blob.encoded(), version: version).encoded())
      let set = container.instructionSet
      #expect(throws: PolkaVMError(.foreignInstruction(set, name: name, pc: 1), at: 1)) {
        try container.checkInstructions(blob)
      }
    }
    // 2 is `unlikely` in jam_v1, as it is in the Gray Paper.
    let jam = try PolkaVMContainer(decoding: Self.full.encoded())
    try jam.checkInstructions(
      ProgramBlob(code: [2, 0], mask: try #require(OpcodeMask(packed: [0b11], count: 2))))
  }

  @Test func cutContainersAreRefused() throws {
    let bytes = Self.full.encoded()
    for length in 0..<bytes.count {
      let cut = Array(bytes[..<length])
      #expect(error(cut) != nil, "\(length) bytes")
      // With a length that fits, something in it ends too early.
      guard length >= 13 else { continue }
      var fitting = cut
      for index in 0..<8 { fitting[5 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
      #expect(error(fitting) != nil, "\(length) bytes with a length that fits")
    }
    #expect(
      error(bytes + [0]) == .wrongLength(announced: UInt64(bytes.count), actual: bytes.count + 1))
  }

  @Test func wrongSectionsAreRefused() throws {
    #expect(error { $0.sections[0].number = 7 } == .unexpectedSection(7))
    #expect(error { $0.sections[0].number = 127 } == .unexpectedSection(127))
    #expect(error { $0.sections.swapAt(1, 2) } == .unexpectedSection(2))
    #expect(error { $0.sections.insert($0.sections[4], at: 4) } == .unexpectedSection(5))
    #expect(error { $0.sections.append((128, [])) } == .unexpectedSection(128))
    #expect(error { $0.sections.append((1, [0, 0, 0])) } == .unexpectedSection(1))
    #expect(error { $0.sections.append((250, [1, 2])) } == nil)
    #expect(error { $0.sections.remove(at: 5) } == .noCode)
    #expect(error { $0.sections[5].content = [] } == .noCode)
  }

  @Test func wrongContentsAreRefused() throws {
    let number = PolkaVMWriter.number
    #expect(error { $0.sections[0].content = [0] } == .truncated(.memoryConfig))
    #expect(error { $0.sections[0].content += [0] } == .inconsistent(.memoryConfig))
    #expect(error { $0.sections[0].content = [0x80, 1, 0, 0] } == .invalidNumber(.memoryConfig))
    #expect(
      error { $0.sections[0].content = number(1 << 32) + [0, 0] } == .invalidNumber(.memoryConfig))
    #expect(
      error { $0.sections[0].content = [0xFF] + [UInt8](repeating: 255, count: 8) + [0, 0] }
        == .invalidNumber(.memoryConfig))
    #expect(error { $0.sections[0].content = [2, 5, 0] } == .inconsistent(.readOnlyData))
    #expect(error { $0.sections[0].content = [3, 1, 0] } == .inconsistent(.readWriteData))
    let limit: UInt64 = 1 << 24 - 1
    for (part, index) in [
      (PolkaVMError.Part.readOnlyData, 0), (.readWriteData, 1), (.stack, 2),
    ] {
      for size in [limit + 1, UInt64(UInt32.max)] {
        var sizes: [UInt64] = [10, 5000, 4096]
        sizes[index] = size
        #expect(
          error { $0.sections[0].content = sizes.flatMap(number) }
            == .tooLarge(part, size: size, limit: limit))
      }
    }
    #expect(
      error { $0.sections[3].content = number(1025) }
        == .tooLarge(.imports, size: 1025, limit: 1024))
    #expect(error { $0.sections[3].content = number(1024) } == .truncated(.imports))
    #expect(
      error { $0.sections[3].content = number(1) + PolkaVMWriter.word(9) }
        == .inconsistent(.imports))
    #expect(
      error {
        $0.sections[3].content = number(2) + PolkaVMWriter.word(1) + PolkaVMWriter.word(0) + [65]
      } == .inconsistent(.imports))
    #expect(error { $0.sections[4].content += [0] } == .inconsistent(.exports))
    #expect(error { $0.sections[4].content = number(1 << 31) } == .truncated(.exports))
    #expect(error { $0.sections[4].content = [1, 0, 9, 65] } == .truncated(.exports))
  }

  @Test func damagedLinesAreRefused() throws {
    /// The error of other debug information.
    func error(_ edit: (inout PolkaVMContainer) -> Void) throws -> PolkaVMError.Kind? {
      var container = try PolkaVMContainer(decoding: Self.full.encoded())
      edit(&container)
      do throws(PolkaVMError) {
        _ = try PolkaVMLines(container)
        return nil
      } catch { return error.kind }
    }
    #expect(try error { $0.linePrograms = [] } == nil)
    #expect(try error { $0.linePrograms[0] = 2 } == .inconsistent(.linePrograms))
    #expect(try error { $0.lineProgramRanges.removeLast() } == .inconsistent(.linePrograms))
    #expect(try error { $0.linePrograms[1] = 20 } == .invalidLineProgram)
    #expect(try error { $0.linePrograms.removeLast() } == nil)
    #expect(
      try error { $0.linePrograms = Array($0.linePrograms.prefix(4)) } == .truncated(.linePrograms))
    #expect(try error { $0.debugStrings = [] } == .truncated(.debugStrings))
    #expect(try error { $0.lineProgramRanges[4] = 0 } == .inconsistent(.lineProgramRanges))
    #expect(try error { $0.lineProgramRanges[8] = 200 } == .truncated(.linePrograms))
    // Line programs that share bytes could take time without end.
    #expect(
      try error {
        $0.linePrograms = [1] + [UInt8](repeating: 11, count: 50) + [15, 1, 0]
        $0.lineProgramRanges = (0..<3).flatMap { LineText.range($0, $0 + 1, 1) }
      } == .inconsistent(.linePrograms))
  }

  @Test func mutatedContainersAreReadOrRefused() throws {
    let bytes = Self.full.encoded()
    var random = SeededRandom(seed: 18)
    var refused = 0
    for _ in 0..<1000 {
      var mutated = bytes
      for _ in 0...random.next() % 3 {
        let position = Int(random.next() % UInt64(mutated.count))
        switch random.next() % 3 {
        case 0: mutated[position] = UInt8(truncatingIfNeeded: random.next())
        case 1: mutated[position] ^= 1 << UInt8(random.next() % 8)
        default:
          // The length follows, so that more than it is tested.
          mutated.remove(at: position)
          if mutated.count > 13 {
            for index in 0..<8 {
              mutated[5 + index] = UInt8(truncatingIfNeeded: mutated.count >> (8 * index))
            }
          }
        }
      }
      do throws(PolkaVMError) {
        let container = try PolkaVMContainer(decoding: mutated)
        let program = container.standardProgram
        #expect(program.readOnlyData.count == Int(container.readOnlySize))
        let lines = try PolkaVMLines(container)
        let symbols = container.symbols(lines, codeSize: 3)
        #expect(symbols.functions.allSatisfy { $0.range.upperBound <= 3 })
      } catch {
        #expect(!error.description.isEmpty && error.code.hasPrefix("V"))
        refused += 1
      }
    }
    #expect(refused > 300 && refused < 1000)
  }
}

/// Debug information: code index 0 is in `inner`, which is inlined into `crate::main`.
private enum LineText {
  /// The texts, the empty one at 0.
  static let strings =
    PolkaVMWriter.text("") + PolkaVMWriter.text("crate") + PolkaVMWriter.text("main")
    + PolkaVMWriter.text("a.rs") + PolkaVMWriter.text("inner")

  /// The line program behind its version.
  static let program: [UInt8] =
    [1]
    // The outer function: namespace, name, path, line 12, column 3, calls the next.
    + [5, 1, 6, 7, 7, 12, 8, 12, 9, 3, 3]
    // The inner one: line 5, plus 3, minus 2, plus 1.
    + [1, 1, 6, 17, 7, 12, 8, 5, 12, 3, 13, 2, 11, 4]
    // Two functions deep; one byte of code.
    + [10, 2, 14, 0]

  /// The code that it is about.
  static let ranges = range(0, 1, 1)

  /// An entry: code indices, and where the program is.
  static func range(_ start: UInt32, _ end: UInt32, _ program: UInt32) -> [UInt8] {
    PolkaVMWriter.word(start) + PolkaVMWriter.word(end) + PolkaVMWriter.word(program)
  }
}
