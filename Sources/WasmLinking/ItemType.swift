internal import Wasm

/// The type of something that modules import and export.
enum ItemType: Hashable, Sendable {
  /// A function.
  case function(FunctionType)
  /// A table.
  case table(TableType)
  /// A memory.
  case memory(MemoryType)
  /// A global variable.
  case global(GlobalType)
  /// A tag; its parameters are what exceptions carry.
  case tag(FunctionType)

  /// Whether something of this type may be imported as something of another type.
  ///
  /// - Parameter checksLimits: whether the sizes of tables and memories have to match too.
  /// - Source: WebAssembly 2.0, section 3.4.9 to 3.4.13.
  func matches(_ expected: ItemType, checksLimits: Bool) -> Bool {
    switch (self, expected) {
    case (.function(let own), .function(let expected)): own == expected
    case (.table(let own), .table(let expected)):
      own.element == expected.element
        && (!checksLimits || own.limits.matches(expected.limits))
    case (.memory(let own), .memory(let expected)):
      own.isShared == expected.isShared
        && (!checksLimits || own.limits.matches(expected.limits))
    case (.global(let own), .global(let expected)): own == expected
    case (.tag(let own), .tag(let expected)): own == expected
    default: false
    }
  }
}

extension ItemType: CustomStringConvertible {
  /// The type for messages.
  var description: String {
    switch self {
    case .function(let type): "function \(type)"
    case .table(let type): "table of \(type.element), \(type.limits.text) elements"
    case .memory(let type): "\(type.isShared ? "shared " : "")memory of \(type.limits.text) pages"
    case .tag(let type): "tag \(type)"
    case .global(let type): "\(type.isMutable ? "mutable" : "immutable") global \(type.value)"
    }
  }
}

extension Limits {
  /// Whether a thing of this size may be imported as one of another: it is as large, and grows no further.
  fileprivate func matches(_ expected: Limits) -> Bool {
    guard minimum >= expected.minimum else { return false }
    guard let most = expected.maximum else { return true }
    return maximum.map { $0 <= most } ?? false
  }

  /// The size for messages.
  fileprivate var text: String {
    "\(minimum)" + (maximum.map { " to \($0)" } ?? " or more")
  }
}
