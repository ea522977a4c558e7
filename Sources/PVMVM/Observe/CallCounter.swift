#if !hasFeature(Embedded)
  internal import PVM

  /// Counts instructions one by one, and who calls whom.
  struct CallCounter: ExecutionObserver, Sendable {
    /// Who called whom.
    private(set) var tree: CallTree
    /// How often each instruction was executed.
    private(set) var counts: [UInt64]
    /// How often each block was charged for because it was entered behind its first instruction, by that
    /// instruction; empty if blocks have no costs.
    private var paymentsInside: [UInt64]
    /// The program.
    private let program: LoadedProgram

    /// Creates a counter for runs of a program with these functions.
    init(_ program: LoadedProgram, _ symbols: SymbolMap) {
      self.program = program
      tree = CallTree(program, symbols: symbols)
      counts = Array(repeating: 0, count: program.instructions.count)
      paymentsInside = program.blob.target.chargesBlocks ? counts : []
    }

    /// Counts an instruction.
    mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>) {
      counts[index] += 1
      tree.count(index)
    }

    /// Does nothing: the machine's `run(profiler:)` counts these.
    mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>) {}

    /// Counts a payment.
    mutating func didPayInside(_ index: Int) {
      let start = program.blockStart(before: index)
      paymentsInside[start] += 1
      tree.enterMiddle(ofBlock: start)
    }

    /// Does nothing.
    mutating func didStop(registers: UnsafePointer<UInt64>) {}

    /// What was counted for each instruction: how often it was executed, and, for the first of a block, how
    /// often the block was entered there or charged for.
    func forEachInstruction(
      of program: LoadedProgram, _ body: (_ index: Int, _ count: UInt64, _ payments: UInt64) -> Void
    ) {
      for index in 0..<program.firstBadTarget {
        let inside = paymentsInside.isEmpty ? 0 : paymentsInside[index]
        body(index, counts[index], program.startsBlock(index) ? counts[index] + inside : 0)
      }
    }
  }
#endif
