public import PVM

extension DebugMap {
  /// Takes what the debug information of a PolkaVM container says; offsets in modules are 0, as there is none.
  ///
  /// - Parameters:
  ///   - program: the program, whose hash the map gets.
  ///   - symbols: names and code ranges of its functions.
  public init(_ lines: PolkaVMLines, of program: StandardProgram, symbols: SymbolMap) {
    self.init()
    self.program = DebugMap.hash(of: program.program)
    self.symbols = symbols
    modules = ["PolkaVM"]
    var functions = Numbering<String>()
    var names = Numbering<String>()
    var files = Numbering<String>()
    var places = Numbering<Place>()
    var positions = Numbering<Position>()
    var end = 0
    for region in lines.regions {
      if region.range.lowerBound > end { runs.append(Run(start: end, position: nil)) }
      end = region.range.upperBound
      guard let outermost = region.frames.last else {
        runs.append(Run(start: region.range.lowerBound, position: nil))
        continue
      }
      let numbers = region.frames.map { frame in
        places.number(
          Place(
            function: names.number(frame.function), file: files.number(frame.file),
            line: frame.line, column: frame.column))
      }
      let position = Position(
        function: functions.number(outermost.function), offset: 0, call: nil, places: numbers)
      runs.append(Run(start: region.range.lowerBound, position: positions.number(position)))
    }
    if end > 0 { runs.append(Run(start: end, position: nil)) }
    self.functions = functions.elements.enumerated().map { index, name in
      Function(module: 0, index: index, name: name)
    }
    self.names = names.elements
    self.files = files.elements
    self.places = places.elements
    self.positions = positions.elements
  }
}
