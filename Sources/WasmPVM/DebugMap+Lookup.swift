extension DebugMap {
  /// A function that an instruction is in, and where in it: the function that the instruction was written in, or one that calls it inlined.
  public struct Frame: Hashable, Sendable {
    /// The function's name in the source, or in the module if the source is not known; empty if it has none.
    public var function: String
    /// The index in `functions` of the module's function.
    public var moduleFunction: Int
    /// The byte offset in the module; 0 if it is not known.
    public var offset: Int
    /// The path of the source file, empty if it is not known.
    public var file: String
    /// The line from 1, or 0 if it is not known.
    public var line: Int
    /// The column from 1, or 0 if it is not known.
    public var column: Int
    /// Whether it is inlined into the next frame.
    public var isInlined: Bool
  }

  /// What people may call the function of a frame: its name, or `function` and its index.
  public func label(of frame: Frame) -> String {
    frame.function.isEmpty ? functions[frame.moduleFunction].label : frame.function
  }

  /// The position of the instruction at a code index; nil if it is not known.
  ///
  /// - Complexity: logarithmic.
  public func position(at pc: Int) -> Position? {
    runIndex(at: pc).flatMap { runs[$0].position }.map { positions[$0] }
  }

  /// The functions that the instruction at a code index is in: first the one that it was written in, then those that it was inlined
  /// into, by the source's compiler or by this one; empty if nothing is known.
  public func frames(at pc: Int) -> [Frame] {
    guard let run = runIndex(at: pc), let position = runs[run].position else { return [] }
    return frames(of: position)
  }

  /// The frames of a position, given by its index.
  public func frames(of position: Int) -> [Frame] {
    var frames: [Frame] = []
    var next: Int? = position
    while let index = next {
      let position = positions[index]
      if position.places.isEmpty {
        frames.append(
          Frame(
            function: functions[position.function].name, moduleFunction: position.function,
            offset: position.offset, file: "", line: 0, column: 0, isInlined: true))
      }
      for place in position.places {
        let place = places[place]
        let name = names[place.function]
        frames.append(
          Frame(
            function: name.isEmpty ? functions[position.function].name : name,
            moduleFunction: position.function, offset: position.offset, file: files[place.file],
            line: place.line, column: place.column, isInlined: true))
      }
      next = position.call
    }
    if !frames.isEmpty { frames[frames.count - 1].isInlined = false }
    return frames
  }

  /// The code that comes from a line of the source, in ranges of code indices: instructions that are written there, and those of functions
  /// that are called there and inlined.
  ///
  /// - Parameters:
  ///   - file: a path, or the end of one: whole names between slashes.
  ///   - codeSize: where the last run ends.
  public func code(file: String, line: Int, codeSize: Int) -> [Range<Int>] {
    let isWanted = files.map { Self.path($0, endsWith: file) }
    let isThere = places.map { $0.line == line && isWanted[$0.file] }
    var isPositionThere: [Bool] = []
    // Calls have lower indices than what is inlined there.
    for position in positions {
      isPositionThere.append(
        position.places.contains { isThere[$0] }
          || position.call.map { isPositionThere[$0] } == true)
    }
    var ranges: [Range<Int>] = []
    for (index, run) in runs.enumerated() {
      guard let position = run.position, isPositionThere[position] else { continue }
      let end = index + 1 < runs.count ? runs[index + 1].start : max(run.start, codeSize)
      if let last = ranges.last, last.upperBound == run.start {
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(run.start..<end)
      }
    }
    return ranges
  }

  /// The index in `runs` of the run that a code index is in.
  private func runIndex(at pc: Int) -> Int? {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].start <= pc { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// Whether a path is another one, or ends with it behind a slash.
  private static func path(_ path: String, endsWith end: String) -> Bool {
    path.utf8.elementsEqual(end.utf8) || path.hasSuffix("/" + end)
  }
}
