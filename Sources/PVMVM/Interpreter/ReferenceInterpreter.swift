package import PVM

// A literal transcription of the Python text of `pvm.md`, sections 0 to 8, in the same order and with
// the same names, and of what `pvm-0.8.md` says instead. It exists to be compared with that text and to check the fast interpreter, so it
// shares nothing with it: it decodes every instruction each time it is executed, has its own
// arithmetic, and knows of the instruction table only the names of the opcodes. It is slow on purpose.

/// The unbounded integers of the specification. Only products of two 64-bit unsigned numbers leave
/// the range of this type: they are formed modulo 2^128 where their low half is asked for.
typealias Integer = Int128

/// The end of a run, as the exception `Exit` of the specification.
struct ReferenceExit: Error {
  /// Why the run ended.
  let reason: ExitReason
}

/// The operands of one instruction: register indices, immediates as unsigned 64-bit numbers, and the
/// target of a jump, which may be negative.
struct ReferenceArguments {
  /// Index of register A.
  var a = 0
  /// Index of register B.
  var b = 0
  /// Index of register D.
  var d = 0
  /// Immediate X.
  var x: Integer = 0
  /// Immediate Y.
  var y: Integer = 0
  /// Target T.
  var target: Integer = 0
}

/// What an instruction really read and wrote, to check the instruction table and the other
/// interpreter.
package struct OperandAccess: Sendable {
  /// Register A was read.
  package var readA = false
  /// Register B was read.
  package var readB = false
  /// Register A was written.
  package var wroteA = false
  /// Register D was written.
  package var wroteD = false
  /// Memory was read.
  package var loaded = false
  /// The bytes that were written: address of the first, and how many.
  package var stored: (address: UInt32, count: Int)?
}

/// The argument formats of `pvm.md` section 7.
enum ReferenceFormat {
  case none, imm, regImm64, immImm, off, regImm, regImmImm, regImmOff, regReg, regRegImm, regRegOff
  case regRegImmImm, regRegReg

  /// The format of an opcode, from the headings of section 8.
  init(_ op: Opcode) {
    switch op.rawValue {
    case 10: self = .imm
    case 20: self = .regImm64
    case 30...33: self = .immImm
    case 40: self = .off
    case 50...62: self = .regImm
    case 70...73: self = .regImmImm
    case 80...90: self = .regImmOff
    case 100...111: self = .regReg
    case 120...161: self = .regRegImm
    case 170...175: self = .regRegOff
    case 180: self = .regRegImmImm
    case 190...230: self = .regRegReg
    default: self = .none
    }
  }
}

/// The machine of the specification: class `Machine` of `pvm.md` section 6, with the functions that
/// take it as their first argument.
package struct ReferenceInterpreter: Sendable {
  /// Which machine it is.
  package let target: Target
  /// Whether the block is paid for (0.8).
  package var charged = false
  /// What blocks cost, as far as it is known.
  var blockGasCache: [Int: Int64] = [:]
  /// The code.
  let c: [UInt8]
  /// The bitmask: whether the byte at each index is an opcode.
  let k: [Bool]
  /// The jump table.
  let j: [UInt64]
  /// The index of the next instruction, or of the one that ended the run.
  package var pc: UInt32
  /// The gas left.
  package var gas: Int64
  /// The thirteen registers.
  package var r: [UInt64]
  /// The memory.
  package var ram: ReferenceMemory
  /// The end of the heap.
  package var brk: Int64
  /// The start of the stack region, where the heap must end.
  let heapLimit: Int64
  /// The positions that jumps may go to.
  let starts: Set<Int>
  /// Where execution goes on after the current instruction.
  var nextPC = 0
  /// The operands of the current instruction.
  var arguments = ReferenceArguments()
  /// What the last instruction did with its register operands.
  package var observed = OperandAccess()

  /// Creates a machine in the given state.
  package init(
    code: [UInt8], mask: [Bool], jumpTable: [UInt64], pc: UInt32, gas: Int64, registers: [UInt64],
    ram: ReferenceMemory, brk: Int64 = 0, heapLimit: Int64 = 0, target: Target = .gp07
  ) {
    self.target = target
    c = code
    k = mask
    j = jumpTable
    self.pc = pc
    self.gas = gas
    r = registers
    self.ram = ram
    self.brk = brk
    self.heapLimit = heapLimit
    starts = Self.blockStarts(code, mask, target)
  }

  // MARK: Section 3

  /// Bytes between opcode i and the next opcode, at most 24.
  static func skip(_ k: [Bool], _ i: Int) -> Int {
    var n = 0
    while n < 24, i + 1 + n < k.count, !k[i + 1 + n] { n += 1 }
    return n
  }

  /// The code, continued by endless zero bytes.
  func zeta(_ i: Int) -> UInt8 { i < c.count ? c[i] : 0 }

  /// The opcode at i; anything that is not a proper opcode acts as a trap.
  package func opcode(at i: Int) -> Opcode {
    guard i < c.count, k[i], let op = Self.opcode(c[i], target) else { return .trap }
    return op
  }

  /// The opcode with a number; nil if it is undefined.
  static func opcode(_ byte: UInt8, _ target: Target) -> Opcode? {
    switch (target.release, byte) {
    case (.gp07, 2): nil
    case (.gp07, _): Opcode(rawValue: byte)
    case (.gp08, 101): .countSetBits64
    case (.gp08, 102): .countSetBits32
    case (.gp08, 103): .leadingZeroBits64
    case (.gp08, 104): .leadingZeroBits32
    case (.gp08, 105): .trailingZeroBits64
    case (.gp08, 106): .trailingZeroBits32
    case (.gp08, 107): .signExtend8
    case (.gp08, 108): .signExtend16
    case (.gp08, 109): .zeroExtend16
    case (.gp08, 110): .reverseBytes
    case (.gp08, 111): nil
    case (.gp08, _): Opcode(rawValue: byte)
    }
  }

  /// Whether an opcode byte ends a basic block.
  static func isTerminator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 1, 40, 50, 80...90, 170...175, 180: true
    default: false
    }
  }

  /// The positions of basic-block starts.
  package static func blockStarts(_ c: [UInt8], _ k: [Bool], _ target: Target) -> Set<Int> {
    let ends = c.indices.filter { k[$0] && isTerminator(c[$0]) }
    let starts = Set([0] + ends.map { $0 + 1 + skip(k, $0) })
    return starts.filter { $0 < c.count && k[$0] && opcode(c[$0], target) != nil }
  }

  // MARK: Section 4

  /// Requires the right to access n bytes; the first byte without it decides how the run ends.
  func check(_ address: Integer, _ n: Int, writing: Bool) throws(ReferenceExit) {
    for i in 0..<n {
      let y = Int64(u32(address + Integer(i)))
      let rights = ram.access[Int(y / 4096)]
      if writing ? rights != .readWrite : rights == nil {
        throw ReferenceExit(
          reason: y < 1 << 16 ? .panic : .pageFault(address: UInt32(y - y % 4096)))
      }
    }
  }

  /// Reads n bytes as an unsigned number.
  mutating func load(_ address: Integer, _ n: Int) throws(ReferenceExit) -> Integer {
    observed.loaded = true
    try check(address, n, writing: false)
    var sum: Integer = 0
    for i in 0..<n {
      sum += Integer(ram.get(Int64(u32(address + Integer(i))), 1)[0]) << (8 * i)
    }
    return sum
  }

  /// Stores the low n bytes of the value.
  mutating func store(_ address: Integer, _ n: Int, _ value: Integer) throws(ReferenceExit) {
    try check(address, n, writing: true)
    observed.stored = (UInt32(u32(address)), n)
    for i in 0..<n {
      ram.put(Int64(u32(address + Integer(i))), [UInt8((value >> (8 * i)) & 255)])
    }
  }

  // MARK: Section 5

  /// Goes to a target, which must start a basic block, if the condition holds. In 0.8 a branch, which
  /// has a condition, needs block starts on both sides.
  mutating func branch(_ target: Integer, _ condition: Bool? = nil) throws(ReferenceExit) {
    if self.target.release == .gp08, condition != nil {
      guard let target = Int(exactly: target), starts.contains(target), starts.contains(nextPC)
      else { try panic() }
    }
    if condition ?? true {
      guard let target = Int(exactly: target), starts.contains(target) else { try panic() }
      nextPC = target
    }
  }

  /// Jumps through the jump table; the address is already reduced modulo 2^32.
  mutating func djump(_ a: Integer) throws(ReferenceExit) {
    if a == (1 << 32) - (1 << 16) { throw ReferenceExit(reason: .halt) }
    if a == 0 || a % 2 != 0 || a > 2 * Integer(j.count) { try panic() }
    try branch(Integer(j[Int(a / 2 - 1)]))
  }

  // MARK: Section 6

  /// Executes one instruction.
  mutating func step() throws(ReferenceExit) {
    let pc = Int(self.pc)
    switch target.release {
    case .gp07:
      if gas < 1 {
        gas = 0
        throw ReferenceExit(reason: .outOfGas)
      }
      gas -= 1
    case .gp08:
      // The start position is refused together with the blob.
      guard pc < c.count, k[pc], Self.opcode(c[pc], target) != nil else { try panic() }
      if !charged {
        let cost = gasOfBlock(at: blockStart(containing: pc))
        if gas < cost { throw ReferenceExit(reason: .outOfGas) }
        gas -= cost
        charged = true
      }
    }
    let op = opcode(at: pc)
    let l = Self.skip(k, pc)
    nextPC = pc + 1 + l
    arguments = decodeArguments(ReferenceFormat(op), pc, l)
    observed = OperandAccess()
    try execute(op)
    self.pc = UInt32(nextPC)
    if pc < c.count, Self.isTerminator(c[pc]) { charged = false }
  }

  /// Executes one instruction; the result is why the run ended, or nil if it goes on.
  package mutating func stepOnce() -> ExitReason? {
    do throws(ReferenceExit) {
      try step()
      return nil
    } catch {
      return error.reason
    }
  }

  /// Executes instructions until the run ends: function Psi of the Gray Paper, on a well-formed blob.
  package mutating func run() -> ExitReason {
    while true {
      if let reason = stepOnce() { return reason }
    }
  }

  // MARK: Section 7

  /// A register field: larger numbers mean r12.
  func reg(_ x: UInt8) -> Int { Int(min(12, x)) }

  /// A sign-extended immediate of n bytes.
  func imm(_ at: Int, _ n: Int) -> Integer {
    var v: Integer = 0
    for i in 0..<n { v += Integer(zeta(at + i)) << (8 * i) }
    return n > 0 && v >= 1 << (8 * n - 1) ? u64(v - (1 << (8 * n))) : v
  }

  /// A target: the pc plus a signed offset of n bytes.
  func offset(_ pc: Int, _ at: Int, _ n: Int) -> Integer { Integer(pc) + s64(imm(at, n)) }

  /// The operands of the instruction at pc, whose opcode is followed by l argument bytes.
  func decodeArguments(_ format: ReferenceFormat, _ pc: Int, _ l: Int) -> ReferenceArguments {
    let b1 = zeta(pc + 1)
    let b2 = zeta(pc + 2)
    let lo = reg(b1 % 16)
    let hi = reg(b1 / 16)
    var args = ReferenceArguments()
    let lx: Int
    let at: Int
    switch format {
    case .none:
      return args
    case .imm:
      args.x = imm(pc + 1, min(4, l))
      return args
    case .regImm64:
      args.a = lo
      for i in 0..<8 { args.x += Integer(zeta(pc + 2 + i)) << (8 * i) }
      return args
    case .off:
      args.target = offset(pc, pc + 1, min(4, l))
      return args
    case .regImm:
      args.a = lo
      args.x = imm(pc + 2, min(4, max(0, l - 1)))
      return args
    case .regReg:
      args.d = lo
      args.a = hi
      return args
    case .regRegImm:
      args.a = lo
      args.b = hi
      args.x = imm(pc + 2, min(4, max(0, l - 1)))
      return args
    case .regRegOff:
      args.a = lo
      args.b = hi
      args.target = offset(pc, pc + 2, min(4, max(0, l - 1)))
      return args
    case .regRegReg:
      args.a = lo
      args.b = hi
      args.d = reg(b2)
      return args
    case .immImm:
      lx = min(4, Int(b1 % 8))
      at = 2
    case .regImmImm, .regImmOff:
      lx = min(4, Int(b1 / 16 % 8))
      at = 2
      args.a = lo
    case .regRegImmImm:
      lx = min(4, Int(b2 % 8))
      at = 3
      args.a = lo
      args.b = hi
    }
    let ly = min(4, max(0, l - lx - (at - 1)))
    args.x = imm(pc + at, lx)
    if format == .regImmOff {
      args.target = offset(pc, pc + at + lx, ly)
    } else {
      args.y = imm(pc + at + lx, ly)
    }
    return args
  }
}
