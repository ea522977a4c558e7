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
  /// Call stacks, source lines and places in the module, if it is known where instructions come from.
  let sources: SourceProfile?
  /// The functions, if their names are known.
  let functions: [Row]
  /// The hottest basic blocks.
  let blocks: [Row]
  /// The hottest instructions.
  let opcodes: [Row]
  /// How many instructions were executed, if that is not the gas.
  let instructionCount: UInt64?
  /// The model's cycles for the hottest block, in lines, if blocks have costs.
  let timeline: [String]

  /// Reads a profiler after the run.
  ///
  /// - Parameter purposes: what the instructions are for, in order; empty if that is not known.
  init(
    _ profiler: Profiler, symbols: SymbolMap?, purposes: [InstructionPurpose],
    sources: SourceProfile? = nil
  ) {
    total = profiler.total
    self.sources = sources
    let blob = profiler.program.blob
    let hasCosts = blob.target.chargesBlocks
    instructionCount = hasCosts ? profiler.instructionCount : nil
    timeline = hasCosts ? profiler.blocks.first.map { RunProfile.timeline($0, blob) } ?? [] : []
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
      let row = Row(name: "\(place)\(name), entered \(block.entries) times", gas: block.gas)
      return hasCosts ? RunProfile.withCost(row, block, blob) : row
    }
    opcodes = profiler.opcodes.prefix(RunProfile.length).map { row in
      Row(name: row.opcode.mnemonic, gas: row.count)
    }
  }

  /// The row of a block with what it costs and how often it was entered.
  private static func withCost(_ row: Row, _ block: Profiler.Block, _ blob: ProgramBlob) -> Row {
    var row = row
    let cost = blob.blockCost(at: block.range.lowerBound)
    row.details = [Detail(title: "gas each", key: "cost", count: UInt64(cost))]
    return row
  }

  /// The model's cycles for a block, in lines.
  private static func timeline(_ block: Profiler.Block, _ blob: ProgramBlob) -> [String] {
    let start = block.range.lowerBound
    let names = blob.block(at: start).map { InstructionPrinter.text(of: $0.effective) }
    let text = blob.timeline(ofBlockAt: start).text(names)
    return ["", "block \(start)-\(block.range.upperBound)"]
      + text.split(separator: "\n").map { "  " + $0 }
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
    function.map { String(decoding: $0.name, as: UTF8.self).visible } ?? "outside functions"
  }

  /// The profile in lines.
  var lines: [String] {
    let counted = instructionCount == nil ? "gas" : "executed"
    return [""] + purposes.lines(gas: true, counted: counted)
      + table("gas by source lines", sourceLines) + table("gas by functions", functions)
      + callTree + table("gas by places in the module", moduleOffsets)
      + table("gas by blocks", blocks) + timeline
      + table("\(counted) by instructions", opcodes, of: instructionCount ?? total)
  }

  /// The profile in a format of `--profile-format`.
  ///
  /// - Parameter name: what was run.
  func text(_ format: String?, name: String) throws(CommandFailure) -> String {
    switch format {
    case nil, "text": return lines.joined(separator: "\n") + "\n"
    case "json": return fullJSON.text + "\n"
    case let format?:
      guard let sources else { throw CommandFailure(.noDebugInfo(program: name)) }
      return ProfileFormat(rawValue: format)?.text(sources, name: name) ?? ""
    }
  }

  /// A titled table, unless it is empty.
  private func table(_ title: String, _ rows: [Row], of whole: UInt64? = nil) -> [String] {
    if rows.isEmpty { return [] }
    let width = rows.map { String($0.gas).count }.max() ?? 0
    return ["", title]
      + rows.map { row in
        let share = Double(row.gas) * 100 / Double(max(1, whole ?? total))
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
      ("lines", json(sourceLines)),
      ("functions", json(functions)), ("blocks", json(blocks)), ("instructions", json(opcodes)),
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

// MARK: Sources

extension RunProfile {
  /// The source lines that used most, if any are known.
  private var sourceLines: [Row] {
    guard let sources, sources.lines.contains(where: { $0.key?.isSource == true })
    else { return [] }
    return sources.lines.prefix(RunProfile.length).map { line in
      Row(name: line.key?.name.visible ?? "without a line", gas: line.gas)
    }
  }

  /// The places in the module that used most.
  private var moduleOffsets: [Row] {
    guard let sources else { return [] }
    return sources.offsets.prefix(RunProfile.length).map { place in
      Row(name: place.key.map { sources.name(of: $0) } ?? "without a place", gas: place.gas)
    }
  }

  /// The functions with their callers, those with a percent of the gas, in lines.
  private var callTree: [String] {
    guard let sources, !sources.nodes.isEmpty else { return [] }
    let totals = sources.totals
    let least = max(1, sources.total / 100)
    var callees = [[Int]](repeating: [], count: sources.nodes.count)
    var roots: [Int] = []
    for (index, node) in sources.nodes.enumerated() where totals[index] >= least {
      if let parent = node.parent { callees[parent].append(index) } else { roots.append(index) }
    }
    func order(_ left: Int, _ right: Int) -> Bool {
      totals[left] != totals[right] ? totals[left] > totals[right] : left < right
    }
    var lines = ["", "gas with callees, and itself, by calls"]
    let width = String(sources.total).count
    func column(_ gas: UInt64) -> String {
      String(repeating: " ", count: width - String(gas).count) + String(gas)
    }
    var work = roots.sorted(by: order).reversed().map { ($0, 0) }
    while let (index, depth) = work.popLast() {
      let node = sources.nodes[index]
      lines.append(
        "  \(column(totals[index]))  \(column(node.selfGas))  "
          + String(repeating: "  ", count: depth)
          + (node.function.isEmpty ? "?" : node.function.visible)
          + (node.isInlined ? ", inlined" : ", \(node.entries) calls"))
      work += callees[index].sorted(by: order).reversed().map { ($0, depth + 1) }
    }
    return lines
  }

  /// The profile as JSON with all lines, places and calls.
  private var fullJSON: JSONText {
    guard case .members(let members) = json, let sources else { return json }
    let others = members.filter { $0.name != "lines" }.map { ($0.name, $0.value) }
    return .object(others + sources.members)
  }
}
