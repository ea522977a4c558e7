public import PVM
public import PVMVM

/// A state of a run that is cheap to copy and goes on one instruction at a time.
///
/// It executes as the specification says and is compared with the reference interpreter by tests. A step is one executed
/// instruction, with all that the host does if it is an `ecalli`, or the end of the run.
public struct ReplayMachine: Sendable {
  /// The program.
  public let program: DecodedProgram
  /// The memory.
  public internal(set) var memory: ReplayMemory
  /// The values of r0 to r12.
  public internal(set) var values: [UInt64]
  /// Code index of the next instruction, or of the one that ended the run.
  public internal(set) var pc: UInt32
  /// Gas left.
  public var gas: Int64
  /// The end of the heap; 0 if the machine has none.
  public private(set) var heapEnd: UInt64
  /// Where the heap must end at the latest.
  let heapLimit: UInt64
  /// Whether the block that the counter is in is paid for.
  public private(set) var isBlockPaid: Bool
  /// How the run ended, if it has.
  public internal(set) var exit: ExitReason?
  /// How many steps have been done.
  public internal(set) var steps: UInt64 = 0
  /// How many calls of the host have been served.
  public internal(set) var hostCalls = 0
  /// The innermost call that has not returned.
  public private(set) var frame: CallFrame?

  /// The code index of the instruction that the last step executed.
  public private(set) var executedPC: UInt32 = 0
  /// The number of the next instruction; -1 where none starts.
  private(set) var index: Int32
  /// Where the last step stored, if it did.
  private(set) var storedAddress: UInt32 = 0
  /// How many bytes the last step stored.
  private(set) var storedCount = 0
  /// Where the last step loaded, if it did.
  private(set) var loadedAddress: UInt32 = 0
  /// How many bytes the last step loaded.
  private(set) var loadedCount = 0

  /// Starts in the state of a machine that has not run.
  public init(copying machine: borrowing Machine) {
    program = DecodedProgram(machine.program.blob)
    memory = ReplayMemory(copying: machine.memory)
    values = machine.registers.values
    pc = machine.pc
    gas = machine.gas
    heapEnd = machine.heapEnd
    heapLimit = machine.heapLimit
    isBlockPaid = machine.isBlockPaid
    index = program.number(at: machine.pc).map { Int32($0) } ?? -1
  }

  /// How many calls have not returned.
  public var depth: Int { frame?.depth ?? 0 }

  /// The number of the next instruction; nil where none starts.
  public var instructionNumber: Int? { index < 0 ? nil : Int(index) }

  /// The instruction about to be executed; nil where there is none and after the end.
  public var instruction: Instruction? {
    exit == nil ? instructionNumber.map { program.instruction($0) } : nil
  }

  /// The index of the host call that is about to be made.
  public var pendingHostCall: UInt64? {
    guard exit == nil, index >= 0, program.instructions[Int(index)].kind == .hostCall else {
      return nil
    }
    return program.instructions[Int(index)].x
  }

  // MARK: Execution

  /// Executes an instruction. The result is an end of the run, which `exit` does not say yet, or a host call to be served; the
  /// counter is at the instruction then. Nil if the run goes on.
  ///
  /// - Precondition: the run has not ended.
  @inline(__always)
  mutating func execute() -> ExitReason? {
    storedCount = 0
    loadedCount = 0
    executedPC = pc
    let chargesBlocks = program.blob.target.chargesBlocks
    if !chargesBlocks {
      guard gas >= 1 else {
        gas = 0
        return .outOfGas
      }
      gas -= 1
      if index < 0 { return .panic }
    } else {
      if index < 0 { return .panic }
      if !isBlockPaid {
        let cost = program.blockCosts[Int(program.blockStarts[Int(index)])]
        guard gas >= cost else { return .outOfGas }
        gas -= cost
        isBlockPaid = true
      }
    }
    return perform(Int(index), checksBothWays: chargesBlocks)
  }

  /// Does what an instruction does.
  private mutating func perform(_ number: Int, checksBothWays: Bool) -> ExitReason? {
    let instruction = program.instructions[number]
    var next = instruction.next
    switch instruction.kind {
    case .value:
      // Every opcode of this kind has a value.
      values[Int(instruction.result)] =
        Semantics.evaluate(
          instruction.opcode, a: values[Int(instruction.a)], b: values[Int(instruction.b)],
          d: values[Int(instruction.d)], x: instruction.x) ?? 0
    case .next:
      if instruction.endsBlock, checksBothWays, !isBlock(next) { return .panic }
    case .trap: return .panic
    case .hostCall: return .hostCall(index: instruction.x)
    case .grow:
      values[Int(instruction.d)] = growHeap(by: values[Int(instruction.a)])
    case .load, .store:
      if let exit = access(instruction) { return exit }
    case .jump:
      if instruction.opcode == .loadImmJump { values[Int(instruction.a)] = instruction.x }
      guard instruction.target >= 0 else { return .panic }
      next = instruction.target
      if instruction.opcode == .loadImmJump, instruction.a == Register.returnAddress.number {
        push(instruction.x, entry: next)
      }
    case .branch:
      let hasTwo = instruction.opcode.format == .regRegOff
      let isTaken = Semantics.branchCondition(
        instruction.opcode, values[Int(instruction.a)],
        hasTwo ? values[Int(instruction.b)] : instruction.x)
      if checksBothWays, instruction.target < 0 || !isBlock(next) { return .panic }
      if isTaken == true {
        guard instruction.target >= 0 else { return .panic }
        next = instruction.target
      }
    case .indirect:
      switch jump(instruction) {
      case .success(let target): next = target
      case .failure(let fault): return fault.exit
      }
    }
    pc = next >= 0 ? program.pcs[Int(next)] : instruction.nextPC
    index = next
    if instruction.endsBlock { isBlockPaid = false }
    return nil
  }

  /// Whether a block starts at an instruction.
  private func isBlock(_ number: Int32) -> Bool { number >= 0 && program.startsBlock[Int(number)] }

  /// Loads or stores.
  private mutating func access(_ instruction: ReplayInstruction) -> ExitReason? {
    let base = instruction.base.map { values[Int($0)] } ?? 0
    let address = UInt32(truncatingIfNeeded: base &+ instruction.x)
    do throws(ReplayMemory.Fault) {
      if instruction.kind == .load {
        let value = try memory.load(address, Int(instruction.size))
        let unused = Int64(64 - 8 * Int(instruction.size))
        values[Int(instruction.a)] =
          instruction.isSigned
          ? UInt64(bitPattern: Int64(bitPattern: value << UInt64(unused)) >> unused) : value
        loadedAddress = address
        loadedCount = Int(instruction.size)
      } else {
        let value = instruction.storesImmediate ? instruction.y : values[Int(instruction.a)]
        try memory.store(address, Int(instruction.size), value)
        storedAddress = address
        storedCount = Int(instruction.size)
      }
      return nil
    } catch { return error.exit }
  }

  /// Jumps through the jump table; the result is the number of the instruction that it goes to.
  private mutating func jump(
    _ instruction: ReplayInstruction
  ) -> Result<Int32, ReplayMemory.Fault> {
    let isCall = instruction.opcode == .loadImmJumpInd
    let (register, offset) =
      isCall ? (instruction.b, instruction.y) : (instruction.a, instruction.x)
    let address = UInt32(truncatingIfNeeded: values[Int(register)] &+ offset)
    if isCall { values[Int(instruction.a)] = instruction.x }
    if address == StandardProgram.haltAddress { return .failure(ReplayMemory.Fault(exit: .halt)) }
    guard let target = program.blob.jumpTarget(address: address),
      let number = program.blockNumber(at: target)
    else { return .failure(ReplayMemory.Fault(exit: .panic)) }
    if isCall, instruction.a == Register.returnAddress.number {
      push(instruction.x, entry: Int32(number))
    } else {
      pop(address, isReturn: register == Register.returnAddress.number)
    }
    return .success(Int32(number))
  }

  /// Notes a call.
  private mutating func push(_ returnAddress: UInt64, entry: Int32) {
    frame = CallFrame(
      parent: frame, site: pc, entry: program.pcs[Int(entry)],
      returnAddress: UInt32(truncatingIfNeeded: returnAddress), step: steps, registers: values)
  }

  /// Notes a dynamic jump, which is a return if it goes behind a call that has not returned.
  private mutating func pop(_ address: UInt32, isReturn: Bool) {
    guard let top = frame else { return }
    if top.returnAddress == address {
      frame = top.parent
    } else if isReturn {
      // Calls that do not return leave frames behind.
      var next = top.parent
      while let candidate = next {
        if candidate.returnAddress == address {
          frame = candidate.parent
          return
        }
        next = candidate.parent
      }
    }
  }

  /// Grows the heap by some bytes, as `sbrk` does: the start of the new bytes, or 0 if they do not fit.
  private mutating func growHeap(by count: UInt64) -> UInt64 {
    let old = heapEnd
    let (end, overflow) = old.addingReportingOverflow(count)
    guard !overflow, end <= heapLimit else { return count == 0 ? old : 0 }
    setHeapEnd(end)
    return old
  }

  /// Makes the heap end somewhere; what is new of it becomes accessible.
  mutating func setHeapEnd(_ end: UInt64) {
    var page = Int(heapEnd >> 12)
    heapEnd = end
    while page < Int((end + 4095) >> 12) {
      if memory.access(page: page) == .inaccessible { memory.setAccess(page: page, .readWrite) }
      page += 1
    }
  }

  /// Goes to a code index.
  mutating func go(to pc: UInt32) {
    self.pc = pc
    index = program.number(at: pc).map { Int32($0) } ?? -1
  }
}

// MARK: For hosts

extension ReplayMachine {
  /// The value of one register.
  public subscript(register: Register) -> UInt64 { values[Int(register.number)] }

  /// Which machine the program is for.
  public var target: Target { program.blob.target }

  /// The output of a program that halted: r8 bytes from address r7 on, or nothing if not all of them can be read.
  public var output: [UInt8] { memory.read(address: self[.a0], count: self[.a1]) ?? [] }
}
