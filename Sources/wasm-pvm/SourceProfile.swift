import PVM
import PVMVM
import WasmPVM

/// What used the gas of a run, by source line and by call stack, with the functions that were inlined.
struct SourceProfile {
  /// A place in the source, or in the module where the source is not known.
  struct Place: Hashable {
    /// The function's name.
    var function: String
    /// The file, empty if it is not known.
    var file: String
    /// The line, 0 if it is not known.
    var line: Int
  }

  /// What a line used.
  struct Line {
    /// The line; nil for instructions whose line is not known.
    var place: Place?
    /// How much gas.
    var gas: UInt64
  }

  /// A function in the context of its callers, compiled or inlined.
  struct Node {
    /// The function; its line is that of the call of the innermost function below it, or of the gas itself.
    var place: Place
    /// The number of the caller's node, nil for those at the bottom of the stack.
    var parent: Int?
    /// What the function used itself in this context.
    var gas: UInt64
    /// The numbers of the callees' nodes.
    var callees: [Int] = []
  }

  /// The lines, those with most gas first.
  private(set) var lines: [Line] = []
  /// The call tree with inlined functions, callers before callees.
  private(set) var nodes: [Node] = []
  /// All gas.
  private(set) var total: UInt64 = 0

  /// The nodes by caller and place.
  private var known: [Key: Int] = [:]
  /// The map of the program.
  private let map: DebugMap

  /// What finds a node.
  private struct Key: Hashable {
    var parent: Int?
    var place: Place
  }

  /// Reads a profiler after the run.
  init(_ profiler: Profiler, _ map: DebugMap, symbols: SymbolMap) {
    self.map = map
    guard let tree = profiler.callTree else { return }
    var gasOfLine: [Place?: UInt64] = [:]
    /// For each node of the run the node here that its callees hang below.
    var bottom: [Int?] = Array(repeating: nil, count: tree.nodes.count)
    for (number, node) in tree.nodes.enumerated() {
      let caller = node.parent.flatMap { bottom[$0] }
      let name =
        node.function.map { String(decoding: symbols.functions[$0].name, as: UTF8.self) }
        ?? "outside functions"
      if number > 0 { bottom[number] = child(of: caller, Place(function: name, file: "", line: 0)) }
      for (offset, count) in node.counts.enumerated() where count > 0 {
        let instruction = node.firstInstruction + offset
        let frames = map.frames(ofInstruction: instruction).map { place($0) }
        gasOfLine[frames.first, default: 0] += count
        // The outermost frame is the function itself, however the source calls it.
        var parent = bottom[number]
        for frame in frames.dropLast().reversed() {
          parent = child(
            of: parent, Place(function: frame.function, file: frame.file, line: 0))
        }
        if let parent { nodes[parent].gas += count }
        total += count
      }
    }
    lines = gasOfLine.map { Line(place: $0.key, gas: $0.value) }.sorted {
      ($1.gas, $0.place?.file ?? "", $0.place?.line ?? 0, $0.place?.function ?? "")
        < ($0.gas, $1.place?.file ?? "", $1.place?.line ?? 0, $1.place?.function ?? "")
    }
  }

  /// A place of the map.
  private func place(_ frame: DebugMap.Frame) -> Place {
    Place(
      function: map.names[frame.function], file: map.files[frame.file], line: frame.line)
  }

  /// The node of a callee.
  private mutating func child(of parent: Int?, _ place: Place) -> Int {
    let key = Key(parent: parent, place: place)
    if let node = known[key] { return node }
    nodes.append(Node(place: place, parent: parent, gas: 0))
    known[key] = nodes.count - 1
    if let parent { nodes[parent].callees.append(nodes.count - 1) }
    return nodes.count - 1
  }

  /// The functions from the bottom of the stack to a node.
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
