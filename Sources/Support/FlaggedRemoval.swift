extension Array {
  /// Removes the elements whose flags are set; the others stay in order.
  ///
  /// - Precondition: a flag for each element.
  /// - Complexity: linear.
  @inlinable
  public mutating func removeAll(flagged flags: [Bool]) {
    var position = 0
    removeAll { _ in
      defer { position += 1 }
      return flags[position]
    }
  }
}
