import LLVM

/// Who calls whom, and in which order functions are compiled: callees first.
struct CallGraph {
  /// The defined functions of the module, in module order; their positions are their indices.
  let functions: [Function]
  /// The index of each defined function.
  let indices: [Value: Int]
  /// The functions each function calls directly, without repetition.
  private(set) var callees: [[Int]] = []
  /// Whether each function's address is used other than by calling it.
  private(set) var isAddressTaken: [Bool] = []
  /// Whether each function can reach itself by direct calls.
  private(set) var isRecursive: [Bool] = []
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
    for function in functions {
      callees.append(Self.callees(of: function, indices: indices))
      isAddressTaken.append(Self.isAddressTaken(function))
    }
    sort()
  }

  /// The functions that one function calls directly, in order of first appearance.
  private static func callees(of function: Function, indices: [Value: Int]) -> [Int] {
    var result: [Int] = []
    var seen: Set<Int> = []
    for block in function.blocks {
      for instruction in block.instructions where instruction.opcode == .call {
        if let index = indices[instruction.calledValue], seen.insert(index).inserted {
          result.append(index)
        }
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
    let count = functions.count
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
          order.append(contentsOf: component.reversed())
          open.removeSubrange(start...)
        }
      }
    }
  }
}
