package import PVM
package import Support

/// One instruction of the machine IR.
///
/// Operands do not follow the PVM's letters but their role: `def` is written, `s1`, `s2` and `s3` are
/// read. How they map to an instruction of the PVM follows from its format:
///
/// | Format | Mapping |
/// |---|---|
/// | `regRegReg` | D = def, A = s1, B = s2; conditional moves: s3 = the old value of D |
/// | `regReg` | D = def, A = s1 |
/// | `regRegImm`, result | A = def, B = s1, X; conditional moves: s3 = the old value of A |
/// | `regRegImm`, store | A = s1 (value), B = s2 (base), X |
/// | `regImm` load, constant; `regImm64` | A = def, X |
/// | `regImm` store, `jump_ind` | A = s1, X |
/// | `immImm` | X = x, Y = y |
/// | `regImmImm` | A = s1, X = x, Y = y |
/// | `regRegOff` | A = s1, B = s2, target = first successor, else second successor |
/// | `regImmOff` branch | A = s1, X, target = first successor, else second successor |
/// | `off` (jump) | target = the only successor |
///
/// s3 of a conditional move must end up in the same register as def.
package struct MachineInstruction: Hashable, Sendable {
  /// What it does.
  package var opcode: MachineOpcode
  /// What it is there for, where that does not show: bookkeeping for profiles that nothing else may
  /// depend on, so that instructions that differ only in it are equal.
  package var purpose: InstructionPurpose?
  /// Where it comes from, if that is recorded: like its purpose.
  package var position = CodePosition.none
  /// The register written.
  package var def: MachineRegister
  /// The first register read.
  package var s1: MachineRegister
  /// The second register read.
  package var s2: MachineRegister
  /// The third register read: the old value of a conditional move's result.
  package var s3: MachineRegister
  /// Immediate X.
  package var x: Int64
  /// Immediate Y, or the index of a slot, argument or call.
  package var y: Int32

  /// Creates an instruction of the PVM.
  package init(
    _ opcode: Opcode, def: MachineRegister = .none, _ s1: MachineRegister = .none,
    _ s2: MachineRegister = .none, _ s3: MachineRegister = .none, x: Int64 = 0, y: Int32 = 0
  ) {
    self.init(MachineOpcode(opcode), def: def, s1, s2, s3, x: x, y: y)
  }

  /// Creates an instruction.
  package init(
    _ opcode: MachineOpcode, def: MachineRegister = .none, _ s1: MachineRegister = .none,
    _ s2: MachineRegister = .none, _ s3: MachineRegister = .none, x: Int64 = 0, y: Int32 = 0
  ) {
    self.opcode = opcode
    self.def = def
    self.s1 = s1
    self.s2 = s2
    self.s3 = s3
    self.x = x
    self.y = y
  }

  /// Whether two instructions do the same, whatever they are there for.
  package static func == (left: MachineInstruction, right: MachineInstruction) -> Bool {
    left.opcode == right.opcode && left.def == right.def && left.s1 == right.s1
      && left.s2 == right.s2 && left.s3 == right.s3 && left.x == right.x && left.y == right.y
  }

  /// Hashes what instructions are compared by.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(opcode)
    hasher.combine(def)
    hasher.combine(s1)
    hasher.combine(s2)
    hasher.combine(s3)
    hasher.combine(x)
    hasher.combine(y)
  }

  /// The same instruction, there for a purpose.
  package func `for`(_ purpose: InstructionPurpose) -> MachineInstruction {
    var result = self
    result.purpose = purpose
    return result
  }

  /// Whether a block ends with it.
  package var isTerminator: Bool {
    if let opcode = opcode.opcode { return opcode.row.traits.contains(.terminatesBlock) }
    return opcode == .ret || opcode == .tailCall || opcode == .switchJump
  }

  /// Whether the result may be computed again anywhere instead of being kept: it reads no register
  /// and nothing that changes.
  package var isRematerializable: Bool {
    opcode == .loadConstant || opcode == .frameAddress || opcode == .loadIncoming
  }

  /// Which `CallDescription` of the function it has; only if it has one.
  @inline(__always)
  package var call: CallID {
    get { CallID(rawValue: UInt32(bitPattern: y)) }
    set { y = newValue.operand }
  }

  /// Whether it has a `CallDescription`.
  package var hasCallDescription: Bool {
    opcode == .call || opcode == .hostCall || opcode == .ret || opcode == .tailCall
  }
}

/// A value in a fixed register at a call, a return or the entry of a function.
package struct FixedOperand: Hashable, Sendable {
  /// The value's (virtual) register.
  package var value: MachineRegister
  /// Where it must be.
  package var register: Register
  /// What a parameter's value is, where that is known: it may be made again instead of kept.
  package var constant: Int64?
  /// Whether a parameter, or the result of a call, is known to have its low 32 bits sign-extended.
  package var isSignExtended: Bool

  /// Creates a pair.
  package init(
    _ value: MachineRegister, in register: Register, constant: Int64? = nil,
    isSignExtended: Bool = false
  ) {
    self.value = value
    self.register = register
    self.constant = constant
    self.isSignExtended = isSignExtended
  }
}

/// Whom a call goes to.
package enum Callee: Hashable, Sendable {
  /// The function with this index in the program.
  case direct(Int)
  /// The code address in the instruction's s1, plus x.
  case indirect
  /// A host function, or no call at all (`ret`).
  case none
}

/// A description of a call, host call, tail call or return.
package typealias CallID = EntityID<CallDescription>

/// Something for each description of a call in a function.
package typealias CallTable<Value> = EntityTable<CallDescription, Value>

extension CallID {
  /// What an instruction has as immediate Y that the description belongs to.
  package var operand: Int32 { Int32(rawValue) }
}

/// What a call, host call, tail call or return does with registers.
package struct CallDescription: Hashable, Sendable {
  /// Whom it goes to.
  package var callee: Callee
  /// The values it reads, each in its fixed register. A return's results are here, and the values
  /// that callee-saved registers had at entry.
  package var arguments: [FixedOperand]
  /// The values it defines, each in its fixed register.
  package var results: [FixedOperand]
  /// The registers whose contents it destroys, beyond results. Includes r0 for calls.
  package var clobbers: RegisterSet

  /// Creates a description.
  package init(
    callee: Callee, arguments: [FixedOperand] = [], results: [FixedOperand] = [],
    clobbers: RegisterSet = RegisterSet()
  ) {
    self.callee = callee
    self.arguments = arguments
    self.results = results
    self.clobbers = clobbers
  }
}
