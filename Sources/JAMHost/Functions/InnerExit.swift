/// How an inner machine's run ended, as `invoke` reports it (`pvm.md` appendix A).
enum InnerExit {
  /// It halted.
  static var halt: UInt64 { 0 }
  /// It panicked.
  static var panic: UInt64 { 1 }
  /// A page faulted; r8 is its address.
  static var fault: UInt64 { 2 }
  /// It made a host call; r8 is its index.
  static var host: UInt64 { 3 }
  /// It ran out of gas.
  static var outOfGas: UInt64 { 4 }
}
