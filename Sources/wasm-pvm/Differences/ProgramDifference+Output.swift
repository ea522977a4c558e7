import PVM
import Support

extension ProgramDifference {
  /// The comparison in lines: programs, functions that differ, what else differs.
  var text: String {
    var lines = [summary("A", sides.left), summary("B", sides.right)]
    let changed = pairs.filter { !$0.isSame || Self.figures($0.left) != Self.figures($0.right) }
    let functions = pairs.filter { $0.name != SizeReport.outside }
    let different = functions.filter { !$0.isSame }.count
    if pairs.allSatisfy(\.isSame) {
      lines.append("all \(functions.count) functions have the same instructions")
    } else {
      let isMore = pairs.contains { $0.name == SizeReport.outside && !$0.isSame }
      lines.append(
        "\(different) of \(functions.count) functions differ"
          + (isMore ? ", and code outside of functions" : ""))
    }
    if !changed.isEmpty { lines += [""] + table(changed) }
    if !otherDifferences.isEmpty { lines += [""] + otherDifferences }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A program in one line.
  private func summary(_ letter: String, _ side: Side) -> String {
    let instructions = side.functions.reduce(0) { $0 + $1.instructions.count }
    let count = side.functions.filter { $0.name != SizeReport.outside }.count
    let run = side.outcome.map { ", gas \($0.gasUsed), exit: \($0.exit)" } ?? ""
    return "\(letter): \(side.name.visible): \(count) functions, \(instructions) instructions, "
      + "\(side.codeSize) bytes of code\(run)"
  }

  /// Instructions, bytes and gas of a function; zeros if it is not there.
  private static func figures(_ function: ComparedFunction?) -> [UInt64] {
    [
      UInt64(function?.instructions.count ?? 0), UInt64(function?.bytes ?? 0), function?.gas ?? 0,
    ]
  }

  /// Functions with their figures in columns.
  private func table(_ pairs: [Pair]) -> [String] {
    let titles = ["instructions", "bytes"] + (sides.left.outcome == nil ? [] : ["gas"])
    var rows = [titles + ["function"]]
    for pair in pairs {
      let (old, new) = (Self.figures(pair.left), Self.figures(pair.right))
      let columns = titles.indices.map { column in
        old[column] == new[column]
          ? "\(new[column])" : "\(old[column]) -> \(new[column])"
      }
      let note =
        pair.left == nil
        ? ", only in B"
        : pair.right == nil ? ", only in A" : pair.isSame ? ", the same instructions" : ""
      rows.append(columns + [(pair.name.isEmpty ? "?" : pair.name.visible) + note])
    }
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      titles.indices.map { column in
        String(repeating: " ", count: widths[column] - row[column].count) + row[column]
      }.joined(separator: "  ") + "  " + row[titles.count]
    }
  }

  /// The comparison as JSON.
  ///
  /// - Parameter names: functions whose instructions are shown.
  func json(_ names: [String]) -> JSONText {
    let rows = pairs.map { pair in
      var members: [(name: String, value: JSONText)] = [
        ("name", .string(pair.name)), ("same", .boolean(pair.isSame)),
        ("a", json(pair.left)), ("b", json(pair.right)),
      ]
      if names.contains(pair.name) { members.append(("instructions", .array(instructions(pair)))) }
      return JSONText.object(members)
    }
    return .object([
      ("same", .boolean(isSame)), ("a", json(sides.left)), ("b", json(sides.right)),
      ("functions", .array(rows)), ("others", .array(otherDifferences.map { .string($0) })),
    ])
  }

  /// A program as JSON.
  private func json(_ side: Side) -> JSONText {
    var members: [(name: String, value: JSONText)] = [
      ("name", .string(side.name)), ("code_bytes", .integer(side.codeSize)),
    ]
    if let outcome = side.outcome {
      members += [
        ("exit", .string(outcome.exitName)), ("output", .string(Hex.string(outcome.output))),
        ("gas_used", .natural(outcome.gasUsed)),
      ]
    }
    return .object(members)
  }

  /// A function as JSON; null if there is none.
  private func json(_ function: ComparedFunction?) -> JSONText {
    guard let function else { return .null }
    var members: [(name: String, value: JSONText)] = [
      ("instructions", .integer(function.instructions.count)), ("bytes", .integer(function.bytes)),
    ]
    if sides.left.outcome != nil { members.append(("gas", .natural(function.gas))) }
    return .object(members)
  }

  // MARK: Instructions

  /// How many equal instructions are shown around different ones.
  private static let context = 3

  /// The instructions of a function in lines: those that only A has with `-`, those that only B has with `+`.
  func listing(_ pair: Pair) -> [String] {
    let left = pair.left?.instructions ?? []
    let right = pair.right?.instructions ?? []
    let rows = InstructionAlignment(left, right).rows
    let width = max(left.last?.pc ?? 0, right.last?.pc ?? 0).description.count
    /// A code index in its column, or an empty column.
    func column(_ pc: Int?) -> String {
      let text = pc.map { "\($0)" } ?? ""
      return String(repeating: " ", count: width - text.count) + text
    }
    var isShown = [Bool](repeating: false, count: rows.count)
    for (index, row) in rows.enumerated() {
      if case .same = row { continue }
      for near in max(0, index - Self.context)...min(rows.count - 1, index + Self.context) {
        isShown[near] = true
      }
    }
    var lines = ["\(pair.name.isEmpty ? "?" : pair.name.visible):"]
    var hidden = 0
    for (index, row) in rows.enumerated() {
      guard isShown[index] else {
        hidden += 1
        continue
      }
      if hidden > 0 { lines.append("  (\(hidden) equal instructions)") }
      hidden = 0
      switch row {
      case .same(let a, let b):
        lines.append("  \(column(left[a].pc)) \(column(right[b].pc))  \(right[b].text)")
      case .removed(let a): lines.append("- \(column(left[a].pc)) \(column(nil))  \(left[a].text)")
      case .added(let b): lines.append("+ \(column(nil)) \(column(right[b].pc))  \(right[b].text)")
      }
    }
    if hidden > 0 { lines.append("  (\(hidden) equal instructions)") }
    return lines
  }

  /// The instructions of a function as JSON.
  private func instructions(_ pair: Pair) -> [JSONText] {
    let left = pair.left?.instructions ?? []
    let right = pair.right?.instructions ?? []
    return InstructionAlignment(left, right).rows.map { row in
      switch row {
      case .same(let a, let b):
        .object([
          ("a", .integer(left[a].pc)), ("b", .integer(right[b].pc)),
          ("text", .string(right[b].text)),
        ])
      case .removed(let a):
        .object([("a", .integer(left[a].pc)), ("text", .string(left[a].text))])
      case .added(let b):
        .object([("b", .integer(right[b].pc)), ("text", .string(right[b].text))])
      }
    }
  }
}
