internal import PVM
internal import Support

// Problem: the hot loop should neither decode bytes nor examine jump targets.
//
// Method: one pass over the code makes one entry per position that execution can reach in sequence,
// so that the next instruction is always the next entry. Where execution would trap because no
// instruction is there (an undefined opcode, the end of the code, a gap of more than 24 bytes) the
// entry is a trap. A second pass replaces targets by distances in entries. A target that is not a
// block start becomes a trap entry of its own behind the others, one per jump, because the panic is
// that of the jump: it costs nothing more and keeps the jump's code index. The interpreter tells
// those entries by their cost, which is 0. A last pass from the end counts how many instructions are
// left in each block, which is what entering it there costs; where blocks have costs of their own, they
// are computed in the first pass, and put in place when sequences have been found.
//
// A program that is profiled has one more entry before the first of each block, which counts. Jumps to the
// block go to that entry, and it costs what the block costs.
//
// Where both ways out of a branch must be block starts, a branch that has none is as bad a jump,
// whatever its condition.

/// Turns a program blob into what `LoadedProgram` holds.
struct Predecoder {
  /// The program.
  private let blob: ProgramBlob
  /// Code indices where blocks start, as far as the code is decoded.
  private var starts: BitSet
  /// See `LoadedProgram`.
  private(set) var instructions: [PredecodedInstruction] = []
  /// See `LoadedProgram`.
  private(set) var codeIndices: [UInt32] = []
  /// See `LoadedProgram`.
  private(set) var firstBadTarget = 0
  /// See `LoadedProgram`.
  private(set) var instructionAt: [UInt32]
  /// See `LoadedProgram`.
  private(set) var jumpTargets: [UInt32] = []
  /// See `LoadedProgram`.
  private(set) var blockStarts: [UInt32] = []
  /// The jumps and branches, with the code index they go to.
  private var jumps: [(index: Int, target: Int64)] = []
  /// What each block costs, in the order of the block starts, if blocks have costs.
  private var blockCosts: [UInt32] = []
  /// Computes them.
  private var simulator = BlockSimulator()
  /// Whether each block begins with an entry that counts how often it is entered.
  private let countsEntries: Bool
  /// Whether the next entry is the first of a block, whether or not jumps may go there.
  private var isAtStart = true

  /// Starts with a program.
  init(_ blob: ProgramBlob, countsEntries: Bool = false) {
    self.blob = blob
    self.countsEntries = countsEntries
    starts = BitSet(capacity: blob.code.count)
    instructionAt = Array(repeating: LoadedProgram.noInstruction, count: blob.code.count)
  }

  /// Does all the work.
  mutating func run() {
    decodeAll()
    firstBadTarget = instructions.count
    countBlocks()
    if blob.target.checksUntakenBranches { markBadBranches() }
    #if !hasFeature(Embedded)
      instructions = Fusion.fuse(instructions)
    #endif
    if blob.target.chargesBlocks { chargeBlocks() }
    for jump in jumps { resolve(jump.index, jump.target) }
    jumpTargets.reserveCapacity(blob.jumpTable.count)
    for target in blob.jumpTable {
      jumpTargets.append(blockStart(Int64(target)) ?? LoadedProgram.noInstruction)
    }
    jumpTargets.append(LoadedProgram.noInstruction)
  }

  /// Makes the entries in the order of the code.
  private mutating func decodeAll() {
    let count = blob.code.count
    let estimate = count / 3
    instructions.reserveCapacity(estimate)
    codeIndices.reserveCapacity(estimate)
    // Where a block starts if a defined instruction does: at 0 and behind the end of a block. This is
    // what `ProgramBlob.basicBlockStarts` says, without another pass over the code.
    var blockStart = 0
    var pc = blob.mask.nextStart(from: 0)
    while pc < count {
      let decoded = InstructionDecoder.decode(blob, at: pc)
      if let opcode = decoded.instruction?.opcode {
        if pc == blockStart {
          starts.insert(pc)
          blockStarts.append(UInt32(instructions.count))
        }
        if opcode.terminatesBlock { blockStart = decoded.next }
        if blob.target.chargesBlocks { simulate(decoded) }
      }
      instructionAt[pc] = UInt32(instructions.count)
      append(decoded.effective, at: pc)
      let next = decoded.next
      if next >= count || !blob.mask.isStart(next) { append(Instruction(.trap), at: next) }
      pc = blob.mask.nextStart(from: next)
    }
  }

  /// Appends an entry; its target, if it has one, is resolved later.
  private mutating func append(_ instruction: Instruction, at pc: Int) {
    #if !hasFeature(Embedded)
      if countsEntries, isAtStart {
        instructions.append(.countEntry)
        codeIndices.append(UInt32(pc))
      }
      isAtStart = instruction.opcode.terminatesBlock
    #endif
    if instruction.opcode.format.hasTarget {
      jumps.append((instructions.count, instruction.target))
    }
    instructions.append(PredecodedInstruction(instruction))
    codeIndices.append(UInt32(pc))
  }

  /// Counts how many instructions are left in each block; the last entry of the code is a trap.
  private mutating func countBlocks() {
    var rest: UInt32 = 0
    for index in instructions.indices.reversed() {
      if !instructions[index].countsEntry {
        rest = instructions[index].opcode.terminatesBlock ? 1 : rest + 1
      }
      instructions[index].charge = rest
    }
  }

  /// Goes on with the cost of the block that an instruction is in.
  private mutating func simulate(_ decoded: DecodedInstruction) {
    let instruction = decoded.effective
    simulator.decode(blob.timed(instruction, next: decoded.next))
    if instruction.opcode.terminatesBlock { blockCosts.append(simulator.finish()) }
  }

  /// Puts the costs of blocks in place; the program is valid, so that it consists of blocks.
  private mutating func chargeBlocks() {
    for (block, cost) in blockCosts.enumerated() {
      let end = block + 1 < blockStarts.count ? Int(blockStarts[block + 1]) : firstBadTarget
      for index in Int(blockStarts[block])..<end { instructions[index].charge = cost }
    }
  }

  /// Makes bad jumps of the branches of which a side is no block start, and of a `fallthrough` at the
  /// end of the code.
  private mutating func markBadBranches() {
    for (position, jump) in jumps.enumerated() {
      let index = jump.index
      guard instructions[index].opcode.traits.contains(.conditionalBranch) else { continue }
      if index + 1 < firstSequel && blockStart(jump.target) != nil { continue }
      instructions[index].operation = Operation(.jump)
      jumps[position].target = -1
    }
    guard firstSequel > 0, instructions[firstSequel - 1].opcode == .fallthrough else { return }
    instructions[firstSequel - 1].operation = Operation(.jump)
    jumps.append((firstSequel - 1, -1))
  }

  /// How many entries are instructions of a valid program; what follows is the trap behind it.
  private var firstSequel: Int {
    let trap = firstBadTarget - 1
    return trap > 0 && instructions[trap - 1].countsEntry ? trap - 1 : trap
  }

  /// Replaces the target of a jump by the distance to its entry.
  private mutating func resolve(_ index: Int, _ target: Int64) {
    var entry = instructions.count
    if let start = blockStart(target) {
      entry = Int(start)
    } else {
      instructions.append(PredecodedInstruction(Instruction(.trap)))
      codeIndices.append(codeIndices[index])
    }
    instructions[index].distance = entry - index
  }

  /// The entry of a code index that starts a block; nil for any other.
  private func blockStart(_ target: Int64) -> UInt32? {
    guard target >= 0, target < Int64(blob.code.count), starts.contains(Int(target)) else {
      return nil
    }
    return instructionAt[Int(target)]
  }
}
