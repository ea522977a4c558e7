internal import PVM

// MARK: Section 8

extension ReferenceInterpreter {
  /// Register A.
  private var A: Integer {
    mutating get {
      observed.readA = true
      return Integer(r[arguments.a])
    }
    set {
      observed.wroteA = true
      r[arguments.a] = UInt64(newValue)
    }
  }

  /// Register B, which no instruction writes.
  private var B: Integer {
    mutating get {
      observed.readB = true
      return Integer(r[arguments.b])
    }
  }

  /// Sets register D, which no instruction reads.
  private mutating func D(_ value: Integer) {
    observed.wroteD = true
    r[arguments.d] = UInt64(value)
  }

  /// Immediate X.
  private var X: Integer { arguments.x }
  /// Immediate Y.
  private var Y: Integer { arguments.y }
  /// Target T.
  private var T: Integer { arguments.target }

  /// Ends the run with a panic.
  func panic() throws(ReferenceExit) -> Never { throw ReferenceExit(reason: .panic) }

  /// Ends the run with a host call.
  func host(_ x: Integer) throws(ReferenceExit) -> Never {
    throw ReferenceExit(reason: .hostCall(index: UInt64(x)))
  }

  /// Grows the heap by n bytes; the result is the start of the new bytes, or 0.
  mutating func sbrk(_ n: Integer) -> Integer {
    if Integer(brk) + n > Integer(heapLimit) { return n == 0 ? Integer(brk) : 0 }
    let old = brk
    brk += Int64(n)
    for p in old / 4096..<max(old / 4096, (brk + 4095) / 4096) where ram.access[Int(p)] == nil {
      ram.map(p * 4096, 4096, .readWrite)
    }
    return Integer(old)
  }

  /// The "Effect" cell of an opcode.
  mutating func execute(_ op: Opcode) throws(ReferenceExit) {
    switch op {
    // 8.1
    case .trap: try panic()
    case .fallthrough: if target.release == .gp08 { try branch(Integer(nextPC)) }
    case .unlikely: break
    // 8.2
    case .ecalli: try host(X)
    // 8.3
    case .loadImm64: A = X
    // 8.4
    case .storeImmU8: try store(X, 1, Y)
    case .storeImmU16: try store(X, 2, Y)
    case .storeImmU32: try store(X, 4, Y)
    case .storeImmU64: try store(X, 8, Y)
    // 8.5
    case .jump: try branch(T)
    // 8.6
    case .jumpInd: try djump(u32(A + X))
    case .loadImm: A = X
    case .loadU8: A = try load(X, 1)
    case .loadI8: A = sx8(try load(X, 1))
    case .loadU16: A = try load(X, 2)
    case .loadI16: A = sx16(try load(X, 2))
    case .loadU32: A = try load(X, 4)
    case .loadI32: A = sx32(try load(X, 4))
    case .loadU64: A = try load(X, 8)
    case .storeU8: try store(X, 1, A)
    case .storeU16: try store(X, 2, A)
    case .storeU32: try store(X, 4, A)
    case .storeU64: try store(X, 8, A)
    // 8.7
    case .storeImmIndU8: try store(A + X, 1, Y)
    case .storeImmIndU16: try store(A + X, 2, Y)
    case .storeImmIndU32: try store(A + X, 4, Y)
    case .storeImmIndU64: try store(A + X, 8, Y)
    // 8.8
    case .loadImmJump:
      A = X
      try branch(T)
    case .branchEqImm: try branch(T, A == X)
    case .branchNeImm: try branch(T, A != X)
    case .branchLtUImm: try branch(T, A < X)
    case .branchLeUImm: try branch(T, A <= X)
    case .branchGeUImm: try branch(T, A >= X)
    case .branchGtUImm: try branch(T, A > X)
    case .branchLtSImm: try branch(T, s64(A) < s64(X))
    case .branchLeSImm: try branch(T, s64(A) <= s64(X))
    case .branchGeSImm: try branch(T, s64(A) >= s64(X))
    case .branchGtSImm: try branch(T, s64(A) > s64(X))
    // 8.9
    case .moveReg: D(A)
    case .sbrk: D(sbrk(A))
    case .countSetBits64: D(popcnt(A))
    case .countSetBits32: D(popcnt(u32(A)))
    case .leadingZeroBits64: D(clz64(A))
    case .leadingZeroBits32: D(clz32(A))
    case .trailingZeroBits64: D(ctz64(A))
    case .trailingZeroBits32: D(ctz32(A))
    case .signExtend8: D(sx8(A))
    case .signExtend16: D(sx16(A))
    case .zeroExtend16: D(u16(A))
    case .reverseBytes: D(bswap64(A))
    // 8.10
    case .storeIndU8: try store(B + X, 1, A)
    case .storeIndU16: try store(B + X, 2, A)
    case .storeIndU32: try store(B + X, 4, A)
    case .storeIndU64: try store(B + X, 8, A)
    case .loadIndU8: A = try load(B + X, 1)
    case .loadIndI8: A = sx8(try load(B + X, 1))
    case .loadIndU16: A = try load(B + X, 2)
    case .loadIndI16: A = sx16(try load(B + X, 2))
    case .loadIndU32: A = try load(B + X, 4)
    case .loadIndI32: A = sx32(try load(B + X, 4))
    case .loadIndU64: A = try load(B + X, 8)
    case .addImm32: A = sx32(B + X)
    case .andImm: A = B & X
    case .xorImm: A = B ^ X
    case .orImm: A = B | X
    case .mulImm32: A = sx32(B &* X)
    case .setLtUImm: A = bit(B < X)
    case .setLtSImm: A = bit(s64(B) < s64(X))
    case .shloLImm32: A = sx32(B << (X % 32))
    case .shloRImm32: A = sx32(u32(B) >> (X % 32))
    case .sharRImm32: A = u64(s32(B) >> (X % 32))
    case .negAddImm32: A = sx32(X - B)
    case .setGtUImm: A = bit(B > X)
    case .setGtSImm: A = bit(s64(B) > s64(X))
    case .shloLImmAlt32: A = sx32(X << (B % 32))
    case .shloRImmAlt32: A = sx32(u32(X) >> (B % 32))
    case .sharRImmAlt32: A = u64(s32(X) >> (B % 32))
    case .cmovIzImm: if B == 0 { A = X }
    case .cmovNzImm: if B != 0 { A = X }
    case .addImm64: A = u64(B + X)
    case .mulImm64: A = u64(B &* X)
    case .shloLImm64: A = u64(B << (X % 64))
    case .shloRImm64: A = B >> (X % 64)
    case .sharRImm64: A = u64(s64(B) >> (X % 64))
    case .negAddImm64: A = u64(X - B)
    case .shloLImmAlt64: A = u64(X << (B % 64))
    case .shloRImmAlt64: A = X >> (B % 64)
    case .sharRImmAlt64: A = u64(s64(X) >> (B % 64))
    case .rotR64Imm: A = rotr64(B, X)
    case .rotR64ImmAlt: A = rotr64(X, B)
    case .rotR32Imm: A = sx32(rotr32(B, X))
    case .rotR32ImmAlt: A = sx32(rotr32(X, B))
    // 8.11
    case .branchEq: try branch(T, A == B)
    case .branchNe: try branch(T, A != B)
    case .branchLtU: try branch(T, A < B)
    case .branchLtS: try branch(T, s64(A) < s64(B))
    case .branchGeU: try branch(T, A >= B)
    case .branchGeS: try branch(T, s64(A) >= s64(B))
    // 8.12
    case .loadImmJumpInd:
      let t = u32(B + Y)
      A = X
      try djump(t)
    // 8.13
    case .add32: D(sx32(A + B))
    case .sub32: D(sx32(A - B))
    case .mul32: D(sx32(A &* B))
    case .divU32: D(u32(B) == 0 ? u64(-1) : sx32(u32(A) / u32(B)))
    case .divS32: D(u32(B) == 0 ? u64(-1) : sx32(tdiv(s32(A), s32(B))))
    case .remU32: D(u32(B) == 0 ? sx32(A) : sx32(u32(A) % u32(B)))
    case .remS32: D(u32(B) == 0 ? sx32(A) : u64(trem(s32(A), s32(B))))
    case .shloL32: D(sx32(A << (B % 32)))
    case .shloR32: D(sx32(u32(A) >> (B % 32)))
    case .sharR32: D(u64(s32(A) >> (B % 32)))
    case .add64: D(u64(A + B))
    case .sub64: D(u64(A - B))
    case .mul64: D(u64(A &* B))
    case .divU64: D(B == 0 ? u64(-1) : A / B)
    case .divS64: D(B == 0 ? u64(-1) : u64(tdiv(s64(A), s64(B))))
    case .remU64: D(B == 0 ? A : A % B)
    case .remS64: D(B == 0 ? A : u64(trem(s64(A), s64(B))))
    case .shloL64: D(u64(A << (B % 64)))
    case .shloR64: D(A >> (B % 64))
    case .sharR64: D(u64(s64(A) >> (B % 64)))
    case .and: D(A & B)
    case .xor: D(A ^ B)
    case .or: D(A | B)
    case .mulUpperSS: D(u64((s64(A) * s64(B)) >> 64))
    case .mulUpperUU: D(Integer((UInt128(A) * UInt128(B)) >> 64))
    case .mulUpperSU: D(u64((s64(A) * B) >> 64))
    case .setLtU: D(bit(A < B))
    case .setLtS: D(bit(s64(A) < s64(B)))
    case .cmovIz: if B == 0 { D(A) }
    case .cmovNz: if B != 0 { D(A) }
    case .rotL64: D(rotl64(A, B))
    case .rotL32: D(sx32(rotl32(A, B)))
    case .rotR64: D(rotr64(A, B))
    case .rotR32: D(sx32(rotr32(A, B)))
    case .andInv: D(A & u64(~B))
    case .orInv: D(A | u64(~B))
    case .xnor: D(u64(~(A ^ B)))
    case .max: D(u64(max(s64(A), s64(B))))
    case .maxU: D(max(A, B))
    case .min: D(u64(min(s64(A), s64(B))))
    case .minU: D(min(A, B))
    }
  }
}
