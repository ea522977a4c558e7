import PVM
package import Support

/// A block of a function.
package typealias BlockID = EntityID<MachineBlock>

/// Something for each block of a function.
package typealias BlockTable<Value> = EntityTable<MachineBlock, Value>

extension EntityID<MachineBlock> {
  /// The block that a function begins with.
  package static var entry: BlockID { BlockID(rawValue: 0) }
}

/// A way out of a block.
package struct MachineEdge: Hashable, Sendable {
  /// The block it leads to.
  package var target: BlockID
  /// The values for the target's parameters.
  package var arguments: [MachineRegister]

  /// Creates an edge.
  package init(_ target: BlockID, _ arguments: [MachineRegister] = []) {
    self.target = target
    self.arguments = arguments
  }
}

/// A straight run of instructions. The last one, and only that, is a terminator.
package struct MachineBlock: Equatable, Sendable {
  /// Values that differ by predecessor (SSA block parameters). Gone after allocation.
  package var parameters: [MachineRegister]
  /// The instructions.
  package var instructions: [MachineInstruction]
  /// Where the terminator goes, in the order that its opcode prescribes.
  package var successors: [MachineEdge]
  /// How often the block is expected to run, per call of the function.
  package var frequency: Double
  /// Whether `unlikely` is in front of it, which makes branches to it cheap and it dear; only branches
  /// lead to such a block, or what ends a block of the PVM.
  package var isMarked = false
  /// Which block of the function as selected it was, for profiles, if any.
  package var origin = BlockID.none

  /// Creates a block.
  package init(
    parameters: [MachineRegister] = [], instructions: [MachineInstruction] = [],
    successors: [MachineEdge] = [], frequency: Double = 1
  ) {
    self.parameters = parameters
    self.instructions = instructions
    self.successors = successors
    self.frequency = frequency
  }
}

/// How far a function has come.
package enum MachinePhase: UInt8, Comparable, Sendable {
  /// Virtual registers in SSA form, block parameters.
  case selected
  /// Registers of the PVM, no block parameters, spill slots symbolic.
  case allocated
  /// No pseudo-instructions but calls, returns and switches; stack offsets are final.
  case framed

  /// Orders phases by time.
  package static func < (left: MachinePhase, right: MachinePhase) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A function in machine IR. Block 0 is the entry and has no predecessors.
///
/// The return address is an ordinary value: a parameter fixed in r0, read by `ret`. So are the
/// entry values of registers that the function must preserve: parameters fixed in those registers
/// and arguments of each `ret` fixed in the same. The allocator moves, spills and reloads them like
/// any other value; there is no prologue that saves registers.
package struct MachineFunction: Equatable, Sendable {
  /// The name, for people.
  package var name: String
  /// Its index in the program.
  package var index: Int
  /// How far it has come.
  package var phase: MachinePhase = .selected
  /// The values it receives in fixed registers.
  package var parameters: [FixedOperand] = []
  /// How many arguments it receives on the stack.
  package var incomingStackArguments = 0
  /// The largest number of stack arguments of any call in it.
  package var outgoingStackArguments = 0
  /// Sizes in bytes of the frame objects that `frameAddress` refers to.
  package var frameObjects: [Int] = []
  /// How many 8-byte spill slots allocation needed.
  package var spillSlots = 0
  /// How many bytes the stack pointer moves down; 0 before phase `framed`.
  package var frameSize = 0
  /// How many bytes below the stack pointer it uses itself; 0 before phase `framed`.
  package var redZone = 0
  /// The blocks.
  package var blocks = BlockTable<MachineBlock>()
  /// What calls, host calls and returns do with registers.
  package var calls = CallTable<CallDescription>()
  /// How many virtual registers there are.
  package var virtualRegisterCount = 0
  /// What its control flow was as selected, for profiles (`BlockProfile.shape`).
  package var shape: UInt64 = 0
  /// How many blocks it had as selected.
  package var selectedBlockCount = 0

  /// Creates a function without blocks.
  package init(name: String, index: Int) {
    self.name = name
    self.index = index
  }

  /// Whether it is known where the function returns to: outside the program, which halts.
  package var halts: Bool {
    parameters.contains { $0.register == .returnAddress && $0.constant != nil }
  }

  /// The virtual registers.
  package var virtualRegisters: Range<VirtualRegister> {
    VirtualRegister(0)..<VirtualRegister(virtualRegisterCount)
  }

  /// A new virtual register.
  package mutating func makeVirtualRegister() -> MachineRegister {
    defer { virtualRegisterCount += 1 }
    return MachineRegister(virtual: VirtualRegister(virtualRegisterCount))
  }
}
