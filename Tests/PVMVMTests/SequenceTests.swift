import PVM
import PVMVM
import TestSupport
import Testing

/// Every sequence that the hot loop executes at once does what its instructions do one by one: also where the gas
/// ends, an access faults or an observer looks between them.
@Suite struct SequenceTests {
  /// From how many states each sequence is run at least; each with every gas that matters.
  static var states: UInt64 {
    #if DEBUG
      20
    #else
      200
    #endif
  }

  @Test func formsAreWellFormed() {
    var seen: Set<[Opcode]> = []
    for form in FusedForm.all {
      let isNew = seen.insert(form.opcodes).inserted
      #expect(isNew, "\(form.opcodes) is there twice")
      #expect((2...3).contains(form.opcodes.count))
      #expect(form.links.count == form.opcodes.count - 1)
      #expect(form.opcodes.dropLast().allSatisfy { !$0.terminatesBlock })
    }
    #expect(!FusedForm.all.isEmpty)
  }

  @Test(arguments: FusedForm.all.indices)
  func sequence(_ number: Int) throws {
    let form = FusedForm.all[number]
    var fixture = SequenceFixture(form, seed: UInt64(number))
    // All ways to stop must occur, at every instruction; that takes more states for some.
    var missing = fixture.expectedStops
    var state: UInt64 = 0
    while state < Self.states || (!missing.isEmpty && state < 5_000) {
      state += 1
      let program = try fixture.program()
      #expect(
        program.sequence(at: 0)?.opcodes == form.opcodes, "the loop does not know \(form.opcodes)")
      let start = fixture.machineState()
      for gas in 0...Int64(form.opcodes.count + 2) {
        let name = "\(form.opcodes), state \(state), gas \(gas)"
        var fast = fixture.machine(program, start, gas: gas)
        var reference = ReferenceInterpreter(copying: fast)
        let exit = fast.run()
        let expected = reference.run()
        #expect(exit == expected, "\(name)")
        #expect(fast.pc == reference.pc, "\(name)")
        #expect(fast.gas == reference.gas, "\(name)")
        #expect(fast.registers == reference.registers, "\(name)")
        if let position = fixture.positions.firstIndex(of: fast.pc) {
          missing.remove(Stop(kind: Stop.Kind(exit), position: position))
        }

        // Observers see every instruction of it.
        var profiled = fixture.machine(program, start, gas: gas)
        var profiler = Profiler(program)
        #expect(profiled.run(profiler: &profiler) == exit, "\(name)")
        #expect(profiler.total == UInt64(gas - profiled.gas), "\(name)")
        for pc in fixture.positions where pc < fast.pc {
          #expect(profiler.count(at: pc) == 1, "\(name)")
        }
        #expect(Outcome(exit, profiled) == Outcome(exit, fast), "\(name)")

        var checker = LockstepChecker(fast, reference: reference)
        checker.compareMemory()
        let difference = checker.difference
        #expect(difference == nil, "\(name): \(difference?.description ?? "")")
      }
    }
    #expect(missing.isEmpty, "\(form.opcodes)")
  }

  @Test func entriesInsideASequence() throws {
    // The loop starts inside a sequence, by the embedder and behind a fault that the embedder repaired.
    var start = try Start(
      """
      add_32 r4, r5, r6
      load_ind_u64 r2, [r4]
      load_ind_u64 r3, [r2]
      trap
      """)
    start.registers = [5: 0x20000, 6: 8]
    start.memory = [0x20008: [0x10, 0, 2, 0, 0, 0, 0, 0], 0x20010: [7]]
    let whole = try start.run()
    #expect(whole.registers[3] == 7)
    #expect(whole.gas == 1000 - 4)
    start.registers = [4: 0x20008]
    start.pc = 3
    let part = try start.run()
    #expect(part.registers[3] == 7)
    #expect(part.gas == 1000 - 3)

    start.pc = 0
    start.registers = [5: 0x23000, 6: 8]
    var machine = try start.machine()
    #expect(machine.run() == .pageFault(address: 0x23000))
    #expect(machine.pc == 3)
    #expect(machine[Register(4)] == 0x23008)
    machine.withMemory { memory in
      memory.setAccess(page: 0x23, .readWrite)
      _ = memory.write(address: 0x23008, [0x10, 0, 2, 0, 0, 0, 0, 0])
    }
    #expect(machine.run() == .panic)
    #expect(machine[Register(3)] == 7)
  }
}

/// How a run ended in a sequence.
private struct Stop: Hashable {
  /// Why it ended.
  enum Kind {
    case outOfGas, fault, panic, other

    /// The kind of an exit.
    init(_ exit: ExitReason) {
      switch exit {
      case .outOfGas: self = .outOfGas
      case .pageFault: self = .fault
      case .panic: self = .panic
      case .halt, .hostCall: self = .other
      }
    }
  }

  /// Why it ended.
  var kind: Kind
  /// At which of the sequence's instructions.
  var position: Int
}

/// Makes programs that consist of one sequence, and states to run them from.
private struct SequenceFixture {
  /// The sequence.
  let form: FusedForm
  /// The source of all choices.
  private var random: SeededRandom
  /// The code indices of its instructions.
  private(set) var positions: [UInt32] = []

  /// Fixtures for a sequence.
  init(_ form: FusedForm, seed: UInt64) {
    self.form = form
    random = SeededRandom(seed: seed)
  }

  /// The ways to stop that the specification has for its instructions.
  var expectedStops: Set<Stop> {
    var stops: Set<Stop> = []
    for (position, opcode) in form.opcodes.enumerated() {
      stops.insert(Stop(kind: .outOfGas, position: position))
      if opcode.traits.contains(.loads) || opcode.traits.contains(.stores) {
        stops.insert(Stop(kind: .fault, position: position))
        stops.insert(Stop(kind: .panic, position: position))
      }
    }
    return stops
  }

  /// One of few registers, so that the same is often meant twice.
  private mutating func register() -> Register {
    Register(UInt8.random(in: 2...6, using: &random))
  }

  /// The sequence with random operands, the next block, and a block to jump to.
  mutating func program() throws -> LoadedProgram {
    var instructions: [Instruction] = []
    for (position, opcode) in form.opcodes.enumerated() {
      var instruction = Instruction(opcode, a: register(), b: register(), d: register())
      if position > 0 {
        let previous = instructions[position - 1]
        let result = previous.opcode.roles.d.writes ? previous.d : previous.a
        switch form.links[position - 1] {
        case .none: break
        case .a: instruction.a = result
        case .b: instruction.b = result
        }
      }
      instruction.x = Int64.random(in: -20...20, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: instruction.x &*= 0x1234_567
      case 1: instruction.x = 0
      default: break
      }
      instruction.y = Int64.random(in: -20...20, using: &random)
      instructions.append(instruction)
    }
    // Jumps have offsets of a fixed size, so that all positions are known: two bytes.
    var code: [UInt8] = []
    var mask = OpcodeMask()
    positions = []
    for pass in 0..<2 {
      let target = code.count - 1
      code = []
      mask = OpcodeMask()
      positions = []
      for instruction in instructions + [Instruction(.trap), Instruction(.trap)] {
        var instruction = instruction
        if pass == 1, instruction.opcode.format.hasTarget { instruction.target = Int64(target) }
        positions.append(UInt32(code.count))
        let size =
          instruction.opcode.format.hasTarget
          ? InstructionEncoder.encode(
            instruction, at: code.count, into: &code, for: .gp07, offsetSize: 2)
          : InstructionEncoder.encode(instruction, at: code.count, into: &code, for: .gp07)
        mask.append(count: size)
      }
      positions.removeLast(2)
    }
    return try LoadedProgram(
      ProgramBlob(code: code, mask: mask, jumpTable: [UInt32(code.count - 1), 1]))
  }

  /// Values of all registers: addresses of every kind, small and any numbers.
  mutating func machineState() -> RegisterFile {
    var registers = RegisterFile()
    for register in RegisterSet.all {
      let near = UInt64(bitPattern: Int64.random(in: -24...24, using: &random))
      registers[register] =
        switch Int.random(in: 0..<9, using: &random) {
        case 0: 0x20800 &+ near
        case 1: 0x20400 &+ near
        case 2: 0x21000 &+ near
        case 3: 0x22000 &+ near
        case 4: 0x23000 &+ near
        case 5: near
        case 6: 0xFFFF_0000 &+ near
        case 7: 2
        default: random.next()
        }
    }
    return registers
  }

  /// A machine: two writable pages, one read-only page, nothing behind it.
  func machine(_ program: LoadedProgram, _ registers: RegisterFile, gas: Int64) -> Machine {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x2000, .readWrite)
    memory.map(address: 0x22000, byteCount: 0x1000, .readOnly)
    for address in stride(from: UInt32(0x20300), to: 0x20900, by: 8) {
      _ = memory.initialize(
        address: address, [UInt8(truncatingIfNeeded: address >> 3), 4, 2, 0, 0, 0, 0, 0])
    }
    return Machine(program: program, registers: registers, gas: gas, memory: memory)
  }
}
