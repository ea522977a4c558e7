/// What may be traded for what when blocks are laid out.
package struct LayoutOptions: Hashable, Sendable {
  /// How many bytes the code may grow to save one executed instruction per call of a function; 0 for
  /// code that never grows.
  package var bytesPerInstruction: Double
  /// The same where an executed addition makes addresses shorter: its result takes a register, too,
  /// and what that spills elsewhere is not known when the choice is made.
  package var bytesPerAddition: Double
  /// How many bytes a block that is duplicated may have.
  package var maximumDuplicateSize: Int
  /// What falling through instead of jumping saves, over what one jump costs; 0 where an executed jump
  /// costs as much as the end of a block.
  package var fallThroughWeight = 0.0

  /// Creates options; an addition is worth as much as any instruction unless told otherwise.
  package init(
    bytesPerInstruction: Double = 4, bytesPerAddition: Double? = nil, maximumDuplicateSize: Int = 48
  ) {
    self.bytesPerInstruction = bytesPerInstruction
    self.bytesPerAddition = bytesPerAddition ?? bytesPerInstruction
    self.maximumDuplicateSize = maximumDuplicateSize
  }

  /// The options with which neither bytes nor executed instructions dominate: up to three percent of the bytes of
  /// the 42 benchmarks for one percent of their gas.
  package static let balanced = LayoutOptions(bytesPerInstruction: 2, bytesPerAddition: 8)

  /// The options that give the fewest executed instructions.
  package static let fastest = LayoutOptions(bytesPerInstruction: 16, maximumDuplicateSize: 96)

  /// The options for the smallest code. Additions have a price all the same: what their results spill takes bytes, too.
  package static let smallest = LayoutOptions(bytesPerInstruction: 0, bytesPerAddition: 2)

  /// The same options where blocks have costs (`pvm-0.8.md` section 4): there a jump is 15 cycles and
  /// falling through 2.
  package func withBlockCosts() -> LayoutOptions {
    var options = self
    options.fallThroughWeight = 13.0 / 15
    return options
  }

  /// Whether code may grow by some bytes to save an instruction that is executed so often per call.
  func isWorth(bytes: Int, frequency: Double) -> Bool {
    bytes <= 0 || Double(bytes) <= bytesPerInstruction * frequency
  }

  /// Whether an instruction that is executed so often per call of a function may be added to save bytes.
  func isWorth(instructionsOf frequency: Double, saving bytes: Int) -> Bool {
    bytes > 0 && Double(bytes) > bytesPerInstruction * frequency
  }
}
