internal import LLVM
internal import PVM
internal import PVMCodegen
internal import SourceLines
internal import Wasm
internal import WasmLinking
internal import WasmToLLVM

extension Compilation {
  /// What positions in the translated module refer to.
  struct Origins: Sendable {
    /// The translated module.
    var module: Wasm.Module
    /// The main module, then adapters and libraries.
    var inputs: [Input]
    /// Where the parts of the translated module come from, if it was linked.
    var sources: SourceMap?

    /// A module that is compiled.
    struct Input: Sendable {
      /// What it is called.
      var name: String
      /// Its bytes.
      var bytes: [UInt8]
    }
  }

  /// Makes the debug map of a program, without its layout.
  ///
  /// - Parameters:
  ///   - table: what the program's positions are.
  ///   - sourceMap: the source map of the main module, if it is not in the module.
  ///   - notes: gets what the user should know about damaged debug information.
  static func debugMap(
    of linked: LinkedProgram, _ table: PositionTable, _ origins: Origins, sourceMap: [UInt8]?,
    notes: inout [String]
  ) -> DebugMap {
    var maker = DebugMapMaker(origins, table, sourceMap: sourceMap)
    var map = DebugMap()
    map.runs = maker.runs(of: linked)
    map.positions = maker.positions
    map.program = DebugMap.hash(of: linked.program.program)
    map.modules = maker.modules
    map.functions = maker.functions.elements
    map.places = maker.places.elements
    map.names = maker.names.elements
    map.files = maker.files.elements
    map.symbols = linked.symbols
    notes += maker.complaints
    return map
  }
}

/// Numbers values in the order in which they are first met.
struct Numbering<Element: Hashable> {
  /// The values.
  private(set) var elements: [Element] = []
  /// Their numbers.
  private var numbers: [Element: Int] = [:]

  /// The number of a value.
  mutating func number(_ element: Element) -> Int {
    if let number = numbers[element] { return number }
    elements.append(element)
    numbers[element] = elements.count - 1
    return elements.count - 1
  }
}

/// Collects what the positions of a program name.
private struct DebugMapMaker {
  /// What positions refer to.
  private let origins: Compilation.Origins
  /// What the code generator's positions are.
  private let table: PositionTable
  /// The readers of each input's debug information.
  private let lines: [SourceLines?]
  /// The places in the source of the places that were looked up, by input.
  private var known: [[Int: [Int]]]
  /// The numbers in `positions` of entries of the table.
  private var numbers: [Int?]
  /// The numbers in `positions` of what the compiler made itself, by the index of the symbol; nil for code in no function.
  private var ownNumbers: [Int?: Int] = [:]
  /// The positions that code has.
  private(set) var positions: [DebugMap.Position] = []
  /// The functions.
  private(set) var functions = Numbering<DebugMap.Function>()
  /// The places in the source.
  private(set) var places = Numbering<DebugMap.Place>()
  /// The names of the source's functions.
  private(set) var names = Numbering<String>()
  /// The files.
  private(set) var files = Numbering<String>()

  /// Starts with nothing.
  init(_ origins: Compilation.Origins, _ table: PositionTable, sourceMap: [UInt8]?) {
    self.origins = origins
    self.table = table
    lines = origins.inputs.enumerated().map { number, input in
      SourceLines(module: input.bytes, sourceMap: number == 0 ? sourceMap : nil)
    }
    known = Array(repeating: [:], count: lines.count)
    numbers = Array(repeating: nil, count: table.entries.count)
  }

  /// What the modules are called; the runtime and what the compiler makes itself are last.
  var modules: [String] { origins.inputs.map(\.name) + ["the runtime", DebugMap.compilersOwn] }

  /// What is wrong with debug information, in sentences.
  var complaints: [String] {
    zip(origins.inputs, lines).compactMap { input, lines in
      guard let lines, lines.errorCount > 0 else { return nil }
      return
        "the debug information of \(input.name) is damaged (\(lines.errorCount) mistakes), so that source lines may be "
        + "unknown"
    }
  }

  /// The code of a program by position.
  mutating func runs(of linked: LinkedProgram) -> [DebugMap.Run] {
    var runs: [DebugMap.Run] = []
    var pc = 0
    for position in linked.positions {
      let number =
        position.isKnown ? self.number(of: position) : self.number(ofOwn: linked.symbols, at: pc)
      if runs.isEmpty || runs[runs.count - 1].position != number {
        runs.append(DebugMap.Run(start: pc, position: number))
      }
      pc += 1 + linked.blob.mask.skip(pc)
    }
    return runs
  }

  /// The number in `positions` of code that is made of nothing in a module: a function that fills or copies memory, or the table of entry
  /// points.
  private mutating func number(ofOwn symbols: SymbolMap, at pc: Int) -> Int {
    let symbol = symbols.functionIndex(containing: pc)
    if let number = ownNumbers[symbol] { return number }
    let name = symbol.map { String(decoding: symbols.functions[$0].name, as: UTF8.self) }
    let function = DebugMap.Function(
      module: origins.inputs.count + 1, index: ownNumbers.count,
      name: name ?? DebugMap.entryPoints)
    positions.append(
      DebugMap.Position(function: functions.number(function), offset: 0, call: nil, places: []))
    ownNumbers[symbol] = positions.count - 1
    return positions.count - 1
  }

  /// The number in `positions` of a position of the code generator.
  private mutating func number(of position: CodePosition) -> Int {
    // Calls first, without recursion: chains may be long.
    var chain: [Int] = []
    var next = position
    while next.isKnown, numbers[Int(next.number) - 1] == nil {
      chain.append(Int(next.number) - 1)
      next = table.entries[Int(next.number) - 1].call
    }
    for index in chain.reversed() {
      let entry = table.entries[index]
      positions.append(
        self.position(
          of: entry, call: entry.call.isKnown ? numbers[Int(entry.call.number) - 1] : nil))
      numbers[index] = positions.count - 1
    }
    return numbers[Int(position.number) - 1] ?? 0
  }

  /// A position of the map.
  private mutating func position(
    of entry: PositionTable.Entry, call: Int?
  ) -> DebugMap.Position {
    let count = origins.module.functions.count
    if entry.function >= count {
      let index = entry.function - count
      let function = DebugMap.Function(
        module: origins.inputs.count, index: index,
        name: ModuleTranslator.runtimeFunctionName(index))
      return DebugMap.Position(
        function: functions.number(function), offset: entry.offset, call: call, places: [])
    }
    let place = origins.sources?.place(of: entry.offset)
    let origin = origins.sources?.function(entry.function)
    let name = origins.module.functions[entry.function].name.map { "\($0)" } ?? ""
    let input = origin?.input ?? 0
    let offset = entry.offset == 0 ? 0 : place?.offset ?? entry.offset
    let function = DebugMap.Function(
      module: input, index: origin?.index ?? entry.function, name: name)
    return DebugMap.Position(
      function: functions.number(function), offset: offset, call: call,
      places: places(of: offset, in: place?.input ?? input))
  }

  /// The places in the source of a place in an input.
  private mutating func places(of offset: Int, in input: Int) -> [Int] {
    guard offset > 0, let reader = lines[input] else { return [] }
    if let known = known[input][offset] { return known }
    let result = reader.frames(at: offset).map { frame in
      places.number(
        DebugMap.Place(
          function: names.number(frame.function), file: files.number(frame.file),
          line: frame.line, column: frame.column))
    }
    known[input][offset] = result
    return result
  }
}
