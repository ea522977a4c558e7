internal import Support
internal import Wasm

/// Which functions may throw, and which return an exception beside their results.
///
/// A function that may throw returns one. So does a function that can be called indirectly, if another one of its type may
/// throw, and one that is on either end of a tail call whose other end does: a caller has to know how what it calls
/// returns. All others are as if there were no exceptions.
struct ExceptionFacts {
  /// Which functions may throw, by function index.
  private(set) var mayThrow: [Bool]
  /// Whether an indirect call of a type may throw, by type index.
  private(set) var typeMayThrow: [Bool]
  /// Which functions return an exception, by function index.
  private(set) var returnsException: [Bool]
  /// Whether indirect calls of a type get an exception, by type index.
  private(set) var typeReturnsException: [Bool]

  /// Whether any function may throw.
  var isUsed: Bool { mayThrow.contains(true) }

  /// Facts about a module in which nobody throws.
  init(none module: Wasm.Module) {
    mayThrow = Array(repeating: false, count: module.functions.count)
    typeMayThrow = Array(repeating: false, count: module.types.count)
    returnsException = mayThrow
    typeReturnsException = typeMayThrow
  }

  /// Finds out who may throw.
  ///
  /// - Complexity: linear in functions and calls.
  init(
    in module: Wasm.Module, _ events: ThrowEvents, isReachable: [Bool], isReferenced: [Bool]
  ) {
    self.init(none: module)
    guard !events.uncaught.isEmpty else { return }
    let canonical = ModuleTranslation.canonicalNumbers(of: module.types)
    // Nodes are functions, then canonical types.
    let first = module.functions.count - 1
    let count = module.functions.count + module.types.count
    func node(_ source: ThrowEvents.Source) -> Int? {
      switch source {
      case .itself: nil
      case .call(let function): function
      case .callIndirect(let type): first + canonical[type]
      }
    }
    // Who throws if a node does, and which nodes have to return alike.
    var throwers: [[Int]] = Array(repeating: [], count: count)
    var partners = throwers
    var roots: [Int] = []
    for function in module.functions.indices where isReachable[function] {
      if isReferenced[function] {
        let type = first + canonical[module.functions[function].typeIndex]
        throwers[function].append(type)
        partners[function].append(type)
        partners[type].append(function)
      }
      guard function >= module.importedFunctionCount else { continue }
      let body = function - module.importedFunctionCount
      for source in events.uncaught[body] {
        if let callee = node(source) {
          throwers[callee].append(function)
        } else {
          roots.append(function)
        }
      }
      for callee in events.tailCalls[body].compactMap(node) {
        partners[callee].append(function)
        partners[function].append(callee)
      }
    }
    let throwing = Self.closure(of: roots, along: throwers)
    let returning = Self.closure(of: throwing.indices.filter { throwing[$0] }, along: partners)
    mayThrow = Array(throwing[..<module.functions.count])
    returnsException = Array(returning[..<module.functions.count])
    typeMayThrow = module.types.indices.map { throwing[first + canonical[$0]] }
    typeReturnsException = module.types.indices.map { returning[first + canonical[$0]] }
  }

  /// The nodes that some lead to.
  private static func closure(of roots: [Int], along edges: [[Int]]) -> [Bool] {
    var reached = GrowingSet<ExceptionFacts>(count: edges.count, roots.map { EntityID($0) })
    while let node = reached.next() {
      for next in edges[node.index] { reached.insert(EntityID(next)) }
    }
    return reached.flags.values
  }
}
