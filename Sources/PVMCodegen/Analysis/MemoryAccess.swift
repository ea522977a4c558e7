internal import PVM
internal import Support

/// Which bytes of memory an instruction of the machine IR reads or writes.
struct MemoryAccess {
  /// The register that the address is relative to, after additions of constants; `none` for an
  /// absolute address.
  var root: MachineRegister
  /// The address less the root's contents, modulo 2^32.
  var offset: UInt32
  /// How many bytes there are.
  var bytes: UInt32
  /// Whether they are written.
  var isStore: Bool

  /// Whether no byte belongs to both accesses, whatever the registers contain.
  ///
  /// Addresses are computed modulo 2^32, so distances are, too.
  func isDisjoint(from other: MemoryAccess) -> Bool {
    root == other.root && other.offset &- offset >= bytes && offset &- other.offset >= other.bytes
  }

  /// What a load or store accesses, relative to the register that it names; nil for other instructions.
  init?(_ instruction: MachineInstruction) {
    guard let opcode = instruction.opcode.opcode, let row = AccessOpcodes.of(opcode) else {
      return nil
    }
    let operand = instruction.addressOperand
    root = operand > 0 ? instruction.operand(operand) : .none
    offset = UInt32(truncatingIfNeeded: instruction.x)
    bytes = UInt32(row.bytes)
    isStore = row.kind.isStore
  }
}

/// The additions of constants that registers are results of.
struct AddressRoots {
  /// For each virtual register, what it is a constant away from, and how far modulo 2^32.
  private var roots: RegisterTable<(root: MachineRegister, offset: UInt32)?>
  /// Whether one root stands for all addresses into a frame object.
  private let joinsObjects: Bool
  /// For each frame object, the register that stands for its address: the first with one into it.
  private var objects: [Int32: MachineRegister] = [:]

  /// Starts without knowledge of a function's registers.
  ///
  /// - Parameter joinsObjects: whether one root stands for all addresses into a frame object, so that
  ///   they can be compared. That register need not have a value everywhere where they have one.
  init(registerCount: Int, joinsObjects: Bool = false) {
    roots = RegisterTable(repeating: nil, count: registerCount)
    self.joinsObjects = joinsObjects
  }

  /// Notes what an instruction defines; definitions must come before the uses that ask for them.
  mutating func note(_ instruction: MachineInstruction) {
    guard instruction.def.isVirtual else { return }
    switch instruction.opcode {
    case MachineOpcode(.addImm32), MachineOpcode(.addImm64):
      let (root, offset) = root(of: instruction.s1)
      roots[instruction.def.virtual] = (
        root, offset &+ UInt32(truncatingIfNeeded: instruction.x)
      )
    case .frameAddress where joinsObjects:
      let object = objects[instruction.y] ?? instruction.def
      objects[instruction.y] = object
      roots[instruction.def.virtual] = (object, UInt32(truncatingIfNeeded: instruction.x))
    default: break
    }
  }

  /// What a register is a constant away from.
  func root(of register: MachineRegister) -> (root: MachineRegister, offset: UInt32) {
    guard register.isVirtual, let known = roots[register.virtual] else { return (register, 0) }
    return known
  }

  /// What a load or store accesses; nil for other instructions.
  func access(of instruction: MachineInstruction) -> MemoryAccess? {
    guard var access = MemoryAccess(instruction) else { return nil }
    let (root, offset) = root(of: access.root)
    access.root = root
    access.offset &+= offset
    return access
  }
}
