import Foundation
import PVM
import Support
import TestSupport
import Testing
import WasmPVM

/// Where the instructions of compiled programs come from.
struct DebugMapTests {
  /// A module beside these tests.
  static func module(_ name: String) throws -> [UInt8] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Modules/\(name)")
    return [UInt8](try Data(contentsOf: url))
  }

  /// Compiles with a debug map.
  static func compile(
    _ wasm: [UInt8], _ level: OptimizationLevel = .two,
    change: (inout CompileOptions) -> Void = { _ in }
  ) throws -> (program: CompiledProgram, map: DebugMap) {
    var options = CompileOptions(optimization: level)
    options.makesDebugMap = true
    options.checksAllocation = true
    change(&options)
    let program = try Compilation.compile(wasm: wasm, options: options)
    return (program, try #require(program.debugMap))
  }

  /// The program blob of a compiled program.
  static func blob(_ program: CompiledProgram) throws -> ProgramBlob {
    try ProgramBlob(decoding: StandardProgram(decoding: program.file.container).program)
  }

  /// The code indices of a program's instructions.
  static func instructions(_ blob: ProgramBlob) -> [Int] {
    blob.code.indices.filter { blob.mask.isStart($0) }
  }

  // MARK: The program

  static let levels: [OptimizationLevel] = [.zero, .one, .two, .three, .size, .minimumSize]

  @Test(arguments: levels)
  func positionsChangeNothing(_ level: OptimizationLevel) throws {
    for name in ["lines.wasm"] {
      let module = try Self.module(name)
      let plain = try Compilation.compile(
        wasm: module, options: CompileOptions(optimization: level))
      #expect(plain.debugMap == nil)
      #expect(try Self.compile(module, level).program.file == plain.file)
    }
  }

  /// The benchmarks, with the level varied from one to the next.
  @Test func positionsChangeNoBenchmark() throws {
    for (index, program) in try Corpus.benchmarks().enumerated() {
      let module = try program.module()
      let level = Self.levels[index % Self.levels.count]
      let plain = try Compilation.compile(
        wasm: module, options: CompileOptions(optimization: level))
      let (other, map) = try Self.compile(module, level)
      #expect(other.file == plain.file, "\(program.name) at \(level)")
      #expect(try DebugMap(decoding: map.encoded()) == map)
    }
  }

  @Test func positionsChangeNothingInParts() throws {
    let program = try #require(try Corpus.benchmarks().first { $0.name == "json_tokenize" })
    var options = CompileOptions()
    options.partSize = 500
    let plain = try Compilation.compile(wasm: try program.module(), options: options)
    let (other, map) = try Self.compile(try program.module()) { $0.partSize = 500 }
    #expect(other.file == plain.file)
    #expect(map.runs.count > 100)
  }

  // MARK: Positions

  /// Nearly all instructions have a place in the module, in the function that they are in.
  @Test(arguments: levels)
  func nearlyAllInstructionsHavePositions(_ level: OptimizationLevel) throws {
    let (program, map) = try Self.compile(try Self.module("lines.wasm"), level)
    var unknown = 0
    let instructions = Self.instructions(try Self.blob(program))
    for pc in instructions {
      let position = try #require(map.position(at: pc))
      if map.isCompilersOwn(position.function) { continue }
      guard position.offset > 0 else {
        unknown += 1
        continue
      }
      guard let symbol = program.symbols.functionIndex(containing: pc) else { continue }
      let outermost = try #require(map.frames(at: pc).last)
      let name = String(decoding: program.symbols.functions[symbol].name, as: UTF8.self)
      let function = map.functions[outermost.moduleFunction].name
      // Names of the program have a number in front; the entry point is the exported function's, under a name of its own.
      let isOwn = name == function || name.hasSuffix(".\(function)")
      #expect(isOwn || name.hasPrefix("entry"), "\(pc): \(name), \(function)")
    }
    #expect(unknown == 0)
  }

  /// The lines of `lines.c`: each that is named has code that may be there.
  @Test(arguments: levels)
  func linesAreThoseOfTheSource(_ level: OptimizationLevel) throws {
    let (program, map) = try Self.compile(try Self.module("lines.wasm"), level)
    #expect(map.files == ["/src/lines.c"])
    let text = String(decoding: try Self.module("lines.c"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let functions = ["mix": 12...16, "sum": 19...23, "fill": 25...30, "start": 32...36]
    var withLine = 0
    var count = 0
    for pc in Self.instructions(try Self.blob(program)) {
      let frames = map.frames(at: pc)
      // What fills memory, and a trap in place of a second entry point, come from no module.
      if let own = frames.first, map.isCompilersOwn(own.moduleFunction) { continue }
      count += 1
      if frames.contains(where: { $0.line > 0 }) { withLine += 1 }
      for frame in frames where frame.line > 0 {
        let range = try #require(functions[frame.function], "\(frame)")
        #expect(range.contains(frame.line), "\(frame)")
        #expect(
          lines[frame.line - 1].contains { !"{} ".contains($0) } || level == .zero, "\(frame)")
      }
      if let first = frames.first, first.function == "mix" {
        #expect(first.isInlined)
        #expect(["sum", "fill"].contains(frames[1].function))
      }
    }
    // Some places of `sum` have line 0 in the debug information itself, which only level 0 keeps.
    #expect(withLine * 100 >= count * (level == .zero ? 91 : 100), "\(withLine) of \(count)")
    // The multiplication of `mix` is in both functions that it is inlined into.
    let ranges = map.code(file: "lines.c", line: 14, codeSize: try Self.blob(program).code.count)
    let owners = Set(ranges.map { program.symbols.functionIndex(containing: $0.lowerBound) })
    #expect(owners.count >= (level == .zero ? 2 : 1))
  }

  @Test func calleesThatWeInlineHaveTheirCallers() throws {
    let (_, map) = try Self.compile(try Self.module("inlined.wasm"), .two)
    // `twice` calls `once`, both are inlined into `main`, none by the source's compiler.
    // The last is the entry point, into which the exported function of the same name is inlined.
    let chains = Set(map.runs.map { map.frames(at: $0.start).map(\.function) })
    #expect(chains.contains(["once", "twice", "start", "start"]), "\(chains)")
  }

  // MARK: Broken debug information

  @Test func modulesWithoutDebugInformationHaveNames() throws {
    let program = try #require(try Corpus.benchmarks().first { $0.name == "sha256" })
    let (compiled, map) = try Self.compile(try program.module())
    #expect(map.files.isEmpty && map.places.isEmpty)
    #expect(!map.functions.isEmpty && map.functions.allSatisfy { !$0.name.isEmpty })
    #expect(compiled.report.notes.isEmpty)
    #expect(map.layout == compiled.layout && map.symbols == compiled.symbols)
  }
}
