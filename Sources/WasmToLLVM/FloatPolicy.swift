/// What happens to float operations, which the PVM has no instructions for.
///
/// Floats are kept as their bits, `f32` as an `i32` and `f64` as an `i64`. What only moves or edits bits is always exact and
/// always supported: constants, loads, stores, locals, globals, calls, `reinterpret`, `abs`, `neg` and `copysign`.
package enum FloatPolicy: Equatable, Sendable {
  /// A float operation calls a function of the runtime.
  case soft
  /// A reachable float operation is an error.
  case reject
  /// A float operation traps when it is executed.
  case trap
}
