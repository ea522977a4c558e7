import PVM
import PVMVM
import Support

/// Two programs compared by function.
struct ProgramDifference {
  /// One of the programs.
  struct Side {
    /// What it was read from.
    let name: String
    /// The functions, those of the same name together as they are met.
    var functions: [ComparedFunction]
    /// The size of the code in bytes.
    let codeSize: Int
    /// The memory that it starts with.
    let container: StandardProgram
    /// How it ended, if it was run.
    var outcome: RunOutcome?

    /// Looks at a program.
    init(_ program: Program, name: String) {
      self.name = name
      let symbols = program.knownSymbols
      functions = ComparedFunction.functions(of: program.blob, symbols)
      codeSize = program.blob.code.count
      container = program.container
    }

    /// Takes what each function used in a run.
    mutating func take(_ profiler: Profiler, _ symbols: SymbolMap, _ outcome: RunOutcome) {
      self.outcome = outcome
      var gas: [Int: UInt64] = [:]
      for row in profiler.functions(symbols) {
        let start = row.function?.range.lowerBound
        gas[start ?? -1, default: 0] += row.gas
      }
      for (index, function) in symbols.functions.enumerated() {
        functions[index].gas = gas[function.range.lowerBound] ?? 0
      }
      if functions.count > symbols.functions.count {
        functions[symbols.functions.count].gas = gas[-1] ?? 0
      }
    }
  }

  /// A function in both programs, or in one.
  struct Pair {
    /// The name.
    let name: String
    /// The function of the first program.
    let left: ComparedFunction?
    /// The function of the second program.
    let right: ComparedFunction?
    /// Whether both have the same instructions.
    let isSame: Bool
  }

  /// The programs.
  let sides: (left: Side, right: Side)
  /// The functions in the order of the first program, then those that only the second has.
  let pairs: [Pair]

  /// Compares two programs; functions of the same name belong together in their order.
  init(_ left: Side, _ right: Side) {
    sides = (left, right)
    var waiting: [String: [Int]] = [:]
    for (index, function) in right.functions.enumerated() {
      waiting[function.name, default: []].append(index)
    }
    var next: [String: Int] = [:]
    var isTaken = [Bool](repeating: false, count: right.functions.count)
    var pairs: [Pair] = []
    for function in left.functions {
      let position = next[function.name, default: 0]
      guard let candidates = waiting[function.name], position < candidates.count else {
        pairs.append(Pair(name: function.name, left: function, right: nil, isSame: false))
        continue
      }
      next[function.name] = position + 1
      let partner = right.functions[candidates[position]]
      isTaken[candidates[position]] = true
      pairs.append(
        Pair(
          name: function.name, left: function, right: partner, isSame: function.isSame(as: partner))
      )
    }
    for (index, function) in right.functions.enumerated() where !isTaken[index] {
      pairs.append(Pair(name: function.name, left: nil, right: function, isSame: false))
    }
    self.pairs = pairs
  }

  /// What differs apart from code, in words.
  var otherDifferences: [String] {
    let (left, right) = (sides.left, sides.right)
    let (a, b) = (left.container, right.container)
    var texts: [String] = []
    /// Compares data.
    func compare(_ title: String, _ a: [UInt8], _ b: [UInt8]) {
      if a == b { return }
      let size = a.count == b.count ? "\(a.count) bytes in both" : "\(a.count) -> \(b.count) bytes"
      let first = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      texts.append(
        "\(title): \(size), different from byte \(first ?? min(a.count, b.count)) on")
    }
    compare("read-only data", a.readOnlyData, b.readOnlyData)
    compare("read-write data", a.readWriteData, b.readWriteData)
    if a.heapPages != b.heapPages { texts.append("heap pages: \(a.heapPages) -> \(b.heapPages)") }
    if a.stackSize != b.stackSize {
      texts.append("stack: \(a.stackSize) -> \(b.stackSize) bytes")
    }
    if let old = left.outcome, let new = right.outcome {
      if old.exit != new.exit { texts.append("exit: \(old.exit) -> \(new.exit)") }
      if old.output != new.output {
        texts.append("output: \(Hex.string(old.output)) -> \(Hex.string(new.output))")
      }
    }
    return texts
  }

  /// Whether the programs are the same: functions by their instructions, memory, and what they did if they were run.
  var isSame: Bool { pairs.allSatisfy(\.isSame) && otherDifferences.isEmpty }
}
