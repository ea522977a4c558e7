internal import LLVM

/// Ends long chains of functions that are each called in one place.
///
/// LLVM inlines such functions whatever their size, callees first, and optimizes the caller each time: in a chain of n functions what the
/// last one does is optimized n times. Functions here are kept from being inlined where, on average, instructions would be optimized more
/// often than `maximumRounds`; that takes equally large functions in a chain of twice as many.
enum InliningBudget {
  /// How often instructions may be optimized.
  private static let maximumRounds = 6
  /// From how many instructions on that counts.
  private static let smallestSize = 100

  /// A function and what may become part of it.
  private struct Node {
    /// Its instructions and those of all functions that become part of it.
    var size: Int
    /// How many instructions are optimized for that, one as often as it is.
    var work: Int
    /// The functions called only here.
    var callees: [Int] = []
    /// The only caller, or -1.
    var caller = -1
    /// How many callees are still to be looked at.
    var waiting = 0
  }

  /// Keeps functions from being inlined.
  static func limit(_ module: borrowing Module) {
    let functions = module.functions.filter { !$0.isDeclaration }
    var indices: [Value: Int] = [:]
    for (index, function) in functions.enumerated() { indices[function.value] = index }
    let shapes = functions.map { FunctionShape($0) }
    var nodes = shapes.map { Node(size: $0.instructions, work: 0) }
    for (index, shape) in shapes.enumerated() {
      for value in shape.callees {
        guard let callee = indices[value], callee != index,
          functions[callee].linkage == .internal, value.hasOneUse
        else { continue }
        nodes[index].callees.append(callee)
        nodes[index].waiting += 1
        nodes[callee].caller = index
      }
    }
    // Each has one caller at most, so these are trees, but for circles that nothing calls.
    var ready = nodes.indices.filter { nodes[$0].waiting == 0 }
    while let index = ready.popLast() {
      finish(index, &nodes, functions)
      let caller = nodes[index].caller
      if caller < 0 { continue }
      nodes[caller].waiting -= 1
      if nodes[caller].waiting == 0 { ready.append(caller) }
    }
  }

  /// Adds up what becomes part of a function, and takes away what is too much.
  private static func finish(_ index: Int, _ nodes: inout [Node], _ functions: [Function]) {
    let callees = nodes[index].callees.sorted { (nodes[$0].work, $0) < (nodes[$1].work, $1) }
    var size = callees.reduce(nodes[index].size) { $0 + nodes[$1].size }
    var work = callees.reduce(0) { $0 + nodes[$1].work }
    for callee in callees.reversed()
    where size > smallestSize && size + work > maximumRounds * size {
      functions[callee].addAttribute(.noInline)
      size -= nodes[callee].size
      work -= nodes[callee].work
    }
    nodes[index].size = size
    nodes[index].work = size + work
  }
}
