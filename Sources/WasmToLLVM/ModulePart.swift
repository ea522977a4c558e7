internal import Wasm

/// The functions of a large module that are translated and optimized together, apart from the rest.
///
/// Which they are depends on the module alone, so that the result does too.
struct ModulePart: Sendable, Equatable {
  /// The functions that it has the bodies of, in index order.
  private(set) var functions: [Int] = []
  /// Whether it has the entry points and the initial contents of the memory.
  let isFirst: Bool
  /// Whether other parts may call or reference a function, by function index.
  private(set) var isShared: [Bool] = []

  /// Starts a part without functions.
  private init(isFirst: Bool) { self.isFirst = isFirst }

  /// Creates a part of some functions, in index order, which is not the first.
  init(functions: [Int], isShared: [Bool]) {
    self.functions = functions
    self.isShared = isShared
    isFirst = false
  }

  /// Divides the functions of a module that can be reached into parts with about as much code each.
  ///
  /// Functions are taken callees first, each close behind the first that calls it, because what is
  /// in one part can be inlined, and removed when nothing else calls it.
  ///
  /// - Parameters:
  ///   - roots: the functions that entry points call.
  ///   - limit: how many bytes of code a part has at most, but for one function.
  /// - Returns: nothing if the module stays in one piece, having up to `whole` bytes.
  /// - Complexity: linear in functions and calls.
  static func divide(
    _ module: Wasm.Module, facts: ModuleFacts, roots: [Int], limit: Int, whole: Int
  ) -> [ModulePart] {
    let order = calleesFirst(facts.callees, from: roots + facts.isReachable.indices).filter {
      facts.isReachable[$0] && module.body(ofFunction: $0) != nil
    }
    let sizes = order.map { module.body(ofFunction: $0)?.code.count ?? 0 }
    let total = sizes.reduce(0, +)
    guard total > whole else { return [] }
    let count = (total + limit - 1) / limit
    var parts = [ModulePart(isFirst: true)]
    var owner = [Int](repeating: -1, count: module.functions.count)
    var size = 0
    for (position, function) in order.enumerated() {
      // Part k begins where k shares of the code are behind.
      if size * count >= total * parts.count { parts.append(ModulePart(isFirst: false)) }
      parts[parts.count - 1].functions.append(function)
      owner[function] = parts.count - 1
      size += sizes[position]
    }
    var isShared = facts.isReferenced
    for root in roots { isShared[root] = true }
    for (caller, callees) in facts.callees.enumerated() {
      for callee in callees where owner[callee] != owner[caller] { isShared[callee] = true }
    }
    for index in parts.indices {
      parts[index].functions.sort()
      parts[index].isShared = isShared
    }
    return parts
  }

  /// All functions that can be reached from some, each before those that called it first.
  private static func calleesFirst(_ callees: [[Int]], from roots: [Int]) -> [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: callees.count)
    for root in roots where !isSeen[root] {
      isSeen[root] = true
      var work: [(function: Int, next: Int)] = [(root, 0)]
      while let (function, next) = work.last {
        guard next < callees[function].count else {
          order.append(function)
          work.removeLast()
          continue
        }
        work[work.count - 1].next += 1
        let callee = callees[function][next]
        guard !isSeen[callee] else { continue }
        isSeen[callee] = true
        work.append((callee, 0))
      }
    }
    return order
  }
}
