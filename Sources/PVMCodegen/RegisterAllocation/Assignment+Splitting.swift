internal import Support

/// How bundles that find no register are taken apart.
///
/// Leaving a value in memory means a load for every use. Before that, smaller parts are tried, each of which
/// costs a load at its beginning only: in each block the stretch from the first use to the last, then the
/// halves of a stretch, cut where uses are farthest apart.
extension Assignment {
  /// Takes a bundle apart and queues the parts.
  mutating func takeApart(_ bundle: Bundle) {
    if bundle.isStretch { halve(bundle) } else { splitIntoStretches(bundle) }
  }

  /// Visits the points at which a segment's value must be in a register, in order.
  private func forEachNeed(_ segment: LiveSegment, _ body: (Int32) -> Void) {
    let register = segment.register
    let isConstant = ranges.constantOfRegister[register] >= 0
    var use = ranges.firstUse(register, from: segment.from)
    let end = ranges.useRange(register).upperBound
    while use < end, ranges.uses[use].point < segment.to {
      let site = ranges.uses[use]
      use += 1
      if site.kind == .read || (site.kind == .write && !isConstant) { body(site.point) }
    }
  }

  /// The part of a segment from its first need to its last, nil if there is none.
  private func trimmed(_ segment: LiveSegment) -> LiveSegment? {
    var result: LiveSegment?
    forEachNeed(segment) { point in
      if result == nil {
        result = LiveSegment(from: point, to: point + 1, register: segment.register)
      }
      result?.to = point + 1
    }
    return result
  }

  /// Whether the value must be in a register throughout a segment.
  func isNeeded(_ segment: LiveSegment) -> Bool {
    guard let needed = trimmed(segment) else { return false }
    return needed.from == segment.from && needed.to == segment.to
  }

  /// Makes the needed stretches of each block a bundle.
  private mutating func splitIntoStretches(_ bundle: Bundle) {
    var part: [LiveSegment] = []
    for index in bundle.segments {
      guard let stretch = trimmed(pool[index]) else { continue }
      if let last = part.last, ranges.block(at: last.from) != ranges.block(at: stretch.from) {
        add(part[...], group: bundle.group, isStretch: true)
        part.removeAll(keepingCapacity: true)
      }
      part.append(stretch)
    }
    add(part[...], group: bundle.group, isStretch: true)
  }

  /// Cuts a stretch in two where its needs are farthest apart.
  private mutating func halve(_ bundle: Bundle) {
    var needs: [LiveSegment] = []
    for index in bundle.segments {
      let segment = pool[index]
      forEachNeed(segment) { point in
        let need = LiveSegment(from: point, to: point + 1, register: segment.register)
        if needs.last?.from != need.from || needs.last?.register != need.register {
          needs.append(need)
        }
      }
    }
    needs.sort { ($0.from, $0.register) < ($1.from, $1.register) }
    var cut = 0
    var widest: Int32 = -1
    for index in needs.indices.dropFirst() {
      // The two halves of an instruction stay together.
      let gap = (needs[index].from >> 1) - (needs[index - 1].from >> 1)
      if gap > max(widest, 0) {
        widest = gap
        cut = index
      }
    }
    for range in [0..<cut, cut..<needs.count] where !range.isEmpty {
      add(stretches(of: needs[range])[...], group: bundle.group, isStretch: true)
    }
  }

  /// The segments that needs of one block span: one for each value, in ascending order.
  private func stretches(of needs: ArraySlice<LiveSegment>) -> [LiveSegment] {
    var result: [LiveSegment] = []
    for need in needs {
      if let index = result.firstIndex(where: { $0.register == need.register }) {
        result[index].to = need.to
      } else {
        result.append(need)
      }
    }
    return result
  }
}
