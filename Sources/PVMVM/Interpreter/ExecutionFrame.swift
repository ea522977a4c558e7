internal import PVM

/// Why the hot loop stopped at an instruction.
enum ExecutionStop {
  /// The block that starts here could not be paid for.
  case blockUnpaid
  /// There is no gas for the instruction; not said by the loop itself.
  case outOfGas
  /// The instructions that could be paid for are executed; not said by the loop itself.
  case chunkEnd
  /// The instruction panics.
  case panic
  /// The instruction jumps to the halt address.
  case halt
  /// The instruction is an `ecalli`.
  case hostCall
  /// The instruction is an `sbrk`, which is not done yet.
  case sbrk
  /// A dynamic jump goes to an entry that the jump table does not list.
  case unlistedJump
  /// A load needs a closer look; the frame describes it.
  case load
  /// A store needs a closer look; the frame describes it.
  case store
}

/// A memory access that the hot loop could not do itself.
struct PendingAccess {
  /// Address of the first byte.
  var address: UInt32 = 0
  /// How many bytes.
  var count: UInt32 = 0
  /// Whether a loaded value is sign-extended.
  var isSigned = false
  /// What is stored.
  var value: UInt64 = 0
}

/// What the hot loop needs now and then.
@unsafe
struct ExecutionContext {
  /// The first instruction.
  var base: UnsafePointer<PredecodedInstruction>
  /// Where the entries of the jump table lead.
  let jumpTargets: UnsafePointer<UInt32>
  /// How many entries the jump table has.
  let jumpCount: UInt32
  #if !hasFeature(Embedded)
    /// How often each block was entered, by the entry that counts it; nil if nothing is counted. As
    /// long as the entries.
    let entryCounts: UnsafeMutablePointer<Int64>?
  #endif
  /// The access that stopped the loop.
  var pending = PendingAccess()
}

/// What the hot loop works on, with the operands of the current instruction under the names of the
/// specification. A copy of it lives in machine registers while the loop runs; that is why it is no
/// larger.
///
/// Bounds: `ip` points to an entry of the loaded program, because every entry that lets execution go
/// on has a next one and every distance leads to an entry. Register offsets are at most 96, and there
/// are 13 registers of 8 bytes.
@unsafe
struct ExecutionFrame {
  /// The current instruction.
  var ip: UnsafePointer<PredecodedInstruction>
  /// The registers.
  let registers: UnsafeMutableRawPointer
  /// Gas left behind the current block.
  var gas: Int64
  /// The memory.
  let memory: PageTableView
  /// The rest.
  let context: UnsafeMutablePointer<ExecutionContext>
}

extension ExecutionFrame {
  /// Old value of register A.
  @inline(__always)
  var A: UInt64 { unsafe registers.load(fromByteOffset: Int(ip.pointee.a), as: UInt64.self) }
  /// Old value of register B.
  @inline(__always)
  var B: UInt64 { unsafe registers.load(fromByteOffset: Int(ip.pointee.b), as: UInt64.self) }
  /// Immediate X.
  @inline(__always)
  var X: UInt64 { unsafe Semantics.signExtend32(UInt64(ip.pointee.x)) }
  /// Immediate Y.
  @inline(__always)
  var Y: UInt64 { unsafe Semantics.signExtend32(UInt64(ip.pointee.y)) }
  /// The eight bytes of `load_imm_64`.
  @inline(__always)
  var wideX: UInt64 { unsafe UInt64(ip.pointee.x) | UInt64(ip.pointee.y) &<< 32 }

  /// Sets register A.
  @inline(__always)
  func setA(_ value: UInt64) {
    unsafe registers.storeBytes(of: value, toByteOffset: Int(ip.pointee.a), as: UInt64.self)
  }

  /// Sets register D.
  @inline(__always)
  func setD(_ value: UInt64) {
    unsafe registers.storeBytes(of: value, toByteOffset: Int(ip.pointee.d), as: UInt64.self)
  }

  /// Sets register A and goes to the next instruction.
  @inline(__always)
  mutating func finishA(_ value: UInt64) {
    unsafe setA(value)
    unsafe ip += 1
  }

  /// Sets register D and goes to the next instruction.
  @inline(__always)
  mutating func finishD(_ value: UInt64) {
    unsafe setD(value)
    unsafe ip += 1
  }

  /// Pays for the block that starts at the current instruction; false if the gas does not suffice.
  @inline(__always)
  mutating func enterBlock() -> Bool {
    let cost = unsafe Int64(ip.pointee.charge)
    if unsafe gas < cost { return false }
    unsafe gas &-= cost
    return true
  }

  /// Goes to the target if the condition holds, else to the next instruction; false if the block
  /// there cannot be paid for.
  @inline(__always)
  mutating func branch(_ condition: Bool) -> Bool {
    if condition { unsafe ip += ip.pointee.distance } else { unsafe ip += 1 }
    return unsafe enterBlock()
  }

  /// Loads into register A and goes to the next instruction; false if that needs a closer look.
  @inline(__always)
  mutating func load<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, _ address: UInt64
  ) -> Bool {
    guard let value = unsafe read(type, address, isSigned: false) else { return false }
    unsafe finishA(value)
    return true
  }

  /// Loads into register A, sign-extended, and goes to the next instruction; false if that needs a
  /// closer look.
  @inline(__always)
  mutating func loadSigned<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, _ address: UInt64
  ) -> Bool {
    guard let value = unsafe read(type, address, isSigned: true) else { return false }
    unsafe finishA(signExtended(value, as: type))
    return true
  }

  /// A value of some type's width, sign-extended.
  @inline(__always)
  func signExtended<Value: FixedWidthInteger>(_ value: UInt64, as type: Value.Type) -> UInt64 {
    let unused = UInt64(64 - Value.bitWidth)
    return UInt64(bitPattern: Int64(bitPattern: value &<< unused) &>> Int64(unused))
  }

  /// The bytes at an address; nil if that needs a closer look.
  @inline(__always)
  func read<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, _ address: UInt64, isSigned: Bool
  ) -> UInt64? {
    let address = UInt32(truncatingIfNeeded: address)
    let count = UInt32(Value.bitWidth / 8)
    guard let bytes = unsafe memory.readable(address, count) else {
      unsafe context.pointee.pending = PendingAccess(
        address: address, count: count, isSigned: isSigned)
      return nil
    }
    return unsafe UInt64(truncatingIfNeeded: Value(littleEndian: bytes.loadUnaligned(as: type)))
  }

  /// Stores the low bits of a value and goes to the next instruction; false if that needs a closer
  /// look.
  @inline(__always)
  mutating func store<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type, _ address: UInt64, _ value: UInt64
  ) -> Bool {
    let address = UInt32(truncatingIfNeeded: address)
    let count = UInt32(Value.bitWidth / 8)
    guard let bytes = unsafe memory.writable(address, count) else {
      unsafe context.pointee.pending = PendingAccess(
        address: address, count: count, value: value)
      return false
    }
    unsafe bytes.storeBytes(of: Value(truncatingIfNeeded: value).littleEndian, as: type)
    unsafe ip += 1
    return true
  }

  /// Jumps through the jump table; the result is why the run cannot go on, or nil.
  @inline(__always)
  mutating func jump(_ address: UInt64) -> ExecutionStop? {
    let address = UInt32(truncatingIfNeeded: address)
    if address == StandardProgram.haltAddress { return .halt }
    // Address 0 gives the largest entry, which no table has.
    let entry = (address &>> 1) &- 1
    if address & 1 != 0 { return .panic }
    if unsafe entry >= context.pointee.jumpCount {
      unsafe context.pointee.pending = PendingAccess(address: address)
      return .unlistedJump
    }
    let target = unsafe context.pointee.jumpTargets[Int(entry)]
    if target == LoadedProgram.noInstruction { return .panic }
    unsafe ip = context.pointee.base + Int(target)
    return unsafe enterBlock() ? nil : .blockUnpaid
  }
}
