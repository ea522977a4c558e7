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
    // Not by `defer`, which becomes a function of its own if there are many places to return from;
    // the frame would then be in memory.
    var frame = unsafe state
    let stop = unsafe loop(&frame, &observer)
    unsafe state = frame
    return stop
  }

  /// The loop itself.
  @inline(__always)
  private static func loop<Observer: ExecutionObserver>(
    _ frame: inout ExecutionFrame, _ observer: inout Observer
  ) -> ExecutionStop {
    while true {
      let operation = unsafe frame.ip.pointee.operation
      unsafe frame.notify(&observer)
      switch operation {
      // MARK: No arguments
      case .trap:
        return .panic
      case .fallthrough:
        if unsafe !frame.branch(false) { return .blockUnpaid }
      case .unlikely:
        unsafe frame.ip += 1
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
      #if !hasFeature(Embedded)
        // MARK: Sequences
        case .moveRegFallthrough:
          unsafe frame.passD(frame.A, &observer)
          if unsafe !frame.branch(false) { return .blockUnpaid }
        case .moveRegMoveReg:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.finishD(frame.A)
        case .moveRegJump:
          unsafe frame.passD(frame.A, &observer)
          if unsafe !frame.branch(true) { return .blockUnpaid }
        case .moveRegLoadImmJump:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.setA(frame.X)
          if unsafe !frame.branch(true) { return .blockUnpaid }
        case .moveRegAddImm32:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
        case .moveRegAddImm32AddImm32:
          let first = unsafe frame.passD(frame.A, &observer)
          unsafe frame.passA(Semantics.add32(first, frame.X), &observer)
          unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
        case .moveRegCmovIzImmAdd32:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.passA(frame.B == 0 ? frame.X : frame.A, &observer)
          unsafe frame.finishD(Semantics.add32(frame.A, frame.B))
        case .moveRegCmovNzImmSub32:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.passA(frame.B != 0 ? frame.X : frame.A, &observer)
          unsafe frame.finishD(Semantics.sub32(frame.A, frame.B))
        case .moveRegCmovNzImmSub64:
          unsafe frame.passD(frame.A, &observer)
          unsafe frame.passA(frame.B != 0 ? frame.X : frame.A, &observer)
          unsafe frame.finishD(Semantics.sub64(frame.A, frame.B))
        case .storeImmIndU8Add32BranchLtU:
          if unsafe !frame.passStore(UInt8.self, frame.A &+ frame.X, frame.Y, &observer) {
            return .store
          }
          let second = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          if unsafe !frame.branch(second < frame.B) { return .blockUnpaid }
        case .storeIndU32StoreIndU32:
          if unsafe !frame.passStore(UInt32.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          if unsafe !frame.store(UInt32.self, frame.B &+ frame.X, frame.A) { return .store }
        case .storeIndU32LoadIndU64:
          if unsafe !frame.passStore(UInt32.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .storeIndU32ShloRImm64:
          if unsafe !frame.passStore(UInt32.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          unsafe frame.finishA(Semantics.shloR64(frame.B, frame.X))
        case .storeIndU32Sub32SetLtU:
          if unsafe !frame.passStore(UInt32.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          unsafe frame.passD(Semantics.sub32(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.setLtU(frame.A, frame.B))
        case .storeIndU64StoreIndU64:
          if unsafe !frame.passStore(UInt64.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, frame.A) { return .store }
        case .storeIndU64LoadIndU64:
          if unsafe !frame.passStore(UInt64.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .storeIndU64AddImm32BranchNeImm:
          if unsafe !frame.passStore(UInt64.self, frame.B &+ frame.X, frame.A, &observer) {
            return .store
          }
          let second = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(second != frame.X) { return .blockUnpaid }
        case .loadIndU8BranchNeImm:
          guard let first = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          if unsafe !frame.branch(first != frame.X) { return .blockUnpaid }
        case .loadIndU8StoreIndU8:
          guard let first = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          if unsafe !frame.store(UInt8.self, frame.B &+ frame.X, first) { return .store }
        case .loadIndU8LoadIndU8:
          if unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.load(UInt8.self, frame.B &+ frame.X) { return .load }
        case .loadIndU8LoadIndU8Xor:
          if unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          guard let second = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishD(second ^ frame.B)
        case .loadIndU8ShloLImm32:
          guard let first = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishA(Semantics.shloL32(first, frame.X))
        case .loadIndU8Add32StoreIndU8:
          guard let first = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          let second = unsafe frame.passD(Semantics.add32(first, frame.B), &observer)
          if unsafe !frame.store(UInt8.self, frame.B &+ frame.X, second) { return .store }
        case .loadIndU8Xor:
          guard let first = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishD(first ^ frame.B)
        case .loadIndU32MulImm32:
          guard let first = unsafe frame.passLoad(UInt32.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishA(Semantics.mul32(first, frame.X))
        case .loadIndU32Add64:
          guard let first = unsafe frame.passLoad(UInt32.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishD(Semantics.add64(first, frame.B))
        case .loadIndI32BranchNe:
          guard let first = unsafe frame.passLoadSigned(UInt32.self, frame.B &+ frame.X, &observer)
          else { return .load }
          if unsafe !frame.branch(first != frame.B) { return .blockUnpaid }
        case .loadIndI32BranchLtU:
          if unsafe frame.passLoadSigned(UInt32.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.branch(frame.A < frame.B) { return .blockUnpaid }
        case .loadIndI32BranchGeU:
          if unsafe frame.passLoadSigned(UInt32.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.branch(frame.A >= frame.B) { return .blockUnpaid }
        case .loadIndI32RemU64:
          if unsafe frame.passLoadSigned(UInt32.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          unsafe frame.finishD(Semantics.remU64(frame.A, frame.B))
        case .loadIndU64Fallthrough:
          if unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.branch(false) { return .blockUnpaid }
        case .loadIndU64LoadIndU64:
          if unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .loadIndU64LoadIndU64LoadIndU64:
          if unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .loadIndU64LoadIndU64Mul64:
          if unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer) == nil {
            return .load
          }
          guard let second = unsafe frame.passLoad(UInt64.self, frame.B &+ frame.X, &observer)
          else { return .load }
          unsafe frame.finishD(Semantics.mul64(second, frame.B))
        case .signExtend16ShloLImm64JumpInd:
          unsafe frame.passD(Semantics.signExtend16(frame.A), &observer)
          let second = unsafe frame.passA(Semantics.shloL64(frame.B, frame.X), &observer)
          if let stop = unsafe frame.jump(second &+ frame.X) { return stop }
        case .addImm32MoveReg:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          unsafe frame.finishD(frame.A)
        case .addImm32MoveRegAddImm32:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(frame.A, &observer)
          unsafe frame.finishA(Semantics.add32(second, frame.X))
        case .addImm32LoadImmJump:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          unsafe frame.setA(frame.X)
          if unsafe !frame.branch(true) { return .blockUnpaid }
        case .addImm32BranchNeImm:
          let first = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(first != frame.X) { return .blockUnpaid }
        case .addImm32BranchEq:
          let first = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(first == frame.B) { return .blockUnpaid }
        case .addImm32BranchNe:
          let first = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(first != frame.B) { return .blockUnpaid }
        case .addImm32StoreIndU32:
          let first = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.store(UInt32.self, frame.B &+ frame.X, first) { return .store }
        case .addImm32LoadIndU8SetLtUImm:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          guard let second = unsafe frame.passLoad(UInt8.self, frame.B &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishA(Semantics.setLtU(second, frame.X))
        case .addImm32LoadIndU64:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .addImm32AddImm32:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
        case .addImm32AddImm32BranchNe:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          let second = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(second != frame.B) { return .blockUnpaid }
        case .addImm32AndImm:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          unsafe frame.finishA(frame.B & frame.X)
        case .addImm32AndImmBranchLtUImm:
          let first = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          let second = unsafe frame.passA(first & frame.X, &observer)
          if unsafe !frame.branch(second < frame.X) { return .blockUnpaid }
        case .addImm32AddImm64BranchEqImm:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          let second = unsafe frame.passA(Semantics.add64(frame.B, frame.X), &observer)
          if unsafe !frame.branch(second == frame.X) { return .blockUnpaid }
        case .addImm32Add32SetLtU:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.setLtU(second, frame.B))
        case .addImm32Mul64:
          unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          unsafe frame.finishD(Semantics.mul64(frame.A, frame.B))
        case .andImmLoadIndU8:
          let first = unsafe frame.passA(frame.B & frame.X, &observer)
          if unsafe !frame.load(UInt8.self, first &+ frame.X) { return .load }
        case .andImmShloLImm32LoadIndU32:
          let first = unsafe frame.passA(frame.B & frame.X, &observer)
          let second = unsafe frame.passA(Semantics.shloL32(first, frame.X), &observer)
          if unsafe !frame.load(UInt32.self, second &+ frame.X) { return .load }
        case .andImmShloLImm32LoadIndI32:
          let first = unsafe frame.passA(frame.B & frame.X, &observer)
          let second = unsafe frame.passA(Semantics.shloL32(first, frame.X), &observer)
          if unsafe !frame.loadSigned(UInt32.self, second &+ frame.X) { return .load }
        case .andImmShloLImm64JumpInd:
          unsafe frame.passA(frame.B & frame.X, &observer)
          let second = unsafe frame.passA(Semantics.shloL64(frame.B, frame.X), &observer)
          if let stop = unsafe frame.jump(second &+ frame.X) { return stop }
        case .andImmAdd64:
          let first = unsafe frame.passA(frame.B & frame.X, &observer)
          unsafe frame.finishD(Semantics.add64(first, frame.B))
        case .shloLImm32LoadIndU16LoadIndU16:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          if unsafe frame.passLoad(UInt16.self, first &+ frame.X, &observer) == nil { return .load }
          if unsafe !frame.load(UInt16.self, frame.B &+ frame.X) { return .load }
        case .shloLImm32LoadIndU64:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          if unsafe !frame.load(UInt64.self, first &+ frame.X) { return .load }
        case .shloLImm32AddImm32AddImm32:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          unsafe frame.passA(Semantics.add32(first, frame.X), &observer)
          unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
        case .shloLImm32AndImm:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          unsafe frame.finishA(first & frame.X)
        case .shloLImm32OrImm:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          unsafe frame.finishA(first | frame.X)
        case .shloLImm32Add32:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          unsafe frame.finishD(Semantics.add32(first, frame.B))
        case .shloLImm32Add32LoadIndU32:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(Semantics.add32(first, frame.B), &observer)
          if unsafe !frame.load(UInt32.self, second &+ frame.X) { return .load }
        case .shloLImm32Or:
          let first = unsafe frame.passA(Semantics.shloL32(frame.B, frame.X), &observer)
          unsafe frame.finishD(first | frame.B)
        case .shloRImm32AndImm:
          let first = unsafe frame.passA(Semantics.shloR32(frame.B, frame.X), &observer)
          unsafe frame.finishA(first & frame.X)
        case .shloRImm32ShloRImm32AndImm:
          unsafe frame.passA(Semantics.shloR32(frame.B, frame.X), &observer)
          unsafe frame.passA(Semantics.shloR32(frame.B, frame.X), &observer)
          unsafe frame.finishA(frame.B & frame.X)
        case .shloRImm32Xor:
          let first = unsafe frame.passA(Semantics.shloR32(frame.B, frame.X), &observer)
          unsafe frame.finishD(first ^ frame.B)
        case .shloRImm32XorXor:
          let first = unsafe frame.passA(Semantics.shloR32(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishD(second ^ frame.B)
        case .sharRImm32SharRImm32:
          unsafe frame.passA(Semantics.sharR32(frame.B, frame.X), &observer)
          unsafe frame.finishA(Semantics.sharR32(frame.B, frame.X))
        case .addImm64Fallthrough:
          unsafe frame.passA(Semantics.add64(frame.B, frame.X), &observer)
          if unsafe !frame.branch(false) { return .blockUnpaid }
        case .addImm64JumpInd:
          unsafe frame.passA(Semantics.add64(frame.B, frame.X), &observer)
          if let stop = unsafe frame.jump(frame.A &+ frame.X) { return stop }
        case .addImm64StoreIndU64StoreIndU64:
          let first = unsafe frame.passA(Semantics.add64(frame.B, frame.X), &observer)
          if unsafe !frame.passStore(UInt64.self, first &+ frame.X, frame.A, &observer) {
            return .store
          }
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, frame.A) { return .store }
        case .shloLImm64ShloRImm64:
          let first = unsafe frame.passA(Semantics.shloL64(frame.B, frame.X), &observer)
          unsafe frame.finishA(Semantics.shloR64(first, frame.X))
        case .shloLImm64ShloRImm64Or:
          unsafe frame.passA(Semantics.shloL64(frame.B, frame.X), &observer)
          let second = unsafe frame.passA(Semantics.shloR64(frame.B, frame.X), &observer)
          unsafe frame.finishD(second | frame.B)
        case .shloRImm64Xor:
          let first = unsafe frame.passA(Semantics.shloR64(frame.B, frame.X), &observer)
          unsafe frame.finishD(first ^ frame.B)
        case .shloRImm64XorShloLImm64:
          let first = unsafe frame.passA(Semantics.shloR64(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.shloL64(second, frame.X))
        case .shloRImm64XorMul64:
          let first = unsafe frame.passA(Semantics.shloR64(frame.B, frame.X), &observer)
          let second = unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishD(Semantics.mul64(second, frame.B))
        case .rotR64ImmXor:
          let first = unsafe frame.passA(Semantics.rotR64(frame.B, frame.X), &observer)
          unsafe frame.finishD(first ^ frame.B)
        case .rotR64ImmXorRotR64Imm:
          let first = unsafe frame.passA(Semantics.rotR64(frame.B, frame.X), &observer)
          unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.rotR64(frame.B, frame.X))
        case .rotR32ImmRotR32Imm:
          unsafe frame.passA(Semantics.rotR32(frame.B, frame.X), &observer)
          unsafe frame.finishA(Semantics.rotR32(frame.B, frame.X))
        case .add32LoadIndU8:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          if unsafe !frame.load(UInt8.self, first &+ frame.X) { return .load }
        case .add32LoadIndU32:
          unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          if unsafe !frame.load(UInt32.self, frame.B &+ frame.X) { return .load }
        case .add32LoadIndU32Mul64:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          guard let second = unsafe frame.passLoad(UInt32.self, first &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishD(Semantics.mul64(second, frame.B))
        case .add32LoadIndI32BranchEqImm:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          guard let second = unsafe frame.passLoadSigned(UInt32.self, first &+ frame.X, &observer)
          else { return .load }
          if unsafe !frame.branch(second == frame.X) { return .blockUnpaid }
        case .add32LoadIndU64:
          unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .add32LoadIndU64Add64:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          guard let second = unsafe frame.passLoad(UInt64.self, first &+ frame.X, &observer) else {
            return .load
          }
          unsafe frame.finishD(Semantics.add64(second, frame.B))
        case .add32AddImm32:
          unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          unsafe frame.finishA(Semantics.add32(frame.B, frame.X))
        case .add32AddImm32BranchGtUImm:
          unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          let second = unsafe frame.passA(Semantics.add32(frame.B, frame.X), &observer)
          if unsafe !frame.branch(second > frame.X) { return .blockUnpaid }
        case .add32AddImm32LoadIndU8:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          let second = unsafe frame.passA(Semantics.add32(first, frame.X), &observer)
          if unsafe !frame.load(UInt8.self, second &+ frame.X) { return .load }
        case .add32AndImmJump:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          unsafe frame.passA(first & frame.X, &observer)
          if unsafe !frame.branch(true) { return .blockUnpaid }
        case .add32Add32:
          unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.add32(frame.A, frame.B))
        case .add32XorRotR32Imm:
          let first = unsafe frame.passD(Semantics.add32(frame.A, frame.B), &observer)
          let second = unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.rotR32(second, frame.X))
        case .add64StoreIndU64:
          let first = unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, first) { return .store }
        case .add64LoadIndU64:
          unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          if unsafe !frame.load(UInt64.self, frame.B &+ frame.X) { return .load }
        case .add64Add64:
          let first = unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.add64(first, frame.B))
        case .add64Add64Add32:
          let first = unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          unsafe frame.passD(Semantics.add64(first, frame.B), &observer)
          unsafe frame.finishD(Semantics.add32(frame.A, frame.B))
        case .add64XorRotR64Imm:
          let first = unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          let second = unsafe frame.passD(first ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.rotR64(second, frame.X))
        case .add64SetLtU:
          unsafe frame.passD(Semantics.add64(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.setLtU(frame.A, frame.B))
        case .sub64Add64SharRImm64:
          let first = unsafe frame.passD(Semantics.sub64(frame.A, frame.B), &observer)
          unsafe frame.passD(Semantics.add64(first, frame.B), &observer)
          unsafe frame.finishA(Semantics.sharR64(frame.B, frame.X))
        case .mul64SharRImm64:
          let first = unsafe frame.passD(Semantics.mul64(frame.A, frame.B), &observer)
          unsafe frame.finishA(Semantics.sharR64(first, frame.X))
        case .mul64SharRImm64Add64:
          let first = unsafe frame.passD(Semantics.mul64(frame.A, frame.B), &observer)
          let second = unsafe frame.passA(Semantics.sharR64(first, frame.X), &observer)
          unsafe frame.finishD(Semantics.add64(second, frame.B))
        case .mul64Add64:
          let first = unsafe frame.passD(Semantics.mul64(frame.A, frame.B), &observer)
          unsafe frame.finishD(Semantics.add64(first, frame.B))
        case .andOr:
          let first = unsafe frame.passD(frame.A & frame.B, &observer)
          unsafe frame.finishD(first | frame.B)
        case .xorStoreIndU64:
          let first = unsafe frame.passD(frame.A ^ frame.B, &observer)
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, first) { return .store }
        case .xorRotR64Imm:
          unsafe frame.passD(frame.A ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.rotR64(frame.B, frame.X))
        case .xorRotR64ImmStoreIndU64:
          let first = unsafe frame.passD(frame.A ^ frame.B, &observer)
          let second = unsafe frame.passA(Semantics.rotR64(first, frame.X), &observer)
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, second) { return .store }
        case .xorRotR32Imm:
          unsafe frame.passD(frame.A ^ frame.B, &observer)
          unsafe frame.finishA(Semantics.rotR32(frame.B, frame.X))
        case .xorRotR32ImmXor:
          unsafe frame.passD(frame.A ^ frame.B, &observer)
          let second = unsafe frame.passA(Semantics.rotR32(frame.B, frame.X), &observer)
          unsafe frame.finishD(second ^ frame.B)
        case .xorMul64:
          let first = unsafe frame.passD(frame.A ^ frame.B, &observer)
          unsafe frame.finishD(Semantics.mul64(first, frame.B))
        case .xorXor:
          unsafe frame.passD(frame.A ^ frame.B, &observer)
          unsafe frame.finishD(frame.A ^ frame.B)
        case .mulUpperUUStoreIndU64StoreIndU64:
          let first = unsafe frame.passD(Semantics.mulUpperUU(frame.A, frame.B), &observer)
          if unsafe !frame.passStore(UInt64.self, frame.B &+ frame.X, first, &observer) {
            return .store
          }
          if unsafe !frame.store(UInt64.self, frame.B &+ frame.X, frame.A) { return .store }
        case .setLtULoadImmCmovNzImm:
          unsafe frame.passD(Semantics.setLtU(frame.A, frame.B), &observer)
          unsafe frame.passA(frame.X, &observer)
          if unsafe frame.B != 0 { unsafe frame.setA(frame.X) }
          unsafe frame.ip += 1
      #endif
      }
    }
  }
}
