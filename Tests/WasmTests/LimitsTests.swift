import Testing
import Wasm

/// Absurd sizes are refused before anything is allocated for them; the largest accepted ones work.
struct LimitsTests {
  /// The largest numbers in LEB128.
  static let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]

  /// A vector that claims four billion items.
  @Test func hugeCounts() {
    let limits: [(UInt8, ImplementationLimit)] = [
      (1, .types), (2, .imports), (3, .functions), (4, .tables), (5, .memories), (6, .globals),
      (7, .exports), (9, .elementSegments), (11, .dataSegments),
    ]
    for (section, limit) in limits {
      let kind = ModuleBytes.error(ModuleBytes.module((section, Self.huge)))?.kind
      #expect(kind == .limitExceeded(limit, 0xFFFF_FFFF))
      // Allowed, but more than the section has bytes.
      let count = ModuleBytes.unsigned(UInt32(limit.maximum))
      #expect(ModuleBytes.error(ModuleBytes.module((section, count)))?.kind == .unexpectedEnd)
    }
    #expect(
      ModuleBytes.error(ModuleBytes.module((10, Self.huge)))?.kind
        == .limitExceeded(.functions, 0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.module((1, [1, 0x60] + Self.huge)))?.kind
        == .limitExceeded(.parameters, 0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.module((1, [1, 0x60, 0] + Self.huge)))?.kind
        == .limitExceeded(.results, 0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.module((9, [1, 1, 0] + Self.huge)))?.kind
        == .limitExceeded(.elementItems, 0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.module((2, [1] + Self.huge)))?.kind
        == .lengthOutOfBounds(0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.module((11, [1, 1] + Self.huge)))?.kind
        == .lengthOutOfBounds(0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.function(code: [0x0E] + Self.huge))?.kind
        == .limitExceeded(.branchTargets, 0xFFFF_FFFF))
    #expect(
      ModuleBytes.error(ModuleBytes.function(locals: [(0xFFFF_FFFF, .i32)], code: []))?.kind
        == .limitExceeded(.locals, 0xFFFF_FFFF))
    let name = Array(repeating: UInt8(0x61), count: 100_001)
    #expect(
      ModuleBytes.error(ModuleBytes.module((0, ModuleBytes.sized(name))))?.kind
        == .limitExceeded(.nameLength, 100_001))
    #expect(
      ModuleBytes.error(
        ModuleBytes.function(code: Array(repeating: 0x01, count: 7_654_320)))?.kind
        == .limitExceeded(.bodySize, 7_654_322))
  }

  /// Locals up to the limit, parameters included.
  @Test func manyLocals() throws {
    let bytes = ModuleBytes.function(
      [.i32], locals: [(49_998, .i64), (1, .f32)], code: [0x20, 0xCF, 0x86, 0x03, 0x1A])
    #expect(ModuleBytes.error(bytes) == nil)
    #expect(try ModuleDecoder.decode(bytes).localTypes(ofFunction: 0).count == 50_000)
  }

  /// A small module whose functions declare many locals each.
  @Test func manyLocalsInManyFunctions() {
    for (count, isAccepted) in [(200, true), (201, false)] {
      var module = ModuleBytes()
      module.add(1, [ModuleBytes.functionType([], [])])
      module.add(3, Array(repeating: [0], count: count))
      let body = ModuleBytes.body(locals: [(50_000, .i64)], [])
      module.add(10, Array(repeating: body, count: count))
      let error = ModuleBytes.error(module.bytes)
      #expect(error?.kind == (isAccepted ? nil : .limitExceeded(.allLocals, 10_050_000)))
      #expect(error?.function?.index == (isAccepted ? nil : 200))
    }
  }

  /// Blocks nested to the limit and beyond, with a branch out of all of them.
  @Test func deepNesting() {
    for (kind, depth) in [(0x02, 50_000), (0x03, 50_000), (0x02, 50_001), (0x02, 200_000)]
      as [(UInt8, Int)]
    {
      let code = ModuleBytes.join(
        ModuleBytes.repeated([kind, 0x40], depth), [0x0C], ModuleBytes.unsigned(UInt32(depth)),
        ModuleBytes.repeated([0x0B], depth))
      let error = ModuleBytes.error(ModuleBytes.function(code: code))
      #expect(error?.kind == (depth <= 50_000 ? nil : .limitExceeded(.nesting, 50_001)))
    }
  }

  /// A `br_table` of the largest size.
  @Test func largeBranchTable() {
    let code = ModuleBytes.join(
      [0x41, 0, 0x0E], ModuleBytes.unsigned(65_520), ModuleBytes.repeated([0], 65_521))
    #expect(ModuleBytes.error(ModuleBytes.function(code: code)) == nil)
  }

  /// Types with a thousand parameters and results, used many times.
  @Test func wideTypes() {
    let types = Array(repeating: ValueType.i64, count: 1_000)
    // A function that calls itself with its parameters.
    let load = (0..<1_000).map { [0x20] + ModuleBytes.unsigned($0) }
    let code = Array(load.joined()) + ModuleBytes.repeated([0x10, 0x00], 2_000)
    #expect(ModuleBytes.error(ModuleBytes.function(types, types, code: code)) == nil)
    #expect(
      ModuleBytes.error(ModuleBytes.function(types + [.i32], [], code: []))?.kind
        == .limitExceeded(.parameters, 1_001))
  }

  /// A constant expression as long as a module of a few hundred kilobytes allows.
  @Test func longConstantExpression() {
    func error(_ code: [UInt8]) -> WasmError? {
      let global = ModuleBytes.join([1, 0x7F, 0], code, [0x0B])
      return ModuleBytes.error(ModuleBytes.module((6, global)), features: .all)
    }
    #expect(error([0x41, 0] + ModuleBytes.repeated([0x41, 1, 0x6A], 100_000)) == nil)
    #expect(
      error(ModuleBytes.repeated([0x41, 1], 100_000))?.kind == .unconsumedOperands(99_999))
  }

  /// Sections of nothing but the smallest items.
  @Test func manyItems() throws {
    let count = 200_000
    let types = Array(repeating: [0x60, 0, 0] as [UInt8], count: count)
    let items = Array(repeating: [0xD0, 0x70, 0x0B] as [UInt8], count: count)
    var module = ModuleBytes()
    module.add(1, types)
    module.add(9, [[0x05, 0x70] + ModuleBytes.vector(items)])
    let decoded = try ModuleDecoder.decode(module.bytes)
    #expect(decoded.types.count == count)
    #expect(decoded.elements[0].items.count == count)
  }
}
