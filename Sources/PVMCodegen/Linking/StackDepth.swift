internal import Support

/// How much stack the deepest chain of calls takes.
struct StackDepth {
  /// The bytes needed from each entry function on, the largest of them; nil if the call graph has
  /// a cycle or an indirect call.
  ///
  /// - Parameters:
  ///   - functions: framed functions.
  ///   - position: the position in `functions` of the function with each index, or -1.
  ///   - entries: positions of the functions that are entered from outside.
  /// - Complexity: linear in the number of calls.
  static func compute(
    _ functions: [MachineFunction], position: [Int], entries: [Int]
  ) -> Int? {
    let callees = functions.map { StackDepth.callees($0, position) }
    // 0: not seen, 1: on the path, 2: done.
    var state = Array(repeating: UInt8(0), count: functions.count)
    var depth = Array(repeating: 0, count: functions.count)
    for entry in entries where state[entry] == 0 {
      var path: [(function: Int, next: Int)] = [(entry, 0)]
      state[entry] = 1
      while let top = path.last {
        guard let edges = callees[top.function] else { return nil }
        if top.next < edges.count {
          path[path.count - 1].next += 1
          let callee = edges[top.next].function
          if state[callee] == 1 { return nil }
          if state[callee] == 0 {
            state[callee] = 1
            path.append((callee, 0))
          }
        } else {
          let size = functions[top.function].frameSize
          var deepest = size + functions[top.function].redZone
          for edge in edges {
            deepest = max(deepest, (edge.isTail ? 0 : size) + depth[edge.function])
          }
          depth[top.function] = deepest
          state[top.function] = 2
          path.removeLast()
        }
      }
    }
    return entries.map { depth[$0] }.max() ?? 0
  }

  /// The functions that a function calls; nil if it calls one that is not known.
  private static func callees(
    _ function: MachineFunction, _ position: [Int]
  ) -> [(function: Int, isTail: Bool)]? {
    var result: [(function: Int, isTail: Bool)] = []
    for block in function.blocks {
      for instruction in block.instructions {
        switch function.callee(of: instruction) {
        case .direct(let index):
          result.append((position[index], instruction.opcode == .tailCall))
        case .indirect: return nil
        case .none: break
        }
      }
    }
    return result
  }
}
