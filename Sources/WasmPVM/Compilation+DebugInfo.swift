internal import PVM
internal import PVMCodegen
internal import SourceLines
internal import Wasm
internal import WasmLinking

extension Compilation {
  /// What positions in the translated module refer to.
  struct Origins: Sendable {
    /// The translated module.
    var module: Wasm.Module
    /// The bytes of the main module, then those of the adapters.
    var inputs: [[UInt8]]
    /// Where the parts of the translated module come from, if it was linked.
    var sources: SourceMap?
  }

  /// Makes the debug map of a program.
  ///
  /// - Parameter table: what the program's positions are.
  static func debugMap(
    of linked: LinkedProgram, _ table: PositionTable, _ origins: Origins
  ) -> DebugMap {
    var maker = DebugMapMaker(origins)
    var map = DebugMap()
    map.positions = table.entries.map { maker.position(of: $0) }
    map.instructions = linked.positions.map { Int($0.number) - 1 }
    map.program = DebugMap.hash(of: linked.program.program)
    map.functions = maker.functions.elements
    map.frames = maker.frames.elements
    map.names = maker.names.elements
    map.files = maker.files.elements
    return map
  }
}

/// Numbers values in the order in which they are first met.
private struct Numbering<Element: Hashable> {
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
  /// The readers of each input's debug information.
  private let lines: [SourceLines?]
  /// The places in the source of the places that were looked up, by input.
  private var known: [[Int: [Int]]]
  /// The functions.
  private(set) var functions = Numbering<DebugMap.Function>()
  /// The places in the source.
  private(set) var frames = Numbering<DebugMap.Frame>()
  /// The names of the source's functions.
  private(set) var names = Numbering<String>()
  /// The files.
  private(set) var files = Numbering<String>()

  /// Starts with nothing.
  init(_ origins: Compilation.Origins) {
    self.origins = origins
    lines = origins.inputs.map { SourceLines(module: $0) }
    known = Array(repeating: [:], count: lines.count)
  }

  /// A position of the map.
  mutating func position(of entry: PositionTable.Entry) -> DebugMap.Position {
    let place = origins.sources?.place(of: entry.offset)
    let origin = origins.sources?.function(entry.function)
    let name = origins.module.functions[entry.function].name.map { "\($0)" } ?? ""
    let input = origin?.input ?? 0
    let offset = entry.offset == 0 ? 0 : place?.offset ?? entry.offset
    return DebugMap.Position(
      function: functions.number(
        DebugMap.Function(module: input, index: origin?.index ?? entry.function, name: name)),
      offset: offset, call: entry.call.isKnown ? Int(entry.call.number) - 1 : nil,
      frames: places(of: offset, in: place?.input ?? input))
  }

  /// The places in the source of a place in an input.
  private mutating func places(of offset: Int, in input: Int) -> [Int] {
    guard offset > 0, let reader = lines[input] else { return [] }
    if let places = known[input][offset] { return places }
    let places = reader.frames(at: offset).map { frame in
      frames.number(
        DebugMap.Frame(
          function: names.number(frame.function), file: files.number(frame.file),
          line: frame.line, column: frame.column))
    }
    known[input][offset] = places
    return places
  }
}
