internal import PVM
internal import Wasm

/// How a call of an instance ended.
enum WastEnd: Equatable {
  /// With results.
  case results([WasmValue])
  /// With a panic.
  case panic
  /// With an access to a page that is not there, other than those below.
  case fault(UInt32)
  /// With a page fault while the stack pointer was below the stack. Frames are made by moving the stack pointer
  /// first, and nothing else moves it, so that this is what a stack overflow looks like and nothing else does.
  case exhaustion
  /// With an instruction that is not supported.
  case unsupported
  /// It did not end within the gas that it got.
  case outOfGas
  /// With a host call that nothing answers.
  case unanswered(hostCall: UInt64)
  /// Something is not as it must be.
  case broken(String)
}

extension WastEnd: CustomStringConvertible {
  /// What happened.
  var description: String {
    switch self {
    case .results(let values):
      values.isEmpty ? "returned" : "returned " + values.map(\.description).joined(separator: " ")
    case .panic: "trapped"
    case .fault(let address): "page fault at 0x\(String(address, radix: 16))"
    case .exhaustion: "call stack exhausted"
    case .unsupported: "an instruction that is not supported"
    case .outOfGas: "out of gas"
    case .unanswered(let index): "host call \(index), which nothing answers"
    case .broken(let problem): problem
    }
  }
}

extension RegisterSet {
  /// Where arguments and results are, in order.
  static let arguments: [Register] = (7...12).map { Register(UInt8($0)) }
}

extension WasmValue {
  /// The value as registers hold it, two for a vector. External references are told from null by adding 1.
  var registers: [UInt64] {
    switch self {
    case .i32(let bits), .f32(let bits): [Self.extended(bits)]
    case .i64(let bits), .f64(let bits): [bits]
    case .v128(let bits): [bits.low, bits.high]
    case .funcref(let reference): [reference.map { UInt64($0) } ?? 0]
    case .externref(let number): [number.map { UInt64($0) + 1 } ?? 0]
    }
  }

  /// A 32-bit value as a register holds it.
  private static func extended(_ bits: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: bits)))
  }

  /// How many registers a value of a type takes.
  static func registerCount(_ type: ValueType) -> Int { type == .v128 ? 2 : 1 }

  /// The value in registers.
  ///
  /// - Parameter isExtended: whether 32-bit numbers have to be sign-extended; nil is the result if one is not.
  init?(_ type: ValueType, registers: [UInt64], isExtended: Bool) {
    let low = UInt32(truncatingIfNeeded: registers[0])
    if isExtended, type == .i32 || type == .f32, registers[0] != Self.extended(low) { return nil }
    switch type {
    case .i32: self = .i32(low)
    case .f32: self = .f32(low)
    case .i64: self = .i64(registers[0])
    case .f64: self = .f64(registers[0])
    case .v128: self = .v128(V128(low: registers[0], high: registers[1]))
    case .funcref: self = .funcref(low == 0 ? nil : low)
    // Nothing but null is told from null.
    case .externref, .exnref: self = .externref(low == 0 ? nil : low - 1)
    }
  }
}
