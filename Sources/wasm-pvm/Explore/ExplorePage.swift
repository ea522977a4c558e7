import Foundation
import PVM
import PVMVM
import Support
import WasmPVM

/// A program in all its forms as one page that needs nothing else: a list of functions, and for each its source, WebAssembly, LLVM IR in
/// front of and behind LLVM's passes, machine IR and PVM code, linked by where they come from.
///
/// What belongs to a function is compressed JSON in an element of its own, which is read when the function is looked at; so is each source file.
struct ExplorePage {
  /// The program.
  private let program: Program
  /// Its other forms; nil if it was compiled already.
  private let exploration: Exploration?
  /// What was executed, if it was run.
  private let profiler: Profiler?
  /// Its functions.
  private let functions: [SymbolMap.Function]
  /// The gas of each function.
  private var gas: [UInt64]
  /// The texts of the compressed parts.
  private var chunks: [String] = []
  /// The instructions: code index and size.
  private var instructions: [(pc: Int, size: Int)] = []
  /// Where blocks start, where they have costs.
  private let blockStarts: BitSet
  /// The numbers of functions by name in each of the forms.
  private let forms: [(key: String, numbers: [String: Int], functions: [Exploration.Function])]

  /// Prepares a page.
  init(_ program: Program, _ exploration: Exploration?, _ profiler: Profiler?) {
    self.program = program
    self.exploration = exploration
    self.profiler = profiler
    blockStarts = program.target.chargesBlocks ? program.blob.basicBlockStarts() : BitSet()
    let known = (program.symbols ?? exploration?.program.symbols)?.functions ?? []
    let whole = SymbolMap.Function(name: Array("code".utf8), range: 0..<program.blob.code.count)
    functions = known.isEmpty ? [whole] : ExplorePage.completed(known, program.blob.code.count)
    gas = Array(repeating: 0, count: functions.count)
    if let profiler {
      var symbols = SymbolMap()
      for function in functions { try? symbols.append(function) }
      for row in profiler.functions(symbols) {
        if let function = row.function,
          let index = symbols.functionIndex(containing: function.range.lowerBound)
        {
          gas[index] = row.gas
        }
      }
    }
    let lists = exploration.map {
      [("u", $0.unoptimized), ("o", $0.optimized), ("m", $0.machine)]
    }
    forms = (lists ?? []).map { key, functions in
      let numbers = Dictionary(
        functions.enumerated().map { ($0.element.name, $0.offset) },
        uniquingKeysWith: { first, _ in first })
      return (key, numbers, functions)
    }
    var pc = program.blob.mask.nextStart(from: 0)
    while pc < program.blob.code.count {
      let next = min(program.blob.mask.nextStart(from: pc + 1), program.blob.code.count)
      instructions.append((pc, next - pc))
      pc = next
    }
  }

  /// The functions, and the code between them: what the program starts with, which leads to its entry points.
  private static func completed(
    _ functions: [SymbolMap.Function], _ codeSize: Int
  ) -> [SymbolMap.Function] {
    var result: [SymbolMap.Function] = []
    var end = 0
    func add(upTo start: Int) {
      guard start > end else { return }
      let name = end == 0 ? "(entry points)" : "(no function)"
      result.append(SymbolMap.Function(name: Array(name.utf8), range: end..<start))
    }
    for function in functions {
      add(upTo: function.range.lowerBound)
      result.append(function)
      end = function.range.upperBound
    }
    add(upTo: codeSize)
    return result
  }

  /// The page.
  ///
  /// - Parameter name: what the program was read from.
  mutating func text(name: String) -> String {
    var rows: [JSONText] = []
    var first = 0
    var files: [String] = []
    for (index, function) in functions.enumerated() {
      while first < instructions.count, instructions[first].pc < function.range.lowerBound {
        first += 1
      }
      var end = first
      while end < instructions.count, instructions[end].pc < function.range.upperBound { end += 1 }
      var part = FunctionPart(files: files)
      addChunk(json(of: first..<end, function, &part).text)
      files = part.files
      rows.append(
        .array([
          .string(String(decoding: function.name, as: UTF8.self)), .integer(function.range.count),
          .integer(end - first), .natural(gas[index]), .integer(function.range.lowerBound),
        ]))
      first = end
    }
    var sources: [(name: String, value: JSONText)] = []
    for file in files {
      guard let text = SourceFile.text(file) else { continue }
      sources.append((file, .integer(chunks.count)))
      addChunk(text)
    }
    let overview = JSONText.object([
      ("name", .string(name)), ("target", .string("\(program.target.name)")),
      ("ran", .boolean(profiler != nil)), ("total", .natural(profiler?.total ?? 0)),
      ("purposes", .array(InstructionPurpose.allCases.map { .string("\($0.name)") })),
      ("functions", .array(rows)), ("files", .array(files.map { .string($0) })),
      ("sources", .object(sources)),
    ])
    let parts = chunks.enumerated().map { index, chunk in
      "<script type=\"text/plain\" id=\"c\(index)\">\(chunk)</script>\n"
    }
    return ExploreTemplate.page
      .replacingOccurrences(
        of: "@DATA@", with: overview.text.replacingOccurrences(of: "<", with: "\\u003c")
      )
      .replacingOccurrences(of: "@CHUNKS@", with: parts.joined())
  }

  /// Compresses a part.
  private mutating func addChunk(_ text: String) {
    chunks.append(Data(Deflate.compressed(Array(text.utf8))).base64EncodedString())
  }

  // MARK: Functions

  /// What is collected while a function is written.
  private struct FunctionPart {
    /// The files named so far, in the page's order.
    var files: [String]
    /// The source lines by offset: file and line.
    var places: [Int: (file: Int, line: Int)] = [:]
    /// The chains of inlined calls.
    var chains: [String] = [""]
    /// Their numbers.
    var chainNumbers: [String: Int] = ["": 0]

    /// Notes where an instruction comes from; the number of the chain of calls that it is inlined by.
    mutating func note(_ frames: [DebugMap.Frame], offset: Int) -> Int {
      guard let frame = frames.first else { return 0 }
      if frame.line > 0, offset > 0, places[offset] == nil {
        let file = files.firstIndex(of: frame.file) ?? files.count
        if file == files.count { files.append(frame.file) }
        places[offset] = (file, frame.line)
      }
      guard frames.count > 1 else { return 0 }
      let chain = frames.map { frame in
        frame.line > 0 ? "\(frame.function):\(frame.line)" : frame.function
      }.joined(separator: " \u{2190} ")
      if let number = chainNumbers[chain] { return number }
      chains.append(chain)
      chainNumbers[chain] = chains.count - 1
      return chains.count - 1
    }
  }

  /// A function in all forms.
  private func json(
    of range: Range<Int>, _ function: SymbolMap.Function, _ part: inout FunctionPart
  ) -> JSONText {
    var rows: [JSONText] = []
    var moduleFunction: Int?
    for index in range {
      let (pc, size) = instructions[index]
      let decoded = InstructionDecoder.decode(program.blob, at: pc).effective
      let offset = exploration?.offsets[index] ?? 0
      let frames =
        exploration?.program.debugMap?.frames(at: pc) ?? program.debugMap?.frames(at: pc) ?? []
      let chain = part.note(frames, offset: offset)
      if moduleFunction == nil { moduleFunction = exploration?.moduleFunctions[index] }
      let purpose =
        index < program.purposes.count
        ? program.purposes[index] : InstructionPurpose(deriving: decoded)
      rows.append(
        .array([
          .integer(pc), .integer(size), .string(InstructionPrinter.text(of: decoded)),
          .integer(Int(purpose.rawValue)), .natural(profiler?.count(at: UInt32(pc)) ?? 0),
          .integer(offset), .integer(chain),
        ]))
    }
    var members: [(name: String, value: JSONText)] = [("p", .array(rows))]
    let name = String(decoding: function.name, as: UTF8.self)
    for form in forms {
      let lines = form.numbers[name].map { form.functions[$0].lines } ?? []
      members.append((form.key, ExplorePage.json(of: lines)))
    }
    let listing = moduleFunction.flatMap { exploration?.module[$0].lines } ?? []
    members += [
      ("w", ExplorePage.json(of: listing)),
      (
        "l",
        .object(
          part.places.sorted { $0.key < $1.key }.map { place in
            (String(place.key), .array([.integer(place.value.file), .integer(place.value.line)]))
          })
      ),
      ("s", .array(part.chains.map { .string($0) })),
    ]
    if program.target.chargesBlocks { members.append(("b", blocks(of: function.range))) }
    return .object(members)
  }

  /// Lines with their offsets.
  private static func json(of lines: [Exploration.Line]) -> JSONText {
    .array(lines.map { .array([.string($0.text), .integer($0.offset ?? 0)]) })
  }

  /// The largest block whose timeline is shown, in instructions.
  private static let longestTimeline = 100

  /// The blocks of a function, where blocks have costs: code index, cost, timeline.
  private func blocks(of range: Range<Int>) -> JSONText {
    let blob = program.blob
    return .array(
      range.filter { blockStarts.contains($0) }.map { start in
        let block = blob.block(at: start)
        let names = block.map { InstructionPrinter.text(of: $0.effective) }
        let text =
          block.count <= ExplorePage.longestTimeline
          ? blob.timeline(ofBlockAt: start).text(names) : ""
        return .array([
          .integer(start), .integer(Int(blob.blockCost(at: start))), .string(text),
        ])
      })
  }
}

/// Source files that a page shows.
private enum SourceFile {
  /// The largest that is shown, in bytes.
  private static let maximumSize = 1 << 20

  /// The text of a file, if it is there.
  static func text(_ path: String) -> String? {
    guard !path.isEmpty, let data = FileManager.default.contents(atPath: path),
      data.count <= maximumSize
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
