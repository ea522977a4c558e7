package import Wasm

/// Everything that decides which LLVM IR a module becomes.
package struct TranslationOptions: Sendable {
  /// What happens to operations that the PVM has no instructions for: floats.
  package var floats = FloatPolicy.soft
  /// Whether every memory access is compared with the memory's size first, so that Wasm's semantics hold exactly.
  ///
  /// Otherwise an access out of bounds is a page fault or wraps around, a load whose result nobody uses may
  /// disappear, and endless recursion may become an endless loop.
  package var boundsChecks = false
  /// Whether a function with unsupported instructions traps when called instead of being an error.
  package var unsupportedFunctionsTrap = false
  /// The index of a host call that such a function does before it traps, so that the host learns of it.
  package var unsupportedHostCall: UInt32?
  /// Whether entry points return the result's end address in r8 instead of its length.
  package var resultEndAddress = false
  /// Which exports become entry points.
  package var entries = EntrySelection.standard
  /// What imports become that have no meaning of their own, nil for those that it does not know. It is asked before
  /// the conventional names in `env`.
  package var resolveImport: @Sendable (Wasm.Import) -> ImportDefinition? = { _ in nil }
  /// What is to be done about an import that nothing defines, for messages; nil if it is not known.
  package var importAdvice: @Sendable (Wasm.Import) -> String? = { _ in nil }
  /// The most pages of 65,536 bytes that the memory may grow to, nil for the module's own limit.
  package var maximumMemoryPages: Int?
  /// How many pages of 65,536 bytes are mapped from the start, if that is more than the module's minimum.
  package var reservedMemoryPages = 0
  /// How the machine's heap grows.
  package var heapGrowth = HeapGrowth.allocation
  /// How many pages a memory after the first may grow by.
  package var memoryGrowth = 16
  /// How many elements a table may have, and may grow to.
  package var maximumTableElements = 1 << 20
  /// How far a table without a declared maximum may grow beyond its initial size.
  package var tableGrowth = 1 << 14

  /// Whether instructions know where in the module they come from: the line of a location is an offset in the module's bytes,
  /// its function an index of the module. That changes no code.
  package var recordsPositions = false

  /// How many bytes of code a module has at most to be translated in one piece.
  package var wholeSize = 1 << 19
  /// How many bytes of code each part of a larger module has.
  package var partSize = 1 << 18
  /// How many bytes of code a function has at most to be copied into other parts that call it.
  package var copiedBodySize = 60

  /// Creates the default options.
  package init() {}
}

/// How the machine's heap grows.
package enum HeapGrowth: Equatable, Sendable {
  /// By `Symbol.allocate`, which takes how many bytes more there are to be.
  case allocation
  /// By the host call with this index, which takes the page behind the last one that there is to be,
  /// and answers the one that there is.
  case hostCall(UInt32)
}

/// Which exports become entry points.
package enum EntrySelection: Equatable, Sendable {
  /// `main`, `refine` or `is_authorized` at pc 0; `main2` or `accumulate` at pc 5; at least one of the five.
  case standard
  /// These exports, at pc 0, 5, 10, …, called by the argument invocation.
  case named([WasmName])
  /// All exported functions in the order of the module, each with its own signature; then for each exported global in that
  /// order a function that returns its value; then for each result beyond the sixth that one of the exported functions
  /// has a function that returns what the last call left there, as an `i64`; then the initialization.
  case raw
}

/// What an import becomes.
package enum ImportDefinition: Equatable, Sendable {
  /// A function that traps.
  case trap
  /// A function that does nothing and returns zeros.
  case nop
  /// The host call with this index: arguments in r7…, results in r7 and r8.
  case hostCall(UInt32)
  /// A global with this initial value, as bits.
  case global(UInt64)
  /// A memory of its own with these limits in pages of 65,536 bytes.
  case memory(Limits)
  /// A table of its own with these limits in elements, all null.
  case table(Limits)
}
