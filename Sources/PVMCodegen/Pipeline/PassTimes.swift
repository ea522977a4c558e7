/// How long passes took and how often they changed something.
package struct PassTimes: Sendable {
  /// The figures of a pass.
  package struct Row: Equatable, Sendable {
    /// Its name.
    package var name: String
    /// How long all its runs took.
    package var duration = Duration.zero
    /// How often it ran.
    package var runs = 0
    /// In how many runs it may have changed something.
    package var changes = 0
  }

  /// The passes in the order in which they first ran.
  package private(set) var rows: [Row] = []
  /// The position of each name; only looked up.
  private var positions: [String: Int] = [:]

  /// Adds a run.
  mutating func add(_ name: String, _ duration: Duration, isChanged: Bool) {
    let position = positions[name] ?? rows.count
    if position == rows.count {
      positions[name] = position
      rows.append(Row(name: name))
    }
    rows[position].duration += duration
    rows[position].runs += 1
    if isChanged { rows[position].changes += 1 }
  }

  /// Measures a step that is no pass over a function.
  mutating func measure<Value, Failure: Error>(
    _ name: String, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try body()
    add(name, start.duration(to: clock.now), isChanged: true)
    return value
  }
}
