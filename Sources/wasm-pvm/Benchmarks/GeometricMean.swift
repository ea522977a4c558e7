import Foundation

/// The geometric mean of ratios, and of how many.
struct GeometricMean {
  /// The sum of the ratios' logarithms.
  private var sum = 0.0
  /// How many ratios there are.
  private(set) var count = 0

  /// Adds a ratio, if both numbers are there and positive.
  mutating func add(_ value: Int?, over yardstick: Int?) {
    guard let value, let yardstick, value > 0, yardstick > 0 else { return }
    add(Double(value) / Double(yardstick))
  }

  /// Adds a positive ratio.
  mutating func add(_ ratio: Double) {
    sum += log(ratio)
    count += 1
  }

  /// The mean; nil without ratios.
  var value: Double? { count == 0 ? nil : exp(sum / Double(count)) }
}
