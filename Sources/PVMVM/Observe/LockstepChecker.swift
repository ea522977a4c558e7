package import PVM

/// How the two interpreters differ.
package struct LockstepDifference: Equatable, Sendable {
  /// What differs; the reference interpreter's value first.
  package enum Kind: Equatable, Sendable {
    /// Whether and how the run ended; nil if it goes on.
    case exit(reference: ExitReason?, fast: ExitReason?)
    /// The counter.
    case pc(reference: UInt32, fast: UInt32)
    /// The gas left.
    case gas(reference: Int64, fast: Int64)
    /// A register.
    case register(Register, reference: UInt64, fast: UInt64)
    /// A byte of memory; nil if it is not accessible.
    case byte(address: UInt32, reference: UInt8?, fast: UInt8?)
    /// What the program may do with a page.
    case access(page: Int, reference: PageAccess, fast: PageAccess)
    /// Whether the block is paid for.
    case isBlockPaid(reference: Bool, fast: Bool)
    /// The end of the heap.
    case heapEnd(reference: UInt64, fast: UInt64)
  }

  /// What differs.
  package var kind: Kind
  /// Code index of the instruction after which the difference was found.
  package var pc: UInt32
  /// How many instructions had been executed before it.
  package var step: UInt64

  /// Creates a difference.
  package init(kind: Kind, pc: UInt32, step: UInt64) {
    self.kind = kind
    self.pc = pc
    self.step = step
  }
}

/// Runs both interpreters side by side, one instruction at a time, or one block where blocks are paid
/// for, and stops at the first difference.
///
/// It is itself a machine, so that hosts and recorded runs work on it: what they read comes from the
/// fast interpreter, what they write goes to both.
package struct LockstepChecker: ~Copyable {
  /// The fast interpreter.
  package private(set) var fast: Machine
  /// The reference interpreter.
  package private(set) var reference: ReferenceInterpreter
  /// How many instructions have been executed.
  package private(set) var steps: UInt64 = 0
  /// The first difference; a run ends there with a panic.
  package private(set) var difference: LockstepDifference?
  /// Checks a machine from its present state on.
  ///
  /// - Parameter reference: what to compare with, if it is not to be made from the machine.
  package init(_ machine: consuming Machine, reference: ReferenceInterpreter? = nil) {
    self.reference = reference ?? ReferenceInterpreter(copying: machine)
    fast = machine
  }

  /// Executes one instruction, or the rest of a block, on both; nil if the run goes on.
  package mutating func step() -> ExitReason? {
    if fast.target.chargesBlocks { return stepBlock() }
    let pc = fast.pc
    let isPaid = fast.gas >= 1
    let fastExit = fast.step()
    let referenceExit = reference.stepOnce()
    var stores: [(address: UInt32, count: Int)] = []
    if let stored = reference.observed.stored { stores.append(stored) }
    if let kind = compare(referenceExit, fastExit, stores) {
      difference = LockstepDifference(kind: kind, pc: pc, step: steps)
      return .panic
    }
    if isPaid { steps += 1 }
    return fastExit
  }

  /// Executes what is left of a block on both.
  private mutating func stepBlock() -> ExitReason? {
    let fastExit = fast.step()
    var stores: [(address: UInt32, count: Int)] = []
    var referenceExit: ExitReason?
    var pc = fast.pc
    var executed: UInt64 = 0
    repeat {
      pc = reference.pc
      referenceExit = reference.stepOnce()
      if let stored = reference.observed.stored { stores.append(stored) }
      if referenceExit != .outOfGas { executed += 1 }
    } while referenceExit == nil && reference.charged
    if let kind = compare(referenceExit, fastExit, stores) {
      difference = LockstepDifference(kind: kind, pc: pc, step: steps)
      return .panic
    }
    steps += executed
    return fastExit
  }

  /// The first difference in counter, gas, registers, end of the heap and the bytes just stored.
  private func compare(
    _ referenceExit: ExitReason?, _ fastExit: ExitReason?, _ stores: [(address: UInt32, count: Int)]
  ) -> LockstepDifference.Kind? {
    if referenceExit != fastExit { return .exit(reference: referenceExit, fast: fastExit) }
    if reference.pc != fast.pc { return .pc(reference: reference.pc, fast: fast.pc) }
    if reference.gas != fast.gas { return .gas(reference: reference.gas, fast: fast.gas) }
    for register in RegisterSet.all where reference[register] != fast[register] {
      return .register(register, reference: reference[register], fast: fast[register])
    }
    if reference.charged != fast.isBlockPaid {
      return .isBlockPaid(reference: reference.charged, fast: fast.isBlockPaid)
    }
    if UInt64(reference.brk) != fast.heapEnd {
      return .heapEnd(reference: UInt64(reference.brk), fast: fast.heapEnd)
    }
    for stored in stores {
      for index in 0..<stored.count {
        let address = stored.address &+ UInt32(index)
        let expected = reference.ram.data[Int(address >> 12)]?[Int(address & 4095)]
        let actual = fast.memory.read(address: UInt64(address), count: 1)?.first
        if expected != actual {
          return .byte(address: address, reference: expected, fast: actual)
        }
      }
    }
    return nil
  }

  /// Compares all memory.
  package mutating func compareMemory() {
    if difference != nil { return }
    if let kind = firstMemoryDifference() {
      difference = LockstepDifference(kind: kind, pc: fast.pc, step: steps)
    }
  }

  /// The first difference in the memories.
  private func firstMemoryDifference() -> LockstepDifference.Kind? {
    var pages = Set(reference.ram.access.keys)
    for page in fast.memory.accessiblePages { pages.insert(page.index) }
    for page in pages.sorted() {
      let expected = PageAccess(reference.ram.access[page])
      let actual = fast.memory.access(page: page)
      if expected != actual { return .access(page: page, reference: expected, fast: actual) }
      let expectedBytes = reference.ram.data[page] ?? []
      let actualBytes = fast.memory.content(page: page) ?? []
      if expectedBytes == actualBytes { continue }
      for (offset, pair) in zip(expectedBytes, actualBytes).enumerated() where pair.0 != pair.1 {
        return .byte(
          address: UInt32(page << 12 + offset), reference: pair.0, fast: pair.1)
      }
    }
    return nil
  }
}

extension LockstepChecker: GuestMachine {
  /// Code index of the next instruction, or of the one that ended the run.
  package var pc: UInt32 {
    get { fast.pc }
    set {
      fast.pc = newValue
      reference.pc = newValue
    }
  }

  /// Gas left.
  package var gas: Int64 {
    get { fast.gas }
    set {
      fast.gas = newValue
      reference.gas = newValue
    }
  }

  /// The values of all registers.
  package var registers: RegisterFile {
    get { fast.registers }
    set {
      fast.registers = newValue
      reference.registers = newValue
    }
  }

  /// The value of one register.
  package subscript(register: Register) -> UInt64 {
    get { fast[register] }
    set {
      fast[register] = newValue
      reference[register] = newValue
    }
  }

  /// Whether a host function may read a range.
  package func isReadable(address: UInt64, count: UInt64) -> Bool {
    fast.isReadable(address: address, count: count)
  }

  /// Whether a host function may write a range.
  package func isWritable(address: UInt64, count: UInt64) -> Bool {
    fast.isWritable(address: address, count: count)
  }

  /// Reads a range for a host function; nil if not all of it can be read.
  package func read(address: UInt64, count: UInt64) -> [UInt8]? {
    fast.read(address: address, count: count)
  }

  /// Writes bytes for a host function into both machines.
  package mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    let isWritten = fast.write(address: address, bytes)
    return reference.write(address: address, bytes) && isWritten
  }

  /// Which machine the program is for.
  package var target: Target { fast.target }

  /// The pages of the heap.
  package var heapPages: HeapPages { fast.heapPages }

  /// Makes pages part of both heaps.
  package mutating func growHeap(toPage end: UInt64) {
    fast.growHeap(toPage: end)
    reference.growHeap(toPage: end)
  }

  /// Executes instructions until the run ends or a difference is found, which is a panic.
  package mutating func run() -> ExitReason {
    while true {
      if let exit = step() { return exit }
    }
  }

  /// Moves both counters past the `ecalli` they are at.
  package mutating func advancePastHostCall() {
    fast.advancePastHostCall()
    reference.advancePastHostCall()
  }
}

extension PageAccess {
  /// The rights of a page in the reference interpreter.
  init(_ rights: ReferenceRights?) {
    switch rights {
    case nil: self = .inaccessible
    case .readOnly: self = .readOnly
    case .readWrite: self = .readWrite
    }
  }
}

extension ReferenceInterpreter {
  /// A reference interpreter in the state of a machine.
  package init(copying machine: borrowing Machine) {
    let blob = machine.program.blob
    var table = blob.jumpTable.map { UInt64($0) }
    // What no register can address, or no memory hold, is left out of a table of zero-byte entries.
    if table.isEmpty {
      table = Array(repeating: 0, count: Int(min(blob.implicitEntryCount, 1 << 16)))
    }
    var ram = ReferenceMemory()
    for page in machine.memory.accessiblePages {
      ram.access[page.index] = page.access == .readWrite ? .readWrite : .readOnly
      ram.data[page.index] = machine.memory.content(page: page.index)
    }
    self.init(
      code: blob.code, mask: blob.code.indices.map { blob.mask.isStart($0) }, jumpTable: table,
      pc: machine.pc, gas: machine.gas, registers: machine.registers.values, ram: ram,
      brk: Int64(machine.heapEnd), heapLimit: Int64(machine.heapLimit), target: blob.target)
    charged = machine.isBlockPaid
  }
}
