import PVM
internal import Support

/// Gives slots to values that are in memory somewhere.
///
/// Values that follow each other through edges and copies share a slot where possible, so that nothing
/// has to be moved; then groups that are not live at the same time share, the most frequent first, so
/// that these get the slots with the shortest offsets. Where more than a certain number of slots are full, the
/// rest share by a simpler rule that takes n log n.
struct SpillSlots {
  /// The slot of each virtual register, or -1.
  private(set) var slotOfRegister: RegisterTable<Int32>
  /// How many slots there are.
  private(set) var count: Int32 = 0

  /// Assigns slots to the registers for which `isInMemory` is true.
  init(_ ranges: LiveRanges, isInMemory: RegisterTable<Bool>) {
    slotOfRegister = RegisterTable(repeating: -1, count: isInMemory.count)
    var units: [[LiveSegment]] = []
    var registers: [VirtualRegister] = []
    var unitOfRegister = RegisterTable<Int32>(repeating: -1, count: isInMemory.count)
    for register in isInMemory.indices where isInMemory[register] {
      unitOfRegister[register] = Int32(units.count)
      registers.append(register)
      units.append(Array(ranges.segments[ranges.segmentRange(register)]))
    }
    if units.isEmpty { return }
    var candidates: [CoalescingCandidate] = []
    for register in registers {
      for use in ranges.uses[ranges.useRange(register)]
      where use.kind == .copyWrite && use.partner.exists && unitOfRegister[use.partner] >= 0 {
        candidates.append(
          CoalescingCandidate(
            frequency: use.frequency, first: unitOfRegister[register],
            second: unitOfRegister[use.partner]))
      }
    }
    let coalescing = Coalescing(units, candidates)
    var weight = [Float](repeating: 0, count: coalescing.groups.count)
    for (unit, register) in registers.enumerated() {
      for use in ranges.uses[ranges.useRange(register)] {
        weight[Int(coalescing.groupOfUnit[unit])] += use.frequency
      }
    }
    let order = weight.indices.sorted {
      weight[$0] != weight[$1] ? weight[$0] > weight[$1] : $0 < $1
    }
    var slotOfGroup = [Int32](repeating: -1, count: weight.count)
    var packed = PackedSlots(pointCount: ranges.pointCount)
    var rest: [Int] = []
    for group in order {
      if let slot = packed.place(coalescing.groups[group]) {
        slotOfGroup[group] = slot
      } else {
        rest.append(group)
      }
    }
    count = packed.count
    placeBySpan(rest, coalescing.groups, &slotOfGroup)
    for (unit, register) in registers.enumerated() {
      slotOfRegister[register] = slotOfGroup[Int(coalescing.groupOfUnit[unit])]
    }
  }

  /// Gives slots to groups for which the packed ones had no room: from where each begins to be live to where it ends, as
  /// if it were live all the while, in the order of their beginnings.
  private mutating func placeBySpan(
    _ groups: [Int], _ segments: [[LiveSegment]], _ slotOfGroup: inout [Int32]
  ) {
    let spans = groups.map { group in
      let ends = segments[group].reduce(segments[group][0].to) { max($0, $1.to) }
      return (from: segments[group][0].from, to: ends, group: group)
    }.sorted { ($0.from, $0.group) < ($1.from, $1.group) }
    // By falling end: the slot that is free again first is the last.
    let byEnd = spans.indices.sorted { (spans[$0].to, $0) < (spans[$1].to, $1) }
    var ended = 0
    var free: [Int32] = []
    for span in spans {
      while ended < byEnd.count, spans[byEnd[ended]].to <= span.from {
        free.append(slotOfGroup[spans[byEnd[ended]].group])
        ended += 1
      }
      if let slot = free.popLast() {
        slotOfGroup[span.group] = slot
      } else {
        slotOfGroup[span.group] = count
        count += 1
      }
    }
  }
}

/// The slots that are filled as densely as possible: those of the values that are used most.
private struct PackedSlots {
  /// The most such slots: to look for room in all slots for each of thousands of groups would take quadratic time.
  private static let maximumCount = 128

  /// How many slots there are.
  private(set) var count: Int32 = 0
  /// For each slot, a bit for each point.
  private var occupied: [UInt64] = []
  /// A bit for each point at which all of as many slots as there may be are filled; empty before there are so many.
  private var full: [UInt64] = []
  /// How many words of bits a slot has.
  private let words: Int

  /// No slots.
  init(pointCount: Int) { words = (pointCount + 63) / 64 }

  /// Finds the first slot in which there is room for some segments; nil if there is none.
  mutating func place(_ segments: [LiveSegment]) -> Int32? {
    if !full.isEmpty, Self.meets(full, 0, segments) { return nil }
    var slot: Int32 = 0
    while slot < count, overlaps(slot, segments) { slot += 1 }
    if slot == count {
      if count == Self.maximumCount { return nil }
      count += 1
      occupied.append(contentsOf: repeatElement(0, count: words))
    }
    for segment in segments { fill(slot, segment) }
    if count == Self.maximumCount { noteFull(segments) }
    return slot
  }

  /// Notes where all slots are filled now.
  private mutating func noteFull(_ segments: [LiveSegment]) {
    func note(_ word: Int) {
      full[word] = (0..<Int(count)).reduce(.max) { $0 & occupied[$1 * words + word] }
    }
    if full.isEmpty {
      full = [UInt64](repeating: 0, count: words)
      for word in 0..<words { note(word) }
      return
    }
    for segment in segments {
      for word in Int(segment.from) / 64...Int(segment.to - 1) / 64 { note(word) }
    }
  }

  /// The bits of a word that a segment covers.
  private static func mask(_ word: Int, _ segment: LiveSegment) -> UInt64 {
    let low = max(Int(segment.from) - word * 64, 0)
    let high = min(Int(segment.to) - word * 64, 64)
    let upTo: UInt64 = high == 64 ? .max : (1 << UInt64(high)) - 1
    return upTo & ~((1 << UInt64(low)) - 1)
  }

  /// Whether any of the segments meets a bit.
  private func overlaps(_ slot: Int32, _ segments: [LiveSegment]) -> Bool {
    Self.meets(occupied, Int(slot) * words, segments)
  }

  /// Whether any of the segments meets one of the bits from a word on.
  private static func meets(
    _ bits: [UInt64], _ first: Int, _ segments: [LiveSegment]
  ) -> Bool {
    for segment in segments {
      for word in Int(segment.from) / 64...Int(segment.to - 1) / 64
      where bits[first + word] & mask(word, segment) != 0 { return true }
    }
    return false
  }

  /// Sets the bits of a segment.
  private mutating func fill(_ slot: Int32, _ segment: LiveSegment) {
    let first = Int(slot) * words
    for word in Int(segment.from) / 64...Int(segment.to - 1) / 64 {
      occupied[first + word] |= Self.mask(word, segment)
    }
  }
}
