import PVM

/// Gives slots to values that are in memory somewhere.
///
/// Values that follow each other through edges and copies share a slot where possible, so that nothing
/// has to be moved; then groups that are not live at the same time share, the most frequent first, so
/// that these get the slots with the shortest offsets.
struct SpillSlots {
  /// The slot of each virtual register, or -1.
  private(set) var slotOfRegister: [Int32]
  /// How many slots there are.
  private(set) var count: Int32 = 0

  /// Assigns slots to the registers for which `isInMemory` is true.
  init(_ ranges: LiveRanges, isInMemory: [Bool]) {
    slotOfRegister = [Int32](repeating: -1, count: isInMemory.count)
    var units: [[LiveSegment]] = []
    var registers: [Int32] = []
    var unitOfRegister = [Int32](repeating: -1, count: isInMemory.count)
    for register in isInMemory.indices where isInMemory[register] {
      unitOfRegister[register] = Int32(units.count)
      registers.append(Int32(register))
      units.append(Array(ranges.segments[ranges.segmentRange(register)]))
    }
    if units.isEmpty { return }
    var candidates: [CoalescingCandidate] = []
    for register in registers.map(Int.init) {
      for use in ranges.uses[ranges.useRange(register)]
      where use.kind == .copyWrite && use.partner >= 0 && unitOfRegister[Int(use.partner)] >= 0 {
        candidates.append(
          CoalescingCandidate(
            frequency: use.frequency, first: unitOfRegister[register],
            second: unitOfRegister[Int(use.partner)]))
      }
    }
    let coalescing = Coalescing(units, candidates)
    var weight = [Float](repeating: 0, count: coalescing.groups.count)
    for (unit, register) in registers.enumerated() {
      for use in ranges.uses[ranges.useRange(Int(register))] {
        weight[Int(coalescing.groupOfUnit[unit])] += use.frequency
      }
    }
    let order = weight.indices.sorted {
      weight[$0] != weight[$1] ? weight[$0] > weight[$1] : $0 < $1
    }
    var slotOfGroup = [Int32](repeating: -1, count: weight.count)
    let words = (ranges.pointCount + 63) / 64
    var occupied: [[UInt64]] = []
    for group in order {
      let segments = coalescing.groups[group]
      var slot = 0
      while slot < occupied.count, Self.overlaps(occupied[slot], segments) { slot += 1 }
      if slot == occupied.count { occupied.append([UInt64](repeating: 0, count: words)) }
      for segment in segments { Self.fill(&occupied[slot], segment) }
      slotOfGroup[group] = Int32(slot)
    }
    for (unit, register) in registers.enumerated() {
      slotOfRegister[Int(register)] = slotOfGroup[Int(coalescing.groupOfUnit[unit])]
    }
    count = Int32(occupied.count)
  }

  /// The bits of a word that a segment covers.
  private static func mask(_ word: Int, _ segment: LiveSegment) -> UInt64 {
    let low = max(Int(segment.from) - word * 64, 0)
    let high = min(Int(segment.to) - word * 64, 64)
    let upTo: UInt64 = high == 64 ? .max : (1 << UInt64(high)) - 1
    return upTo & ~((1 << UInt64(low)) - 1)
  }

  /// Whether any of the segments meets a bit.
  private static func overlaps(_ bits: [UInt64], _ segments: [LiveSegment]) -> Bool {
    for segment in segments {
      for word in Int(segment.from) / 64...Int(segment.to - 1) / 64
      where bits[word] & mask(word, segment) != 0 { return true }
    }
    return false
  }

  /// Sets the bits of a segment.
  private static func fill(_ bits: inout [UInt64], _ segment: LiveSegment) {
    for word in Int(segment.from) / 64...Int(segment.to - 1) / 64 {
      bits[word] |= mask(word, segment)
    }
  }
}
