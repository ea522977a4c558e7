/// States what cannot happen. Checked in debug and in release: wrong code is worse than no code.
public enum Invariant {
  /// Ends the process because of a bug of ours.
  public static func violated(_ reason: StaticString) -> Never {
    #if hasFeature(Embedded)
      fatalError(reason)
    #else
      fatalError("internal error: \(reason)")
    #endif
  }

  /// Ends the process when the condition does not hold.
  @inlinable
  public static func check(_ condition: Bool, _ reason: StaticString) {
    if !condition { violated(reason) }
  }

  /// The value, which is there for the stated reason.
  @inlinable
  public static func unwrap<Value>(_ value: Value?, _ reason: StaticString) -> Value {
    guard let value else { violated(reason) }
    return value
  }
}
