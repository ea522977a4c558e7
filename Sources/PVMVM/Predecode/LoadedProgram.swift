public import PVM
import Support

/// A program made ready for execution; machines may share it.
public final class LoadedProgram: Sendable {
  /// The program blob.
  public let blob: ProgramBlob
  /// The instructions in the order of the code, then one entry for every jump or branch whose target
  /// is not a block start.
  let instructions: [PredecodedInstruction]
  /// The code index of each instruction; for an entry of a bad target that of the jump.
  let codeIndices: [UInt32]
  /// Index of the first entry for a bad target.
  let firstBadTarget: Int
  /// For each code byte the instruction that starts there, or `noInstruction`.
  let instructionAt: [UInt32]
  /// For each jump-table entry the instruction it goes to, or `noInstruction`; then one more
  /// `noInstruction`, so that there is always something to point to.
  let jumpTargets: [UInt32]
  /// The instructions that start a basic block, in ascending order.
  let blockStarts: [UInt32]

  /// Stands for no instruction.
  static var noInstruction: UInt32 { UInt32.max }

  /// Prepares a program.
  ///
  /// - Throws: `codeTooLarge`; `malformedProgram` if the target demands more of programs.
  /// - Complexity: linear in the code and the jump table.
  public init(_ blob: ProgramBlob) throws(MachineError) {
    guard blob.code.count <= MachineError.maximumCode else {
      throw MachineError(.codeTooLarge(count: blob.code.count))
    }
    do throws(PVMError) { try blob.validate() } catch {
      throw MachineError(.malformedProgram(error))
    }
    var predecoder = Predecoder(blob)
    predecoder.run()
    self.blob = blob
    instructions = predecoder.instructions
    codeIndices = predecoder.codeIndices
    firstBadTarget = predecoder.firstBadTarget
    instructionAt = predecoder.instructionAt
    jumpTargets = predecoder.jumpTargets
    blockStarts = predecoder.blockStarts
  }

  #if !hasFeature(Embedded)
    /// Prepares a program once more, with an entry before each block that counts how often it is entered.
    init(counting program: LoadedProgram) {
      var predecoder = Predecoder(program.blob, countsEntries: true)
      predecoder.run()
      blob = program.blob
      instructions = predecoder.instructions
      codeIndices = predecoder.codeIndices
      firstBadTarget = predecoder.firstBadTarget
      instructionAt = predecoder.instructionAt
      jumpTargets = predecoder.jumpTargets
      blockStarts = predecoder.blockStarts
    }
  #endif

  /// Decodes and prepares a program blob.
  ///
  /// - Throws: `malformedProgram`, `codeTooLarge`.
  public convenience init(
    decoding bytes: [UInt8], target: Target = .gp07
  ) throws(MachineError) {
    let blob: ProgramBlob
    do throws(PVMError) {
      blob = try ProgramBlob(decoding: bytes, target: target)
    } catch {
      throw MachineError(.malformedProgram(error))
    }
    try self.init(blob)
  }

  /// What entering a block at an instruction costs: as many as there are instructions from there on, or
  /// what the whole block costs.
  func charge(_ index: Int) -> Int64 { Int64(instructions[index].charge) }

  /// The instruction that starts at a code index; nil where execution traps because none does.
  func instruction(at pc: UInt32) -> Int? {
    guard pc < UInt32(instructionAt.count) else { return nil }
    let index = instructionAt[Int(pc)]
    return index == LoadedProgram.noInstruction ? nil : Int(index)
  }
}

extension LoadedProgram {
  /// The entry of a code index if a basic block starts there.
  func blockStart(at pc: UInt32) -> Int? {
    guard let index = instruction(at: pc), startsBlock(index) else { return nil }
    return index
  }

  /// Whether a basic block starts at an entry.
  ///
  /// - Complexity: logarithmic in the number of blocks.
  func startsBlock(_ index: Int) -> Bool { blockStart(before: index) == index }

  /// The last entry at or before one where a basic block starts; -1 if there is none.
  ///
  /// - Complexity: logarithmic in the number of blocks.
  func blockStart(before index: Int) -> Int {
    let next = blockStarts.indices.firstIndex(behind: { Int(blockStarts[$0]) <= index })
    return next == 0 ? -1 : Int(blockStarts[next - 1])
  }
}
