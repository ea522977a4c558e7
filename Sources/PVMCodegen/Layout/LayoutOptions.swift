/// What may be traded for what when blocks are laid out.
package struct LayoutOptions: Hashable, Sendable {
  /// How many bytes the code may grow to save one executed instruction per call of a function.
  package var bytesPerInstruction: Double

  /// Creates options.
  package init(bytesPerInstruction: Double = 4) {
    self.bytesPerInstruction = bytesPerInstruction
  }
}
