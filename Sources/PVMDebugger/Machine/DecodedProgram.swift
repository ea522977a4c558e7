public import PVM
internal import Support

/// An instruction in the form that the debugger executes.
struct ReplayInstruction: Sendable {
  /// How it is executed.
  enum Kind: UInt8, Sendable {
    /// It computes a register from registers and immediates.
    case value
    /// It ends a block and goes on behind it, or does nothing.
    case next
    /// Ends the run.
    case trap
    /// Calls the host.
    case hostCall
    /// Grows the heap.
    case grow
    /// Loads from memory.
    case load
    /// Stores into memory.
    case store
    /// Goes to a target.
    case jump
    /// Goes to a target if a condition holds.
    case branch
    /// Goes where a register says.
    case indirect
  }

  /// How it is executed.
  var kind: Kind
  /// Which instruction.
  var opcode: Opcode
  /// Register A.
  var a: UInt8
  /// Register B.
  var b: UInt8
  /// Register D.
  var d: UInt8
  /// The register that is written by a value.
  var result: UInt8
  /// How many bytes are loaded or stored.
  var size: UInt8
  /// Whether what is loaded is sign-extended.
  var isSigned: Bool
  /// Whether the address is that of register B, or for stores of an immediate that of A, plus an immediate.
  var base: UInt8?
  /// Whether what is stored is an immediate.
  var storesImmediate: Bool
  /// Whether it ends a block.
  var endsBlock: Bool
  /// Immediate X.
  var x: UInt64
  /// Immediate Y.
  var y: UInt64
  /// The number of the instruction that is jumped to; -1 if no block starts there.
  var target: Int32
  /// The number of the instruction behind it; -1 if there is none.
  var next: Int32
  /// The code index of what is behind it.
  var nextPC: UInt32
}

/// A program as the debugger executes it.
public final class DecodedProgram: Sendable {
  /// The program.
  public let blob: ProgramBlob
  /// The instructions in the order of the code.
  let instructions: [ReplayInstruction]
  /// The code index of each.
  public let pcs: [UInt32]
  /// The number of the instruction at each byte of the code; -1 where none starts.
  private let numbers: [Int32]
  /// Whether a block starts at each instruction.
  let startsBlock: [Bool]
  /// The first instruction of each instruction's block.
  let blockStarts: [Int32]
  /// What entering the block of each instruction costs, if blocks are charged for; at the blocks' first instructions.
  let blockCosts: [Int64]

  /// Decodes a program.
  public init(_ blob: ProgramBlob) {
    self.blob = blob
    let starts = blob.basicBlockStarts()
    var pcs: [UInt32] = []
    var numbers = [Int32](repeating: -1, count: blob.code.count)
    var pc = blob.mask.nextStart(from: 0)
    while pc < blob.code.count {
      if blob.opcode(at: pc) != nil {
        numbers[pc] = Int32(pcs.count)
        pcs.append(UInt32(pc))
      }
      pc = blob.mask.nextStart(from: pc + 1)
    }
    let number = { (pc: Int64) -> Int32 in
      pc >= 0 && pc < Int64(numbers.count) ? numbers[Int(pc)] : -1
    }
    let blockNumber = { (pc: Int64) -> Int32 in
      guard pc >= 0, pc < Int64(numbers.count), starts.contains(Int(pc)) else { return -1 }
      return numbers[Int(pc)]
    }
    var instructions: [ReplayInstruction] = []
    instructions.reserveCapacity(pcs.count)
    for pc in pcs {
      let decoded = InstructionDecoder.decode(blob, at: Int(pc))
      var instruction = ReplayInstruction(decoded.effective)
      instruction.target = blockNumber(decoded.effective.target)
      instruction.next = number(Int64(decoded.next))
      instruction.nextPC = UInt32(decoded.next)
      instructions.append(instruction)
    }
    var isStart: [Bool] = []
    var blockStarts: [Int32] = []
    var costs: [Int64] = []
    for (index, pc) in pcs.enumerated() {
      isStart.append(starts.contains(Int(pc)))
      blockStarts.append(isStart[index] ? Int32(index) : blockStarts.last ?? 0)
      let hasCost = isStart[index] && blob.target.chargesBlocks
      costs.append(hasCost ? Int64(blob.blockCost(at: Int(pc))) : 0)
    }
    self.instructions = instructions
    self.pcs = pcs
    self.numbers = numbers
    startsBlock = isStart
    self.blockStarts = blockStarts
    blockCosts = costs
  }

  /// The number of the instruction at a code index; nil if none starts there.
  public func number(at pc: UInt32) -> Int? {
    guard pc < UInt32(clamping: numbers.count), numbers[Int(pc)] >= 0 else { return nil }
    return Int(numbers[Int(pc)])
  }

  /// The number of the block's first instruction that a jump table's entry leads to; nil if it leads to none.
  func blockNumber(at pc: UInt32) -> Int? {
    guard let number = number(at: pc), startsBlock[number] else { return nil }
    return number
  }

  /// The number of the first instruction at or behind a code index.
  public func firstNumber(from pc: Int) -> Int {
    var (low, high) = (0, pcs.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(pcs[middle]) < pc { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The instruction with a number.
  public func instruction(_ number: Int) -> Instruction {
    InstructionDecoder.decode(blob, at: Int(pcs[number])).effective
  }
}

extension ReplayInstruction {
  /// Takes an instruction apart.
  init(_ instruction: Instruction) {
    let opcode = instruction.opcode
    let roles = opcode.roles
    self.init(
      kind: Kind(opcode), opcode: opcode, a: instruction.a.number, b: instruction.b.number,
      d: instruction.d.number, result: roles.d.writes ? instruction.d.number : instruction.a.number,
      size: 0, isSigned: false, base: nil, storesImmediate: false,
      endsBlock: opcode.terminatesBlock, x: UInt64(bitPattern: instruction.x),
      y: UInt64(bitPattern: instruction.y), target: -1, next: -1, nextPC: 0)
    guard kind == .load || kind == .store else { return }
    let format = opcode.format
    switch format {
    case .regRegImm: base = b
    case .regImmImm: base = a
    default: base = nil
    }
    storesImmediate = format == .immImm || format == .regImmImm
    (size, isSigned) = ReplayInstruction.access(opcode)
  }

  /// How many bytes an opcode loads or stores, and whether with a sign.
  private static func access(_ opcode: Opcode) -> (size: UInt8, isSigned: Bool) {
    switch opcode {
    case .loadU8, .loadIndU8, .storeU8, .storeIndU8, .storeImmU8, .storeImmIndU8: (1, false)
    case .loadI8, .loadIndI8: (1, true)
    case .loadU16, .loadIndU16, .storeU16, .storeIndU16, .storeImmU16, .storeImmIndU16: (2, false)
    case .loadI16, .loadIndI16: (2, true)
    case .loadU32, .loadIndU32, .storeU32, .storeIndU32, .storeImmU32, .storeImmIndU32: (4, false)
    case .loadI32, .loadIndI32: (4, true)
    default: (8, false)
    }
  }
}

extension ReplayInstruction.Kind {
  /// How an opcode is executed.
  init(_ opcode: Opcode) {
    let traits = opcode.traits
    switch opcode {
    case .trap: self = .trap
    case .fallthrough, .unlikely: self = .next
    case .ecalli: self = .hostCall
    case .sbrk: self = .grow
    case .jump, .loadImmJump: self = .jump
    case .jumpInd, .loadImmJumpInd: self = .indirect
    case _ where traits.contains(.conditionalBranch): self = .branch
    case _ where traits.contains(.loads): self = .load
    case _ where traits.contains(.stores): self = .store
    default: self = .value
    }
  }
}
