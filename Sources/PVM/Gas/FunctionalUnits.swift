/// How many units of each kind an instruction occupies, or are free, in the model of Gray Paper 0.8
/// (`pvm-0.8.md` section 4.2).
///
/// Four bits for each kind, of which the highest stays 0, so that all kinds are compared at once.
public struct FunctionalUnits: Hashable, Sendable {
  /// The counts, four bits each.
  @usableFromInline var counts: UInt32

  /// Creates counts from their bits.
  @inlinable
  init(counts: UInt32) { self.counts = counts }

  /// Nothing.
  @inlinable
  public static var none: FunctionalUnits { FunctionalUnits(counts: 0) }
  /// One arithmetic unit.
  @inlinable
  public static var arithmetic: FunctionalUnits { FunctionalUnits(counts: 0x1) }
  /// Two arithmetic units.
  @inlinable
  public static var twoArithmetic: FunctionalUnits { FunctionalUnits(counts: 0x2) }
  /// An arithmetic and a load unit.
  @inlinable
  public static var load: FunctionalUnits { FunctionalUnits(counts: 0x11) }
  /// An arithmetic and a store unit.
  @inlinable
  public static var store: FunctionalUnits { FunctionalUnits(counts: 0x101) }
  /// An arithmetic and the multiplication unit.
  @inlinable
  public static var multiply: FunctionalUnits { FunctionalUnits(counts: 0x1001) }
  /// An arithmetic and the division unit.
  @inlinable
  public static var divide: FunctionalUnits { FunctionalUnits(counts: 0x10001) }
  /// What the machine has: 4 arithmetic, 4 load, 4 store units, 1 for products, 1 for quotients.
  @inlinable
  public static var machine: FunctionalUnits { FunctionalUnits(counts: 0x11444) }

  /// How many arithmetic units these are.
  public var arithmeticCount: Int { Int(counts & 7) }

  /// Whether these have all of some others.
  @inlinable
  public func contain(_ others: FunctionalUnits) -> Bool {
    ((counts | 0x88888) &- others.counts) & 0x88888 == 0x88888
  }

  /// Sum.
  @inlinable
  public static func += (left: inout FunctionalUnits, right: FunctionalUnits) {
    left.counts &+= right.counts
  }

  /// Difference; there must be enough.
  @inlinable
  public static func -= (left: inout FunctionalUnits, right: FunctionalUnits) {
    left.counts &-= right.counts
  }
}
