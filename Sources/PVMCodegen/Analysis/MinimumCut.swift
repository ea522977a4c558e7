internal import Support

/// Finds the cheapest set of arcs that separates a source from a sink (Dinic's algorithm).
///
/// Several questions of register allocation are of this kind: where to store a value so that every
/// way to memory passes a store; in which part of a function a value should have a certain register.
/// The arrays are kept between uses.
struct MinimumCut {
  /// One direction of an arc.
  private struct Arc {
    /// The node it leads to.
    var target: Int32
    /// The next arc of the same node, or -1.
    var next: Int32
    /// How much more can flow.
    var capacity: Double
  }

  /// What cannot be cut. Large enough to dominate and small enough to compute with.
  static let uncuttable = 1e30
  /// Flow below this is nothing.
  private static let epsilon = 1e-9
  /// The node everything flows from.
  static let source = 0
  /// The node everything flows to.
  static let sink = 1

  /// The arcs in pairs of opposite direction.
  private var arcs: [Arc] = []
  /// The first arc of each node, or -1.
  private var first: [Int32] = []
  /// The distance of each node from the source, or -1.
  private var level: [Int32] = []
  /// The next arc to try at each node.
  private var current: [Int32] = []
  /// Nodes to be visited.
  private var queue: [Int32] = []
  /// The arcs of the path being tried.
  private var path: [Int32] = []

  /// How many nodes there are.
  var nodeCount: Int { first.count }

  /// Starts over with only the source and the sink.
  mutating func reset() {
    arcs.removeAll(keepingCapacity: true)
    first.removeAll(keepingCapacity: true)
    first.append(-1)
    first.append(-1)
  }

  /// Adds a node.
  mutating func addNode() -> Int {
    first.append(-1)
    return first.count - 1
  }

  /// Adds an arc, with a capacity for each direction.
  mutating func addArc(_ from: Int, _ to: Int, _ capacity: Double, back: Double = 0) {
    arcs.append(Arc(target: Int32(to), next: first[from], capacity: capacity))
    first[from] = Int32(arcs.count - 1)
    arcs.append(Arc(target: Int32(from), next: first[to], capacity: back))
    first[to] = Int32(arcs.count - 1)
  }

  /// Computes a minimum cut and returns its cost.
  mutating func solve() -> Double {
    var flow = 0.0
    while findLevels() {
      current = first
      while true {
        let pushed = push()
        if pushed <= 0 { break }
        flow += pushed
      }
    }
    return flow
  }

  /// After `solve`: whether a node is on the source's side of the cut nearest to the source.
  func isOnSourceSide(_ node: Int) -> Bool { level[node] >= 0 }

  /// Measures distances from the source; false if the sink is out of reach.
  private mutating func findLevels() -> Bool {
    level.removeAll(keepingCapacity: true)
    level.append(contentsOf: repeatElement(-1, count: first.count))
    queue.removeAll(keepingCapacity: true)
    queue.append(Int32(Self.source))
    level[Self.source] = 0
    var head = 0
    while head < queue.count {
      let node = Int(queue[head])
      head += 1
      var arc = first[node]
      while arc >= 0 {
        let target = Int(arcs[Int(arc)].target)
        if arcs[Int(arc)].capacity > Self.epsilon, level[target] < 0 {
          level[target] = level[node] + 1
          queue.append(Int32(target))
        }
        arc = arcs[Int(arc)].next
      }
    }
    return level[Self.sink] >= 0
  }

  /// Sends flow along one path of rising levels; returns how much, or 0.
  private mutating func push() -> Double {
    path.removeAll(keepingCapacity: true)
    var node = Self.source
    while node != Self.sink {
      var arc = current[node]
      while arc >= 0 {
        let candidate = arcs[Int(arc)]
        if candidate.capacity > Self.epsilon, level[Int(candidate.target)] == level[node] + 1 {
          break
        }
        arc = candidate.next
      }
      current[node] = arc
      if arc >= 0 {
        path.append(arc)
        node = Int(arcs[Int(arc)].target)
        continue
      }
      // A dead end: go back and do not come here again.
      guard let last = path.popLast() else { return 0 }
      node = Int(arcs[Int(last) ^ 1].target)
      current[node] = arcs[Int(last)].next
    }
    var amount = Double.infinity
    for arc in path { amount = min(amount, arcs[Int(arc)].capacity) }
    for arc in path {
      arcs[Int(arc)].capacity -= amount
      arcs[Int(arc) ^ 1].capacity += amount
    }
    return amount
  }
}
