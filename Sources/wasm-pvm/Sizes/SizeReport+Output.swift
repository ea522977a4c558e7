import Support

/// How a size report is written.
enum SizeFormat: String, CaseIterable {
  /// Tables.
  case text
  /// All rows.
  case json
  /// A page with a treemap.
  case html
}

/// A size report as text, JSON and a page.
extension SizeReport {
  /// How many rows of a table are printed.
  private static let length = 20

  /// The report in a format.
  ///
  /// - Parameter name: what was compiled.
  func text(_ format: SizeFormat, name: String) -> String {
    switch format {
    case .text: lines(name: name).joined(separator: "\n") + "\n"
    case .json: json(name: name).text + "\n"
    case .html: SizePage.text(self, name: name)
    }
  }

  // MARK: Text

  /// The report in lines.
  func lines(name: String) -> [String] {
    let cost = cost
    let dataBytes = data.reduce(0) { $0 + $1.bytes }
    var lines = ["\(name.visible): \(fileSize) bytes"]
    let parts =
      [("code", cost.code), ("bitmask", cost.mask), ("jump table", cost.jumpTable)]
      + [("data", dataBytes)] + others.map { ($0.name, $0.bytes) }
    lines += parts.map { row([$0.1], $0.0) }
    lines += table("functions", functions)
    if families.count < functions.count {
      lines += table("functions, generic instantiations together", families, counted: true)
    }
    lines += table("crates, namespaces and files", units, counted: true)
    lines += table("source lines", self.lines)
    if !data.isEmpty {
      lines += ["", "data"] + data.prefix(Self.length).map { row([$0.bytes], $0.name.visible) }
    }
    return lines
  }

  /// A titled table: bytes in all, code, bitmask, jump table.
  private func table(_ title: String, _ rows: [Row], counted: Bool = false) -> [String] {
    if rows.isEmpty { return [] }
    return ["", "\(title): bytes, of these code, bitmask, jump table"]
      + rows.prefix(Self.length).map { row in
        let name = row.name.isEmpty ? "?" : row.name.visible
        return self.row(
          [row.cost.total, row.cost.code, row.cost.mask, row.cost.jumpTable],
          counted && row.count > 1 ? "\(name), \(row.count) functions" : name)
      }
  }

  /// Numbers in columns and a name.
  private func row(_ numbers: [Int], _ name: String) -> String {
    let width = String(fileSize).count + 1
    return " "
      + numbers.map { number in
        String(repeating: " ", count: max(1, width + 1 - String(number).count)) + "\(number)"
      }.joined() + "  \(name)"
  }

  // MARK: JSON

  /// The report as JSON.
  func json(name: String) -> JSONText {
    .object([
      ("input", .string(name)), ("file_bytes", .integer(fileSize)),
      ("functions", json(functions)), ("families", json(families)), ("units", json(units)),
      ("lines", json(lines)), ("data", json(data)), ("others", json(others)),
    ])
  }

  /// Rows of code.
  private func json(_ rows: [Row]) -> JSONText {
    .array(
      rows.map { row in
        .object([
          ("name", .string(row.name)), ("bytes", .integer(row.cost.total)),
          ("code", .integer(row.cost.code)), ("bitmask", .integer(row.cost.mask)),
          ("jump_table", .integer(row.cost.jumpTable)), ("count", .integer(row.count)),
        ])
      })
  }

  /// Rows of data.
  private func json(_ rows: [DataRow]) -> JSONText {
    .array(
      rows.map { .object([("name", .string($0.name)), ("bytes", .integer($0.bytes))]) })
  }
}
