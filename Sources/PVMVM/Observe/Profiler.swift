public import PVM

/// Counts how often each instruction of a program is executed.
///
/// Where every instruction costs 1, the counts are also the gas of the instructions; where blocks have
/// costs, a block's gas is that of its first instruction. What host functions charge is not in it.
public struct Profiler: ExecutionObserver, Sendable {
  /// The program.
  public let program: LoadedProgram
  /// How often each entry of the program was executed.
  private var counts: [UInt64]
  /// How often each block was charged for because it was entered behind its first instruction, by that
  /// instruction; empty if blocks have no costs.
  private var middleEntries: [UInt64]
  /// How often execution trapped where no instruction starts.
  public private(set) var strayTraps: UInt64 = 0

  #if !hasFeature(Embedded)
    /// Who called whom, if that is asked for.
    public private(set) var callTree: CallTree?

    /// Creates a profiler for runs of a program that also notes who calls whom.
    ///
    /// - Parameter symbols: the functions.
    public init(_ program: LoadedProgram, callsOf symbols: SymbolMap) {
      self.init(program)
      callTree = CallTree(program, symbols: symbols)
    }
  #endif

  /// Creates a profiler for runs of a program.
  public init(_ program: LoadedProgram) {
    self.program = program
    counts = Array(repeating: 0, count: program.instructions.count)
    middleEntries = program.blob.target.chargesBlocks ? counts : []
  }

  /// Counts an instruction.
  // A call, because the hot loop counts at hundreds of places: inlined it is slower.
  @inline(never)
  mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>) {
    counts[index] &+= 1
    #if !hasFeature(Embedded)
      callTree?.count(index)
    #endif
  }

  /// Counts a trap where no instruction starts.
  mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>) {
    strayTraps += 1
  }

  /// Counts the entry of a block.
  mutating func didEnterMiddle(_ index: Int) {
    let start = program.blockStart(before: index)
    middleEntries[start] += 1
    #if !hasFeature(Embedded)
      callTree?.enterMiddle(ofBlock: start)
    #endif
  }

  /// Does nothing.
  mutating func didStop(registers: UnsafePointer<UInt64>) {}
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

  /// The gas of an entry of the program: the executed instructions, or, where blocks have costs, all of
  /// a block's at its first instruction.
  private func gas(_ index: Int) -> UInt64 {
    if middleEntries.isEmpty { return counts[index] }
    guard program.startsBlock(index) else { return 0 }
    return UInt64(program.charge(index)) * (counts[index] + middleEntries[index])
  }

  /// How often an instruction was executed, given by its number.
  func count(ofInstruction index: Int) -> UInt64 { counts[index] }

  /// How often a block was charged for because it was entered behind its first instruction, by the number of that.
  func middleEntries(ofBlock start: Int) -> UInt64 {
    middleEntries.isEmpty ? 0 : middleEntries[start]
  }

  /// The gas of traps where no instruction starts.
  var strayGas: UInt64 { strayTraps * program.blob.target.costOfInvalidStart }

  /// All gas.
  public var total: UInt64 {
    var sum = strayGas
    for index in 0..<program.firstBadTarget { sum += gas(index) }
    return sum
  }

  /// How many instructions were executed.
  public var instructionCount: UInt64 {
    var sum = strayTraps
    for index in 0..<program.firstBadTarget { sum += counts[index] }
    return sum
  }

  /// How often the instruction at a code index was executed.
  public func count(at pc: UInt32) -> UInt64 {
    guard let index = program.instruction(at: pc) else { return 0 }
    return counts[index]
  }

  /// How often each instruction of the instruction set was executed, most frequent first, then by
  /// opcode; those that never were are left out. Traps for want of an instruction count as `trap`.
  public var opcodes: [(opcode: Opcode, count: UInt64)] {
    var sums = [UInt64](repeating: 0, count: 256)
    sums[Int(Opcode.trap.rawValue)] = strayTraps
    for index in 0..<program.firstBadTarget {
      sums[Int(program.instructions[index].opcode.rawValue)] += counts[index]
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
    for index in 0..<program.firstBadTarget {
      let pc = Int(program.codeIndices[index])
      let isStart =
        next < program.blockStarts.count && Int(program.blockStarts[next]) == index
      if isStart { next += 1 }
      if isStart || index == 0 {
        if block.gas > 0 { result.append(block) }
        block = Block(range: pc..<pc, entries: counts[index], gas: 0)
      }
      let end = min(pc + 1 + program.blob.mask.skip(pc), program.blob.code.count)
      block.range = block.range.lowerBound..<max(pc, end)
      block.gas += gas(index)
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
    for index in 0..<program.firstBadTarget {
      let pc = Int(program.codeIndices[index])
      if let function = symbols.functionIndex(containing: pc) {
        sums[function] += gas(index)
      } else {
        rest += gas(index)
      }
    }
    let order = sums.indices.filter { sums[$0] > 0 }.sorted { (sums[$1], $0) < (sums[$0], $1) }
    var result: [(function: SymbolMap.Function?, gas: UInt64)] = []
    for index in order { result.append((symbols.functions[index], sums[index])) }
    if rest > 0 { result.append((nil, rest)) }
    return result
  }
}
