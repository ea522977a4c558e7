#if !hasFeature(Embedded)
  public import PVM

  /// Counts how often each instruction of a program is executed.
  ///
  /// Where every instruction costs 1, the counts are also the gas of the instructions; where blocks have
  /// costs, a block's gas is that of its first instruction. What host functions charge is not in it.
  public struct Profiler: Sendable {
    /// The program.
    public let program: LoadedProgram
    /// Counts the blocks of runs.
    var counter: EntryCounter
    /// Counts the instructions of runs, if it is asked for who calls whom: then nothing else counts.
    var calls: CallCounter?
    /// How often execution trapped where no instruction starts.
    public internal(set) var strayTraps: UInt64 = 0

    /// Who called whom, if that is asked for.
    public var callTree: CallTree? { calls?.tree }

    /// Creates a profiler for runs of a program.
    public init(_ program: LoadedProgram) {
      self.program = program
      counter = EntryCounter(program)
    }

    /// Creates a profiler for runs of a program that also notes who calls whom, which takes longer.
    ///
    /// - Parameter symbols: the functions.
    public init(_ program: LoadedProgram, callsOf symbols: SymbolMap) {
      self.init(program)
      calls = CallCounter(program, symbols)
    }
  }

  // MARK: Results

  extension Profiler {
    /// How often something was executed.
    public struct Block: Equatable, Sendable {
      /// The code indices from its first instruction to the end of its last.
      public var range: Range<Int>
      /// How often its first instruction was executed.
      public var entries: UInt64
      /// What it used.
      public var gas: UInt64

      /// Creates a block.
      public init(range: Range<Int>, entries: UInt64, gas: UInt64) {
        self.range = range
        self.entries = entries
        self.gas = gas
      }
    }

    /// Calls a function with each instruction's entry, how often it was executed, and its gas: the executed
    /// instructions, or, where blocks have costs, all of a block's at its first instruction.
    private func forEachInstruction(_ body: (_ index: Int, _ count: UInt64, _ gas: UInt64) -> Void)
    {
      let hasCosts = program.blob.target.chargesBlocks
      forEachCount { index, count, payments in
        let gas = hasCosts ? payments * UInt64(program.charge(index)) : count
        body(index, count, gas)
      }
    }

    /// Calls a function with each instruction's entry, how often it was executed, and, for the first of a
    /// block, how often the block was charged for.
    func forEachCount(_ body: (_ index: Int, _ count: UInt64, _ payments: UInt64) -> Void) {
      if let calls {
        calls.forEachInstruction(of: program, body)
      } else {
        counter.forEachInstruction(body)
      }
    }

    /// The gas of traps where no instruction starts.
    var strayGas: UInt64 { strayTraps * program.blob.target.costOfInvalidStart }

    /// All gas.
    public var total: UInt64 {
      var sum = strayGas
      forEachInstruction { _, _, gas in sum += gas }
      return sum
    }

    /// How many instructions were executed.
    public var instructionCount: UInt64 {
      var sum = strayTraps
      forEachInstruction { _, count, _ in sum += count }
      return sum
    }

    /// How often each instruction was executed, by code index; 0 where none starts.
    public var counts: [UInt64] {
      var result = [UInt64](repeating: 0, count: program.blob.code.count)
      forEachInstruction { index, count, _ in
        let pc = program.codeIndices[index]
        if program.instruction(at: pc) == index { result[Int(pc)] = count }
      }
      return result
    }

    /// How often the instruction at a code index was executed.
    ///
    /// - Complexity: linear in the size of its block.
    public func count(at pc: UInt32) -> UInt64 {
      guard let calls else { return counter.count(at: pc) }
      return program.instruction(at: pc).map { calls.counts[$0] } ?? 0
    }

    /// How often each instruction of the instruction set was executed, most frequent first, then by
    /// opcode; those that never were are left out. Traps for want of an instruction count as `trap`.
    public var opcodes: [(opcode: Opcode, count: UInt64)] {
      var sums = [UInt64](repeating: 0, count: 256)
      sums[Int(Opcode.trap.rawValue)] = strayTraps
      forEachInstruction { index, count, _ in
        sums[Int(program.instructions[index].opcode.rawValue)] += count
      }
      var result: [(opcode: Opcode, count: UInt64)] = []
      for opcode in Opcode.allCases where sums[Int(opcode.rawValue)] > 0 {
        result.append((opcode, sums[Int(opcode.rawValue)]))
      }
      result.sort { ($1.count, $0.opcode.rawValue) < ($0.count, $1.opcode.rawValue) }
      return result
    }

    /// The basic blocks that were executed, most gas first, then by position. What precedes the first
    /// block start, or follows a terminator without being one, counts to the block before it.
    public var blocks: [Block] {
      var result: [Block] = []
      var block = Block(range: 0..<0, entries: 0, gas: 0)
      var next = 0
      forEachInstruction { index, count, gas in
        let pc = Int(program.codeIndices[index])
        let isStart =
          next < program.blockStarts.count && Int(program.blockStarts[next]) == index
        if isStart { next += 1 }
        if isStart || index == 0 {
          if block.gas > 0 { result.append(block) }
          block = Block(range: pc..<pc, entries: count, gas: 0)
        }
        let end = min(pc + 1 + program.blob.mask.skip(pc), program.blob.code.count)
        block.range = block.range.lowerBound..<max(pc, end)
        block.gas += gas
      }
      if block.gas > 0 { result.append(block) }
      result.sort { ($1.gas, $0.range.lowerBound) < ($0.gas, $1.range.lowerBound) }
      return result
    }

    /// The gas of each function, most first, then by position; those without are left out. The last
    /// element, without a function, is for code that no function covers.
    public func functions(_ symbols: SymbolMap) -> [(function: SymbolMap.Function?, gas: UInt64)] {
      var sums = [UInt64](repeating: 0, count: symbols.functions.count)
      var rest = strayGas
      forEachInstruction { index, _, gas in
        let pc = Int(program.codeIndices[index])
        if let function = symbols.functionIndex(containing: pc) {
          sums[function] += gas
        } else {
          rest += gas
        }
      }
      let order = sums.indices.filter { sums[$0] > 0 }.sorted { (sums[$1], $0) < (sums[$0], $1) }
      var result: [(function: SymbolMap.Function?, gas: UInt64)] = []
      for index in order { result.append((symbols.functions[index], sums[index])) }
      if rest > 0 { result.append((nil, rest)) }
      return result
    }
  }
#endif
