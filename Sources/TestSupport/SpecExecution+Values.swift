internal import PVM
internal import Wasm

/// How a call of an instance ended.
enum SpecEnd: Equatable {
  /// With results.
  case results([SpecValue])
  /// With a panic.
  case panic
  /// With an access to a page that is not there, other than those below.
  case fault(UInt32)
  /// With a page fault while the stack pointer was below the stack. Frames are made by moving the stack pointer
  /// first, and nothing else moves it, so that this is what a stack overflow looks like and nothing else does.
  case exhaustion
  /// With a float operation.
  case floats
  /// It did not end within the gas that it got, or something is not as it must be.
  case broken(String)
}

extension RegisterSet {
  /// Where arguments and results are, in order.
  static let arguments: [Register] = (7...12).map { Register(UInt8($0)) }
}

extension SpecValue {
  /// The value's type.
  var type: ValueType {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .v128: .v128
    case .funcref: .funcref
    case .externref: .externref
    }
  }

  /// The value as a register holds it. External references are told from null by adding 1.
  var register: UInt64 {
    switch self {
    case .i32(let bits), .f32(let bits): Self.extended(bits)
    case .i64(let bits), .f64(let bits): bits
    case .v128(let bits): bits.low
    case .funcref(let reference): reference.map { UInt64($0) } ?? 0
    case .externref(let number): number.map { UInt64($0) + 1 } ?? 0
    }
  }

  /// A 32-bit value as a register holds it.
  private static func extended(_ bits: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: bits)))
  }

  /// The value in a register; nil if the register does not hold a value of the type.
  init?(_ type: ValueType, register: UInt64) {
    let low = UInt32(truncatingIfNeeded: register)
    if type == .i32 || type == .f32, register != Self.extended(low) { return nil }
    self.init(type, low: register)
  }

  /// The value in a register of which only the bits count that the type has.
  init(_ type: ValueType, low register: UInt64) {
    let low = UInt32(truncatingIfNeeded: register)
    switch type {
    case .i32: self = .i32(low)
    case .f32: self = .f32(low)
    case .i64: self = .i64(register)
    case .f64: self = .f64(register)
    case .v128: self = .v128(V128(low: register, high: 0))
    case .funcref: self = .funcref(low == 0 ? nil : low)
    // Nothing but null is told from null.
    case .externref, .exnref: self = .externref(low == 0 ? nil : low - 1)
    }
  }
}
