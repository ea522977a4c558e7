import PVM
import PVMVM
import Support

/// What used the gas of a run: purposes, functions, basic blocks, instructions.
struct RunProfile {
  /// One consumer of gas.
  struct Row {
    /// What it is.
    let name: String
    /// How much it used.
    let gas: UInt64
    /// What else is known about it.
    var details: [Detail] = []
  }

  /// A number of a consumer of gas.
  struct Detail {
    /// What the number counts, in text.
    let title: String
    /// The same in JSON.
    let key: String
    /// The number.
    let count: UInt64
  }

  /// How many rows of a kind are printed.
  private static let length = 20

  /// All gas that was counted; what host calls cost is not in it.
  let total: UInt64
  /// What the gas was used for.
  let purposes: PurposeTable
  /// Call stacks and source lines, if it is known where instructions come from.
  let sources: SourceProfile?
  /// The functions, if their names are known.
  let functions: [Row]
  /// The hottest basic blocks.
  let blocks: [Row]
  /// The hottest instructions.
  let opcodes: [Row]

  /// Reads a profiler after the run.
  ///
  /// - Parameter purposes: what the instructions are for, in order; empty if that is not known.
  init(
    _ profiler: Profiler, symbols: SymbolMap?, purposes: [InstructionPurpose],
    sources: SourceProfile? = nil
  ) {
    total = profiler.total
    self.sources = sources
    let symbols = symbols ?? SymbolMap()
    let table = PurposeTable(
      profiler.program.blob, purposes: purposes, symbols: symbols, profiler: profiler)
    self.purposes = table
    functions =
      symbols.functions.isEmpty
      ? []
      : profiler.functions(symbols).prefix(RunProfile.length).map { row in
        Row(
          name: RunProfile.name(row.function), gas: row.gas,
          details: RunProfile.details(of: row.function, in: symbols, table))
      }
    blocks = profiler.blocks.prefix(RunProfile.length).map { block in
      let place = "\(block.range.lowerBound)-\(block.range.upperBound)"
      let function = symbols.functionIndex(containing: block.range.lowerBound)
      let name = function.map { " in " + RunProfile.name(symbols.functions[$0]) } ?? ""
      return Row(name: "\(place)\(name), entered \(block.entries) times", gas: block.gas)
    }
    opcodes = profiler.opcodes.prefix(RunProfile.length).map { row in
      Row(name: row.opcode.mnemonic, gas: row.count)
    }
  }

  /// What is known of a function beyond its gas.
  private static func details(
    of function: SymbolMap.Function?, in symbols: SymbolMap, _ table: PurposeTable
  ) -> [Detail] {
    guard let function,
      let index = symbols.functionIndex(containing: function.range.lowerBound)
    else { return [] }
    let size = table.sizesOfFunction[index]
    return [
      Detail(title: "for spills", key: "spill_gas", count: table.spillsOfFunction[index]),
      Detail(title: "instructions", key: "instructions", count: UInt64(size.instructions)),
      Detail(title: "bytes", key: "bytes", count: UInt64(size.bytes)),
    ]
  }

  /// A function's name as text.
  private static func name(_ function: SymbolMap.Function?) -> String {
    function.map { String(decoding: $0.name, as: UTF8.self) } ?? "outside functions"
  }

  /// The source lines that used most, if any are known.
  private var sourceLines: [Row] {
    guard let sources, sources.lines.contains(where: { $0.place != nil }) else { return [] }
    return sources.lines.prefix(RunProfile.length).map { line in
      let name =
        line.place.map {
          "\($0.file):\($0.line)" + ($0.function.isEmpty ? "" : " in \($0.function)")
        }
        ?? "unknown lines"
      return Row(name: name, gas: line.gas)
    }
  }

  /// The profile in lines.
  var lines: [String] {
    table("source lines", sourceLines) + [""] + purposes.lines(gas: true)
      + table("functions", functions) + table("blocks", blocks)
      + table("instructions", opcodes)
  }

  /// The profile in a format of `--profile-format`.
  ///
  /// - Parameter name: what was run.
  func text(_ format: String?, name: String) throws(CommandFailure) -> String {
    if format == "json" { return json.text + "\n" }
    guard let format = format.flatMap(ProfileFormat.init(rawValue:)) else {
      return lines.joined(separator: "\n") + "\n"
    }
    guard let sources else { throw CommandFailure(.noDebugInfo(program: name)) }
    return format.text(sources, name: name)
  }

  /// A titled table, unless it is empty.
  private func table(_ title: String, _ rows: [Row]) -> [String] {
    if rows.isEmpty { return [] }
    let width = rows.map { String($0.gas).count }.max() ?? 0
    return ["", "gas by \(title)"]
      + rows.map { row in
        let share = Double(row.gas) * 100 / Double(max(1, total))
        let percent = Decimals.text(share, places: 1)
        let gas = String(row.gas)
        return "  " + String(repeating: " ", count: width - gas.count) + gas
          + String(repeating: " ", count: max(0, 7 - percent.count)) + percent + "%  " + row.name
          + row.details.map { ", \($0.count) \($0.title)" }.joined()
      }
  }

  /// The profile as JSON.
  var json: JSONText {
    .object([
      ("total", .natural(total)), ("purposes", purposes.json(gas: true)),
      ("lines", json(sourceLines)), ("functions", json(functions)), ("blocks", json(blocks)),
      ("instructions", json(opcodes)),
    ])
  }

  /// A table as JSON.
  private func json(_ rows: [Row]) -> JSONText {
    .array(
      rows.map { row in
        .object(
          [("name", .string(row.name)), ("gas", .natural(row.gas))]
            + row.details.map { ($0.key, .natural($0.count)) })
      })
  }
}
