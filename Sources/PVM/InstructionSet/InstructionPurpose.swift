/// What an instruction is in a program for: the question behind "where does the gas go".
///
/// The code generator knows and records it; from the bytes alone it can only be guessed
/// (`init(deriving:)`), because a spill, for example, is a load or store like any other.
public enum InstructionPurpose: UInt8, CaseIterable, Sendable {
  /// Computes what the source computes.
  case arithmetic
  /// A load or store of the source.
  case memory
  /// A decision of the source: a conditional branch, a jump through a table, a trap; also the mark of
  /// a side that is rarely taken.
  case branch
  /// A call of a host function.
  case hostCall
  /// Brings a value back that had no register.
  case spillLoad
  /// Saves a value that has no register; also the return address and registers kept for callers.
  case spillStore
  /// Copies a value to another register.
  case move
  /// Puts a constant into a register.
  case constant
  /// Sign or zero extension.
  case `extension`
  /// Computes nothing but addresses.
  case address
  /// Calls a function, or leaves for another one.
  case call
  /// Returns to the caller.
  case `return`
  /// Brings arguments and results to where callers and callees expect them.
  case argument
  /// Moves the stack pointer.
  case frame
  /// Goes to where the code continues.
  case jump

  /// What purposes have in common.
  public enum Group: UInt8, CaseIterable, Sendable {
    /// What the program is about; everything else is a cost of how it is compiled.
    case work
    /// Loads and stores of values without a register.
    case spills
    /// Copies between registers.
    case moves
    /// Constants.
    case constants
    /// Extensions.
    case extensions
    /// Address arithmetic.
    case addresses
    /// Calls, returns and what they need.
    case calls
    /// Unconditional jumps.
    case jumps

    /// The name in tables.
    public var name: StaticString {
      switch self {
      case .work: "work"
      case .spills: "spills"
      case .moves: "moves"
      case .constants: "constants"
      case .extensions: "extensions"
      case .addresses: "addresses"
      case .calls: "calls"
      case .jumps: "jumps"
      }
    }
  }

  /// The group.
  public var group: Group {
    switch self {
    case .arithmetic, .memory, .branch, .hostCall: .work
    case .spillLoad, .spillStore: .spills
    case .move: .moves
    case .constant: .constants
    case .extension: .extensions
    case .address: .addresses
    case .call, .return, .argument, .frame: .calls
    case .jump: .jumps
    }
  }

  /// The name in tables.
  public var name: StaticString {
    switch self {
    case .arithmetic: "arithmetic"
    case .memory: "memory"
    case .branch: "branch"
    case .hostCall: "host-call"
    case .spillLoad: "spill-load"
    case .spillStore: "spill-store"
    case .move: "move"
    case .constant: "constant"
    case .extension: "extension"
    case .address: "address"
    case .call: "call"
    case .return: "return"
    case .argument: "argument"
    case .frame: "frame"
    case .jump: "jump"
    }
  }
}

extension InstructionPurpose {
  /// The purpose that the instruction itself shows, whatever the registers mean.
  public init(of instruction: Instruction) {
    let traits = instruction.opcode.traits
    switch instruction.opcode {
    case .moveReg: self = .move
    case .loadImm, .loadImm64: self = .constant
    case .signExtend8, .signExtend16, .zeroExtend16: self = .extension
    case .addImm32 where instruction.x == 0: self = .extension
    case .jump, .loadImmJump, .fallthrough: self = .jump
    case .ecalli: self = .hostCall
    case .unlikely: self = .branch
    default:
      if traits.contains(.loads) || traits.contains(.stores) {
        self = .memory
      } else {
        self = traits.contains(.terminatesBlock) ? .branch : .arithmetic
      }
    }
  }

  /// The most likely purpose of an instruction in a program of which only the bytes are known: r0 is
  /// taken for the return address and r1 for the stack pointer, as is usual. Arithmetic on addresses
  /// and moves of arguments cannot be told from others.
  public init(deriving instruction: Instruction) {
    switch instruction.opcode {
    case .loadIndU64 where instruction.b == .stackPointer: self = .spillLoad
    case .storeIndU64 where instruction.b == .stackPointer: self = .spillStore
    case .addImm64 where instruction.a == .stackPointer && instruction.b == .stackPointer:
      self = .frame
    case .loadImmJump where instruction.a == .returnAddress: self = .call
    case .loadImmJumpInd where instruction.a == .returnAddress: self = .call
    case .jumpInd where instruction.a == .returnAddress: self = .return
    default: self.init(of: instruction)
    }
  }

  /// What the code generator recorded, unless a later step made another instruction of it.
  public init(recorded purpose: InstructionPurpose?, _ instruction: Instruction) {
    let traits = instruction.opcode.traits
    let shown = InstructionPurpose(of: instruction)
    let isPossible: Bool
    switch purpose {
    case nil: isPossible = false
    case .spillLoad: isPossible = traits.contains(.loads)
    case .spillStore: isPossible = traits.contains(.stores)
    case .frame: isPossible = instruction.opcode == .addImm64
    case .argument: isPossible = shown == .move || shown == .memory
    case .extension: isPossible = shown == .arithmetic || shown == .extension
    case .address: isPossible = shown == .arithmetic || instruction.opcode == .loadImm
    case .call, .return: isPossible = traits.contains(.terminatesBlock)
    case .branch: isPossible = traits.contains(.terminatesBlock) || instruction.opcode == .unlikely
    case .arithmetic, .memory, .hostCall, .move, .constant, .jump: isPossible = purpose == shown
    }
    if isPossible, let purpose { self = purpose } else { self = shown }
  }
}
