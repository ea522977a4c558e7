import Support

/// Tests name blocks and registers by number, as the text of machine IR does.
extension EntityID: ExpressibleByIntegerLiteral {
  /// The id with this position.
  init(integerLiteral value: UInt32) { self.init(rawValue: value) }
}
