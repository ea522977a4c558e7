internal import PVM

/// Which operands an instruction of the machine IR has: the mapping table of `MachineInstruction`
/// in a form that programs can ask. Printer, parser, verifier, peephole rules and emission use it.
package struct MachineOperandShape: Sendable {
  /// What `MachineInstruction.y` means.
  package enum YMeaning: UInt8, Sendable {
    /// Nothing; it is 0.
    case none
    /// Immediate Y of the PVM.
    case immediate
    /// The index of a spill slot.
    case slot
    /// The index of a frame object.
    case object
    /// The index of an incoming stack argument.
    case incoming
    /// The index of an outgoing stack argument.
    case outgoing
    /// The index of a `CallDescription`.
    case call
  }

  /// How many ways there are out of a terminator.
  package enum Successors: Sendable, Equatable {
    /// The instruction is no terminator.
    case notTerminator
    /// Exactly this many.
    case exactly(Int)
    /// One or more.
    case some
  }

  /// The name in the text form.
  package var mnemonic: StaticString
  /// Whether a register is written.
  package var hasDef = false
  /// Whether, in phase `framed`, a register may be written: the constant x on the way out.
  package var mayHaveDef = false
  /// Whether `s1` is read; calls may have one.
  package var hasS1 = false
  /// Whether `s2` is read.
  package var hasS2 = false
  /// Whether `s3` is read: the old value of `def`.
  package var hasS3 = false
  /// Whether there is an immediate X.
  package var hasX = false
  /// What y means.
  package var y = YMeaning.none
  /// How many successors there are.
  package var successors = Successors.notTerminator
  /// Whether the instruction can appear in machine IR at all, and from which phase on.
  package var firstPhase: MachinePhase? = .selected
  /// Whether it is gone in phase `framed`.
  package var isGoneWhenFramed = false
  /// Whether immediate X may be any 64-bit number.
  package var hasWideX = false

  /// The shape of an opcode; nil for a raw value that is neither an instruction nor a
  /// pseudo-instruction.
  package static func of(_ opcode: MachineOpcode) -> MachineOperandShape? {
    let index = Int(opcode.rawValue)
    return index < table.count ? table[index] : nil
  }

  /// The opcode with this name in the text form.
  package static func opcode(named mnemonic: String) -> MachineOpcode? { byName[mnemonic] }

  /// The shapes by raw value of the opcode.
  private static let table: [MachineOperandShape?] = {
    var table = [MachineOperandShape?](repeating: nil, count: 256 + pseudoShapes.count)
    for opcode in Opcode.allCases { table[Int(opcode.rawValue)] = MachineOperandShape(opcode) }
    for (opcode, shape) in pseudoShapes { table[Int(opcode.rawValue)] = shape }
    return table
  }()

  /// The opcodes by name; only asked, never iterated.
  private static let byName: [String: MachineOpcode] = {
    var names: [String: MachineOpcode] = [:]
    for (index, shape) in table.enumerated() {
      guard let shape else { continue }
      names["\(shape.mnemonic)"] = MachineOpcode(rawValue: UInt16(index))
    }
    return names
  }()

  /// The pseudo-instructions.
  private static let pseudoShapes: [(MachineOpcode, MachineOperandShape)] = [
    (.copy, .init(value: "copy", hasS1: true)),
    (.loadConstant, .init(value: "load_constant", hasX: true)),
    (.zeroExtend32, .init(value: "zero_extend_32", hasS1: true)),
    (.frameAddress, .init(value: "frame_address", hasX: true, y: .object)),
    (.loadIncoming, .init(value: "load_incoming", y: .incoming)),
    (.storeOutgoing, .init(effect: "store_outgoing", hasS1: true, y: .outgoing)),
    (.spillLoad, .init(value: "spill_load", y: .slot, firstPhase: .allocated)),
    (.spillStore, .init(effect: "spill_store", hasS1: true, y: .slot, firstPhase: .allocated)),
    (.call, .init(transfer: "call", successors: .notTerminator)),
    (.hostCall, .init(transfer: "host_call", successors: .notTerminator, hasX: true)),
    (.ret, .init(transfer: "ret", successors: .exactly(0), hasS1: true, mayHaveDef: true)),
    (.tailCall, .init(transfer: "tail_call", successors: .exactly(0), mayHaveDef: true)),
    (.switchJump, .init(switch: "switch_jump")),
    (.splitCopy, .init(value: "split_copy", hasS1: true)),
  ]

  /// A pseudo-instruction that computes a value and is expanded when the frame is laid out.
  private init(
    value mnemonic: StaticString, hasS1: Bool = false, hasX: Bool = false, y: YMeaning = .none,
    firstPhase: MachinePhase = .selected
  ) {
    self.mnemonic = mnemonic
    hasDef = true
    self.hasS1 = hasS1
    self.hasX = hasX
    self.y = y
    self.firstPhase = firstPhase
    isGoneWhenFramed = true
    hasWideX = true
  }

  /// A pseudo-instruction that stores and is expanded when the frame is laid out.
  private init(
    effect mnemonic: StaticString, hasS1: Bool, y: YMeaning, firstPhase: MachinePhase = .selected
  ) {
    self.mnemonic = mnemonic
    self.hasS1 = hasS1
    self.y = y
    self.firstPhase = firstPhase
    isGoneWhenFramed = true
  }

  /// A pseudo-instruction with a call description, which stays until emission.
  private init(
    transfer mnemonic: StaticString, successors: Successors, hasS1: Bool = false,
    hasX: Bool = false, mayHaveDef: Bool = false
  ) {
    self.mnemonic = mnemonic
    self.successors = successors
    self.hasS1 = hasS1
    self.hasX = hasX
    self.mayHaveDef = mayHaveDef
    y = .call
  }

  /// The jump through a table, which stays until emission.
  private init(switch mnemonic: StaticString) {
    self.mnemonic = mnemonic
    hasS1 = true
    mayHaveDef = true
    successors = .some
  }

  /// The shape of an instruction of the PVM, by its format.
  private init(_ opcode: Opcode) {
    let row = opcode.row
    mnemonic = row.mnemonic
    let writesA = row.roles.a.writes
    switch row.format {
    case .none: break
    case .imm: hasX = true
    case .regImm64, .regImm:
      hasDef = writesA
      hasS1 = !writesA
      hasX = true
      hasWideX = row.format == .regImm64
    case .immImm:
      hasX = true
      y = .immediate
    case .off: break
    case .regImmImm:
      hasS1 = true
      hasX = true
      y = .immediate
    case .regImmOff:
      hasDef = writesA
      hasS1 = !writesA
      hasX = true
    case .regReg:
      hasDef = true
      hasS1 = true
    case .regRegImm:
      hasDef = writesA
      hasS1 = true
      hasS2 = !writesA
      hasS3 = writesA && row.roles.a.reads
      hasX = true
    case .regRegOff:
      hasS1 = true
      hasS2 = true
    case .regRegImmImm:
      hasDef = true
      hasS1 = true
      hasX = true
      y = .immediate
    case .regRegReg:
      hasDef = true
      hasS1 = true
      hasS2 = true
      hasS3 = row.roles.d.reads
    }
    if row.traits.contains(.terminatesBlock) {
      let isExit = opcode == .trap || opcode == .jumpInd || opcode == .loadImmJumpInd
      let isBranch = row.traits.contains(.conditionalBranch)
      successors = .exactly(isExit ? 0 : isBranch ? 2 : 1)
    }
    switch opcode {
    // Host calls are `hostCall`, calls through a table are `call`, and where a block falls into the
    // next one is decided by emission.
    case .ecalli, .loadImmJumpInd, .fallthrough: firstPhase = nil
    case .loadImmJump: firstPhase = .framed
    default: break
    }
  }
}
