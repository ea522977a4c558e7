/// Finds the states where something else of the source begins: another line, or another instruction of the module.
///
/// Every state has a key, a function of nothing but the state: its depth of calls and its line. Functions without lines count as
/// part of the line that calls them, and with a greatest depth deeper functions count so, too. A run of states begins where the
/// key is another than before; this is the same in both directions.
struct PositionTracker {
  /// What a state belongs to.
  struct Key: Equatable {
    /// The depth of the frame whose line it is.
    var depth: Int
    /// The line's number; -1 if there is none.
    var line: Int32
  }

  /// The locations.
  private let positionOfInstruction: [Int32]
  /// The number of the line of each position; -1 without one.
  private let lines: [Int32]
  /// What is deeper counts as part of its caller.
  private let maximumDepth: Int?
  /// The key of the state before.
  private(set) var previous = Key(depth: 0, line: -1)

  /// Follows the lines, or the places in the module.
  ///
  /// - Parameters:
  ///   - over: whether what is called from the state, also inlined, counts as part of its line.
  init(_ locations: LocationTable, kind: StepKind, over machine: ReplayMachine?) {
    positionOfInstruction = locations.positionOfInstruction
    maximumDepth = machine?.depth
    switch kind {
    case .instruction: lines = []
    case .offset: lines = locations.positions.map { Int32($0.offset ?? -1) }
    case .line:
      let start = machine.flatMap { locations.position(ofInstruction: $0.instructionNumber) }
      guard let start, !start.frames.isEmpty else {
        lines = locations.lineOfPosition
        return
      }
      lines = PositionTracker.lines(locations, outside: start.frames)
    }
  }

  /// The lines of positions, those of functions inlined into some functions being the lines they are inlined at.
  private static func lines(
    _ locations: LocationTable, outside frames: [LocationTable.Frame]
  ) -> [Int32] {
    var numbers: [LocationTable.Frame: Int32] = [:]
    return locations.positions.map { position in
      let isInside = position.isInlined(into: frames) && position.frames.count > frames.count
      let index = isInside ? position.frames.count - frames.count : 0
      guard position.frames.indices.contains(index), position.frames[index].hasLine else {
        return -1
      }
      var frame = position.frames[index]
      frame.column = 0
      if let number = numbers[frame] { return number }
      let number = Int32(numbers.count)
      numbers[frame] = number
      return number
    }
  }

  /// The line of an instruction; -1 without one.
  private func line(_ number: Int?) -> Int32 {
    guard let number, positionOfInstruction.indices.contains(number),
      positionOfInstruction[number] >= 0
    else { return -1 }
    return lines[Int(positionOfInstruction[number])]
  }

  /// The key of a state.
  private func key(_ machine: ReplayMachine) -> Key {
    var number = machine.instructionNumber
    var depth = machine.depth
    var frame = machine.frame
    while let call = frame, let maximumDepth, depth > maximumDepth {
      number = machine.program.number(at: call.site)
      depth = call.depth - 1
      frame = call.parent
    }
    while true {
      let line = line(number)
      if line >= 0 { return Key(depth: depth, line: line) }
      guard let call = frame else { return Key(depth: machine.depth, line: -1) }
      number = machine.program.number(at: call.site)
      depth = call.depth - 1
      frame = call.parent
    }
  }

  /// Notes a state that others follow.
  mutating func begin(_ machine: ReplayMachine) { previous = key(machine) }

  /// Whether something else begins with a state that follows the last one.
  mutating func isStart(_ machine: ReplayMachine) -> Bool {
    if let maximumDepth, machine.depth > maximumDepth { return false }
    if previous.line >= 0, machine.depth > previous.depth, line(machine.instructionNumber) < 0 {
      // Still part of the line that calls it.
      return false
    }
    let key = key(machine)
    defer { previous = key }
    return key != previous && key.line >= 0
  }
}

extension LocationTable.Position {
  /// Whether it is in some functions, or in what is inlined into them.
  func isInlined(into frames: [LocationTable.Frame]) -> Bool {
    guard self.frames.count >= frames.count else { return false }
    return zip(self.frames.suffix(frames.count), frames).allSatisfy { $0.function == $1.function }
  }
}

/// What a step is.
public enum StepKind: String, CaseIterable, Sendable {
  /// A line of the source.
  case line
  /// An instruction of the module.
  case offset
  /// An instruction of the program.
  case instruction
}
