extension Range<Int> {
  /// The first index for which a condition does not hold that holds up to some index and for none from there
  /// on; the upper bound if it holds for all.
  ///
  /// Example: `(0..<numbers.count).firstIndex(behind: { numbers[$0] < 7 })` is where the first number from 7 on is in
  /// a sorted array.
  ///
  /// - Complexity: logarithmic.
  @inlinable @inline(__always)
  public func firstIndex(behind isBelow: (Int) -> Bool) -> Int {
    var low = lowerBound
    var high = upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if isBelow(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
