import LLVM

/// Finds the operands that phis have for an edge.
///
/// LLVM keeps a phi's operands as a list. Looking through it for every edge takes time that grows
/// with the square of the ways into a block, so blocks with many of them get an index, made when the
/// first is asked for.
struct PhiOperands {
  /// Up to how many operands are looked through.
  private static let searched = 8
  /// For each block with more ways in: where its first phi has the operand of each predecessor. Its
  /// other phis nearly always have theirs in the same order.
  private var places: [BasicBlock: [BasicBlock: Int]] = [:]

  /// A phi's operand on the edge from a block, or nil if there is no such edge.
  mutating func value(of phi: InstructionView, from source: BasicBlock) -> Value? {
    let count = phi.incomingCount
    if count > PhiOperands.searched {
      let block = phi.parent
      if places[block] == nil { places[block] = PhiOperands.places(phi) }
      guard let place = places[block]?[source] else { return nil }
      let incoming = phi.incoming(place)
      if incoming.block == source { return incoming.value }
    }
    for index in 0..<count {
      let incoming = phi.incoming(index)
      if incoming.block == source { return incoming.value }
    }
    return nil
  }

  /// Where a phi's operand of each predecessor is: the first, where a switch has several edges.
  private static func places(_ phi: InstructionView) -> [BasicBlock: Int] {
    Dictionary(
      (0..<phi.incomingCount).lazy.map { (phi.incoming($0).block, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
