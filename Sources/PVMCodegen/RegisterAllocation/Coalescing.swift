import PVM

/// Groups virtual registers that are never live at the same time and are tied to each other by
/// conditional moves, edges or copies, so that each group starts out with one register for all.
///
/// Method: union-find over virtual registers; candidates by falling frequency. A group keeps its
/// segments in sorted runs of geometrically falling size, so that growing a group of thousands of
/// block parameters one by one costs n log² n, not n².
struct Coalescing {
  /// The group of each virtual register, numbered from 0; -1 for registers without segments.
  private(set) var groupOfRegister: [Int32]
  /// The segments of each group, sorted by point.
  private(set) var groups: [[LiveSegment]] = []

  /// A pair that would like to share a register.
  private struct Candidate {
    /// What sharing saves.
    var frequency: Float
    /// One register.
    var first: Int32
    /// The other.
    var second: Int32
  }

  /// Union-find parents.
  private var parent: [Int32]
  /// The runs of each group's segments, at the group's root.
  private var runs: [[[LiveSegment]]]

  /// Groups the registers of a function.
  init(_ function: MachineFunction, _ ranges: LiveRanges) {
    let count = function.virtualRegisterCount
    groupOfRegister = [Int32](repeating: -1, count: count)
    parent = [Int32](0..<Int32(count))
    runs = []
    runs.reserveCapacity(count)
    for register in 0..<count {
      let segments = ranges.segments[ranges.segmentRange(register)]
      runs.append(segments.isEmpty ? [] : [Array(segments)])
    }
    for block in function.blocks {
      for instruction in block.instructions where instruction.s3.isVirtual {
        merge(Int32(instruction.s3.virtualIndex), Int32(instruction.def.virtualIndex))
      }
    }
    var candidates: [Candidate] = []
    for register in 0..<count {
      for use in ranges.uses[ranges.useRange(register)]
      where use.kind == .copyWrite && use.partner >= 0 {
        candidates.append(
          Candidate(frequency: use.frequency, first: Int32(register), second: use.partner))
      }
    }
    let order = candidates.indices.sorted {
      candidates[$0].frequency != candidates[$1].frequency
        ? candidates[$0].frequency > candidates[$1].frequency : $0 < $1
    }
    for index in order { merge(candidates[index].first, candidates[index].second) }

    var groupOfRoot = [Int32](repeating: -1, count: count)
    for register in 0..<count {
      let root = Int(find(Int32(register)))
      if runs[root].isEmpty { continue }
      if groupOfRoot[root] < 0 {
        groupOfRoot[root] = Int32(groups.count)
        var all = runs[root].flatMap { $0 }
        if runs[root].count > 1 { all.sort { $0.from < $1.from } }
        groups.append(all)
      }
      if !ranges.segmentRange(register).isEmpty {
        groupOfRegister[register] = groupOfRoot[root]
      }
    }
    runs = []
  }

  /// The root of a register's group.
  private mutating func find(_ register: Int32) -> Int32 {
    var register = register
    while parent[Int(register)] != register {
      parent[Int(register)] = parent[Int(parent[Int(register)])]
      register = parent[Int(register)]
    }
    return register
  }

  /// Makes one group of two if they do not overlap.
  private mutating func merge(_ first: Int32, _ second: Int32) {
    var small = Int(find(first))
    var large = Int(find(second))
    if small == large || runs[small].isEmpty || runs[large].isEmpty { return }
    if size(small) > size(large) { swap(&small, &large) }
    for run in runs[small] {
      for other in runs[large] where overlaps(run, other) { return }
    }
    parent[small] = Int32(large)
    var pending = runs[large] + runs[small]
    runs[small] = []
    pending.sort { $0.count > $1.count }
    while pending.count > 1,
      pending[pending.count - 2].count <= 2 * pending[pending.count - 1].count
    {
      let a = pending.removeLast()
      let b = pending.removeLast()
      pending.append(merged(a, b))
    }
    runs[large] = pending
  }

  /// How many segments a group has.
  private func size(_ root: Int) -> Int { runs[root].reduce(0) { $0 + $1.count } }

  /// Whether a segment of the smaller run overlaps one of the larger.
  private func overlaps(_ first: [LiveSegment], _ second: [LiveSegment]) -> Bool {
    let (small, large) = first.count <= second.count ? (first, second) : (second, first)
    for segment in small {
      // The first segment of the large run that ends after this one begins.
      var (low, high) = (0, large.count)
      while low < high {
        let middle = (low + high) / 2
        if large[middle].to <= segment.from { low = middle + 1 } else { high = middle }
      }
      if low < large.count, large[low].from < segment.to { return true }
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
