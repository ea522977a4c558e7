internal import CLLVM

/// The attributes without a value that wasm-pvm reads or writes.
package enum Attribute: Int, CaseIterable, Sendable {
  /// The function is called rarely.
  case cold
  /// The function never returns.
  case noReturn
  /// The function throws no exceptions.
  case noUnwind
  /// The function does not call itself, directly or indirectly.
  case noRecurse
  /// The function is not to be inlined.
  case noInline
  /// The function is always to be inlined.
  case alwaysInline
  /// Passes leave the function alone unless a program would be wrong without them; needs `noInline`.
  case optimizeNone
  /// The function is to be optimized for size.
  case optimizeForSize
  /// A parameter or result is neither undef nor poison.
  case noUndef
  /// Calls are not to be recognized as calls of library functions.
  case noBuiltin
  /// The function always returns.
  case willReturn
  /// The function makes progress.
  case mustProgress
  /// A parameter has a register of its own.
  case inRegister
  /// The function neither reads nor writes memory, but for constants.
  case noMemoryAccess

  /// LLVM's name.
  package var name: StaticString {
    switch self {
    case .cold: "cold"
    case .noReturn: "noreturn"
    case .noUnwind: "nounwind"
    case .noRecurse: "norecurse"
    case .noInline: "noinline"
    case .alwaysInline: "alwaysinline"
    case .optimizeNone: "optnone"
    case .optimizeForSize: "optsize"
    case .noUndef: "noundef"
    case .noBuiltin: "nobuiltin"
    case .willReturn: "willreturn"
    case .mustProgress: "mustprogress"
    case .inRegister: "inreg"
    case .noMemoryAccess: "memory"
    }
  }

  /// LLVM's numbers of all cases, in order.
  private static let identifiers: [UInt32] = allCases.map { attribute in
    // A static string knows its own length.
    unsafe UnsafeRawPointer(attribute.name.utf8Start).withMemoryRebound(
      to: CChar.self, capacity: attribute.name.utf8CodeUnitCount
    ) { unsafe LLVMGetEnumAttributeKindForName($0, attribute.name.utf8CodeUnitCount) }
  }

  /// LLVM's number.
  var identifier: UInt32 { Attribute.identifiers[rawValue] }
}

/// Which part of a function or call an attribute belongs to.
package enum AttributePlace: Sendable {
  /// The function itself.
  case function
  /// The result.
  case result
  /// The parameter with this number.
  case parameter(Int)

  /// LLVM's index.
  var index: UInt32 {
    switch self {
    case .function: .max
    case .result: 0
    case .parameter(let number): UInt32(number) + 1
    }
  }
}
