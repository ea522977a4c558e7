package import PVM
internal import Support

/// What is linked into a program.
package struct LinkInput: Sendable {
  /// The functions, of phase `framed`; their indices must differ.
  package var functions: [MachineFunction]
  /// The indices of the functions to enter at code index 0, 5, 10, …; nil where a trap must be.
  package var entries: [Int?]
  /// The indices of the functions that have a code address: number i has address 2(i + 1).
  package var addressTaken: [Int]
  /// Data mapped read-only at 0x10000.
  package var readOnlyData: [UInt8]
  /// The initial content of the writable memory behind the read-only data.
  package var readWriteData: [UInt8]
  /// How many bytes of writable memory must be there at the start; more than `readWriteData` has
  /// means zeros behind it.
  package var writableSize: Int
  /// Bytes at the top of the stack that belong to no frame.
  package var reservedStack: Int
  /// How many of them hold arrays, which do not count as stack that the program may use.
  package var zeroedBytes = 0

  /// Creates an input.
  package init(
    functions: [MachineFunction], entries: [Int?], addressTaken: [Int] = [],
    readOnlyData: [UInt8] = [], readWriteData: [UInt8] = [], writableSize: Int = 0,
    reservedStack: Int = 0
  ) {
    self.functions = functions
    self.entries = entries
    self.addressTaken = addressTaken
    self.readOnlyData = readOnlyData
    self.readWriteData = readWriteData
    self.writableSize = writableSize
    self.reservedStack = reservedStack
  }
}

extension LinkInput {
  /// The functions that something leads to, in their order.
  ///
  /// - Throws: `undefinedFunction` for a callee or entry that does not exist.
  package func reachableFunctions() throws(CodegenError) -> [MachineFunction] {
    let position = Self.positions(functions)
    var reachable = GrowingSet<MachineFunction>(count: functions.count)
    func reach(_ index: Int, from function: String) throws(CodegenError) {
      guard position.indices.contains(index), position[index] >= 0 else {
        throw CodegenError(.undefinedFunction("function \(index)"), function: function)
      }
      reachable.insert(EntityID(position[index]))
    }
    for index in entries.compactMap({ $0 }) + addressTaken {
      try reach(index, from: "")
    }
    while let next = reachable.next() {
      let function = functions[next.index]
      for block in function.blocks {
        for instruction in block.instructions where instruction.hasCallDescription {
          guard function.calls.indices.contains(instruction.call) else { continue }
          if case .direct(let callee) = function.calls[instruction.call].callee {
            try reach(callee, from: function.name)
          }
        }
      }
    }
    return zip(functions, reachable.flags).filter(\.1).map(\.0)
  }

  /// The position in a list of the function with each index, or -1.
  static func positions(_ functions: [MachineFunction]) -> [Int] {
    let largest = functions.reduce(-1) { max($0, $1.index) }
    var position = Array(repeating: -1, count: largest + 1)
    for (place, function) in functions.enumerated() { position[function.index] = place }
    return position
  }
}

/// How programs are linked.
package struct LinkOptions: Sendable {
  /// Which machine the program is for.
  package var target: Target
  /// The stack size in bytes, without arrays at its top; nil to compute it.
  package var stackSize: Int?
  /// The stack size in bytes where the depth of calls is not known.
  package var unboundedStackSize: Int
  /// The largest code, in bytes; the default is what all known implementations take.
  package var maximumCodeSize: Int
  /// The largest jump table, in entries; the default is what all known implementations take.
  package var maximumJumpTableSize: Int

  /// Creates options.
  package init(
    target: Target = .gp07, stackSize: Int? = nil, unboundedStackSize: Int = 1 << 20,
    maximumCodeSize: Int = 1 << 25, maximumJumpTableSize: Int = 1 << 24
  ) {
    self.target = target
    self.stackSize = stackSize
    self.unboundedStackSize = unboundedStackSize
    self.maximumCodeSize = maximumCodeSize
    self.maximumJumpTableSize = maximumJumpTableSize
  }
}
