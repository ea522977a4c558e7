/// How much effort goes into the program, and to what end.
public enum OptimizationLevel: String, CaseIterable, Sendable {
  /// No optimization: the shortest compile time, and the output to compare the other levels with.
  case zero = "0"
  /// As `two`, but only what makes the program smaller is inlined.
  case one = "1"
  /// The default: few executed instructions without growing the program much.
  case two = "2"
  /// Fewest executed instructions, whatever the size.
  case three = "3"
  /// As `two`, but nothing that grows the program.
  case size = "s"
  /// The smallest program.
  case minimumSize = "z"
}
