import LLVM
internal import Support

/// Who calls whom, and in which order functions are compiled: callees first.
///
/// An indirect call checks the type of what it calls, so it reaches only the functions of its type
/// whose addresses are taken. Each of these types is a node of the graph between callers and callees.
struct CallGraph {
  /// The defined functions of the module, in module order; their positions are their indices.
  let functions: [Function]
  /// The index of each defined function.
  let indices: [Value: Int]
  /// The functions each function calls directly, without repetition, then for each type that it calls
  /// indirectly the number of functions plus the type's number; after them the same for each type.
  private(set) var callees: [[Int]] = []
  /// Whether each function's address is used other than by calling it.
  private(set) var isAddressTaken: [Bool] = []
  /// Whether each function can reach itself; after them whether calls of each type can.
  private(set) var isRecursive: [Bool] = []
  /// The types of functions whose addresses are taken.
  private(set) var types: [IRType] = []
  /// The position of each of them.
  private var typeNumbers: [IRType: Int] = [:]
  /// All functions, each after the functions it calls, as far as recursion allows.
  private(set) var order: [Int] = []

  /// Reads the calls out of a module.
  init(_ module: borrowing Module) {
    var functions: [Function] = []
    var indices: [Value: Int] = [:]
    for function in module.functions where !function.isDeclaration {
      indices[function.value] = functions.count
      functions.append(function)
    }
    self.functions = functions
    self.indices = indices
    var members: [[Int]] = []
    for (index, function) in functions.enumerated() {
      isAddressTaken.append(Self.isAddressTaken(function))
      guard isAddressTaken[index] else { continue }
      let type = typeNumbers[function.type, default: types.count]
      if type == types.count {
        typeNumbers[function.type] = type
        types.append(function.type)
        members.append([])
      }
      members[type].append(index)
    }
    for function in functions { callees.append(callees(of: function)) }
    callees += members
    sort()
  }

  /// The type through which a function is called indirectly, nil if it never is.
  func typeNumber(of function: Int) -> Int? {
    isAddressTaken[function] ? typeNumbers[functions[function].type] : nil
  }

  /// Whether a function may be entered again before it returns, or is called through a type for which
  /// that holds: then it follows the fixed convention.
  func followsFixedConvention(_ function: Int) -> Bool {
    isRecursive[function]
      || typeNumber(of: function).map { isRecursive[functions.count + $0] } ?? false
  }

  /// The nodes that one function's calls lead to, in order of first appearance.
  private func callees(of function: Function) -> [Int] {
    var result: [Int] = []
    var seen: Set<Int> = []
    for block in function.blocks {
      for instruction in block.instructions where instruction.opcode == .call {
        let target = instruction.calledValue
        var node = indices[target]
        if target.asFunction == nil {
          node = typeNumbers[instruction.calledType].map { functions.count + $0 }
        }
        if let node, seen.insert(node).inserted { result.append(node) }
      }
    }
    return result
  }

  /// Whether some use of a function is not a direct call of it.
  private static func isAddressTaken(_ function: Function) -> Bool {
    for user in function.value.users {
      guard let call = user.asInstruction, call.opcode == .call,
        call.calledValue == function.value
      else { return true }
      for index in 0..<call.argumentCount where call.argument(index) == function.value {
        return true
      }
    }
    return false
  }

  /// Finds the strongly connected components (Tarjan 1972), callees first.
  private mutating func sort() {
    let count = callees.count
    isRecursive = [Bool](repeating: false, count: count)
    var number = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int] = []
    var next = 0
    for root in 0..<count where number[root] < 0 {
      var work: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = work.last {
        if edge == 0 {
          number[node] = next
          low[node] = next
          next += 1
          open.append(node)
          isOpen[node] = true
        }
        if edge < callees[node].count {
          work[work.count - 1].edge += 1
          let callee = callees[node][edge]
          if callee == node { isRecursive[node] = true }
          if number[callee] < 0 {
            work.append((callee, 0))
          } else if isOpen[callee] {
            low[node] = min(low[node], number[callee])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
        if low[node] == number[node] {
          let start = open.lastIndex(of: node) ?? 0
          let component = open[start...]
          for member in component {
            isOpen[member] = false
            if component.count > 1 { isRecursive[member] = true }
          }
          order.append(contentsOf: component.reversed().filter { $0 < functions.count })
          open.removeSubrange(start...)
        }
      }
    }
  }
}
