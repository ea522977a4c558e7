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

  /// How many bytes a load or store accesses; nil for other instructions.
  static func width(_ opcode: Opcode) -> UInt32? {
    switch opcode {
    case .loadU8, .loadI8, .storeU8, .storeImmU8, .loadIndU8, .loadIndI8, .storeIndU8,
      .storeImmIndU8:
      1
    case .loadU16, .loadI16, .storeU16, .storeImmU16, .loadIndU16, .loadIndI16, .storeIndU16,
      .storeImmIndU16:
      2
    case .loadU32, .loadI32, .storeU32, .storeImmU32, .loadIndU32, .loadIndI32, .storeIndU32,
      .storeImmIndU32:
      4
    case .loadU64, .storeU64, .storeImmU64, .loadIndU64, .storeIndU64, .storeImmIndU64:
      8
    default: nil
    }
  }
}

/// The additions of constants that registers are results of.
struct AddressRoots {
  /// For each virtual register, what it is a constant away from, and how far modulo 2^32.
  private var roots: RegisterTable<(root: MachineRegister, offset: UInt32)?>

  /// Starts without knowledge of a function's registers.
  init(registerCount: Int) { roots = RegisterTable(repeating: nil, count: registerCount) }

  /// Notes what an instruction defines; definitions must come before the uses that ask for them.
  mutating func note(_ instruction: MachineInstruction) {
    guard instruction.def.isVirtual else { return }
    switch instruction.opcode {
    case MachineOpcode(.addImm32), MachineOpcode(.addImm64):
      let (root, offset) = root(of: instruction.s1)
      roots[instruction.def.virtual] = (
        root, offset &+ UInt32(truncatingIfNeeded: instruction.x)
      )
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
    guard let opcode = instruction.opcode.opcode, let bytes = MemoryAccess.width(opcode) else {
      return nil
    }
    var access = MemoryAccess(
      root: .none, offset: UInt32(truncatingIfNeeded: instruction.x), bytes: bytes,
      isStore: opcode.traits.contains(.stores))
    let operand = instruction.addressOperand
    if operand > 0 {
      let (root, offset) = root(of: instruction.operand(operand))
      access.root = root
      access.offset &+= offset
    }
    return access
  }
}
