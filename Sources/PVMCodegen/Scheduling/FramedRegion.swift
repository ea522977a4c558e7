internal import PVM

/// A run of framed instructions that may be put into another order, with what depends on what: through registers of the
/// PVM, and through memory.
///
/// The frame, where the stack pointer leads, is the function's own, unless it takes addresses of objects there. Other
/// addresses are compared if they are relative to the same contents of the same register.
struct FramedRegion {
  /// How many instructions there are.
  let count: Int
  /// For each instruction, those that must come after it, and whether they wait for its result.
  private(set) var successors: [[Dependence]]
  /// How many instructions each one must come after.
  private(set) var predecessorCounts: [Int]

  /// An instruction that must come after another.
  struct Dependence {
    /// Which one.
    let index: Int32
    /// Whether it reads the other's result.
    let reads: Bool
  }

  /// An access to memory, with the version of the register that its address is relative to.
  private struct Access {
    /// Which instruction it is.
    let index: Int32
    /// The bytes.
    let bytes: MemoryAccess
    /// The instruction that wrote the register, or -1.
    let version: Int32
  }

  /// Finds the dependences.
  init(_ instructions: [MachineInstruction], in function: MachineFunction) {
    count = instructions.count
    successors = Array(repeating: [], count: count)
    predecessorCounts = Array(repeating: 0, count: count)
    let ownsFrame = function.frameObjects.isEmpty
    var writers = [Int32](repeating: -1, count: 16)
    var readers = [[Int32]](repeating: [], count: 16)
    var accesses: [Access] = []
    for (index, instruction) in instructions.enumerated() {
      let reads = instruction.registersRead(in: function)
      let writes = instruction.registersWritten(in: function)
      for register in reads where writers[Int(register.number)] >= 0 {
        add(writers[Int(register.number)], Int32(index), reads: true)
      }
      if let access = MemoryAccess(instruction) {
        let root = access.root.physical
        let version = root.map { writers[Int($0.number)] } ?? -1
        let entry = Access(index: Int32(index), bytes: access, version: version)
        for earlier in accesses
        where (earlier.bytes.isStore || access.isStore)
          && !FramedRegion.areDisjoint(earlier, entry, ownsFrame: ownsFrame)
        {
          add(earlier.index, Int32(index), reads: false)
        }
        accesses.append(entry)
      }
      for register in writes {
        let number = Int(register.number)
        for reader in readers[number] where reader != Int32(index) {
          add(reader, Int32(index), reads: false)
        }
        if writers[number] >= 0 { add(writers[number], Int32(index), reads: false) }
      }
      for register in reads { readers[Int(register.number)].append(Int32(index)) }
      for register in writes {
        writers[Int(register.number)] = Int32(index)
        readers[Int(register.number)].removeAll(keepingCapacity: true)
      }
      // An instruction that reads what it writes is a reader of the old contents only.
    }
  }

  /// Notes that one instruction must come after another.
  private mutating func add(_ earlier: Int32, _ later: Int32, reads: Bool) {
    successors[Int(earlier)].append(Dependence(index: later, reads: reads))
    predecessorCounts[Int(later)] += 1
  }

  /// Whether two accesses touch no common byte.
  private static func areDisjoint(_ one: Access, _ other: Access, ownsFrame: Bool) -> Bool {
    if one.bytes.root == other.bytes.root {
      return one.version == other.version && one.bytes.isDisjoint(from: other.bytes)
    }
    let frame = MachineRegister(.stackPointer)
    return ownsFrame && (one.bytes.root == frame || other.bytes.root == frame)
  }

  /// An order with an instruction, and all that it has to come after, at the front.
  func hoisting(_ index: Int32, in order: [Int32]) -> [Int32] {
    var isNeeded = [Bool](repeating: false, count: count)
    isNeeded[Int(index)] = true
    // What is needed is found from the end of the order, where everything comes after what it needs.
    for candidate in order.reversed() where !isNeeded[Int(candidate)] {
      isNeeded[Int(candidate)] = successors[Int(candidate)].contains { isNeeded[Int($0.index)] }
    }
    return order.filter { isNeeded[Int($0)] } + order.filter { !isNeeded[Int($0)] }
  }
}
