/// Results of host functions that are no values (`pvm.md` appendix A).
public enum HostCallResult {
  /// All is well.
  public static var ok: UInt64 { 0 }
  /// There is no such value.
  public static var none: UInt64 { UInt64.max }
  /// There is no such host function.
  public static var what: UInt64 { UInt64.max - 1 }
  /// A range of an inner machine's memory is not accessible.
  public static var outOfBounds: UInt64 { UInt64.max - 2 }
  /// There is no such service or inner machine.
  public static var who: UInt64 { UInt64.max - 3 }
  /// There is no room, or the balance does not suffice for it.
  public static var full: UInt64 { UInt64.max - 4 }
  /// There is no such core.
  public static var core: UInt64 { UInt64.max - 5 }
  /// The balance does not suffice.
  public static var cash: UInt64 { UInt64.max - 6 }
  /// The gas is less than the receiver demands.
  public static var low: UInt64 { UInt64.max - 7 }
  /// The request makes no sense, or is not allowed.
  public static var huh: UInt64 { UInt64.max - 8 }
}
