import PVM
import PVMVM
import Support

/// What the instructions of a program are for: how many there are, their bytes and, after a run, their
/// gas.
struct PurposeTable {
  /// What is added up.
  struct Sum {
    /// How many instructions there are in the code.
    var instructions = 0
    /// The bytes that they take.
    var bytes = 0
    /// How often they were executed, which is their gas.
    var gas: UInt64 = 0

    /// Adds another sum.
    mutating func add(_ other: Sum) {
      instructions += other.instructions
      bytes += other.bytes
      gas += other.gas
    }
  }

  /// Whether the purposes were guessed from the bytes instead of recorded by the code generator.
  let isDerived: Bool
  /// The sums by purpose.
  private(set) var sums = [Sum](repeating: Sum(), count: InstructionPurpose.allCases.count)
  /// The gas of spill loads and stores by function, as `Profiler` numbers them, if there are symbols.
  private(set) var spillsOfFunction: [UInt64] = []
  /// The instructions and bytes by function.
  private(set) var sizesOfFunction: [Sum] = []

  /// Adds up a program.
  ///
  /// - Parameters:
  ///   - blob: the program.
  ///   - purposes: what its instructions are for, in order; empty if that is not known.
  ///   - profiler: has counted a run of it.
  init(
    _ blob: ProgramBlob, purposes: [InstructionPurpose], symbols: SymbolMap? = nil,
    profiler: Profiler? = nil
  ) {
    isDerived = purposes.isEmpty
    let functions = symbols?.functions ?? []
    sizesOfFunction = Array(repeating: Sum(), count: functions.count)
    spillsOfFunction = Array(repeating: 0, count: functions.count)
    let counts = profiler?.counts ?? []
    var number = 0
    var function = 0
    var pc = blob.mask.nextStart(from: 0)
    while pc < blob.code.count {
      let decoded = InstructionDecoder.decode(blob, at: pc)
      let purpose =
        number < purposes.count
        ? purposes[number] : InstructionPurpose(deriving: decoded.effective)
      let next = blob.mask.nextStart(from: pc + 1)
      let sum = Sum(
        instructions: 1, bytes: next - pc, gas: counts.isEmpty ? 0 : counts[pc])
      sums[Int(purpose.rawValue)].add(sum)
      while function < functions.count, functions[function].range.upperBound <= pc { function += 1 }
      if function < functions.count, functions[function].range.contains(pc) {
        sizesOfFunction[function].add(sum)
        if purpose.group == .spills { spillsOfFunction[function] += sum.gas }
      }
      number += 1
      pc = next
    }
  }

  /// The sum of a purpose.
  subscript(_ purpose: InstructionPurpose) -> Sum { sums[Int(purpose.rawValue)] }

  /// The sum of a group.
  subscript(_ group: InstructionPurpose.Group) -> Sum {
    var sum = Sum()
    for purpose in InstructionPurpose.allCases where purpose.group == group {
      sum.add(self[purpose])
    }
    return sum
  }

  /// The sum of everything.
  var total: Sum {
    var total = Sum()
    for sum in sums { total.add(sum) }
    return total
  }

  /// The share of executed instructions that are spill loads and stores.
  var spillShare: Double { Double(self[.spills].gas) / Double(max(1, total.gas)) }

  /// The bytes of an instruction, on average.
  var bytesPerInstruction: Double {
    Double(total.bytes) / Double(max(1, total.instructions))
  }

  // MARK: Output

  /// The table in lines.
  ///
  /// - Parameters:
  ///   - gas: whether it is about a run.
  ///   - counted: what executed instructions are called.
  func lines(gas: Bool, counted: String = "gas") -> [String] {
    let total = total
    var rows = [(gas ? [counted, "share"] : []) + ["instructions", "bytes", ""]]
    func cells(_ name: String, _ sum: Sum) -> [String] {
      let share = Double(sum.gas) * 100 / Double(max(1, total.gas))
      return (gas ? ["\(sum.gas)", Decimals.text(share, places: 1) + "%"] : [])
        + ["\(sum.instructions)", "\(sum.bytes)", name]
    }
    for group in InstructionPurpose.Group.allCases where self[group].instructions > 0 {
      rows.append(cells("\(group.name)", self[group]))
      let members = InstructionPurpose.allCases.filter {
        $0.group == group && self[$0].instructions > 0
      }
      if members.count == 1, "\(members[0].name)s" == "\(group.name)" { continue }
      rows += members.map { cells("  \($0.name)", self[$0]) }
    }
    rows.append(cells("total", total))
    let title = gas ? "\(counted) by purpose" : "code by purpose"
    return [isDerived ? "\(title), derived from the bytes" : title]
      + PurposeTable.aligned(rows).map { "  " + $0 }
      + ["  \(Decimals.text(bytesPerInstruction, places: 2)) bytes per instruction"]
  }

  /// Columns to the right, the last one to the left.
  private static func aligned(_ rows: [[String]]) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      let cells = row.dropLast().enumerated().map { column, cell in
        String(repeating: " ", count: widths[column] - cell.count) + cell
      }
      let line = cells.joined(separator: "  ") + "  " + (row.last ?? "")
      return row.last == "" ? String(line.dropLast(2)) : line
    }
  }

  /// The table as JSON.
  func json(gas: Bool) -> JSONText {
    func object(_ sum: Sum) -> JSONText {
      .object(
        (gas ? [("gas", .natural(sum.gas))] : []) + [
          ("instructions", .integer(sum.instructions)), ("bytes", .integer(sum.bytes)),
        ])
    }
    return .object([
      ("derived", .boolean(isDerived)),
      ("bytes_per_instruction", .decimal(bytesPerInstruction, places: 3)),
      (
        "groups",
        .object(InstructionPurpose.Group.allCases.map { ("\($0.name)", object(self[$0])) })
      ),
      (
        "purposes",
        .object(InstructionPurpose.allCases.map { ("\($0.name)", object(self[$0])) })
      ),
      ("total", object(total)),
    ])
  }
}
