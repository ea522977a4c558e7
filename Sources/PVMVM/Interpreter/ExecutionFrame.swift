internal import PVM

/// Why the hot loop stopped at an instruction.
enum ExecutionStop {
  /// The instruction could not be paid for.
  case outOfGas
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

/// What the hot loop works on, with the operands of the current instruction under the names of the
/// specification. A copy of it lives in machine registers while the loop runs.
///
/// Bounds: `ip` points to an entry of the loaded program, because every entry that lets execution go
/// on has a next one and every distance leads to an entry. Register numbers are at most 12, and there
/// are 13 registers.
@unsafe
struct ExecutionFrame {
  /// The current instruction.
  var ip: UnsafePointer<PredecodedInstruction>
  /// The first instruction.
  let base: UnsafePointer<PredecodedInstruction>
  /// The registers.
  let registers: UnsafeMutablePointer<UInt64>
  /// Gas left.
  var gas: Int64
  /// The memory.
  let memory: PageTableView
  /// Where the entries of the jump table lead.
  let jumpTargets: UnsafePointer<UInt32>
  /// How many entries the jump table has.
  let jumpCount: UInt32
  /// Where the access that stops the loop is described. Behind a pointer because as a field it would
  /// take machine registers in the loop.
  let pending: UnsafeMutablePointer<PendingAccess>
}

extension ExecutionFrame {
  /// Old value of register A.
  @inline(__always)
  var A: UInt64 { unsafe registers[Int(ip.pointee.a)] }
  /// Old value of register B.
  @inline(__always)
  var B: UInt64 { unsafe registers[Int(ip.pointee.b)] }
  /// Immediate X.
  @inline(__always)
  var X: UInt64 { unsafe UInt64(bitPattern: ip.pointee.x) }
  /// Immediate Y.
  @inline(__always)
  var Y: UInt64 { unsafe UInt64(bitPattern: Int64(ip.pointee.y)) }

  /// Sets register A.
  @inline(__always)
  func setA(_ value: UInt64) { unsafe registers[Int(ip.pointee.a)] = value }

  /// Sets register D.
  @inline(__always)
  func setD(_ value: UInt64) { unsafe registers[Int(ip.pointee.d)] = value }

  /// Sets register A and goes to the next instruction.
  @inline(__always)
  mutating func finishA(_ value: UInt64) {
    unsafe registers[Int(ip.pointee.a)] = value
    unsafe ip += 1
  }

  /// Sets register D and goes to the next instruction.
  @inline(__always)
  mutating func finishD(_ value: UInt64) {
    unsafe registers[Int(ip.pointee.d)] = value
    unsafe ip += 1
  }

  /// Goes to the target if the condition holds, else to the next instruction.
  @inline(__always)
  mutating func branch(_ condition: Bool) {
    if condition { unsafe ip += Int(ip.pointee.y) } else { unsafe ip += 1 }
  }

  /// Loads into register A and goes to the next instruction; false if that needs a closer look.
  @inline(__always)
  mutating func load<Value: FixedWidthInteger>(_ type: Value.Type, _ address: UInt64) -> Bool {
    let address = UInt32(truncatingIfNeeded: address)
    let count = UInt32(Value.bitWidth / 8)
    guard let bytes = unsafe memory.readable(address, count) else {
      unsafe pending.pointee = PendingAccess(
        address: address, count: count, isSigned: Value.isSigned)
      return false
    }
    unsafe finishA(UInt64(truncatingIfNeeded: Value(littleEndian: bytes.loadUnaligned(as: type))))
    return true
  }

  /// Stores the low bits of a value and goes to the next instruction; false if that needs a closer
  /// look.
  @inline(__always)
  mutating func store<Value: FixedWidthInteger>(
    _ type: Value.Type, _ address: UInt64, _ value: UInt64
  ) -> Bool {
    let address = UInt32(truncatingIfNeeded: address)
    let count = UInt32(Value.bitWidth / 8)
    guard let bytes = unsafe memory.writable(address, count) else {
      unsafe pending.pointee = PendingAccess(address: address, count: count, value: value)
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
    if unsafe entry >= jumpCount {
      unsafe pending.pointee = PendingAccess(address: address)
      return .unlistedJump
    }
    let target = unsafe jumpTargets[Int(entry)]
    if target == LoadedProgram.noInstruction { return .panic }
    unsafe ip = base + Int(target)
    return nil
  }
}
