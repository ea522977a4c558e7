import PVM
import Support

/// A pair of units that would like to share a register or slot.
struct CoalescingCandidate {
  /// What sharing saves.
  var frequency: Float
  /// One unit.
  var first: Int32
  /// The other.
  var second: Int32
}

/// Groups units of live segments that do not overlap and would like to share a place.
///
/// Method: union-find over units; candidates by falling frequency. A group keeps its segments in
/// sorted runs of geometrically falling size, so that growing a group of thousands of block parameters
/// one by one costs n log² n, not n².
struct Coalescing {
  /// The group of each unit, numbered from 0; -1 for units without segments.
  private(set) var groupOfUnit: [Int32]
  /// The segments of each group, sorted by point.
  private(set) var groups: [[LiveSegment]] = []
  /// The groups as sets of units.
  private var sets: UnionFind
  /// The runs of each group's segments, at the group's root.
  private var runs: [[[LiveSegment]]]

  /// Groups units, each with its segments sorted by point.
  init(_ units: [[LiveSegment]], _ candidates: [CoalescingCandidate]) {
    let count = units.count
    groupOfUnit = [Int32](repeating: -1, count: count)
    sets = UnionFind(count: count)
    runs = units.map { $0.isEmpty ? [] : [$0] }
    let order = candidates.indices.sorted {
      candidates[$0].frequency != candidates[$1].frequency
        ? candidates[$0].frequency > candidates[$1].frequency : $0 < $1
    }
    for index in order { merge(candidates[index].first, candidates[index].second) }

    var groupOfRoot = [Int32](repeating: -1, count: count)
    for unit in 0..<count where !units[unit].isEmpty {
      let root = sets.find(unit)
      if groupOfRoot[root] < 0 {
        groupOfRoot[root] = Int32(groups.count)
        var all = runs[root].flatMap { $0 }
        if runs[root].count > 1 { all.sort { $0.from < $1.from } }
        groups.append(all)
      }
      groupOfUnit[unit] = groupOfRoot[root]
    }
    runs = []
  }

  /// Makes one group of two if they do not overlap.
  private mutating func merge(_ first: Int32, _ second: Int32) {
    var small = sets.find(Int(first))
    var large = sets.find(Int(second))
    if small == large || runs[small].isEmpty || runs[large].isEmpty { return }
    if size(small) > size(large) { swap(&small, &large) }
    for run in runs[small] {
      for other in runs[large] where overlaps(run, other) { return }
    }
    sets.join(small, into: large)
    let pending = (runs[large] + runs[small]).sorted { $0.count > $1.count }
    runs[small] = []
    runs[large] = []
    var kept: [[LiveSegment]] = []
    for run in pending {
      var run = run
      while let last = kept.last, last.count <= 2 * run.count {
        run = merged(kept.removeLast(), run)
      }
      kept.append(run)
    }
    runs[large] = kept
  }

  /// How many segments a group has.
  private func size(_ root: Int) -> Int { runs[root].reduce(0) { $0 + $1.count } }

  /// Whether a segment of the smaller run overlaps one of the larger.
  private func overlaps(_ first: [LiveSegment], _ second: [LiveSegment]) -> Bool {
    let (small, large) = first.count <= second.count ? (first, second) : (second, first)
    for segment in small {
      // The first segment of the large run that ends after this one begins.
      let next = large.indices.firstIndex(behind: { large[$0].to <= segment.from })
      if next < large.count, large[next].from < segment.to { return true }
    }
    return false
  }

  /// Two sorted runs as one.
  private func merged(_ first: [LiveSegment], _ second: [LiveSegment]) -> [LiveSegment] {
    var result: [LiveSegment] = []
    result.reserveCapacity(first.count + second.count)
    var (i, j) = (0, 0)
    while i < first.count, j < second.count {
      if first[i].from < second[j].from {
        result.append(first[i])
        i += 1
      } else {
        result.append(second[j])
        j += 1
      }
    }
    result.append(contentsOf: first[i...])
    result.append(contentsOf: second[j...])
    return result
  }
}
