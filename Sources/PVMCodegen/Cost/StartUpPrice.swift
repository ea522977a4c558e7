/// What the instructions that an entry point spends on initial contents are worth, in bytes of the file.
///
/// A program pays them at every start, however little it does then, so that many of them have to save
/// more bytes each than a few.
package struct StartUpPrice: Hashable, Sendable {
  /// The price of each of the first `firstCount` instructions.
  package var first: Double
  /// The price of each further one.
  package var further: Double

  /// How many instructions are a small part of any run.
  package static let firstCount = 128

  /// Creates a price.
  package init(first: Double, further: Double) {
    self.first = first
    self.further = further
  }

  /// The price at `--opt 1` and `2`.
  package static let balanced = StartUpPrice(first: 1, further: 8)
  /// The price at `--opt 3`.
  package static let fastest = StartUpPrice(first: 16, further: 64)
  /// The price at `--opt s` and `z`, and at `0`, so that no level executes more than that one.
  package static let smallest = StartUpPrice(first: 0, further: 1)
  /// Only bytes count.
  package static let free = StartUpPrice(first: 0, further: 0)

  /// The price of so many instructions.
  func bytes(_ instructions: Int) -> Double {
    let further = max(0, instructions - StartUpPrice.firstCount)
    return first * Double(instructions - further) + self.further * Double(further)
  }
}
