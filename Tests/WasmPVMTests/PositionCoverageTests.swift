import Foundation
import PVM
import SourceLines
import TestSupport
import Testing
import WasmPVM

/// How much of the code of programs in several languages has a place in the module and in the source, and whether a second reader of
/// debug information finds the same places.
struct PositionCoverageTests {
  /// A language with a program in it.
  enum Language: String, CaseIterable, Sendable {
    case c
    case cpp
    case rust
    case swift

    /// The source, from the repository's top folder.
    var source: String {
      switch self {
      case .c: "Examples/c-sort/sort.c"
      case .cpp: "Tests/WasmPVMTests/Languages/shapes.cpp"
      case .rust: "Tests/WasmPVMTests/Languages/words.rs"
      case .swift: "Examples/swift-embedded/words.swift"
      }
    }

    /// The commands that make `m.wasm` of the source, with debug information.
    var commands: [[String]] {
      let source = PositionCoverageTests.root + "/" + source
      let compiled = ["--target=wasm32", "-O2", "-g", "-c", "-o", "m.o", source]
      let link = ["wasm-ld-19", "--no-entry", "-o", "m.wasm", "m.o"]
      switch self {
      case .c: return [["clang-19"] + compiled, link]
      case .cpp:
        return [["clang++-19", "-fno-exceptions", "-fno-rtti"] + compiled, link]
      case .rust:
        // Debian's, which comes with a library for the target.
        return [
          [
            "/usr/bin/rustc", "--target", "wasm32-unknown-unknown", "--crate-type", "cdylib", "-C",
            "opt-level=2", "-C", "debuginfo=2", "-C", "panic=abort", "-C",
            "linker=/usr/bin/wasm-ld", "-o", "m.wasm", source,
          ]
        ]
      case .swift:
        return [
          [
            "swiftc", "-g", "-target", "wasm32-unknown-none-wasm", "-enable-experimental-feature",
            "Embedded", "-wmo", "-Osize", "-parse-as-library", "-Xcc", "-mbulk-memory", "-c", "-o",
            "m.o", source,
          ],
          link,
        ]
      }
    }

    /// Files without which the language cannot be tried.
    var needs: [String] {
      switch self {
      case .rust:
        ["/usr/bin/rustc", "/usr/bin/wasm-ld", "/usr/lib/rustlib/wasm32-unknown-unknown"]
      default: []
      }
    }

    /// At least so many of a hundred instructions that come from the module have a line; all have an offset. What is missing has line 0
    /// in the debug information: in Swift what exports a function, some 12 of 70 instructions.
    var leastLines: Double {
      switch self {
      case .c, .rust: 99
      case .cpp: 97
      case .swift: 84
      }
    }
  }

  /// The repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL.path

  /// The instructions of programs by where they come from.
  struct Shares: CustomStringConvertible {
    /// All of them.
    var all = 0
    /// Those that the compiler makes of nothing in the module.
    var own = 0
    /// Those with an offset in the module, or in the runtime.
    var offsets = 0
    /// Those with a line of the source.
    var lines = 0

    /// Adds the instructions of a program.
    mutating func add(_ program: CompiledProgram, _ map: DebugMap) throws {
      for pc in DebugMapTests.instructions(try DebugMapTests.blob(program)) {
        let position = try #require(map.position(at: pc), "every instruction is accounted for")
        all += 1
        if map.isCompilersOwn(position.function) { own += 1 }
        if position.offset > 0 { offsets += 1 }
        if map.frames(at: pc).contains(where: { $0.line > 0 }) { lines += 1 }
      }
    }

    /// So many of a hundred that come from the module.
    func percent(_ count: Int) -> Double { Double(count) * 100 / Double(max(1, all - own)) }

    var description: String {
      "\(all) instructions, \(own) the compiler's own, with offsets \(percent(offsets)), with lines \(percent(lines))"
    }
  }

  /// The module of a language; nil if its tools are not there.
  private func module(_ language: Language, _ folder: TemporaryFolder) throws -> [UInt8]? {
    guard language.needs.allSatisfy(FileManager.default.fileExists(atPath:)) else { return nil }
    for command in language.commands {
      let result = try BuiltCommand.run("/usr/bin/env", command, folder: folder)
      if result.status == 127 { return nil }
      try #require(result.status == 0, "\(language): \(result.messages)")
    }
    let wasm = try #require(folder.read("m.wasm"))
    return wasm
  }

  @Test(arguments: Language.allCases, [OptimizationLevel.two, .size])
  func languagesHavePositions(_ language: Language, _ level: OptimizationLevel) throws {
    let folder = try TemporaryFolder()
    guard let wasm = try module(language, folder) else { return }
    let (program, map) = try DebugMapTests.compile(wasm, level)
    var shares = Shares()
    try shares.add(program, map)
    #expect(shares.all > 60 && shares.own <= 1)
    #expect(shares.offsets == shares.all - shares.own, "\(shares)")
    #expect(shares.percent(shares.lines) >= language.leastLines, "\(shares)")
    try check(map, wasm, folder)
  }

  /// The benchmarks, compiled from their sources with debug information.
  @Test func benchmarksHavePositions() throws {
    guard let sources = SharedFolder.folder("bench/src") else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted()
      .filter { $0.hasSuffix(".c") }
    var shares = Shares()
    for name in names {
      let folder = try TemporaryFolder()
      let path = sources.appendingPathComponent(name).path
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let flags = text.split(separator: "\n").compactMap { line in
        line.wholeMatch(of: /\/\/ wasm-flags: *(.*)/).map { String($0.1) }
      }
      let builtins = "/usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a"
      for command in [
        ["clang-19", "--target=wasm32", "-std=c11", "-O2", "-g", "-c", "-o", "m.o", path] + flags,
        ["wasm-ld-19", "--no-entry", "-o", "m.wasm", "m.o", builtins],
      ] {
        let result = try BuiltCommand.run("/usr/bin/env", command, folder: folder)
        if result.status == 127 { return }
        try #require(result.status == 0, "\(name): \(result.messages)")
      }
      let wasm = try #require(folder.read("m.wasm"))
      let (program, map) = try DebugMapTests.compile(wasm)
      try shares.add(program, map)
      try check(map, wasm, folder, stride: 40)
    }
    #expect(names.count == 42 && shares.all > 15_000)
    // What the compiler makes itself: tables of entry points, functions that fill and copy memory. It was 1.7 %.
    #expect(shares.own * 50 < shares.all, "\(shares)")
    #expect(shares.offsets == shares.all - shares.own, "\(shares)")
    #expect(shares.percent(shares.lines) >= 98.5, "\(shares)")
  }

  // MARK: A second reader

  /// What `llvm-symbolizer` says of an address.
  private struct Answer: Decodable {
    /// A place in the source.
    struct Place: Decodable {
      let FileName: String
      let Line: Int
    }
    /// The places, innermost first.
    let Symbol: [Place]
  }

  /// Compares the places of the main module's positions with what `llvm-symbolizer` finds.
  private func check(
    _ map: DebugMap, _ wasm: [UInt8], _ folder: TemporaryFolder, stride: Int = 1
  ) throws {
    let positions = map.positions.filter {
      map.functions[$0.function].module == 0 && !$0.places.isEmpty
    }
    let samples = Swift.stride(from: 0, to: positions.count, by: stride).map { positions[$0] }
    try #require(!samples.isEmpty)
    // Addresses are relative to the contents of the code section.
    let code = try #require(SourceLinesTests.sections(wasm).first { $0.id == 10 }).range.lowerBound
    let input = samples.map { "0x" + String($0.offset - code, radix: 16) + "\n" }.joined()
    let result = try BuiltCommand.run(
      "/usr/bin/env",
      ["llvm-symbolizer-19", "--obj=m.wasm", "--inlines", "--output-style=JSON"],
      input: Array(input.utf8), folder: folder)
    if result.status == 127 { return }
    #expect(result.status == 0)
    let answers = try result.lines.map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
    try #require(answers.count == samples.count)
    for (sample, answer) in zip(samples, answers) {
      let own = sample.places.map { place in
        let place = map.places[place]
        return "\(map.files[place.file]):\(place.line)"
      }
      #expect(own == answer.Symbol.map { "\($0.FileName):\($0.Line)" })
    }
  }
}
