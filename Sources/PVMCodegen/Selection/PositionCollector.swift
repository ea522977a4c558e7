import LLVM

/// Numbers the places that LLVM's debug locations name, in the order in which they are first met.
final class PositionCollector {
  /// What was collected.
  private(set) var table = PositionTable()
  /// The numbers of LLVM's locations.
  private var known: [DebugLocation: CodePosition] = [:]
  /// The numbers of entries, for locations of several nodes that say the same.
  private var numbers: [PositionTable.Entry: CodePosition] = [:]

  /// The position that a location is; none if LLVM made one instruction of several that come from different places, so that it
  /// becomes that of a neighbor.
  func position(of location: DebugLocation?) -> CodePosition {
    guard let location, location.line > 0 else { return .none }
    // Calls first: chains may be long, so that there is no recursion.
    var chain: [DebugLocation] = []
    var next: DebugLocation? = location
    var call = CodePosition.none
    while let current = next {
      if let position = known[current] {
        call = position
        break
      }
      chain.append(current)
      next = current.call
    }
    for current in chain.reversed() {
      call = number(
        PositionTable.Entry(function: current.function, offset: current.line, call: call))
      known[current] = call
    }
    return call
  }

  /// The number of an entry.
  private func number(_ entry: PositionTable.Entry) -> CodePosition {
    if let position = numbers[entry] { return position }
    table.entries.append(entry)
    let position = CodePosition(number: UInt32(table.entries.count))
    numbers[entry] = position
    return position
  }
}
