import PVM
import Support
import Testing
import WasmPVM

/// The file format of debug maps.
struct DebugMapCodingTests {
  /// A map that uses everything.
  static func sample() throws -> DebugMap {
    var map = DebugMap()
    map.program = DebugMap.hash(of: [1, 2, 3])
    map.modules = ["the main module", "the runtime"]
    map.names = ["", "inner", "öuter"]
    map.files = ["/src/a.c", "/src/b/a.c"]
    map.functions = [
      DebugMap.Function(module: 0, index: 700, name: "f"),
      DebugMap.Function(module: 1, index: 2, name: ""),
    ]
    map.places = [
      DebugMap.Place(function: 1, file: 1, line: 300, column: 7),
      DebugMap.Place(function: 2, file: 0, line: 0, column: 0),
      DebugMap.Place(function: 0, file: 0, line: 12, column: 1),
    ]
    map.positions = [
      DebugMap.Position(function: 0, offset: 1 << 20, call: nil, places: [0, 1]),
      DebugMap.Position(function: 1, offset: 0, call: 0, places: []),
      DebugMap.Position(function: 0, offset: 99, call: 0, places: [2]),
    ]
    map.runs = [
      DebugMap.Run(start: 0, position: nil), DebugMap.Run(start: 5, position: 2),
      DebugMap.Run(start: 9, position: 0), DebugMap.Run(start: 1000, position: 1),
    ]
    try map.symbols.append(SymbolMap.Function(name: Array("f".utf8), range: 5..<900))
    try map.symbols.append(SymbolMap.Function(name: [0xFF, 0], range: 1000..<1001))
    map.layout = ProgramLayout(
      entries: [ProgramLayout.Entry(name: "main", pc: 0)],
      items: [
        PlacedData(name: "0x400", kind: .segment, address: 0x2_0400, size: 77),
        PlacedData(name: "global", kind: .global, address: 0xFEFD_FFFC, size: 4),
      ])
    return map
  }

  @Test func whatIsWrittenIsRead() throws {
    let map = try Self.sample()
    #expect(try DebugMap(decoding: map.encoded()) == map)
    #expect(try DebugMap(decoding: DebugMap().encoded()) == DebugMap())
    #expect(try DebugMap(decoding: map.encoded(), ofProgram: [1, 2, 3]) == map)
  }

  @Test func otherProgramsAreRefused() throws {
    let bytes = try Self.sample().encoded()
    #expect(throws: DebugMapError(.otherProgram)) {
      try DebugMap(decoding: bytes, ofProgram: [1, 2, 4])
    }
  }

  @Test func otherFilesAndVersionsAreRefused() throws {
    #expect(throws: DebugMapError(.notADebugMap)) { try DebugMap(decoding: []) }
    #expect(throws: DebugMapError(.notADebugMap)) {
      try DebugMap(decoding: Array("PVMDEBUf".utf8))
    }
    var bytes = try Self.sample().encoded()
    bytes[8] = 2
    let expected = DebugMapError(.version(2))
    #expect(throws: expected) { try DebugMap(decoding: bytes) }
    #expect(expected.description.contains("[D002]"))
  }

  /// No prefix is a map, and nothing is behind one.
  @Test func truncatedMapsAreRefused() throws {
    let bytes = try Self.sample().encoded()
    for count in 8..<bytes.count {
      #expect(throws: DebugMapError.self) { try DebugMap(decoding: Array(bytes[..<count])) }
    }
    #expect(throws: DebugMapError.self) { try DebugMap(decoding: bytes + [0]) }
  }

  /// Whatever is read can be used: every lookup stays inside.
  @Test func changedMapsAreRefusedOrUsable() throws {
    let bytes = try Self.sample().encoded()
    var read = 0
    for index in 17..<bytes.count {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = value
        guard let map = try? DebugMap(decoding: changed) else { continue }
        read += 1
        for run in map.runs { _ = map.frames(at: run.start) }
        _ = map.code(file: "a.c", line: 12, codeSize: 2000)
      }
    }
    #expect(read > 100)
  }

  @Test func framesGoFromTheInstructionOutward() throws {
    let map = try Self.sample()
    #expect(map.frames(at: 0).isEmpty)
    #expect(map.frames(at: -1).isEmpty)
    let frames = map.frames(at: 6)
    #expect(frames.map(\.function) == ["f", "inner", "öuter"])
    #expect(frames.map(\.line) == [12, 300, 0])
    #expect(frames.map(\.file) == ["/src/a.c", "/src/b/a.c", "/src/a.c"])
    #expect(frames.map(\.offset) == [99, 1 << 20, 1 << 20])
    #expect(frames.map(\.isInlined) == [true, true, false])
    // Without a source the module's names are used.
    #expect(map.frames(at: 1 << 30).map(\.function) == ["", "inner", "öuter"])
    #expect(map.position(at: 9)?.offset == 1 << 20)
  }

  @Test func linesLeadToCode() throws {
    let map = try Self.sample()
    // The line of a call is the line of what is inlined there.
    #expect(map.code(file: "/src/b/a.c", line: 300, codeSize: 1001) == [5..<1001])
    #expect(map.code(file: "a.c", line: 12, codeSize: 1001) == [5..<9])
    #expect(map.code(file: "b/a.c", line: 12, codeSize: 1001).isEmpty)
    #expect(map.code(file: ".c", line: 12, codeSize: 1001).isEmpty)
  }
}
