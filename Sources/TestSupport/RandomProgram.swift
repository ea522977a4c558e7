package import PVM
package import PVMVM

/// Makes programs and machine states for comparing the interpreters.
package struct RandomProgram {
  /// The source of all choices.
  private var random: SeededRandom
  /// The code so far.
  private var code: [UInt8] = []
  /// Its instruction starts.
  private var mask = OpcodeMask()
  /// Where offsets are to be put: the opcode, the place and the size.
  private var offsets: [(pc: Int, at: Int, size: Int)] = []
  /// The starts of instructions.
  private var starts: [Int] = []

  /// Which machine the programs are for.
  private let target: Target
  /// The opcodes that it has.
  private let opcodes: [Opcode]

  /// Starts with a seed.
  package init(seed: UInt64, target: Target = .gp07) {
    random = SeededRandom(seed: seed)
    self.target = target
    opcodes = target.opcodes
  }

  /// A number below a bound.
  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// True once in so many times.
  private mutating func once(in times: Int) -> Bool { below(times) == 0 }

  // MARK: Programs

  /// Instructions that often make sense: most branches lead to block starts, most addresses to
  /// memory. Valid where the target demands it.
  package mutating func plausible() -> ProgramBlob {
    for _ in 0..<2 + below(30) { appendInstruction() }
    if !target.validatesPrograms, once(in: 3) { code[code.count - 1] ^= UInt8(below(256)) }
    patchOffsets()
    if target.validatesPrograms, !once(in: 4) || !endsBlock {
      code.append(once(in: 3) ? 1 : 0)
      mask.append(count: 1)
    }
    var table: [UInt32] = []
    for _ in 0..<below(6) {
      table.append(once(in: 4) ? UInt32(below(code.count + 3)) : UInt32(anyStart()))
    }
    return ProgramBlob(code: code, mask: mask, jumpTable: table, target: target)
  }

  /// Whether the last instruction ends a block.
  private var endsBlock: Bool {
    starts.last.flatMap { target.opcode(code[$0]) }?.terminatesBlock ?? false
  }

  /// Any bytes with any mask.
  package mutating func garbage() -> ProgramBlob {
    let count = below(80)
    let density = [2, 3, 8, 40][below(4)]
    var code: [UInt8] = []
    var mask = OpcodeMask(count: count)
    for index in 0..<count {
      let isStart = once(in: density)
      if isStart { mask.set(index) }
      code.append(isStart && !once(in: 8) ? byte(anyOpcode()) : UInt8(below(256)))
    }
    var table: [UInt32] = []
    for _ in 0..<below(8) { table.append(UInt32(below(count + 2))) }
    var blob = ProgramBlob(code: code, mask: mask, jumpTable: table, target: target)
    if table.isEmpty, once(in: 4) { blob.implicitEntryCount = UInt64(below(5)) }
    return blob
  }

  /// Any defined opcode.
  private mutating func anyOpcode() -> Opcode {
    opcodes[below(opcodes.count)]
  }

  /// The byte of a defined opcode.
  private func byte(_ opcode: Opcode) -> UInt8 { target.byte(of: opcode) ?? 0 }

  /// The start of some instruction.
  private mutating func anyStart() -> Int { starts.isEmpty ? 0 : starts[below(starts.count)] }

  /// Appends an instruction with random operands.
  private mutating func appendInstruction() {
    let opcode = once(in: 6) ? Opcode.fallthrough : anyOpcode()
    let pc = code.count
    starts.append(pc)
    if once(in: 16) {
      // Usually halts.
      code += [Opcode.jumpInd.rawValue, 0]
      mask.append(count: 2)
      return
    }
    var bytes: [UInt8] = [byte(opcode)]
    let registers = UInt8(below(13) | below(13) << 4)
    let xSize = below(5)
    switch opcode.format {
    case .none: break
    case .imm: bytes += immediate(below(5))
    case .regImm64: bytes += [registers] + random.bytes(8)
    case .immImm: bytes += [UInt8(xSize)] + immediate(xSize) + immediate(below(5))
    case .off:
      offsets.append((pc, 1, 1 + below(4)))
      bytes += random.bytes(offsets[offsets.count - 1].size)
    case .regImm: bytes += [registers & 15] + immediate(below(5))
    case .regImmImm:
      bytes += [registers & 15 | UInt8(xSize << 4)] + immediate(xSize) + immediate(below(5))
    case .regImmOff:
      bytes += [registers & 15 | UInt8(xSize << 4)] + immediate(xSize)
      offsets.append((pc, bytes.count, 1 + below(4)))
      bytes += random.bytes(offsets[offsets.count - 1].size)
    case .regReg: bytes += [registers]
    case .regRegImm: bytes += [registers] + immediate(below(5))
    case .regRegOff:
      offsets.append((pc, 2, 1 + below(4)))
      bytes += [registers] + random.bytes(offsets[offsets.count - 1].size)
    case .regRegImmImm:
      bytes += [registers, UInt8(xSize)] + immediate(xSize) + immediate(below(5))
    case .regRegReg: bytes += [registers, UInt8(below(14))]
    }
    if once(in: 20) {
      let room = target.validatesPrograms ? 25 - bytes.count : 27
      bytes += random.bytes(below(room + 1))
    }
    if once(in: 40) { bytes.removeLast(below(bytes.count)) }
    code += bytes
    mask.append(count: bytes.count)
  }

  /// Bytes of an immediate: small numbers, addresses near mapped pages, or anything.
  private mutating func immediate(_ size: Int) -> [UInt8] {
    let value: UInt64
    switch below(4) {
    case 0: value = UInt64(bitPattern: Int64(below(40) - 20))
    case 1: value = UInt64(bitPattern: RandomProgram.addresses[below(8)] + Int64(below(24)) - 12)
    case 2: value = UInt64(2 * (1 + below(6)))
    default: value = random.next()
    }
    return (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  /// Makes most offsets lead to an instruction.
  private mutating func patchOffsets() {
    for offset in offsets where !once(in: 8) {
      let distance = anyStart() - offset.pc
      let at = offset.pc + offset.at
      // An instruction that was cut short is followed by another one, which has to stay one where programs are validated.
      for index in 0..<offset.size
      where at + index < code.count && !(target.validatesPrograms && mask.isStart(at + index)) {
        code[at + index] = UInt8(truncatingIfNeeded: distance >> (8 * index))
      }
    }
  }

  // MARK: States

  /// Places where something changes: ends of pages, of access rights, of the address space.
  package static let addresses: [Int64] = [
    0x20000, 0x21000, 0x22000, 0x23000, 0x10000, 0xFFFF_F000, 0, 0xFEFF_0000,
  ]

  /// A machine about to run a program.
  package mutating func machine(_ program: LoadedProgram) -> Machine {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x2000, .readWrite)
    memory.map(address: 0x22000, byteCount: 0x1000, .readOnly)
    memory.map(address: 0x3FF000, byteCount: 0x2000, .readWrite)
    memory.map(address: 0xFFFF_F000, byteCount: 0x1000, .readWrite)
    _ = memory.initialize(address: 0x20FF0, random.bytes(32))
    _ = memory.initialize(address: 0x22FF0, random.bytes(16))
    var registers = RegisterFile()
    for register in RegisterSet.all { registers[register] = value() }
    if !once(in: 3) { registers[.returnAddress] = UInt64(StandardProgram.haltAddress) }
    if target.validatesPrograms, once(in: 3) {
      let all = starts
      starts = all.filter { $0 == 0 || !once(in: 2) }
    }
    let pc = once(in: 5) ? UInt32(below(program.blob.code.count + 3)) : UInt32(anyStart())
    return Machine(
      program: program, registers: registers, pc: pc,
      gas: Int64(below(target.chargesBlocks ? 4000 : 200)), memory: memory,
      heapEnd: 0x22000, heapLimit: 0x26000)
  }

  /// The value of a register.
  package mutating func value() -> UInt64 {
    switch below(6) {
    case 0: UInt64(bitPattern: RandomProgram.addresses[below(8)] + Int64(below(24)) - 12)
    case 1: UInt64(below(16))
    case 2: UInt64(bitPattern: -Int64(below(16)))
    case 3: 1 << UInt64(below(64))
    case 4: once(in: 10) ? 0xFFFF_0000 : UInt64(2 * (1 + below(6)))
    default: random.next()
    }
  }
}
