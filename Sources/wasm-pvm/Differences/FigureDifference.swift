import Support

/// What has become larger or smaller between two builds, by name.
struct FigureDifference {
  /// What has changed.
  struct Row: Equatable {
    /// What it is called.
    var name: String
    /// The figure before; 0 if it was not there.
    var old: UInt64
    /// The figure after; 0 if it is not there any more.
    var new: UInt64

    /// Whether it grew by more than a share of what it was.
    func grew(beyond percent: Double) -> Bool {
      new > old && Double(new - old) * 100 > Double(old) * percent
    }

    /// How much it changed.
    var amount: UInt64 { new > old ? new - old : old - new }

    /// The change in words: `+12 (+3.4 %)`.
    var change: String {
      let sign = new >= old ? "+" : "-"
      let share =
        old > 0 ? Decimals.text(Double(amount) * 100 / Double(old), places: 1) + " %" : "new"
      return "\(sign)\(amount) (\(old > 0 ? sign : "")\(share))"
    }
  }

  /// What figures are of.
  let title: String
  /// What has changed, by the size of the change.
  let rows: [Row]

  /// How many rows are printed.
  private static let length = 20

  /// Compares figures by name; those of the same name are added up.
  init(
    _ title: String, _ old: [(name: String, figure: UInt64)],
    _ new: [(name: String, figure: UInt64)]
  ) {
    self.title = title
    var rows: [Row] = []
    var numbers: [String: Int] = [:]
    func number(_ name: String) -> Int {
      if let number = numbers[name] { return number }
      numbers[name] = rows.count
      rows.append(Row(name: name, old: 0, new: 0))
      return rows.count - 1
    }
    for (name, figure) in old { rows[number(name)].old += figure }
    for (name, figure) in new { rows[number(name)].new += figure }
    self.rows = rows.filter { $0.old != $0.new }.sorted {
      ($1.amount, $0.name) < ($0.amount, $1.name)
    }
  }

  /// The rows in lines.
  var lines: [String] {
    if rows.isEmpty { return [] }
    let shown = rows.prefix(Self.length)
    let width = shown.map(\.change.count).max() ?? 0
    let rest = rows.count - shown.count
    return ["", title]
      + shown.map { row in
        "  " + String(repeating: " ", count: width - row.change.count) + row.change
          + "  \(row.name.isEmpty ? "?" : row.name.visible): \(row.old) -> \(row.new)"
      } + (rest > 0 ? ["  and \(rest) smaller changes"] : [])
  }
}
