import LLVM
import LoweringABI
import PVM
import PVMCodegen
import PVMVM
import Testing

/// Initial contents of the linear memory: the same at every start, whether the container stores them at
/// their place or the entry points put them there.
@Suite struct StartUpCopyTests {
  /// A program whose entry points do next to nothing.
  private static func text(entries: Int) -> String {
    """
    @memory = external global [0 x i8]
    @counter = internal global i64 77

    """
      + (0..<entries).map {
        """
        define {i64, i64} @entry\($0)(i64 %r7, i64 %r8) {
          %n = load i64, ptr @counter
          store i64 78, ptr @counter
          %s = insertvalue {i64, i64} poison, i64 %r7, 0
          %t = insertvalue {i64, i64} %s, i64 %n, 1
          ret {i64, i64} %t
        }

        """
      }.joined()
  }

  /// Compiles the program with contents of one page of memory, or more.
  private func program(
    _ segments: [(offset: Int, bytes: [UInt8])], pages: Int = 1, price: StartUpPrice?,
    entries: Int = 1
  ) throws -> (program: StandardProgram, memoryBase: Int64) {
    let module = try Module(parsing: Self.text(entries: entries))
    var options = CodegenOptions()
    options.checks = true
    options.startUpPrice = price
    var interface = ModuleInterface()
    interface.entries = (0..<entries).map {
      EntryPoint(name: "f", convention: .argumentInvocation, symbol: "entry\($0)")
    }
    interface.memoryImage = MemoryImage(segments: segments.map { ($0.offset, $0.bytes[...]) })
    interface.mappedPages = pages
    var codegen = try Codegen(module, interface: interface, options: options)
    _ = try codegen.generate()
    return (try codegen.link().program, codegen.memoryBase)
  }

  /// The contents of the memory, and how many instructions were executed, after a run.
  private func run(
    _ built: (program: StandardProgram, memoryBase: Int64), count: Int
  ) throws -> (memory: [UInt8], gas: Int64) {
    var machine = try Machine(standardProgram: built.program, gas: 1_000_000)
    machine[.a0] = 5
    #expect(machine.run() == .halt)
    #expect(machine[.a0] == 5 && machine[.a1] == 77)
    let bytes = machine.read(address: UInt64(built.memoryBase), count: UInt64(count))
    return (try #require(bytes), 1_000_000 - machine.gas)
  }

  /// Bytes without a pattern, none of them 0.
  private static func noise(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 9) | 1 }
  }

  /// Contents of many shapes: offsets, sizes, gaps, the end of the memory.
  private static let shapes: [[(offset: Int, bytes: [UInt8])]] = [
    [(1024, [1])], [(1024, [0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])],
    [(1029, noise(3))], [(1024, noise(8))], [(1024, noise(31))], [(1024, noise(300))],
    [(1024, noise(70)), (1160, noise(5)), (1300, noise(64)), (60_000, noise(200))],
    [(8, noise(20)), (40_000, noise(90))], [(65_536 - 90, noise(90))], [(65_535, [9])],
    [(3000, noise(2000) + Array(repeating: 0, count: 500) + noise(9))], [(0, noise(65_536))],
  ]

  @Test(arguments: shapes.indices)
  func contentsAreTheSameEitherWay(_ shape: Int) throws {
    let segments = Self.shapes[shape]
    var expected = [UInt8](repeating: 0, count: 65_536)
    for segment in segments {
      expected.replaceSubrange(
        segment.offset..<segment.offset + segment.bytes.count, with: segment.bytes)
    }
    let stored = try program(segments, price: nil)
    let plain = try run(stored, count: expected.count)
    #expect(plain.memory == expected)
    let storedSize = try stored.program.encoded().count
    for value in [0, 1, 4, 16, 64] {
      let price = StartUpPrice(first: Double(value), further: Double(value))
      let built = try program(segments, price: price)
      let copied = try run(built, count: expected.count)
      #expect(copied.memory == expected, "\(value)")
      // What is copied saves what its instructions are worth.
      let saved = storedSize - (try built.program.encoded().count)
      #expect(saved >= value * Int(copied.gas - plain.gas) - 8, "\(value)")
    }
  }

  @Test func zerosInFrontOfDataTakeNoBytes() throws {
    let segments = [(offset: 1 << 20, bytes: Self.noise(1000))]
    let built = try program(segments, pages: 17, price: .balanced)
    #expect(try built.program.encoded().count < 1400)
    let memory = try run(built, count: 17 * 65_536).memory
    #expect(Array(memory[(1 << 20)..<(1 << 20) + 1000]) == segments[0].bytes)
    #expect(memory.count { $0 != 0 } == 1000)
  }

  /// Many instructions have to save more bytes each than a few.
  @Test(arguments: [
    // Contents of 2,000 bytes, hence some 540 instructions, behind so many zeros.
    (1024, false), (2048, false), (6144, true), (1 << 18, true),
  ])
  func manyInstructionsHaveToSaveManyBytes(_ offset: Int, _ isCopied: Bool) throws {
    let segments = [(offset: offset, bytes: Self.noise(2000))]
    let built = try program(segments, pages: 5, price: .balanced)
    #expect(built.program.readWriteData.isEmpty == isCopied)
    let few = try program([(offset: offset, bytes: Self.noise(200))], pages: 5, price: .balanced)
    #expect(few.program.readWriteData.isEmpty)
    let all = try program(segments, pages: 5, price: .free)
    #expect(all.program.readWriteData.isEmpty)
  }

  @Test func eachEntryPointInitializes() throws {
    let built = try program([(1024, Self.noise(100))], price: .free, entries: 2)
    #expect(built.program.readWriteData.isEmpty)
    for entry in [UInt32(0), 5] {
      var machine = try Machine(standardProgram: built.program, entry: entry, gas: 1000)
      #expect(machine.run() == .halt)
      let bytes = machine.read(address: UInt64(built.memoryBase) + 1024, count: 100)
      #expect(bytes == Self.noise(100))
    }
  }
}
