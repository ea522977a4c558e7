public import PVM

/// Where a program's instructions come from, as far as it is known: functions, places in the module, lines of sources.
///
/// Without anything known there are still functions for entry points that were named and code indices.
public struct LocationTable: Sendable {
  /// A function of the program.
  public struct Function: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// The code indices that it covers.
    public var range: Range<Int>

    /// Whether it is the code at an entry point, in front of the exported function; its symbol is `entry.N.NAME`.
    public var isEntry: Bool { name.hasPrefix("entry.") }

    /// Creates a function.
    public init(name: String, range: Range<Int>) {
      self.name = name
      self.range = range
    }
  }

  /// A place in a source.
  public struct Frame: Hashable, Sendable {
    /// The function of the source.
    public var function: String
    /// The index of the file; nil if it is not known.
    public var file: Int?
    /// The line from 1; 0 if it is not known.
    public var line: Int
    /// The column from 1; 0 if it is not known.
    public var column: Int

    /// Creates a place.
    public init(function: String, file: Int? = nil, line: Int = 0, column: Int = 0) {
      self.function = function
      self.file = file
      self.line = line
      self.column = column
    }

    /// Whether the line is known.
    public var hasLine: Bool { file != nil && line > 0 }
  }

  /// Where an instruction comes from.
  public struct Position: Hashable, Sendable {
    /// The byte offset in the module; nil if it is not known.
    public var offset: Int?
    /// The places in the source, innermost first: what is inlined comes before what it is inlined into.
    public var frames: [Frame]

    /// Creates a position.
    public init(offset: Int? = nil, frames: [Frame] = []) {
      self.offset = offset
      self.frames = frames
    }
  }

  /// The functions by ascending range.
  public var functions: [Function] = []
  /// The paths of the sources.
  public var files: [String] = []
  /// The positions that instructions have.
  public private(set) var positions: [Position] = []
  /// For each instruction in the order of the code the index of its position; -1 if it has none.
  public private(set) var positionOfInstruction: [Int32] = []
  /// Named places in memory.
  public var variables: [PlacedData] = []
  /// For each position a number for its line: equal for the same function, file and line; -1 without one.
  private(set) var lineOfPosition: [Int32] = []

  /// Creates an empty table.
  public init() {}

  /// Takes the functions of a symbol map, named as in the source: without the number that the compiler puts in front.
  public init(symbols: SymbolMap) {
    functions = symbols.functions.map {
      let name = String(decoding: $0.name, as: UTF8.self)
      return Function(name: LocationTable.sourceName(name), range: $0.range)
    }
  }

  /// The name of a function in its module: `add` for `f12.add`.
  static func sourceName(_ name: String) -> String {
    let rest = name.dropFirst().drop { $0.isASCII && $0.isNumber }
    guard name.hasPrefix("f"), rest.count < name.count - 1, rest.hasPrefix("."), rest.count > 1
    else { return name }
    return String(rest.dropFirst())
  }

  /// Sets where instructions come from.
  ///
  /// - Parameter indices: for each instruction in the order of the code an index of a position, or -1.
  public mutating func setPositions(_ positions: [Position], ofInstructions indices: [Int32]) {
    self.positions = positions
    positionOfInstruction = indices
    var numbers: [Frame: Int32] = [:]
    lineOfPosition = positions.map { position in
      guard var frame = position.frames.first, frame.hasLine else { return -1 }
      frame.column = 0
      if let number = numbers[frame] { return number }
      let number = Int32(numbers.count)
      numbers[frame] = number
      return number
    }
  }

  /// Whether any line is known.
  public var hasLines: Bool { lineOfPosition.contains { $0 >= 0 } }

  /// Whether any place in a module is known.
  public var hasOffsets: Bool { positions.contains { $0.offset != nil } }

  // MARK: Questions

  /// The position of an instruction, given by its number; nil if it is not known.
  public func position(ofInstruction number: Int?) -> Position? {
    positionIndex(ofInstruction: number).map { positions[$0] }
  }

  /// The index of an instruction's position.
  func positionIndex(ofInstruction number: Int?) -> Int? {
    guard let number, positionOfInstruction.indices.contains(number),
      positionOfInstruction[number] >= 0
    else { return nil }
    return Int(positionOfInstruction[number])
  }

  /// The function that covers a code index.
  ///
  /// - Complexity: logarithmic.
  public func function(at pc: Int) -> Function? {
    var (low, high) = (0, functions.count)
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].range.upperBound <= pc { low = middle + 1 } else { high = middle }
    }
    return low < functions.count && functions[low].range.contains(pc) ? functions[low] : nil
  }

  /// A function as text, with the distance from its start: `name+12`.
  public func functionText(at pc: Int) -> String? {
    guard let function = function(at: pc) else { return nil }
    let offset = pc - function.range.lowerBound
    return offset == 0 ? function.name : "\(function.name)+\(offset)"
  }

  /// The numbers of the instructions that start a function: of the program, and where a function of the source begins that is
  /// inlined somewhere.
  func starts(ofFunction name: String, in program: DecodedProgram) -> [Int] {
    var result: [Int] = []
    for function in functions where function.name == name {
      let number = program.firstNumber(from: function.range.lowerBound)
      if number < program.pcs.count, Int(program.pcs[number]) < function.range.upperBound {
        result.append(number)
      }
    }
    // The last frame is that of the program's function, whatever that is called.
    let isOwn = positions.map { $0.frames.last?.function == name }
    let isInlined = positions.map { position in
      position.frames.dropLast().contains { $0.function == name }
    }
    var wasIn = false
    for (number, index) in positionOfInstruction.enumerated()
    where index >= 0 && number < program.pcs.count {
      if isOwn[Int(index)], let function = function(at: Int(program.pcs[number])) {
        result.append(program.firstNumber(from: function.range.lowerBound))
      }
      if isInlined[Int(index)], !wasIn { result.append(number) }
      wasIn = isInlined[Int(index)]
    }
    return Array(Set(result)).sorted()
  }

  /// The files whose path is the text or ends with it behind a slash.
  func files(named text: String) -> [Int] {
    files.indices.filter { files[$0] == text || files[$0].hasSuffix("/" + text) }
  }

  /// The numbers of the instructions that a line starts at, and the line: the one asked for, or, if it has no code, the next
  /// of the file that has.
  func starts(ofLine line: Int, inFiles files: [Int]) -> (line: Int, numbers: [Int])? {
    var best: Int?
    for position in positions {
      for frame in position.frames {
        guard let file = frame.file, files.contains(file), frame.line >= line, frame.line > 0
        else { continue }
        best = min(best ?? frame.line, frame.line)
      }
    }
    guard let best else { return nil }
    // What a line calls and is inlined there belongs to the line.
    let isThere = positions.map { position in
      position.frames.contains { frame in
        frame.line == best && frame.file.map { files.contains($0) } == true
      }
    }
    return (best, starts { isThere[$0] })
  }

  /// The numbers of the instructions that come from a place in the module: of each run of such instructions the first.
  func starts(ofOffset offset: Int) -> [Int] {
    let isThere = positions.map { $0.offset == offset }
    return starts { isThere[$0] }
  }

  /// The numbers of the instructions at some positions: of each run of such instructions the first. What comes from nowhere is
  /// part of the run that it is in.
  private func starts(_ isThere: (Int) -> Bool) -> [Int] {
    var numbers: [Int] = []
    var wasIn = false
    for (number, index) in positionOfInstruction.enumerated() where index >= 0 {
      let isIn = isThere(Int(index))
      if isIn, !wasIn { numbers.append(number) }
      wasIn = isIn
    }
    return numbers
  }
}
