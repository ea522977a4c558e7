internal import PVM

/// The interpreter for everyday use: one loop over predecoded instructions.
enum FastInterpreter {
  /// Executes instructions until one cannot be executed or finished here, and says why; the frame is
  /// then at that instruction, which is paid for except after `outOfGas`.
  ///
  /// Nothing in the loop calls a function, counts a reference or checks a bound: whatever is rare
  /// stops it and is done by `Machine`. The compiler makes one indirect jump of the `switch`,
  /// without a range check, and keeps the frame in machine registers. Gas is charged for a whole
  /// block where it is entered; whoever enters the loop has paid up to the end of that block.
  @inline(never)
  static func run<Observer: ExecutionObserver>(
    _ state: inout ExecutionFrame, _ observer: inout Observer
  ) -> ExecutionStop {
    var frame = unsafe state
    defer { unsafe state = frame }
    while true {
      let opcode = unsafe frame.ip.pointee.opcode
      unsafe frame.notify(&observer)
      switch opcode {
      // MARK: No arguments
      case .trap:
        return .panic
      case .fallthrough:
        if unsafe !frame.branch(false) { return .blockUnpaid }
      // MARK: Host call
      case .ecalli:
        return .hostCall
      // MARK: Constants and moves
      case .loadImm64:
        unsafe frame.finishA(frame.wideX)
      case .loadImm:
        unsafe frame.finishA(frame.X)
      case .moveReg:
        unsafe frame.finishD(frame.A)
      // MARK: Jumps
      case .jump:
        if unsafe !frame.branch(true) { return .blockUnpaid }
      case .loadImmJump:
        unsafe frame.setA(frame.X)
        if unsafe !frame.branch(true) { return .blockUnpaid }
      case .jumpInd:
        if let stop = unsafe frame.jump(frame.A &+ frame.X) { return stop }
      case .loadImmJumpInd:
        let target = unsafe frame.B &+ frame.Y
        unsafe frame.setA(frame.X)
        if let stop = unsafe frame.jump(target) { return stop }
      // MARK: Branches
      case .branchEqImm:
        if unsafe !frame.branch(frame.A == frame.X) { return .blockUnpaid }
      case .branchNeImm:
        if unsafe !frame.branch(frame.A != frame.X) { return .blockUnpaid }
      case .branchLtUImm:
        if unsafe !frame.branch(frame.A < frame.X) { return .blockUnpaid }
      case .branchLeUImm:
        if unsafe !frame.branch(frame.A <= frame.X) { return .blockUnpaid }
      case .branchGeUImm:
        if unsafe !frame.branch(frame.A >= frame.X) { return .blockUnpaid }
      case .branchGtUImm:
        if unsafe !frame.branch(frame.A > frame.X) { return .blockUnpaid }
      case .branchLtSImm:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) < Int64(bitPattern: frame.X)) {
          return .blockUnpaid
        }
      case .branchLeSImm:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) <= Int64(bitPattern: frame.X)) {
          return .blockUnpaid
        }
      case .branchGeSImm:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) >= Int64(bitPattern: frame.X)) {
          return .blockUnpaid
        }
      case .branchGtSImm:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) > Int64(bitPattern: frame.X)) {
          return .blockUnpaid
        }
      case .branchEq:
        if unsafe !frame.branch(frame.A == frame.B) { return .blockUnpaid }
      case .branchNe:
        if unsafe !frame.branch(frame.A != frame.B) { return .blockUnpaid }
      case .branchLtU:
        if unsafe !frame.branch(frame.A < frame.B) { return .blockUnpaid }
      case .branchGeU:
        if unsafe !frame.branch(frame.A >= frame.B) { return .blockUnpaid }
      case .branchLtS:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) < Int64(bitPattern: frame.B)) {
          return .blockUnpaid
        }
      case .branchGeS:
        if unsafe !frame.branch(Int64(bitPattern: frame.A) >= Int64(bitPattern: frame.B)) {
          return .blockUnpaid
        }
      // MARK: Stores
      case .storeImmU8:
        if unsafe !frame.store(UInt8.self, frame.X, frame.Y) { return .store }
      case .storeImmU16:
        if unsafe !frame.store(UInt16.self, frame.X, frame.Y) { return .store }
      case .storeImmU32:
        if unsafe !frame.store(UInt32.self, frame.X, frame.Y) { return .store }
      case .storeImmU64:
        if unsafe !frame.store(UInt64.self, frame.X, frame.Y) { return .store }
      case .storeU8:
        if unsafe !frame.store(UInt8.self, frame.X, frame.A) { return .store }
      case .storeU16:
        if unsafe !frame.store(UInt16.self, frame.X, frame.A) { return .store }
      case .storeU32:
        if unsafe !frame.store(UInt32.self, frame.X, frame.A) { return .store }
      case .storeU64:
        if unsafe !frame.store(UInt64.self, frame.X, frame.A) { return .store }
      case .storeImmIndU8:
        if unsafe !frame.store(UInt8.self, frame.A &+ frame.X, frame.Y) { return .store }
      case .storeImmIndU16:
        if unsafe !frame.store(UInt16.self, frame.A &+ frame.X, frame.Y) { return .store }
      case .storeImmIndU32:
        if unsafe !frame.store(UInt32.self, frame.A &+ frame.X, frame.Y) { return .store }
      case .storeImmIndU64:
        if unsafe !frame.store(UInt64.self, frame.A &+ frame.X, frame.Y) { return .store }
      case .storeIndU8:
        if unsafe !frame.store(UInt8.self, frame.B &+ frame.X, frame.A) { return .store }
      case .storeIndU16:
        if unsafe !frame.store(UInt16.self, frame.B &+ frame.X, frame.A) { return .store }
      case .storeIndU32:
        if unsafe !frame.store(UInt32.self, frame.B &+ frame.X, frame.A) { return .store }
      case .storeIndU64:
        if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, frame.A) { return .store }
      // MARK: Loads
      case .loadU8:
        if unsafe !frame.load(UInt8.self, frame.X) { return .load }
      case .loadI8:
        if unsafe !frame.loadSigned(UInt8.self, frame.X) { return .load }
      case .loadU16:
        if unsafe !frame.load(UInt16.self, frame.X) { return .load }
      case .loadI16:
        if unsafe !frame.loadSigned(UInt16.self, frame.X) { return .load }
      case .loadU32:
        if unsafe !frame.load(UInt32.self, frame.X) { return .load }
      case .loadI32:
        if unsafe !frame.loadSigned(UInt32.self, frame.X) { return .load }
      case .loadU64:
        if unsafe !frame.load(UInt64.self, frame.X) { return .load }
      case .loadIndU8:
        if unsafe !frame.load(UInt8.self, frame.B &+ frame.X) { return .load }
      case .loadIndI8:
        if unsafe !frame.loadSigned(UInt8.self, frame.B &+ frame.X) { return .load }
      case .loadIndU16:
        if unsafe !frame.load(UInt16.self, frame.B &+ frame.X) { return .load }
      case .loadIndI16:
        if unsafe !frame.loadSigned(UInt16.self, frame.B &+ frame.X) { return .load }
      case .loadIndU32:
        if unsafe !frame.load(UInt32.self, frame.B &+ frame.X) { return .load }
      case .loadIndI32:
        if unsafe !frame.loadSigned(UInt32.self, frame.B &+ frame.X) { return .load }
      case .loadIndU64:
        if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
      // MARK: Two registers
      case .sbrk:
        return .sbrk
      case .countSetBits64:
        unsafe frame.finishD(Semantics.countSetBits64(frame.A))
      case .countSetBits32:
        unsafe frame.finishD(Semantics.countSetBits32(frame.A))
      case .leadingZeroBits64:
        unsafe frame.finishD(Semantics.leadingZeroBits64(frame.A))
      case .leadingZeroBits32:
        unsafe frame.finishD(Semantics.leadingZeroBits32(frame.A))
      case .trailingZeroBits64:
        unsafe frame.finishD(Semantics.trailingZeroBits64(frame.A))
      case .trailingZeroBits32:
        unsafe frame.finishD(Semantics.trailingZeroBits32(frame.A))
      case .signExtend8:
        unsafe frame.finishD(Semantics.signExtend8(frame.A))
      case .signExtend16:
        unsafe frame.finishD(Semantics.signExtend16(frame.A))
      case .zeroExtend16:
        unsafe frame.finishD(Semantics.zeroExtend16(frame.A))
      case .reverseBytes:
        unsafe frame.finishD(Semantics.reverseBytes(frame.A))
      // MARK: Two registers and an immediate
      case .addImm32:
        unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
      case .andImm:
        unsafe frame.finishA(frame.B & frame.X)
      case .xorImm:
        unsafe frame.finishA(frame.B ^ frame.X)
      case .orImm:
        unsafe frame.finishA(frame.B | frame.X)
      case .mulImm32:
        unsafe frame.finishA(Semantics.mul32(frame.B, frame.X))
      case .setLtUImm:
        unsafe frame.finishA(Semantics.setLtU(frame.B, frame.X))
      case .setLtSImm:
        unsafe frame.finishA(Semantics.setLtS(frame.B, frame.X))
      case .shloLImm32:
        unsafe frame.finishA(Semantics.shloL32(frame.B, frame.X))
      case .shloRImm32:
        unsafe frame.finishA(Semantics.shloR32(frame.B, frame.X))
      case .sharRImm32:
        unsafe frame.finishA(Semantics.sharR32(frame.B, frame.X))
      case .negAddImm32:
        unsafe frame.finishA(Semantics.sub32(frame.X, frame.B))
      case .setGtUImm:
        unsafe frame.finishA(Semantics.setLtU(frame.X, frame.B))
      case .setGtSImm:
        unsafe frame.finishA(Semantics.setLtS(frame.X, frame.B))
      case .shloLImmAlt32:
        unsafe frame.finishA(Semantics.shloL32(frame.X, frame.B))
      case .shloRImmAlt32:
        unsafe frame.finishA(Semantics.shloR32(frame.X, frame.B))
      case .sharRImmAlt32:
        unsafe frame.finishA(Semantics.sharR32(frame.X, frame.B))
      case .cmovIzImm:
        if unsafe frame.B == 0 { unsafe frame.setA(frame.X) }
        unsafe frame.ip += 1
      case .cmovNzImm:
        if unsafe frame.B != 0 { unsafe frame.setA(frame.X) }
        unsafe frame.ip += 1
      case .addImm64:
        unsafe frame.finishA(Semantics.add64(frame.B, frame.X))
      case .mulImm64:
        unsafe frame.finishA(Semantics.mul64(frame.B, frame.X))
      case .shloLImm64:
        unsafe frame.finishA(Semantics.shloL64(frame.B, frame.X))
      case .shloRImm64:
        unsafe frame.finishA(Semantics.shloR64(frame.B, frame.X))
      case .sharRImm64:
        unsafe frame.finishA(Semantics.sharR64(frame.B, frame.X))
      case .negAddImm64:
        unsafe frame.finishA(Semantics.sub64(frame.X, frame.B))
      case .shloLImmAlt64:
        unsafe frame.finishA(Semantics.shloL64(frame.X, frame.B))
      case .shloRImmAlt64:
        unsafe frame.finishA(Semantics.shloR64(frame.X, frame.B))
      case .sharRImmAlt64:
        unsafe frame.finishA(Semantics.sharR64(frame.X, frame.B))
      case .rotR64Imm:
        unsafe frame.finishA(Semantics.rotR64(frame.B, frame.X))
      case .rotR64ImmAlt:
        unsafe frame.finishA(Semantics.rotR64(frame.X, frame.B))
      case .rotR32Imm:
        unsafe frame.finishA(Semantics.rotR32(frame.B, frame.X))
      case .rotR32ImmAlt:
        unsafe frame.finishA(Semantics.rotR32(frame.X, frame.B))
      // MARK: Three registers
      case .add32:
        unsafe frame.finishD(Semantics.add32(frame.A, frame.B))
      case .sub32:
        unsafe frame.finishD(Semantics.sub32(frame.A, frame.B))
      case .mul32:
        unsafe frame.finishD(Semantics.mul32(frame.A, frame.B))
      case .divU32:
        unsafe frame.finishD(Semantics.divU32(frame.A, frame.B))
      case .divS32:
        unsafe frame.finishD(Semantics.divS32(frame.A, frame.B))
      case .remU32:
        unsafe frame.finishD(Semantics.remU32(frame.A, frame.B))
      case .remS32:
        unsafe frame.finishD(Semantics.remS32(frame.A, frame.B))
      case .shloL32:
        unsafe frame.finishD(Semantics.shloL32(frame.A, frame.B))
      case .shloR32:
        unsafe frame.finishD(Semantics.shloR32(frame.A, frame.B))
      case .sharR32:
        unsafe frame.finishD(Semantics.sharR32(frame.A, frame.B))
      case .add64:
        unsafe frame.finishD(Semantics.add64(frame.A, frame.B))
      case .sub64:
        unsafe frame.finishD(Semantics.sub64(frame.A, frame.B))
      case .mul64:
        unsafe frame.finishD(Semantics.mul64(frame.A, frame.B))
      case .divU64:
        unsafe frame.finishD(Semantics.divU64(frame.A, frame.B))
      case .divS64:
        unsafe frame.finishD(Semantics.divS64(frame.A, frame.B))
      case .remU64:
        unsafe frame.finishD(Semantics.remU64(frame.A, frame.B))
      case .remS64:
        unsafe frame.finishD(Semantics.remS64(frame.A, frame.B))
      case .shloL64:
        unsafe frame.finishD(Semantics.shloL64(frame.A, frame.B))
      case .shloR64:
        unsafe frame.finishD(Semantics.shloR64(frame.A, frame.B))
      case .sharR64:
        unsafe frame.finishD(Semantics.sharR64(frame.A, frame.B))
      case .and:
        unsafe frame.finishD(frame.A & frame.B)
      case .xor:
        unsafe frame.finishD(frame.A ^ frame.B)
      case .or:
        unsafe frame.finishD(frame.A | frame.B)
      case .mulUpperSS:
        unsafe frame.finishD(Semantics.mulUpperSS(frame.A, frame.B))
      case .mulUpperUU:
        unsafe frame.finishD(Semantics.mulUpperUU(frame.A, frame.B))
      case .mulUpperSU:
        unsafe frame.finishD(Semantics.mulUpperSU(frame.A, frame.B))
      case .setLtU:
        unsafe frame.finishD(Semantics.setLtU(frame.A, frame.B))
      case .setLtS:
        unsafe frame.finishD(Semantics.setLtS(frame.A, frame.B))
      case .cmovIz:
        if unsafe frame.B == 0 { unsafe frame.setD(frame.A) }
        unsafe frame.ip += 1
      case .cmovNz:
        if unsafe frame.B != 0 { unsafe frame.setD(frame.A) }
        unsafe frame.ip += 1
      case .rotL64:
        unsafe frame.finishD(Semantics.rotL64(frame.A, frame.B))
      case .rotL32:
        unsafe frame.finishD(Semantics.rotL32(frame.A, frame.B))
      case .rotR64:
        unsafe frame.finishD(Semantics.rotR64(frame.A, frame.B))
      case .rotR32:
        unsafe frame.finishD(Semantics.rotR32(frame.A, frame.B))
      case .andInv:
        unsafe frame.finishD(Semantics.andInv(frame.A, frame.B))
      case .orInv:
        unsafe frame.finishD(Semantics.orInv(frame.A, frame.B))
      case .xnor:
        unsafe frame.finishD(Semantics.xnor(frame.A, frame.B))
      case .max:
        unsafe frame.finishD(Semantics.max(frame.A, frame.B))
      case .maxU:
        unsafe frame.finishD(Semantics.maxU(frame.A, frame.B))
      case .min:
        unsafe frame.finishD(Semantics.min(frame.A, frame.B))
      case .minU:
        unsafe frame.finishD(Semantics.minU(frame.A, frame.B))
      }
    }
  }
}
