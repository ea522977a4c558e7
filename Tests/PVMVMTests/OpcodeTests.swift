import PVM
import PVMVM
import Testing

/// Every instruction on both interpreters, and the instruction table against what they do.
@Suite struct OpcodeTests {
  /// Values around everything that matters to arithmetic.
  static let values: [UInt64] = [
    0, 1, 2, 7, 31, 32, 33, 63, 64, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x7FFF_FFFF, 0x8000_0000,
    0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000,
    0xFFFF_FFFF_8000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0x0123_4567_89AB_CDEF,
  ]

  /// Immediates around the same.
  static let immediates: [Int64] = [
    0, 1, 2, 31, 32, 33, 63, 64, 127, -1, -2, -128, 0x7FFF_FFFF, -0x8000_0000, 0x1234_5678,
  ]

  /// What was seen of an opcode.
  struct Seen {
    var readA = false
    var readB = false
    var wroteA = false
    var keptA = false
    var wroteD = false
    var keptD = false
    var loaded = false
    var stored = false
  }

  @Test func everyOpcodeWithEdgeOperands() throws {
    for opcode in Target.gp07.opcodes {
      let format = opcode.format
      let immediates = format.hasX ? OpcodeTests.immediates : [0]
      var seen = Seen()
      for x in immediates {
        let instruction = Instruction(
          opcode, a: Register(1), b: Register(2), d: Register(3), x: x, y: x, target: 0)
        try run(instruction, &seen)
      }
      check(opcode, seen)
    }
  }

  @Test func sameRegisterForAllOperands() throws {
    for opcode in Target.gp07.opcodes {
      var seen = Seen()
      let instruction = Instruction(
        opcode, a: Register(2), b: Register(2), d: Register(2), x: 5, y: 6, target: 0)
      try run(instruction, &seen)
    }
  }

  /// Executes an instruction with all pairs of values on both interpreters.
  private func run(_ instruction: Instruction, _ seen: inout Seen) throws {
    var code: [UInt8] = []
    InstructionEncoder.encode(instruction, at: 0, into: &code, for: .gp07)
    var mask = OpcodeMask()
    mask.append(count: code.count)
    let program = try LoadedProgram(ProgramBlob(code: code, mask: mask, jumpTable: [0, 1]))
    var memory = GuestMemory()
    for address: UInt32 in [0x10000, 0x7FFF_F000, 0x1234_5000, 0x89AB_C000, 0xFFFF_F000] {
      memory.map(address: address, byteCount: 8192 - Int(address >> 31) * 4096, .readWrite)
    }
    let machine = Machine(
      program: program, gas: 0, memory: memory, heapEnd: 0x20000, heapLimit: 0x30000)
    var checker = LockstepChecker(machine)
    let second = instruction.opcode.roles.b.reads ? OpcodeTests.values : [0, 5]
    for a in OpcodeTests.values {
      for b in second {
        checker.pc = 0
        checker.gas = 3
        checker[Register(3)] = 0x3333
        checker[Register(1)] = a
        checker[Register(2)] = b
        _ = checker.step()
        if let difference = checker.difference {
          Issue.record("\(instruction), \(a), \(b): \(difference)")
          return
        }
        note(checker.reference.observed, &seen)
      }
    }
    checker.compareMemory()
    let difference = checker.difference
    #expect(difference == nil, "\(instruction): \(difference?.description ?? "")")
  }

  /// Adds what an execution did.
  private func note(_ access: OperandAccess, _ seen: inout Seen) {
    if access.readA { seen.readA = true }
    if access.readB { seen.readB = true }
    if access.wroteA { seen.wroteA = true } else { seen.keptA = true }
    if access.wroteD { seen.wroteD = true } else { seen.keptD = true }
    if access.loaded { seen.loaded = true }
    if access.stored != nil { seen.stored = true }
  }

  /// Compares the row of an opcode with what was seen. Instructions that can fault do not always
  /// write; a conditional move keeps the old value because it is told to.
  private func check(_ opcode: Opcode, _ seen: Seen) {
    let roles = opcode.roles
    let name = "\(opcode)"
    let mayFault = seen.loaded
    #expect(roles.a.writes == seen.wroteA, "\(name)")
    #expect(roles.d.writes == seen.wroteD, "\(name)")
    #expect(!roles.b.writes, "\(name)")
    if !mayFault {
      #expect((roles.a == .defineAndUse) == (seen.wroteA && seen.keptA), "\(name)")
      #expect((roles.d == .defineAndUse) == (seen.wroteD && seen.keptD), "\(name)")
    }
    #expect((roles.a == .use) == seen.readA, "\(name)")
    #expect((roles.b == .use) == seen.readB, "\(name)")
    #expect(opcode.traits.contains(.loads) == seen.loaded, "\(name)")
    #expect(opcode.traits.contains(.stores) == seen.stored, "\(name)")
  }
}
