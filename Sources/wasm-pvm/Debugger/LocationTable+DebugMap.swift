import PVMDebugger
import WasmPVM

extension LocationTable {
  /// Takes everything that a debug map says.
  init(_ map: DebugMap, of program: DecodedProgram) {
    self.init(symbols: map.symbols)
    variables = map.layout.items
    files = map.files
    var numbers: [String: Int] = [:]
    for (index, file) in map.files.enumerated() where numbers[file] == nil {
      numbers[file] = index
    }
    let positions = map.positions.indices.map { index in
      let position = map.positions[index]
      // Offsets are those of the module that somebody debugs, not of what is linked to it.
      let isKnown = position.offset > 0 && map.functions[position.function].module == 0
      return Position(
        offset: isKnown ? position.offset : nil,
        frames: map.frames(of: index).map { frame in
          Frame(
            function: frame.function, file: frame.file.isEmpty ? nil : numbers[frame.file],
            line: frame.line, column: frame.column)
        })
    }
    var indices: [Int32] = []
    var run = 0
    for pc in program.pcs {
      while run + 1 < map.runs.count, map.runs[run + 1].start <= Int(pc) { run += 1 }
      let isInside = run < map.runs.count && map.runs[run].start <= Int(pc)
      indices.append(isInside ? Int32(map.runs[run].position ?? -1) : -1)
    }
    setPositions(positions, ofInstructions: indices)
  }
}
