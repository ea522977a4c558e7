internal import PVM

/// Counts what a run executes. It is told where the hot loop is entered and left; the blocks in between are
/// counted by the loop itself, at entries that `LoadedProgram.init(counting:)` puts before them.
protocol RunCounter {
  /// Called when the hot loop is about to start at an entry.
  mutating func willEnter(_ index: Int)

  /// Called when the hot loop has stopped in a block; the instruction was the last that it executed.
  mutating func didLeave(_ index: Int)

  /// Called when a block is charged for that is entered at an instruction other than its first, before
  /// that instruction.
  mutating func didPayInside(_ index: Int)

  /// The first instruction at or behind an entry.
  func instruction(at index: Int) -> Int

  /// Lets the hot loop count.
  mutating func withEntryCounts<Result>(
    _ body: (UnsafeMutablePointer<Int64>?) -> Result
  ) -> Result
}

/// The counter of plain runs: its calls disappear.
struct NoCounter: RunCounter {
  /// Does nothing.
  @inline(__always)
  mutating func willEnter(_ index: Int) {}

  /// Does nothing.
  @inline(__always)
  mutating func didLeave(_ index: Int) {}

  /// Does nothing.
  @inline(__always)
  mutating func didPayInside(_ index: Int) {}

  /// All entries are instructions.
  @inline(__always)
  func instruction(at index: Int) -> Int { index }

  /// Counts nothing.
  @inline(__always)
  mutating func withEntryCounts<Result>(
    _ body: (UnsafeMutablePointer<Int64>?) -> Result
  ) -> Result { body(nil) }
}

#if !hasFeature(Embedded)
  // Problem: counting each instruction makes a run several times slower.
  //
  // Method: the hot loop counts blocks where it enters them. Where it is entered behind the first instruction
  // of a block, or left before the last, the number of executions changes inside the block; those changes are
  // kept, too. An instruction was executed as often as its block was entered, plus the changes up to it.

  /// Counts how often each instruction of a program is executed.
  struct EntryCounter: RunCounter, Sendable {
    /// The program, with an entry before each block that counts.
    let code: LoadedProgram
    /// By entry: for those that count how often the block was entered, for instructions how many more
    /// times than the one before them they were executed.
    private(set) var changes: [Int64]
    /// How often each block was charged for because it was entered behind its first instruction, by the
    /// entry that counts it; empty if blocks have no costs.
    private(set) var paymentsInside: [UInt64]

    /// Creates a counter for runs of a program.
    init(_ program: LoadedProgram) {
      code = LoadedProgram(counting: program)
      changes = Array(repeating: 0, count: code.instructions.count)
      let length = program.blob.target.chargesBlocks ? code.instructions.count : 0
      paymentsInside = Array(repeating: 0, count: length)
    }

    /// Counts an entry behind the first instruction of a block.
    mutating func willEnter(_ index: Int) {
      if !code.instructions[index].countsEntry { changes[index] += 1 }
    }

    /// Counts an exit before the last instruction of a block.
    mutating func didLeave(_ index: Int) {
      guard index < code.firstBadTarget, !code.instructions[index].opcode.terminatesBlock else {
        return
      }
      changes[index + 1] -= 1
    }

    /// Counts a payment.
    mutating func didPayInside(_ index: Int) { paymentsInside[code.blockStart(before: index)] += 1 }

    /// The entry, or the one behind it if it counts.
    func instruction(at index: Int) -> Int {
      code.instructions[index].countsEntry ? index + 1 : index
    }

    /// Lets the hot loop count.
    mutating func withEntryCounts<Result>(
      _ body: (UnsafeMutablePointer<Int64>?) -> Result
    ) -> Result {
      unsafe changes.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }

    /// What was counted for each instruction, in the order of the entries of a program that counts nothing:
    /// how often it was executed, and, for the first of a block, how often the block was entered there or
    /// charged for.
    func forEachInstruction(_ body: (_ index: Int, _ count: UInt64, _ payments: UInt64) -> Void) {
      var index = 0
      var count: Int64 = 0
      var payments: UInt64 = 0
      for entry in 0..<code.firstBadTarget {
        if code.instructions[entry].countsEntry {
          count = changes[entry]
          payments = UInt64(count) + (paymentsInside.isEmpty ? 0 : paymentsInside[entry])
        } else {
          count += changes[entry]
          body(index, UInt64(count), payments)
          payments = 0
          index += 1
        }
      }
    }

    /// How often the instruction at a code index was executed.
    func count(at pc: UInt32) -> UInt64 {
      guard let first = code.instruction(at: pc) else { return 0 }
      var entry = instruction(at: first)
      var count = changes[entry]
      while !code.instructions[entry].countsEntry {
        entry -= 1
        count += changes[entry]
      }
      return UInt64(count)
    }
  }
#endif
