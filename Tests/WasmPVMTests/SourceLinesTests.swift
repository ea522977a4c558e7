import Foundation
import PVM
import SourceLines
import Support
import TestSupport
import Testing
import WasmPVM

/// Debug information that is damaged or absurd, and source maps.
struct SourceLinesTests {
  /// Where the sections of a module are: identifier, start of the content, end.
  static func sections(_ module: [UInt8]) -> [(id: UInt8, range: Range<Int>)] {
    var sections: [(id: UInt8, range: Range<Int>)] = []
    var position = 8
    func number() -> Int {
      var (value, shift) = (0, 0)
      while true {
        let byte = module[position]
        position += 1
        value |= Int(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { return value }
      }
    }
    while position < module.count {
      let id = module[position]
      position += 1
      let size = number()
      sections.append((id, position..<position + size))
      position += size
    }
    return sections
  }

  /// The bytes of the debug sections behind their names.
  private static func debugBytes(_ module: [UInt8]) -> [Range<Int>] {
    sections(module).compactMap { section in
      guard section.id == 0 else { return nil }
      let name = section.range.lowerBound + 1
      let length = Int(module[section.range.lowerBound])
      guard module[name..<name + length].starts(with: Array(".debug_".utf8)) else { return nil }
      return name + length..<section.range.upperBound
    }
  }

  /// A module with some bytes of its debug sections changed.
  private static func mutated(
    _ module: [UInt8], _ ranges: [Range<Int>], _ random: inout SeededRandom
  ) -> [UInt8] {
    var module = module
    for _ in 0...Int.random(in: 0..<8, using: &random) {
      let range = ranges[Int.random(in: ranges.indices, using: &random)]
      guard let index = range.randomElement(using: &random) else { continue }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: module[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: module[index] = UInt8.random(in: 0...255, using: &random)
      case 2: module[index] = 0xFF
      default:
        for place in index..<min(index + 12, range.upperBound) {
          module[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
    }
    return module
  }

  /// Whatever debug information says, it is read without a fault and the program stays the same. `WASM_PVM_DWARF_FUZZ` says how many
  /// modules are tried.
  @Test func damagedDebugInformationIsNoError() throws {
    let count =
      ProcessInfo.processInfo.environment["WASM_PVM_DWARF_FUZZ"].flatMap(Int.init) ?? 1_000
    let module = try DebugMapTests.module("lines.wasm")
    let ranges = Self.debugBytes(module)
    #expect(ranges.count >= 4)
    let plain = try Compilation.compile(wasm: module)
    var random = SeededRandom(seed: 18)
    var damaged = 0
    for index in 0..<count {
      let changed = Self.mutated(module, ranges, &random)
      let lines = try #require(SourceLines(module: changed))
      for offset in stride(from: 0, to: module.count, by: 3) { _ = lines.frames(at: offset) }
      if lines.errorCount > 0 { damaged += 1 }
      // Compiling takes longer, so that some do.
      if index % 20 == 0 {
        let (program, map) = try DebugMapTests.compile(changed)
        #expect(program.file == plain.file)
        #expect(try DebugMap(decoding: map.encoded()) == map)
      }
    }
    #expect(damaged > count / 10)
  }

  /// Whatever it says of variables and types, it is read without a fault.
  @Test func damagedVariablesAreNoError() throws {
    let count =
      ProcessInfo.processInfo.environment["WASM_PVM_DWARF_FUZZ"].flatMap(Int.init) ?? 1_000
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../CLITests/Modules/variables.wasm")
    let module = [UInt8](try Data(contentsOf: url))
    let ranges = Self.debugBytes(module)
    var random = SeededRandom(seed: 19)
    var (variables, types) = (0, 0)
    for _ in 0..<count {
      let lines = try #require(SourceLines(module: Self.mutated(module, ranges, &random)))
      var work = lines.globals().map(\.type)
      for offset in stride(from: 0, to: module.count, by: 7) {
        guard let scope = lines.scope(at: offset) else { continue }
        #expect(scope.function.contains(offset))
        work += scope.variables.map(\.type)
        variables += scope.variables.count
      }
      var known: Set<UInt64> = []
      while let id = work.popLast() {
        guard known.insert(id).inserted, let type = lines.type(id) else { continue }
        types += 1
        work += type.parts.map(\.type) + [type.target]
      }
    }
    #expect(variables > 100 * count)
    #expect(types > 10 * count)
  }

  /// A length in front of bytes may be anything: LLVM goes behind so many, wherever that is, and reads the next number there.
  @Test func blocksMayBeTooLong() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../CLITests/Modules/variables.wasm")
    var module = [UInt8](try Data(contentsOf: url))
    let ranges = Self.debugBytes(module)
    var (lengths, forms) = (0, 0)
    for place in ranges.flatMap({ $0.dropLast(5) }) {
      if module[place] == 4, module[place + 1] == 0xED, module[place + 4] == 0x9F {
        // The frame base, four bytes "local N, its value": now 2^35 - 1 bytes.
        module.replaceSubrange(place..<place + 5, with: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
        lengths += 1
      } else if module[place] == 0x40, module[place + 1] == 0x18 {
        // DW_AT_frame_base as DW_FORM_exprloc: what is behind it is DW_FORM_udata.
        module[place + 3] = 0x0F
        forms += 1
      }
    }
    try #require(lengths > 0 && forms > 0)
    let lines = try #require(SourceLines(module: module))
    #expect(lines.globals().isEmpty)
    #expect(lines.errorCount > 0)
    #expect((0..<module.count).allSatisfy { lines.scope(at: $0) == nil })
  }

  @Test func damageIsSaid() throws {
    var module = try DebugMapTests.module("lines.wasm")
    // The first unit's length is absurd.
    let info = try #require(
      Self.debugBytes(module).first {
        String(decoding: module[..<$0.lowerBound], as: UTF8.self).hasSuffix(".debug_info")
      })
    for index in info.prefix(4) { module[index] = 0xEE }
    let (program, map) = try DebugMapTests.compile(module)
    #expect(map.places.isEmpty)
    #expect(program.report.notes.contains { $0.contains("debug information of the main module") })
    #expect(program.report.notes.contains { $0.contains("is damaged") })
  }

  @Test func truncatedModulesHaveNoLines() throws {
    let module = try DebugMapTests.module("lines.wasm")
    for count in stride(from: 0, to: module.count, by: 11) {
      let lines = SourceLines(module: Array(module[..<count]))
      _ = lines?.frames(at: count / 2)
    }
  }

  // MARK: Source maps

  /// Numbers as a source map has them.
  private static func segment(_ numbers: [Int]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    return numbers.map { number in
      var value = number < 0 ? -number << 1 | 1 : number << 1
      var text = ""
      repeat {
        let more = value >> 5 > 0
        text.append(digits[value & 31 | (more ? 32 : 0)])
        value >>= 5
      } while value > 0
      return text
    }.joined()
  }

  /// A module with a custom section that says where its source map is.
  private static func module(_ module: [UInt8], url: String) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] {
      [UInt8(value & 0x7F) | 0x80, UInt8(value >> 7 & 0x7F) | 0x80, UInt8(value >> 14)]
    }
    let name = Array("sourceMappingURL".utf8)
    let content = number(name.count) + name + number(url.utf8.count) + Array(url.utf8)
    return module + [0] + number(content.count) + content
  }

  /// A module without debug information, a source map for it, and where its code starts.
  private static func sample() throws -> (module: [UInt8], map: String, code: Int) {
    let program = try #require(try Corpus.benchmarks().first { $0.name == "fib_iter" })
    let module = try program.module()
    let code = try #require(sections(module).first { $0.id == 10 }).range.lowerBound
    let mappings = [
      segment([code, 1, 6, 4]), segment([8, 0, 2, -4]), segment([200]),
    ].joined(separator: ",")
    let map = """
      {"version": 3, "sources": ["~lib/rt.ts", "assembly/index.ts"], "names": [], "sourceRoot": "",
       "mappings": "\(mappings)"}
      """
    return (module, map, code)
  }

  @Test func sourceMapsGiveLines() throws {
    let (module, map, code) = try Self.sample()
    let named = Self.module(module, url: "./build/release.wasm.map")
    #expect(Compilation.sourceMapPath(ofModule: named) == "build/release.wasm.map")
    #expect(Compilation.sourceMapPath(ofModule: module) == nil)
    let encoded = Data(map.utf8).base64EncodedString()
    let inline = Self.module(module, url: "data:application/json;base64,\(encoded)")
    #expect(Compilation.sourceMapPath(ofModule: inline) == nil)
    for lines in [
      SourceLines(module: named, sourceMap: Array(map.utf8)), SourceLines(module: inline),
    ] {
      let lines = try #require(lines)
      #expect(lines.errorCount == 0)
      let first = SourceLines.Frame(function: "", file: "assembly/index.ts", line: 7, column: 5)
      #expect(lines.frames(at: code) == [first])
      #expect(lines.frames(at: code + 7) == [first])
      #expect(lines.frames(at: code + 8).first?.line == 9)
      #expect(lines.frames(at: code + 8).first?.column == 1)
      #expect(lines.frames(at: code + 208).isEmpty)
      #expect(lines.frames(at: 0).isEmpty)
    }
    let (program, debugMap) = try DebugMapTests.compile(inline)
    #expect(debugMap.files == ["assembly/index.ts"])
    #expect(program.report.notes.isEmpty)
    let frames = debugMap.runs.flatMap { debugMap.frames(at: $0.start) }
    #expect(frames.contains { $0.line == 9 && $0.function == "main" || $0.line == 9 })
  }

  @Test(arguments: ["/etc/passwd", "../x.map", "a/../../x.map", "https://example.org/x.map"])
  func sourceMapsElsewhereAreNotRead(_ url: String) throws {
    let (module, _, _) = try Self.sample()
    #expect(Compilation.sourceMapPath(ofModule: Self.module(module, url: url)) == nil)
  }

  @Test(arguments: [
    "", "{", "[]", "{\"version\": 2, \"sources\": [], \"mappings\": \"\"}",
    "{\"version\": 3, \"sources\": [], \"mappings\": \"AAAA\"}",
    "{\"version\": 3, \"sources\": [\"a\"], \"mappings\": \"A!\"}",
    "{\"version\": 3, \"sources\": [\"a\"], \"mappings\": \"AADA\"}",
    "{\"version\": 3, \"sources\": [\"a\"], \"mappings\": \"gggggggggggggE\"}",
    "{\"version\": 3, \"sources\": [\"\\ud800\\uZ\"], \"mappings\": \"\"}",
  ])
  func malformedSourceMapsAreSaid(_ map: String) throws {
    let (module, _, _) = try Self.sample()
    let inline = Self.module(module, url: "data:application/json,\(map)")
    let (program, debugMap) = try DebugMapTests.compile(inline)
    #expect(debugMap.places.isEmpty)
    #expect(program.report.notes.contains { $0.contains("is damaged") })
  }

  @Test func deepJSONIsRefused() throws {
    let (module, _, _) = try Self.sample()
    let map = String(repeating: "[", count: 200_000)
    let lines = SourceLines(module: module, sourceMap: Array(map.utf8))
    #expect(lines?.errorCount == 1)
  }
}
