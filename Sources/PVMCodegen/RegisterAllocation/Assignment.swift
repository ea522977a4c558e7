import PVM
internal import Support

/// A live segment of a bundle.
typealias SegmentID = EntityID<LiveSegment>

/// A bundle of an assignment.
typealias BundleID = EntityID<Bundle>

/// A set of live segments that gets one register as a whole, or is taken apart.
struct Bundle {
  /// Its segments in the assignment's pool.
  var segments: Range<SegmentID>
  /// The coalesced group it was split from.
  var group: Int32
  /// What not having a register costs, per point occupied; infinite if it cannot be taken apart.
  var weight: Float
  /// The register it has, or -1.
  var register: Int8 = -1
  /// Whether it is still part of the solution.
  var isAlive = true
  /// Whether it is a stretch of a block, from one use to another, that was taken out of a larger bundle.
  var isStretch = false
}

/// Gives registers to bundles: by falling size, evicting what is cheaper, taking apart what finds no
/// place.
///
/// It never fails. What cannot be taken apart further (`isMinimal`) are the needs of one instruction: what it reads from some register,
/// at its even point, or writes to some register, at the odd one. All other points of a value may be in memory: copies, arguments
/// and results move from and to it. A place for a minimal bundle is always there:
/// - A call, host call or return needs one register at most, for the address it goes to, and only at its even point. Fixed there are its
///   arguments: r7 to r12, the preserved r4 to r6, and r0 of a tail call. r2 and r3 remain. What it destroys is fixed at the odd point, where
///   it needs none.
/// - Any other instruction has no fixed registers, and at most four needs; there are twelve registers.
/// - Whatever else is in such a register weighs less and is evicted: the weights of what can be taken apart are finite.
///
/// And it ends: an eviction takes only what weighs less than what comes in its place, and parts are smaller than what they are taken from.
///
/// Who occupies what is kept densely: for each point a mask of occupied registers and their owners,
/// and for each block how many segments occupy each register, so that a value that lives through a
/// block costs one look at it for all registers together.
struct Assignment {
  /// What is to be assigned.
  let ranges: LiveRanges
  /// Choices of the caller.
  let options: AllocationOptions
  /// The bundles, dead ones included.
  var bundles = EntityTable<Bundle, Bundle>()
  /// Segments of bundles.
  var pool = EntityTable<LiveSegment, LiveSegment>()
  /// The bundle of each segment in the pool.
  var bundleOfSegment = EntityTable<LiveSegment, BundleID>()
  /// For each point, the registers that bundles occupy.
  var occupied: [UInt16]
  /// For each point and register, the segment in the pool that occupies it, or -1.
  private var owner: [SegmentID]
  /// For each block and register, how many segments occupy it.
  private var blockCounts: [Int32]
  /// For each block, the registers whose count is not zero.
  private var blockMasks: BlockTable<UInt16>
  /// Bundles waiting, by size.
  private var queue = BundleQueue()
  /// The order in which registers are preferred, all else being equal.
  private var preference: [UInt8]
  /// What was done.
  var evictions = 0
  /// What was done.
  var splits = 0
  /// What was done.
  var spills = 0

  /// Sets up an assignment of a function's coalesced groups.
  init(_ ranges: LiveRanges, _ groups: [[LiveSegment]], _ options: AllocationOptions) {
    self.ranges = ranges
    self.options = options
    occupied = [UInt16](repeating: 0, count: ranges.pointCount)
    owner = [SegmentID](repeating: .none, count: ranges.pointCount * 16)
    blockCounts = [Int32](repeating: 0, count: ranges.blockStart.count * 16)
    blockMasks = BlockTable(repeating: 0, count: ranges.blockStart.count)
    preference = options.registerOrder
    for (group, segments) in groups.enumerated() { add(segments[...], group: Int32(group)) }
  }

  /// Assigns everything.
  mutating func run() throws(CodegenError) {
    while let index = queue.pop() {
      guard bundles[index].isAlive, bundles[index].register < 0 else { continue }
      try place(index)
    }
  }

  // MARK: Bundles

  /// Makes a bundle and queues it.
  mutating func add(
    _ segments: ArraySlice<LiveSegment>, group: Int32, isStretch: Bool = false
  ) {
    guard !segments.isEmpty else { return }
    let index = bundles.nextID
    let first = pool.nextID
    pool.values.append(contentsOf: segments)
    for _ in segments { bundleOfSegment.append(index) }
    var bundle = Bundle(segments: first..<pool.nextID, group: group, weight: 0)
    bundle.isStretch = isStretch
    bundle.weight = weight(of: bundle)
    bundles.append(bundle)
    queue.push(index, size: size(of: bundle))
  }

  /// How many points a bundle occupies.
  private func size(of bundle: Bundle) -> Int32 {
    var size: Int32 = 0
    for index in bundle.segments { size += pool[index].to - pool[index].from }
    return size
  }

  /// Whether a bundle is nothing but needs of one instruction, so that it cannot be taken apart.
  func isMinimal(_ bundle: Bundle) -> Bool {
    let instruction = pool[bundle.segments.lowerBound].from >> 1
    return pool.values(in: bundle.segments).allSatisfy {
      $0.from >> 1 == instruction && ($0.to - 1) >> 1 == instruction && isNeeded($0)
    }
  }

  /// What it costs not to give a bundle a register, per point; finite unless it is minimal.
  private func weight(of bundle: Bundle) -> Float {
    if isMinimal(bundle) { return .infinity }
    var cost: Float = 0
    for index in bundle.segments {
      let segment = pool[index]
      let register = segment.register
      let isConstant = ranges.constantOfRegister[register] >= 0
      var use = ranges.firstUse(register, from: segment.from)
      let end = ranges.useRange(register).upperBound
      while use < end, ranges.uses[use].point < segment.to {
        // A constant that is always made anew needs no first making.
        let isMaking = isConstant && ranges.uses[use].kind == .write
        cost += isMaking ? -ranges.uses[use].frequency : ranges.uses[use].frequency
        use += 1
      }
    }
    return min(max(cost, 0) / Float(size(of: bundle)), .greatestFiniteMagnitude)
  }

  // MARK: Placing

  /// Finds a place for a bundle, at others' cost if need be, or takes it apart.
  private mutating func place(_ index: BundleID) throws(CodegenError) {
    let bundle = bundles[index]
    let busy = busyRegisters(bundle)
    let free = CallingConvention.allocatable.bits & ~busy.any
    let hints = hints(of: bundle)
    if free != 0 {
      assign(index, best(of: free, hints))
      return
    }
    let candidates = CallingConvention.allocatable.bits & ~busy.fixed
    if let register = cheapestEviction(bundle, candidates, hints) {
      evict(bundle, from: register)
      assign(index, register)
      return
    }
    if isMinimal(bundle) {
      throw CodegenError(
        .allocatorStuck("no register at point \(pool[bundle.segments.lowerBound].from)"))
    }
    bundles[index].isAlive = false
    spills += 1
    takeApart(bundle)
  }

  /// The registers that a bundle cannot have without an eviction, and those it cannot have at all.
  func busyRegisters(_ bundle: Bundle) -> (any: UInt16, fixed: UInt16) {
    var any: UInt16 = 0
    var fixed: UInt16 = 0
    for index in bundle.segments {
      let segment = pool[index]
      let block = ranges.block(at: segment.from)
      var use = ranges.firstUse(segment.register, from: segment.from)
      let end = ranges.useRange(segment.register).upperBound
      let isWhole = segment.from == ranges.blockStart[block] && segment.to == ranges.blockEnd[block]
      if isWhole {
        if ranges.fixedInBlock[block] == 0 {
          any |= blockMasks[block]
          continue
        }
        if (blockMasks[block] | ranges.fixedInBlock[block]) & ~fixed == 0 { continue }
      }
      // Fixed operands that are this very value do not stand in its way.
      for point in segment.from..<segment.to {
        var fixedHere = ranges.fixed[Int(point)]
        if fixedHere != 0 {
          while use < end, ranges.uses[use].point < point { use += 1 }
          var own = use
          while own < end, ranges.uses[own].point == point {
            if ranges.uses[own].kind == .fixedRead {
              fixedHere &= ~(1 << ranges.uses[own].register)
            }
            own += 1
          }
        }
        fixed |= fixedHere
        any |= occupied[Int(point)]
      }
    }
    return (any | fixed, fixed)
  }

  /// What each register would save in moves.
  func hints(of bundle: Bundle) -> [Float] {
    var hints = [Float](repeating: 0, count: 16)
    for index in bundle.segments {
      let segment = pool[index]
      let register = segment.register
      // A fixed write comes just before its segment, a fixed read may come just after.
      var use = ranges.firstUse(register, from: segment.from - 1)
      let end = ranges.useRange(register).upperBound
      while use < end, ranges.uses[use].point <= segment.to {
        let site = ranges.uses[use]
        use += 1
        switch site.kind {
        case .fixedRead, .fixedWrite:
          hints[Int(site.register)] += site.frequency
        case .copyRead, .copyWrite:
          guard site.partner.exists, site.point >= segment.from, site.point < segment.to else {
            continue
          }
          let base = Int(site.partnerPoint) * 16
          for candidate in 0..<13 {
            let other = owner[base + candidate]
            if other.exists, pool[other].register == site.partner {
              hints[candidate] += site.frequency
            }
          }
        case .read, .write: continue
        }
      }
    }
    return hints
  }

  /// The register of a mask that saves most.
  private func best(of mask: UInt16, _ hints: [Float]) -> Int {
    var best = -1
    for register in preference where mask >> register & 1 != 0 {
      if best < 0 || hints[Int(register)] > hints[best] { best = Int(register) }
    }
    return best
  }

  /// The register whose occupants weigh least, if all of them weigh less than the bundle.
  private func cheapestEviction(
    _ bundle: Bundle, _ candidates: UInt16, _ hints: [Float]
  ) -> Int? {
    var best: (register: Int, weight: Float)?
    for register in preference where candidates >> register & 1 != 0 {
      var heaviest: Float = 0
      let limit = min(bundle.weight, best?.weight ?? .infinity)
      scan: for index in bundle.segments {
        let segment = pool[index]
        var point = segment.from
        while point < segment.to {
          let other = owner[Int(point) * 16 + Int(register)]
          if !other.exists {
            point += 1
            continue
          }
          heaviest = max(heaviest, bundles[bundleOfSegment[other]].weight)
          if heaviest >= limit { break scan }
          point = pool[other].to
        }
      }
      if heaviest < limit { best = (Int(register), heaviest) }
    }
    return best?.register
  }

  /// Takes a register away from everybody who overlaps a bundle.
  private mutating func evict(_ bundle: Bundle, from register: Int) {
    for index in bundle.segments {
      let segment = pool[index]
      var point = segment.from
      while point < segment.to {
        let other = owner[Int(point) * 16 + register]
        if other.exists {
          unassign(bundleOfSegment[other])
          evictions += 1
        }
        point += 1
      }
    }
  }

  /// Records that a bundle has a register.
  private mutating func assign(_ index: BundleID, _ register: Int) {
    bundles[index].register = Int8(register)
    mark(bundles[index], register, isOccupied: true)
  }

  /// Takes a bundle's register away and queues it again.
  private mutating func unassign(_ index: BundleID) {
    mark(bundles[index], Int(bundles[index].register), isOccupied: false)
    bundles[index].register = -1
    queue.push(index, size: size(of: bundles[index]))
  }

  /// Updates the occupation tables.
  private mutating func mark(_ bundle: Bundle, _ register: Int, isOccupied: Bool) {
    let bit = UInt16(1) << UInt16(register)
    for index in bundle.segments {
      let segment = pool[index]
      for point in Int(segment.from)..<Int(segment.to) {
        owner[point * 16 + register] = isOccupied ? index : .none
        occupied[point] = isOccupied ? occupied[point] | bit : occupied[point] & ~bit
      }
      let block = ranges.block(at: segment.from)
      blockCounts[block.index * 16 + register] += isOccupied ? 1 : -1
      let remains = blockCounts[block.index * 16 + register] != 0
      blockMasks[block] = remains ? blockMasks[block] | bit : blockMasks[block] & ~bit
    }
  }
}

/// Bundles by falling size, then by rising number.
private struct BundleQueue {
  /// A binary heap.
  private var heap: [(size: Int32, index: BundleID)] = []

  /// Adds a bundle.
  mutating func push(_ index: BundleID, size: Int32) {
    heap.append((size, index))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the first bundle out.
  mutating func pop() -> BundleID? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return top.index }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, isBefore(heap[child + 1], heap[child]) { child += 1 }
      guard isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return top.index
  }

  /// Whether one entry comes out before another.
  private func isBefore(
    _ first: (size: Int32, index: BundleID), _ second: (size: Int32, index: BundleID)
  ) -> Bool {
    first.size != second.size ? first.size > second.size : first.index < second.index
  }
}
