import Foundation
import PVM
import PVMVM
import Support
import WasmPVM

/// A program in all its forms as one page that needs nothing else: a list of functions, and for each its source, WebAssembly, LLVM IR in
/// front of and behind LLVM's passes, machine IR and PVM code, linked by where they come from.
///
/// What belongs to a function of the program is compressed JSON in an element of its own, which is read when the function is looked at; so is
/// each listing of a function of the module, which may be inlined in several, and each source file.
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
  /// The numbers of functions by name in each of the forms behind LLVM's passes.
  private let forms: [(key: String, numbers: [String: Int], functions: [Exploration.Function])]
  /// The forms in front of them.
  private let listings: ExploreListings

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
    let lists = exploration.map { [("o", $0.optimized), ("m", $0.machine)] }
    listings = ExploreListings(exploration, functions)
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
    var shared = SharedParts(first: functions.count)
    for (index, function) in functions.enumerated() {
      while first < instructions.count, instructions[first].pc < function.range.lowerBound {
        first += 1
      }
      var end = first
      while end < instructions.count, instructions[end].pc < function.range.upperBound { end += 1 }
      var part = FunctionPart(shared: shared)
      addChunk(json(of: first..<end, function, &part).text)
      shared = part.shared
      rows.append(
        .array([
          .string(String(decoding: function.name, as: UTF8.self)), .integer(function.range.count),
          .integer(end - first), .natural(gas[index]), .integer(function.range.lowerBound),
        ]))
      first = end
    }
    for listing in shared.listings { addChunk(ExplorePage.json(of: listings[listing]).text) }
    var sources: [(name: String, value: JSONText)] = []
    for file in shared.files {
      guard let text = SourceText.text(of: file) else { continue }
      sources.append((file, .integer(chunks.count)))
      addChunk(text)
    }
    let overview = JSONText.object([
      ("name", .string(name)), ("target", .string("\(program.target.name)")),
      ("ran", .boolean(profiler != nil)), ("total", .natural(profiler?.total ?? 0)),
      ("purposes", .array(InstructionPurpose.allCases.map { .string("\($0.name)") })),
      ("functions", .array(rows)), ("files", .array(shared.files.map { .string($0) })),
      ("sources", .object(sources)),
    ])
    let parts = chunks.enumerated().map { index, chunk in
      "<script type=\"text/plain\" id=\"c\(index)\">\(chunk)</script>\n"
    }
    return PageTemplate.filled(ExploreTemplate.page, overview)
      .replacingOccurrences(of: "@CHUNKS@", with: parts.joined())
  }

  /// Compresses a part.
  private mutating func addChunk(_ text: String) {
    chunks.append(Data(Deflate.compressed(Array(text.utf8))).base64EncodedString())
  }

  // MARK: Functions

  /// What functions have in common.
  private struct SharedParts {
    /// The files named so far, in the page's order.
    private(set) var files: [String] = []
    /// Their numbers.
    private var fileNumbers: [String: Int] = [:]
    /// The listings named so far, in the page's order.
    private(set) var listings: [ExploreListings.Key] = []
    /// The numbers of their parts.
    private var listingNumbers: [ExploreListings.Key: Int] = [:]
    /// The number of the first listing's part.
    private let first: Int

    /// Starts without any.
    init(first: Int) { self.first = first }

    /// The number of a file.
    mutating func number(of file: String) -> Int {
      if let number = fileNumbers[file] { return number }
      files.append(file)
      fileNumbers[file] = files.count - 1
      return files.count - 1
    }

    /// The number of a listing's part.
    mutating func number(of listing: ExploreListings.Key) -> Int {
      if let number = listingNumbers[listing] { return number }
      listings.append(listing)
      listingNumbers[listing] = first + listings.count - 1
      return first + listings.count - 1
    }
  }

  /// What is collected while a function is written.
  private struct FunctionPart {
    /// What it has in common with others.
    var shared: SharedParts
    /// The source lines by offset: file and line.
    var places: [Int: (file: Int, line: Int)] = [:]
    /// The chains of inlined calls.
    var chains: [String] = [""]
    /// Their numbers.
    var chainNumbers: [String: Int] = ["": 0]

    /// Notes where an instruction comes from; the number of the chain of calls that it is inlined by.
    mutating func note(_ frames: [DebugMap.Frame], _ map: DebugMap, offset: Int) -> Int {
      // The source's compiler may give what it inlines no line; then that of the call counts, which is at the same offset.
      if offset > 0, places[offset] == nil,
        let frame = frames.first(where: { $0.line > 0 && $0.offset == frames[0].offset })
      {
        places[offset] = (shared.number(of: frame.file), frame.line)
      }
      guard frames.count > 1 else { return 0 }
      let chain = frames.map { frame in
        let name = map.label(of: frame)
        return frame.line > 0 ? "\(name):\(frame.line)" : name
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
    let map = exploration?.program.debugMap ?? program.debugMap
    for index in range {
      let (pc, size) = instructions[index]
      let decoded = InstructionDecoder.decode(program.blob, at: pc).effective
      let offset = exploration?.offsets[index] ?? 0
      let chain = map.map { part.note($0.frames(at: pc), $0, offset: offset) } ?? 0
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
    if exploration != nil {
      let keys = listings.keys(of: name, range)
      members += [("w", keys.module), ("u", keys.unoptimized)].map { form, keys in
        (form, .array(keys.map { .integer(part.shared.number(of: $0)) }))
      }
    }
    members += [
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
