/// A place where the outside world starts the program: at pc 0, 5, 10, … in the order of the list.
package struct EntryPoint: Equatable, Sendable {
  /// How arguments come in and results go out.
  package enum Convention: Equatable, Sendable {
    /// The Gray Paper's argument invocation: `define { i64, i64 } @entry(i64 %r7, i64 %r8)`. The function initializes the
    /// program, calls the export with a Wasm address and a length, and returns what r7 and r8 must hold.
    case argumentInvocation
    /// The export's own signature, arguments and results in registers a0 … (`i32` sign-extended), no initialization.
    case raw
    /// No arguments, no results: initialization only, for programs whose other entry points are raw.
    case initialization
    /// Not offered: the code there is a trap.
    case absent

    /// Whether the program's memory is initialized there.
    package var initializes: Bool { self == .argumentInvocation || self == .initialization }
  }

  /// The export's name, for people and for lookup.
  package var name: String
  /// How arguments come in and results go out.
  package var convention: Convention
  /// The name of the external LLVM function, nil if absent. Returning from it halts: r0 holds the halt address at entry.
  package var symbol: String?

  /// Creates an entry point.
  package init(name: String, convention: Convention, symbol: String?) {
    self.name = name
    self.convention = convention
    self.symbol = symbol
  }

  /// A place in the list where nothing is offered.
  package static let absent = EntryPoint(name: "", convention: .absent, symbol: nil)
}
