import PVM
import PVMVM
import WasmPVM

/// What used the gas of a run: by source line, by place in the module, and by call stack, with the functions that were inlined.
///
/// The sums of lines, of places and of nodes are each all gas of the run, what host calls charged included.
struct SourceProfile {
  /// A line of the source, or a function that the compiler made of none.
  struct Line: Hashable {
    /// The file; empty if there is none.
    var file: String
    /// The line; 0 if there is none.
    var line: Int
    /// The function.
    var function: String

    /// Whether it is a line of the source.
    var isSource: Bool { line > 0 }

    /// The line in words.
    var name: String {
      isSource ? "\(file):\(line) in \(function)" : Self.compilersOwn(function)
    }

    /// What code is called that the compiler made of none.
    static func compilersOwn(_ function: String) -> String { "\(function), the compiler's own" }
  }

  /// A place in a module.
  struct Offset: Hashable {
    /// The function, an index in the debug map.
    var function: Int
    /// The byte offset in its module.
    var offset: Int
  }

  /// A function in the context of its callers, compiled or inlined.
  struct Node {
    /// The function's name.
    var function: String
    /// The file, empty if it is not known.
    var file: String
    /// The number of the caller's node, nil for those at the bottom of the stack.
    var parent: Int?
    /// What the function used itself in this context, by group of purposes.
    var gas = [UInt64](repeating: 0, count: InstructionPurpose.Group.allCases.count)
    /// How often it was called, if it is not inlined.
    var entries: UInt64 = 0
    /// Whether it is inlined into its caller.
    var isInlined = false

    /// What the function used itself in this context.
    var selfGas: UInt64 { gas.reduce(0, +) }
  }

  /// What something used.
  struct Consumer<Key> {
    /// What it is; nil for what is not known.
    var key: Key?
    /// How much gas.
    var gas: UInt64
  }

  /// The lines, those with most gas first.
  private(set) var lines: [Consumer<Line>] = []
  /// The places in modules, those with most gas first.
  private(set) var offsets: [Consumer<Offset>] = []
  /// The call tree with inlined functions, callers before callees.
  private(set) var nodes: [Node] = []
  /// All gas.
  private(set) var total: UInt64 = 0
  /// What host calls charged.
  private(set) var hostGas: UInt64 = 0
  /// The map of the program.
  let map: DebugMap

  /// The nodes by caller, function and whether it is inlined.
  private var known: [NodeKey: Int] = [:]
  /// The frames of positions.
  private var frames: [Int: [DebugMap.Frame]] = [:]

  /// What finds a node.
  private struct NodeKey: Hashable {
    var parent: Int?
    var function: String
    var file: String
    var isInlined: Bool
  }

  /// What code outside of functions is called: the entry table.
  static let outside = "outside functions"
  /// What the gas of host calls is called.
  static let hostCalls = "host calls"

  /// Reads a profiler after the run.
  ///
  /// - Parameters:
  ///   - profiler: has a call tree.
  ///   - purposes: what the instruction at a code index is for.
  ///   - gasUsed: what the run used.
  init(
    _ profiler: Profiler, _ map: DebugMap, symbols: SymbolMap, gasUsed: UInt64,
    purposes: (Int) -> InstructionPurpose
  ) {
    self.map = map
    guard let tree = profiler.callTree else { return }
    let gas = InstructionGas(profiler)
    let places = places(gas)
    var gasOfLine: [Line?: UInt64] = [:]
    var gasOfOffset: [Offset?: UInt64] = [:]
    /// For each node of the run the node here that its callees hang below.
    var bottom: [Int?] = Array(repeating: nil, count: tree.nodes.count)
    for (number, node) in tree.nodes.enumerated().dropFirst() {
      let caller = node.parent.flatMap { bottom[$0] }
      let name = node.function.map { Self.name(symbols.functions[$0], map) } ?? Self.outside
      let own = child(of: caller, name, file: "", isInlined: false)
      nodes[own].entries += node.entries
      bottom[number] = own
      for (offset, amount) in gas.gas(of: node).enumerated() where amount > 0 {
        let index = node.firstInstruction + offset
        let (position, frames) = places[index] ?? (nil, [])
        gasOfLine[line(of: frames), default: 0] += amount
        gasOfOffset[position, default: 0] += amount
        var parent = own
        // The outermost frame is the function itself, whatever the source calls it. The entry table's jumps are in none.
        for frame in frames.dropLast().reversed() where node.function != nil {
          parent = child(of: parent, frame.function, file: frame.file, isInlined: true)
        }
        if let outermost = frames.last, nodes[own].file.isEmpty { nodes[own].file = outermost.file }
        let group = purposes(gas.codeIndex(index)).group
        nodes[parent].gas[Int(group.rawValue)] += amount
        total += amount
      }
    }
    add(gas.stray, as: Self.outside, &gasOfLine, &gasOfOffset)
    hostGas = gasUsed >= total ? gasUsed - total : 0
    add(hostGas, as: Self.hostCalls, &gasOfLine, &gasOfOffset)
    lines = gasOfLine.map { Consumer(key: $0.key, gas: $0.value) }.sorted {
      $0.gas != $1.gas ? $0.gas > $1.gas : Self.order($0.key) < Self.order($1.key)
    }
    offsets = gasOfOffset.map { Consumer(key: $0.key, gas: $0.value) }.sorted {
      let (left, right) = ($0.key, $1.key)
      return $0.gas != $1.gas
        ? $0.gas > $1.gas
        : (left?.offset ?? -1, left?.function ?? -1) < (right?.offset ?? -1, right?.function ?? -1)
    }
  }

  /// What a function of the program is called: as in the source, or in the module, if it is a function of theirs and not made by the
  /// compiler.
  private static func name(_ symbol: SymbolMap.Function, _ map: DebugMap) -> String {
    let name = String(decoding: symbol.name, as: UTF8.self)
    // The compiler's names of the module's functions are `f`, the index and the name.
    guard name.hasPrefix("f"), name.dropFirst().prefix(while: \.isNumber).count > 0,
      let frame = map.frames(at: symbol.range.lowerBound).last, !frame.function.isEmpty
    else { return name }
    return frame.function
  }

  /// Adds gas that no instruction of the program used.
  private mutating func add(
    _ gas: UInt64, as name: String, _ lines: inout [Line?: UInt64],
    _ offsets: inout [Offset?: UInt64]
  ) {
    guard gas > 0 else { return }
    let node = child(of: nil, name, file: "", isInlined: false)
    nodes[node].gas[Int(InstructionPurpose.Group.work.rawValue)] += gas
    lines[nil, default: 0] += gas
    offsets[nil, default: 0] += gas
    total += gas
  }

  /// What lines with the same gas are ordered by.
  private static func order(_ line: Line?) -> (String, Int, String) {
    (line?.file ?? "", line?.line ?? 0, line?.function ?? "")
  }

  /// The line that gas counts for: the innermost that is known.
  private func line(of frames: [DebugMap.Frame]) -> Line? {
    let frame = frames.first { $0.line > 0 || map.isCompilersOwn($0.moduleFunction) }
    return frame.map { Line(file: $0.file, line: $0.line, function: $0.function) }
  }

  /// The places of the instructions that were executed, by number.
  private func places(_ gas: InstructionGas) -> [Int: (Offset?, [DebugMap.Frame])] {
    var frames: [Int: [DebugMap.Frame]] = [:]
    var result: [Int: (Offset?, [DebugMap.Frame])] = [:]
    var run = 0
    for index in 0..<gas.count where gas[index] > 0 {
      let pc = gas.codeIndex(index)
      while run + 1 < map.runs.count, map.runs[run + 1].start <= pc { run += 1 }
      guard run < map.runs.count, map.runs[run].start <= pc,
        let position = map.runs[run].position
      else { continue }
      let known = frames[position] ?? map.frames(of: position)
      frames[position] = known
      let entry = map.positions[position]
      result[index] = (Offset(function: entry.function, offset: entry.offset), known)
    }
    return result
  }

  /// The node of a callee.
  private mutating func child(
    of parent: Int?, _ function: String, file: String, isInlined: Bool
  ) -> Int {
    let key = NodeKey(parent: parent, function: function, file: file, isInlined: isInlined)
    if let node = known[key] { return node }
    nodes.append(Node(function: function, file: file, parent: parent, isInlined: isInlined))
    known[key] = nodes.count - 1
    return nodes.count - 1
  }

  /// What each node used with its callees.
  var totals: [UInt64] {
    var totals = nodes.map(\.selfGas)
    for index in nodes.indices.reversed() {
      if let parent = nodes[index].parent { totals[parent] += totals[index] }
    }
    return totals
  }

  /// The nodes from the bottom of the stack to a node.
  func stack(of node: Int) -> [Int] {
    var result: [Int] = []
    var next: Int? = node
    while let current = next {
      result.append(current)
      next = nodes[current].parent
    }
    return result.reversed()
  }
}
