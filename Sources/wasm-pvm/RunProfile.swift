import PVM
import PVMVM
import Support

/// What used the gas of a run: functions, basic blocks, instructions.
struct RunProfile {
  /// One consumer of gas.
  struct Row {
    /// What it is.
    let name: String
    /// How much it used.
    let gas: UInt64
  }

  /// How many rows of a kind are printed.
  private static let length = 20

  /// All gas that was counted; what host calls cost is not in it.
  let total: UInt64
  /// The functions, if their names are known.
  let functions: [Row]
  /// The hottest basic blocks.
  let blocks: [Row]
  /// The hottest instructions.
  let opcodes: [Row]

  /// Reads a profiler after the run.
  init(_ profiler: Profiler, symbols: SymbolMap?) {
    total = profiler.total
    let symbols = symbols ?? SymbolMap()
    functions =
      symbols.functions.isEmpty
      ? []
      : profiler.functions(symbols).prefix(RunProfile.length).map { row in
        Row(name: RunProfile.name(row.function), gas: row.gas)
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

  /// A function's name as text.
  private static func name(_ function: SymbolMap.Function?) -> String {
    function.map { String(decoding: $0.name, as: UTF8.self) } ?? "outside functions"
  }

  /// The profile in lines.
  var lines: [String] {
    table("functions", functions) + table("blocks", blocks) + table("instructions", opcodes)
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
      }
  }

  /// The profile as JSON.
  var json: JSONText {
    .object([
      ("total", .natural(total)), ("functions", json(functions)), ("blocks", json(blocks)),
      ("instructions", json(opcodes)),
    ])
  }

  /// A table as JSON.
  private func json(_ rows: [Row]) -> JSONText {
    .array(rows.map { .object([("name", .string($0.name)), ("gas", .natural($0.gas))]) })
  }
}
