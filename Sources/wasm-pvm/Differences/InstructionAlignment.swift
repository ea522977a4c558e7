/// Which instructions of two functions belong together: a longest common subsequence, or where functions are large one between the
/// instructions that both have once.
struct InstructionAlignment {
  /// A line of the comparison.
  enum Row: Equatable {
    /// The same instruction in both, by number.
    case same(Int, Int)
    /// An instruction of the first only.
    case removed(Int)
    /// An instruction of the second only.
    case added(Int)
  }

  /// The lines in order.
  private(set) var rows: [Row] = []

  /// The most pairs that are compared one by one; more are cut at instructions that both have once, or else count as replaced.
  private static let largestProduct = 4_000_000

  /// The keys of the instructions as numbers.
  private var keys: (left: [Int], right: [Int]) = ([], [])

  /// Aligns two functions.
  ///
  /// - Complexity: the product of the sizes, up to a limit; beyond it about linear.
  init(_ left: [ComparedInstruction], _ right: [ComparedInstruction]) {
    var numbers: [String: Int] = [:]
    func number(_ key: String) -> Int {
      if let number = numbers[key] { return number }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
    keys = (left.map { number($0.key) }, right.map { number($0.key) })
    align(left.indices, right.indices)
    separateTargets(left, right)
  }

  /// Aligns two ranges.
  private mutating func align(_ left: Range<Int>, _ right: Range<Int>) {
    var (left, right) = (left, right)
    while let first = left.first, let other = right.first, keys.left[first] == keys.right[other] {
      rows.append(.same(first, other))
      (left, right) = (left.dropFirst(), right.dropFirst())
    }
    var tail: [Row] = []
    while let last = left.last, let other = right.last, keys.left[last] == keys.right[other] {
      tail.append(.same(last, other))
      (left, right) = (left.dropLast(), right.dropLast())
    }
    if left.isEmpty || right.isEmpty || left.count * right.count <= Self.largestProduct {
      alignByTable(left, right)
    } else {
      alignBetweenAnchors(left, right)
    }
    rows += tail.reversed()
  }

  /// Aligns two ranges by the lengths of all common subsequences.
  private mutating func alignByTable(_ left: Range<Int>, _ right: Range<Int>) {
    let width = right.count + 1
    var lengths = [UInt32](repeating: 0, count: (left.count + 1) * width)
    for i in stride(from: left.count - 1, through: 0, by: -1) {
      for j in stride(from: right.count - 1, through: 0, by: -1) {
        let isEqual = keys.left[left.lowerBound + i] == keys.right[right.lowerBound + j]
        lengths[i * width + j] =
          isEqual
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let (first, second) = (left.lowerBound + i, right.lowerBound + j)
      if i < left.count, j < right.count, keys.left[first] == keys.right[second] {
        rows.append(.same(first, second))
        (i, j) = (i + 1, j + 1)
      } else if j == right.count
        || i < left.count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]
      {
        rows.append(.removed(first))
        i += 1
      } else {
        rows.append(.added(second))
        j += 1
      }
    }
  }

  /// Aligns two large ranges: instructions that each has once, in the same order in both, cut them.
  private mutating func alignBetweenAnchors(_ left: Range<Int>, _ right: Range<Int>) {
    var places: [Int: (left: Int?, right: Int?, isUnique: Bool)] = [:]
    for index in left {
      let old = places[keys.left[index]]
      places[keys.left[index]] = (index, nil, old == nil)
    }
    for index in right {
      guard let old = places[keys.right[index]] else { continue }
      places[keys.right[index]] = (old.left, index, old.isUnique && old.right == nil)
    }
    // The pairs in the order of the first, and of those greedily an ascending sequence in the second.
    var anchors: [(Int, Int)] = []
    for index in left {
      guard let place = places[keys.left[index]], place.isUnique, let other = place.right else {
        continue
      }
      if other > anchors.last?.1 ?? right.lowerBound - 1 { anchors.append((index, other)) }
    }
    guard !anchors.isEmpty else {
      rows += left.map { .removed($0) } + right.map { .added($0) }
      return
    }
    var (i, j) = (left.lowerBound, right.lowerBound)
    for (first, second) in anchors {
      align(i..<first, j..<second)
      rows.append(.same(first, second))
      (i, j) = (first + 1, second + 1)
    }
    align(i..<left.upperBound, j..<right.upperBound)
  }

  /// Jumps inside a function are the same only if they go to instructions that belong together.
  private mutating func separateTargets(
    _ left: [ComparedInstruction], _ right: [ComparedInstruction]
  ) {
    var partners = [Int?](repeating: nil, count: left.count)
    for case .same(let first, let second) in rows { partners[first] = second }
    rows = rows.flatMap { row -> [Row] in
      guard case .same(let first, let second) = row else { return [row] }
      let isSame =
        left[first].target == nil
        ? right[second].target == nil
        : left[first].target.flatMap { partners[$0] } == right[second].target
          && right[second].target != nil
      return isSame ? [row] : [.removed(first), .added(second)]
    }
  }
}
