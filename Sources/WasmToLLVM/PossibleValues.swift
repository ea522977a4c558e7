internal import LLVM
internal import Support

/// Which values an integer in LLVM IR may have, as bits.
struct ValueSet: Equatable {
  /// The values that were seen.
  var known: Set<UInt64> = []
  /// Whether there may be others.
  var isOpen = false

  /// Any value.
  static var anything: ValueSet { ValueSet(known: [], isOpen: true) }

  /// Adds the values of another set.
  mutating func formUnion(_ other: ValueSet) {
    known.formUnion(other.known)
    isOpen = isOpen || other.isOpen
  }
}

/// Finds out which values integers in LLVM IR may have, by following them back to constants through calculations, joins of control
/// flow and calls.
///
/// The sets are the least solution of one equation for each value on the way.
struct PossibleValues {
  /// Functions with a parameter on the way that may be called from elsewhere, too.
  private(set) var openFunctions: Set<LLVM.Function> = []
  /// The values on the way.
  private var nodes: [Value: Node] = [:]

  /// A value on the way.
  private struct Node {
    /// What it may be, as far as is known.
    var set = ValueSet()
    /// Its first values, in the order in which they were found.
    var first: [UInt64] = []
    /// The values that it is made of, or nil if there is nothing to follow.
    var sources: [Value]?
    /// Whether it is a parameter that may have other values than those that are seen.
    var isOpenParameter = false
    /// Who is to be looked at again when the set grows.
    var dependents: [Value] = []
    /// How often the set was calculated.
    var visits = 0
  }

  /// How many of its first values are kept of a value that may be anything.
  private static let firstCount = 16
  /// How often all is solved anew because a set grew without end.
  private static let maximumRounds = 64
  /// How many values are followed.
  private static let limit = 1 << 14
  /// How many values a value may have that is not anything: counters would go through all integers.
  private static let maximumCount = 256

  /// Values whose sets grew without end: they may be anything. What is known are those that they had first, so that counters of few
  /// rounds have theirs.
  private var endless: [Value: ValueSet] = [:]

  /// The values that a value may have.
  mutating func values(of value: Value) -> ValueSet {
    for _ in 0..<Self.maximumRounds {
      if let known = nodes[value] { return known.set }
      let count = endless.count
      let result = solve(value)
      if endless.count == count { return result }
      // What was made of them before that was known is none of their values.
      nodes.removeAll()
    }
    return .anything
  }

  /// Solves the equations that a value depends on.
  private mutating func solve(_ value: Value) -> ValueSet {
    nodes[value] = makeNode(value)
    var work = [value]
    while let next = work.popLast() {
      guard var node = nodes[next] else { continue }
      node.visits += 1
      nodes[next] = node
      if node.visits == 1 {
        for source in node.sources ?? [] {
          if nodes[source] == nil {
            nodes[source] = makeNode(source)
            work.append(source)
          }
          nodes[source]?.dependents.append(next)
        }
        node = nodes[next] ?? node
      }
      var set = node.set
      set.formUnion(evaluate(next, node))
      if endless[next] == nil, set.known.count > Self.maximumCount || nodes.count > Self.limit {
        endless[next] = ValueSet(known: Set(node.first), isOpen: true)
      }
      if let known = endless[next] { set = known }
      guard set != node.set else { continue }
      if node.first.count < Self.firstCount {
        let new = set.known.subtracting(node.set.known).sorted()
        nodes[next]?.first = Array((node.first + new).prefix(Self.firstCount))
      }
      nodes[next]?.set = set
      work += node.dependents
    }
    return nodes[value]?.set ?? .anything
  }

  /// Notes what there is to know about a value.
  private mutating func makeNode(_ value: Value) -> Node {
    guard let function = value.argumentParent else { return Node(sources: Self.sources(of: value)) }
    let calls = function.value.users.compactMap(\.asInstruction).filter {
      $0.opcode == .call && $0.calledValue == function.value
        && $0.argumentCount == function.parameterCount
    }
    let isOpen = function.linkage != .internal || calls.count != function.value.useCount
    if isOpen { openFunctions.insert(function) }
    let sources = function.parameters.firstIndex(of: value).map { index in
      calls.map { $0.argument(index) }
    }
    return Node(sources: sources, isOpenParameter: isOpen)
  }

  /// The values that a value is made of that is no parameter, or nil if there is nothing to follow.
  private static func sources(of value: Value) -> [Value]? {
    guard let instruction = value.asInstruction else { return nil }
    switch instruction.opcode {
    case .phi: return (0..<instruction.incomingCount).map { instruction.incoming($0).value }
    case .select: return [instruction.operand(1), instruction.operand(2)]
    case .freeze, .zext, .sext, .trunc: return [instruction.operand(0)]
    case .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .urem:
      return [instruction.operand(0), instruction.operand(1)]
    case .call:
      guard instruction.type.integerWidth != nil,
        let callee = instruction.calledValue.asFunction, !callee.isDeclaration
      else { return nil }
      return callee.blocks.compactMap(\.terminator).filter { $0.opcode == .ret }
        .map { $0.operand(0) }
    default: return nil
    }
  }

  /// The set of a value by its equation.
  private func evaluate(_ value: Value, _ node: Node) -> ValueSet {
    if let constant = value.unsignedInteger { return ValueSet(known: [constant]) }
    if value.isUndefined { return ValueSet() }
    let width = value.type.integerWidth ?? 0
    guard (1...64).contains(width) else { return .anything }
    guard let sources = node.sources else {
      return width == 1 ? ValueSet(known: [0, 1]) : .anything
    }
    let sets = sources.map { nodes[$0]?.set ?? ValueSet() }
    let mask = UInt64.max >> UInt64(64 - width)
    switch value.asInstruction?.opcode {
    case nil, .phi, .select, .freeze, .call: return union(sets, isOpen: node.isOpenParameter)
    case .zext: return sets[0]
    case .trunc: return map(sets[0]) { $0 & mask }
    case .sext:
      let shift = UInt64(64 - (sources[0].type.integerWidth ?? 64))
      return map(sets[0]) {
        UInt64(bitPattern: Int64(bitPattern: $0 << shift) >> Int64(shift)) & mask
      }
    case let opcode: return combine(opcode, sets[0], sets[1], width: width)
    }
  }

  /// All values of some sets.
  private func union(_ sets: [ValueSet], isOpen: Bool) -> ValueSet {
    var result = ValueSet(known: [], isOpen: isOpen)
    for set in sets { result.formUnion(set) }
    return result
  }

  /// What becomes of each value of a set.
  private func map(_ set: ValueSet, _ body: (UInt64) -> UInt64) -> ValueSet {
    ValueSet(known: Set(set.known.map(body)), isOpen: set.isOpen)
  }

  /// What becomes of each pair of values of two sets.
  private func combine(
    _ opcode: IROpcode?, _ left: ValueSet, _ right: ValueSet, width: Int
  ) -> ValueSet {
    let mask = UInt64.max >> UInt64(64 - width)
    // Few bits and small remainders have few values whatever the other operand is.
    if left.isOpen || right.isOpen, let bounded = bounded(opcode, left, right) { return bounded }
    var result = ValueSet(known: [], isOpen: left.isOpen || right.isOpen)
    guard left.known.count * right.known.count <= 1 << 16 else { return .anything }
    for first in left.known {
      for second in right.known {
        guard let value = Self.calculate(opcode, first, second, width: width) else { continue }
        result.known.insert(value & mask)
      }
    }
    return result
  }

  /// The values of an `and` or `urem` with a small constant.
  private func bounded(_ opcode: IROpcode?, _ left: ValueSet, _ right: ValueSet) -> ValueSet? {
    switch opcode {
    case .and:
      for side in [left, right] where !side.isOpen && side.known.count == 1 {
        guard let bits = side.known.first, bits.nonzeroBitCount <= 8 else { continue }
        var values: Set<UInt64> = [0]
        var subset = bits
        while subset != 0 {
          values.insert(subset)
          subset = (subset - 1) & bits
        }
        return ValueSet(known: values)
      }
      return nil
    case .urem:
      guard !right.isOpen, let most = right.known.max(), most > 0, most <= 256 else { return nil }
      return ValueSet(known: Set(0..<most))
    default: return nil
    }
  }

  /// One operation on two integers; nil where its result is no value. Bits above the width count for nothing.
  private static func calculate(
    _ opcode: IROpcode?, _ left: UInt64, _ right: UInt64, width: Int
  ) -> UInt64? {
    switch opcode {
    case .add: left &+ right
    case .sub: left &- right
    case .mul: left &* right
    case .and: left & right
    case .or: left | right
    case .xor: left ^ right
    case .shl: right < width ? left << right : nil
    case .lshr: right < width ? left >> right : nil
    case .urem: right == 0 ? nil : left % right
    default: nil
    }
  }
}
