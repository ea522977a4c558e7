import PVM
import Support
import WasmPVM

/// What takes the bytes of a program file: functions, source lines, data. The sums are the file's size, exactly.
struct SizeReport {
  /// The bytes of code in the parts of the program blob.
  struct Cost: Equatable {
    /// The instructions.
    var code = 0
    /// The mask that says where instructions start: an eighth of the code.
    var mask = 0
    /// Entries of the jump table: return addresses, addresses of functions, tables of branches.
    var jumpTable = 0

    /// All of them.
    var total: Int { code + mask + jumpTable }

    /// Adds another cost.
    mutating func add(_ other: Cost) {
      code += other.code
      mask += other.mask
      jumpTable += other.jumpTable
    }
  }

  /// What some code costs.
  struct Row {
    /// What it is called.
    var name: String
    /// What it costs.
    var cost: Cost
    /// How many functions there are of it; 0 for what is no function.
    var count = 0
  }

  /// What some data costs.
  struct DataRow {
    /// What it is.
    var name: String
    /// How many bytes of the file it takes.
    var bytes: Int
  }

  /// The size of the file.
  let fileSize: Int
  /// The functions, the largest first.
  private(set) var functions: [Row] = []
  /// The functions with generic arguments and hashes left out, the largest first.
  private(set) var families: [Row] = []
  /// The crates, namespaces or source files that the functions are from, the largest first.
  private(set) var units: [Row] = []
  /// The source lines, the largest first; empty if none are known.
  private(set) var lines: [Row] = []
  /// The data, the largest first.
  private(set) var data: [DataRow] = []
  /// What is neither code nor data: metadata, sizes.
  private(set) var others: [DataRow] = []

  /// What code outside of functions is called: the entry table.
  static let outside = "outside functions"
  /// What code is called whose line is not known.
  static let unknownLine = "without a line"

  /// Divides a file.
  init(_ program: Program) {
    fileSize = program.fileSize
    let costs = Self.costs(program.blob)
    let symbols = program.knownSymbols
    divide(costs, program, symbols)
    let layout = program.layout ?? program.debugMap?.layout ?? ProgramLayout()
    data = DataDivision(program.container, layout).rows.sorted {
      ($1.bytes, $0.name) < ($0.bytes, $1.name)
    }
    let blobHeader =
      program.container.program.count
      - costs.reduce(0) { $0 + $1.cost.total }
    others = [DataRow(name: "numbers in front of the code", bytes: blobHeader)]
    let known =
      functions.reduce(blobHeader) { $0 + $1.cost.total } + data.reduce(0) { $0 + $1.bytes }
    // A bare blob has no container around it.
    let rest = fileSize - known
    if let metadata = program.metadata, rest >= metadata.count {
      others.append(DataRow(name: "metadata", bytes: metadata.count))
      others.append(DataRow(name: "sizes in the container", bytes: rest - metadata.count))
    } else if rest > 0 {
      others.append(DataRow(name: "sizes in the container", bytes: rest))
    }
  }

  /// The sum of everything, which is the file's size.
  var total: Int {
    functions.reduce(0) { $0 + $1.cost.total } + data.reduce(0) { $0 + $1.bytes }
      + others.reduce(0) { $0 + $1.bytes }
  }

  /// The sum of all code.
  var cost: Cost {
    functions.reduce(into: Cost()) { $0.add($1.cost) }
  }

  // MARK: Code

  /// What each instruction costs.
  private static func costs(_ blob: ProgramBlob) -> [(pc: Int, cost: Cost)] {
    var costs: [(pc: Int, cost: Cost)] = []
    var numbers = [Int](repeating: 0, count: blob.code.count)
    // What is in front of the first instruction counts to it.
    var pc = 0
    while pc < blob.code.count {
      let next = min(blob.mask.nextStart(from: pc + 1), blob.code.count)
      for index in pc..<next { numbers[index] = costs.count }
      costs.append((pc, Cost(code: next - pc, mask: (next + 7) / 8 - (pc + 7) / 8)))
      pc = next
    }
    let entrySize = blob.jumpTableEntrySize
    for entry in blob.jumpTable where !costs.isEmpty {
      let target = min(Int(entry), blob.code.count - 1)
      costs[numbers[target]].cost.jumpTable += entrySize
    }
    return costs
  }

  /// Adds up instructions by function, family, unit and line.
  private mutating func divide(
    _ costs: [(pc: Int, cost: Cost)], _ program: Program, _ symbols: SymbolMap
  ) {
    var functions = Sums()
    var lines = Sums()
    var hasLines = false
    var files: [String: String] = [:]
    var names: [Int?: String] = [:]
    let map = program.debugMap
    for (pc, cost) in costs {
      let index = symbols.functionIndex(containing: pc)
      let name =
        names[index]
        ?? index.map {
          FunctionName.withoutIndex(String(decoding: symbols.functions[$0].name, as: UTF8.self))
        } ?? Self.outside
      names[index] = name
      // A function that starts here is one more.
      let isStart = index.map { symbols.functions[$0].range.lowerBound == pc } ?? false
      functions.add(cost, to: name, count: isStart ? 1 : 0)
      let frames = map?.frames(at: pc) ?? []
      if let line = frames.first(where: { $0.line > 0 }) {
        lines.add(cost, to: "\(line.file):\(line.line)")
        hasLines = true
      } else if let own = frames.first, map?.isCompilersOwn(own.moduleFunction) == true {
        lines.add(cost, to: SourceProfile.Line.compilersOwn(own.function))
      } else {
        lines.add(cost, to: Self.unknownLine)
      }
      if let file = frames.last?.file, !file.isEmpty, files[name] == nil { files[name] = file }
    }
    self.functions = functions.rows
    if hasLines { self.lines = lines.rows }
    var families = Sums()
    var units = Sums()
    for row in self.functions {
      let family = FunctionName(row.name)
      families.add(row.cost, to: family.family, count: row.count)
      units.add(
        row.cost, to: family.unit ?? files[row.name] ?? row.name, count: row.count)
    }
    self.families = families.rows
    self.units = units.rows
  }

  /// Sums of costs by name.
  private struct Sums {
    /// The sums in the order in which they are met.
    private var sums: [Row] = []
    /// Their numbers.
    private var numbers: [String: Int] = [:]

    /// Adds a cost.
    mutating func add(_ cost: Cost, to name: String, count: Int = 0) {
      if let number = numbers[name] {
        sums[number].cost.add(cost)
        sums[number].count += count
      } else {
        numbers[name] = sums.count
        sums.append(Row(name: name, cost: cost, count: count))
      }
    }

    /// The rows, the largest first, then by name.
    var rows: [Row] {
      sums.sorted { ($1.cost.total, $0.name) < ($0.cost.total, $1.name) }
    }
  }
}
