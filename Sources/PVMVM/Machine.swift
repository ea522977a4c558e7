public import PVM
internal import Support

/// A machine that runs a program: registers, memory, gas and counter (`pvm.md` section 1).
///
/// A run ends with an `ExitReason`; registers, memory and gas stay, so that the embedder may look at
/// them, change them, and run again from any code index. The counter is left at the instruction that
/// ended the run, also where the Gray Paper's result says 0.
///
/// Example: `var machine = try Machine(standardProgram: program, gas: 1_000)` and then
/// `let exit = machine.run()`.
@safe
public struct Machine: ~Copyable {
  /// The program.
  public let program: LoadedProgram
  /// The memory.
  public private(set) var memory: GuestMemory
  /// Code index of the next instruction, or of the one that ended the run.
  public var pc: UInt32
  /// Gas left; after a run that was out of gas 0, or what did not suffice for a block.
  public var gas: Int64
  /// The end of the heap, which `sbrk` or `grow_heap` moves; 0 if the machine has no heap.
  public private(set) var heapEnd: UInt64
  /// Where the heap must end at the latest; 0 if the machine has no heap.
  public let heapLimit: UInt64
  /// Whether the block that the counter is in is paid for (`pvm-0.8.md` section 4.1); always false
  /// where every instruction is paid for itself.
  public var isBlockPaid = false
  /// The thirteen registers.
  let registerStorage: UnsafeMutablePointer<UInt64>

  /// Creates a machine in any state.
  ///
  /// - Parameters:
  ///   - pc: where the run starts; need not be a block start, nor in the code.
  ///   - gas: how much may be used.
  ///   - memory: without pages unless given.
  ///   - heapEnd: where the heap ends that can grow, in bytes.
  ///   - heapLimit: where that heap must end at the latest, in bytes.
  public init(
    program: LoadedProgram, registers: RegisterFile = RegisterFile(), pc: UInt32 = 0, gas: Int64,
    memory: consuming GuestMemory = GuestMemory(), heapEnd: UInt32 = 0, heapLimit: UInt32 = 0
  ) {
    self.program = program
    self.memory = memory
    self.pc = pc
    self.gas = gas
    self.heapEnd = UInt64(heapEnd)
    self.heapLimit = UInt64(heapLimit)
    unsafe registerStorage = .allocate(capacity: Register.count)
    for register in RegisterSet.all {
      unsafe (registerStorage + Int(register.number)).initialize(to: registers[register])
    }
  }

  deinit { unsafe registerStorage.deallocate() }
}

// MARK: State

extension Machine: GuestMachine {
  /// The values of all registers.
  public var registers: RegisterFile {
    get {
      var result = RegisterFile()
      for register in RegisterSet.all { result[register] = self[register] }
      return result
    }
    set {
      for register in RegisterSet.all { self[register] = newValue[register] }
    }
  }

  /// The value of one register.
  public subscript(register: Register) -> UInt64 {
    // Bound: a register's number is at most 12.
    get { unsafe registerStorage[Int(register.number)] }
    set { unsafe registerStorage[Int(register.number)] = newValue }
  }

  /// Whether a host function may read a range: no wrap-around, an empty range always.
  public func isReadable(address: UInt64, count: UInt64) -> Bool {
    memory.isReadable(address: address, count: count)
  }

  /// Whether a host function may write a range: no wrap-around, an empty range always.
  public func isWritable(address: UInt64, count: UInt64) -> Bool {
    memory.isWritable(address: address, count: count)
  }

  /// Reads a range for a host function; nil if not all of it can be read.
  public func read(address: UInt64, count: UInt64) -> [UInt8]? {
    memory.read(address: address, count: count)
  }

  /// Writes bytes for a host function; false, and nothing is written, if not all of the range can be
  /// written.
  public mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    memory.write(address: address, bytes)
  }

  /// Lets an embedder change the memory: map pages, change rights, store into read-only pages.
  public mutating func withMemory<Result>(_ body: (inout GuestMemory) -> Result) -> Result {
    // Not by a setter: Swift 6.2 crashes when an optimized build compiles the setter of a public
    // property whose type cannot be copied.
    body(&memory)
  }

  /// Which machine the program is for.
  public var target: Target { program.blob.target }

  /// The pages of the heap, for `grow_heap`.
  public var heapPages: HeapPages { HeapPages(end: heapEnd >> 12, limit: heapLimit >> 12) }

  /// Makes the pages up to one part of the heap.
  public mutating func growHeap(toPage end: UInt64) { _ = growHeap((end << 12) - heapEnd) }

  /// Moves the counter past the `ecalli` it is at, so that the run goes on behind the host call.
  public mutating func advancePastHostCall() {
    pc &+= 1 + UInt32(program.blob.mask.skip(Int(clamping: pc)))
  }
}

// MARK: Running

extension Machine {
  /// Executes instructions until the run ends. After a host call the counter is at the `ecalli`; see
  /// `advancePastHostCall`, or `run(host:)`, which serves host calls.
  public mutating func run() -> ExitReason {
    var counter = NoCounter()
    return execute(program, &counter)
  }

  /// Executes instructions until the run ends, and has them counted.
  ///
  /// - Parameter code: the program, as it is counted.
  mutating func execute<Counter: RunCounter>(
    _ code: LoadedProgram, _ counter: inout Counter
  ) -> ExitReason {
    guard var index = code.instruction(at: pc) else { return trap() }
    while true {
      let (stop, pending) = enterLoop(code, &index, &counter)
      if let exit = finish(stop, pending, code, &index) {
        pc = code.codeIndices[index]
        return exit
      }
    }
  }

  /// What happens at a counter where no instruction starts.
  mutating func trap() -> ExitReason {
    let cost = costOfTrap
    guard gas >= cost else {
      gas = 0
      return .outOfGas
    }
    gas -= cost
    return .panic
  }

  /// What it costs to be at a counter where no instruction starts.
  var costOfTrap: Int64 { Int64(truncatingIfNeeded: target.costOfInvalidStart) }

  /// The most instructions that are executed at a time when the gas does not suffice for a block.
  private static var chunkSize: Int { 256 }

  /// Runs the hot loop from an instruction until it stops at one. Pays for what is executed, and for
  /// the instruction it stops at unless that starts a block that cannot be paid for.
  private mutating func enterLoop<Counter: RunCounter>(
    _ code: LoadedProgram, _ index: inout Int, _ counter: inout Counter
  ) -> (ExecutionStop, PendingAccess) {
    if target.chargesBlocks { return enterPaidBlock(code, &index, &counter) }
    if gas < code.charge(index) { return runChunk(code, &index, &counter) }
    gas -= code.charge(index)
    let result = runLoop(code, &index, &counter)
    if result.0 != .blockUnpaid { refund(code.instructions[index].charge) }
    return result
  }

  /// Runs the hot loop from an instruction until it stops at one, where blocks are paid for as a whole
  /// and stay paid.
  private mutating func enterPaidBlock<Counter: RunCounter>(
    _ code: LoadedProgram, _ index: inout Int, _ counter: inout Counter
  ) -> (ExecutionStop, PendingAccess) {
    if isBlockPaid {
      // Its entry is counted already.
      index = counter.instruction(at: index)
    } else {
      guard gas >= code.charge(index) else { return (.outOfGas, PendingAccess()) }
      gas -= code.charge(index)
      isBlockPaid = true
      if !code.startsBlock(index) { counter.didPayInside(index) }
    }
    let result = runLoop(code, &index, &counter)
    // Where the loop stops at a jump that will go on, another block begins.
    if result.0 == .blockUnpaid { isBlockPaid = false }
    return result
  }

  /// Runs the hot loop from an instruction that is paid for until it stops at one.
  private mutating func runLoop<Counter: RunCounter>(
    _ code: LoadedProgram, _ index: inout Int, _ counter: inout Counter
  ) -> (ExecutionStop, PendingAccess) {
    let start = index
    counter.willEnter(start)
    // The array has at least one element: an instruction starts at the counter.
    let result = unsafe code.instructions.withUnsafeBufferPointer { instructions in
      let base = unsafe Invariant.unwrap(
        instructions.baseAddress, "a program with an instruction has entries")
      return unsafe counter.withEntryCounts { counts in
        unsafe runLoop(code, base + start, base: base, counts, &index)
      }
    }
    if result.0 != .blockUnpaid { counter.didLeave(index) }
    return result
  }

  /// Runs the hot loop for some of the instructions of a block whose end the gas does not reach.
  private mutating func runChunk<Counter: RunCounter>(
    _ code: LoadedProgram, _ index: inout Int, _ counter: inout Counter
  ) -> (ExecutionStop, PendingAccess) {
    let count = Int(min(gas, Int64(Machine.chunkSize)))
    guard count > 0 else {
      gas = 0
      return (.outOfGas, PendingAccess())
    }
    index = counter.instruction(at: index)
    let start = index
    counter.willEnter(start)
    gas -= Int64(count)
    let result = runCopy(code, count, &index)
    if index == start + count {
      counter.didLeave(index - 1)
      return (gas == 0 ? .outOfGas : .chunkEnd, result.1)
    }
    counter.didLeave(index)
    refund(UInt32(start + count - index))
    return result
  }

  /// Runs the hot loop on a copy of some instructions of a block, not its last, that ends in a trap of
  /// no cost.
  private mutating func runCopy(
    _ code: LoadedProgram, _ count: Int, _ index: inout Int
  ) -> (ExecutionStop, PendingAccess) {
    let start = index
    var copy = Array(code.instructions[start..<start + count])
    for position in 0..<count { copy[position].operation = Operation(copy[position].opcode) }
    copy.append(PredecodedInstruction(Instruction(.trap)))
    return unsafe copy.withUnsafeBufferPointer { instructions in
      let base = unsafe Invariant.unwrap(instructions.baseAddress, "a copy is not empty")
      // Only the difference to this base is used: no jump is in the copy.
      return unsafe runLoop(code, base, base: base - start, nil, &index)
    }
  }

  #if !hasFeature(Embedded)
    /// Executes one instruction, which is paid for. Where that is the last of its block, the next one is
    /// not entered.
    mutating func executeOne(_ index: inout Int) -> (ExecutionStop, PendingAccess) {
      let start = index
      if program.instructions[start].opcode.terminatesBlock {
        // Without gas no block is entered.
        let rest = gas
        gas = 0
        defer { gas = rest }
        var counter = NoCounter()
        return runLoop(program, &index, &counter)
      }
      // As `runCopy`, without an array for each instruction.
      let result = unsafe withUnsafeTemporaryAllocation(
        of: PredecodedInstruction.self, capacity: 2
      ) { copy -> (ExecutionStop, PendingAccess) in
        var instruction = program.instructions[start]
        instruction.operation = Operation(instruction.opcode)
        unsafe copy.initializeElement(at: 0, to: instruction)
        unsafe copy.initializeElement(at: 1, to: PredecodedInstruction(Instruction(.trap)))
        let base = unsafe UnsafePointer(
          Invariant.unwrap(copy.baseAddress, "the room is for two instructions"))
        return unsafe runLoop(program, base, base: base - start, nil, &index)
      }
      return index == start + 1 ? (.chunkEnd, result.1) : result
    }
  #endif

  /// Gives back what was paid for the instructions behind one.
  private mutating func refund(_ charge: UInt32) {
    if charge > 0 { gas += Int64(charge) - 1 }
  }

  /// Runs the hot loop; `index` becomes the distance of the instruction it stops at from `base`.
  private mutating func runLoop(
    _ code: LoadedProgram, _ ip: UnsafePointer<PredecodedInstruction>,
    base: UnsafePointer<PredecodedInstruction>, _ entryCounts: UnsafeMutablePointer<Int64>?,
    _ index: inout Int
  ) -> (ExecutionStop, PendingAccess) {
    let registers = unsafe UnsafeMutableRawPointer(registerStorage)
    let view = unsafe memory.pages.view
    let jumpCount = UInt32(clamping: code.blob.jumpTable.count)
    return unsafe code.jumpTargets.withUnsafeBufferPointer { jumpTargets in
      let jumpBase = unsafe Invariant.unwrap(
        jumpTargets.baseAddress, "the jump targets are followed by one more")
      #if hasFeature(Embedded)
        var context = unsafe ExecutionContext(
          base: base, jumpTargets: jumpBase, jumpCount: jumpCount)
      #else
        var context = unsafe ExecutionContext(
          base: base, jumpTargets: jumpBase, jumpCount: jumpCount, entryCounts: entryCounts)
      #endif
      return unsafe withUnsafeMutablePointer(to: &context) { context in
        var frame = unsafe ExecutionFrame(
          ip: ip, registers: registers, gas: gas, memory: view, context: context)
        let stop = unsafe FastInterpreter.run(&frame)
        gas = unsafe frame.gas
        index = unsafe frame.ip - base
        return unsafe (stop, context.pointee.pending)
      }
    }
  }

  /// Does what the hot loop left to do at an instruction; nil if the run goes on.
  mutating func finish(
    _ stop: ExecutionStop, _ pending: PendingAccess, _ code: LoadedProgram, _ index: inout Int
  ) -> ExitReason? {
    switch stop {
    case .halt: return .halt
    case .panic: return .panic
    case .outOfGas: return .outOfGas
    case .blockUnpaid, .chunkEnd: return nil
    case .hostCall:
      return .hostCall(index: Semantics.signExtend32(UInt64(code.instructions[index].x)))
    case .unlistedJump:
      guard program.blob.jumpTarget(address: pending.address) == 0,
        let target = code.blockStart(at: 0)
      else { return .panic }
      index = target
      isBlockPaid = false
      return nil
    case .sbrk:
      let instruction = code.instructions[index]
      let result = growHeap(self[instruction.registerA])
      self[instruction.registerD] = result
      index += 1
      return nil
    case .load:
      switch memory.load(address: pending.address, count: pending.count) {
      case .exit(let exit): return exit
      case .done(let value):
        let unused = UInt64(64 - 8 * pending.count)
        let extended = Int64(bitPattern: value &<< unused) &>> Int64(unused)
        let register = code.instructions[index].registerA
        self[register] = pending.isSigned ? UInt64(bitPattern: extended) : value
        index += 1
        return nil
      }
    case .store:
      switch memory.store(address: pending.address, count: pending.count, pending.value) {
      case .exit(let exit): return exit
      case .done:
        index += 1
        return nil
      }
    }
  }

  /// Grows the heap by some bytes, as `sbrk` does (`pvm.md` section 8.9); the result is the start of the new
  /// bytes, or 0 if they do not fit.
  private mutating func growHeap(_ count: UInt64) -> UInt64 {
    let old = heapEnd
    let (newEnd, overflow) = old.addingReportingOverflow(count)
    guard !overflow, newEnd <= heapLimit else { return count == 0 ? old : 0 }
    heapEnd = newEnd
    var page = Int(old >> 12)
    let end = Int((heapEnd + 4095) >> 12)
    while page < end {
      if memory.access(page: page) == .inaccessible { memory.setAccess(page: page, .readWrite) }
      page += 1
    }
    return old
  }
}
