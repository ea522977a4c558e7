public import Foundation
public import Wasm

/// A script: modules, and assertions about them, in order.
public struct WastScript: Sendable {
  /// The commands.
  public var commands: [WastCommand]

  /// The proposals that its modules may use; assertions that a module is malformed or invalid depend on them.
  public var features: Features
}

/// One command of a script.
public struct WastCommand: Sendable {
  /// The line of the script it is on.
  public var line: Int

  /// What it does.
  public var kind: Kind

  /// What a command does.
  public enum Kind: Sendable {
    /// Instantiates a module, which becomes the current one.
    case module(name: String?, module: WastModule)

    /// Makes the exports of a module (the current one if it has no name) available for imports.
    case register(as: String, name: String?)

    /// Does something, for its effects.
    case action(WastAction)

    /// Does something and expects results.
    case assertReturn(WastAction, [WastExpectation])

    /// Does something and expects a trap with a message.
    case assertTrap(WastAction, String)

    /// Does something and expects it to use up the call stack.
    case assertExhaustion(WastAction, String)

    /// Expects a module to fail validation.
    case assertInvalid(WastModule, String)

    /// Expects a module to fail decoding or, if it is text, parsing.
    case assertMalformed(WastModule, String)

    /// Does something and expects an exception that nothing in the module catches.
    case assertException(WastAction)

    /// Expects a module's imports not to be satisfied.
    case assertUnlinkable(WastModule, String)

    /// Expects a module to trap when instantiated.
    case assertUninstantiable(WastModule, String)
  }
}

/// A module of a script, in a file of its own.
public struct WastModule: Sendable {
  /// Where it is.
  public var url: URL

  /// Whether it is text rather than binary.
  public var isText: Bool

  /// The module's bytes.
  public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}

/// Something done to a module, which is the current one if it has no name.
public enum WastAction: Sendable {
  /// Calls an exported function.
  case invoke(module: String?, field: String, arguments: [WasmValue])

  /// Reads an exported global.
  case get(module: String?, field: String)
}

/// What an assertion expects of one result.
public enum WastExpectation: Hashable, Sendable {
  /// This value, bit by bit.
  case value(WasmValue)

  /// A NaN of type `f32`.
  case f32(WastNaN)

  /// A NaN of type `f64`.
  case f64(WastNaN)

  /// A vector that has at least one NaN lane.
  case v128([WastLane])

  /// One of several.
  indirect case either([WastExpectation])

  /// Any function reference but null.
  case anyFuncref

  /// Any external reference but null.
  case anyExternref
}

/// Which NaNs an assertion accepts.
public enum WastNaN: String, Hashable, Sendable {
  /// The NaN whose payload is its top bit only, of either sign.
  case canonical = "nan:canonical"

  /// Any NaN whose payload has its top bit set.
  case arithmetic = "nan:arithmetic"

  /// Whether the bits of an `f32` are such a NaN.
  public func accepts(_ bits: UInt32) -> Bool {
    switch self {
    case .canonical: bits & 0x7FFF_FFFF == 0x7FC0_0000
    case .arithmetic: bits & 0x7FC0_0000 == 0x7FC0_0000
    }
  }

  /// Whether the bits of an `f64` are such a NaN.
  public func accepts(_ bits: UInt64) -> Bool {
    switch self {
    case .canonical: bits & 0x7FFF_FFFF_FFFF_FFFF == 0x7FF8_0000_0000_0000
    case .arithmetic: bits & 0x7FF8_0000_0000_0000 == 0x7FF8_0000_0000_0000
    }
  }
}

/// What an assertion expects of one lane of a float vector.
public enum WastLane: Hashable, Sendable {
  /// These bits in a lane of 4 bytes.
  case f32(UInt32)

  /// These bits in a lane of 8 bytes.
  case f64(UInt64)

  /// A NaN in a lane of 4 bytes.
  case f32NaN(WastNaN)

  /// A NaN in a lane of 8 bytes.
  case f64NaN(WastNaN)
}

extension WastExpectation: CustomStringConvertible {
  /// What is expected, as the text form writes it.
  public var description: String {
    switch self {
    case .value(let value): "\(value)"
    case .f32(let nan): "f32:\(nan.rawValue)"
    case .f64(let nan): "f64:\(nan.rawValue)"
    case .v128(let lanes): "v128 of \(lanes.map { "\($0)" }.joined(separator: ", "))"
    case .either(let allowed): allowed.map(\.description).joined(separator: " or ")
    case .anyFuncref: "a funcref"
    case .anyExternref: "an externref"
    }
  }

  /// What is expected of all results.
  static func list(_ expectations: [WastExpectation]) -> String {
    expectations.isEmpty ? "no results" : expectations.map(\.description).joined(separator: " ")
  }
}

extension WastExpectation {
  /// Whether a result is as expected.
  public func accepts(_ result: WasmValue) -> Bool {
    switch (self, result) {
    case (.value(let expected), _): expected == result
    case (.f32(let nan), .f32(let bits)): nan.accepts(bits)
    case (.f64(let nan), .f64(let bits)): nan.accepts(bits)
    case (.v128(let lanes), .v128(let vector)): Self.accepts(vector, lanes)
    case (.either(let allowed), _): allowed.contains { $0.accepts(result) }
    case (.anyFuncref, .funcref(let reference)): reference != nil
    case (.anyExternref, .externref(let reference)): reference != nil
    default: false
    }
  }

  /// Whether every lane of a vector is as expected.
  private static func accepts(_ vector: V128, _ lanes: [WastLane]) -> Bool {
    lanes.indices.allSatisfy { index in
      switch lanes[index] {
      case .f32(let bits): bits == vector.lane32(index)
      case .f64(let bits): bits == (index == 0 ? vector.low : vector.high)
      case .f32NaN(let nan): nan.accepts(vector.lane32(index))
      case .f64NaN(let nan): nan.accepts(index == 0 ? vector.low : vector.high)
      }
    }
  }
}

extension V128 {
  /// The lane of 4 bytes at an index from 0 to 3.
  fileprivate func lane32(_ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (index < 2 ? low : high) >> UInt64(index % 2 * 32))
  }
}
