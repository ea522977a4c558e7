/// What a host function costs under Gray Paper 0.8 (`pvm-0.8.md` section 5): a constant and at most
/// two parts that grow with a register.
public struct HostCallPrice: Sendable {
  /// A part that grows with a register.
  public struct Part: Sendable {
    /// Gas for each of what the register counts, or for each 1024 of it, rounded up.
    public let rate: UInt64
    /// The register.
    public let register: Register
    /// Whether the rate is for 1024.
    public let isPer1024: Bool

    /// No such part.
    static var none: Part { each(0, 7) }

    /// A rate for each.
    static func each(_ rate: UInt64, _ register: UInt8) -> Part {
      Part(rate: rate, register: Register(register), isPer1024: false)
    }

    /// A rate for 1024: G in the specification.
    static func per1024(_ rate: UInt64, _ register: UInt8) -> Part {
      Part(rate: rate, register: Register(register), isPer1024: true)
    }

    /// The gas for a value of the register; at most `UInt64.max`, which nobody has.
    public func amount(_ value: UInt64) -> UInt64 {
      let (high, low) = rate.multipliedFullWidth(by: value)
      guard isPer1024 else { return high == 0 ? low : UInt64.max }
      let (sum, overflow) = low.addingReportingOverflow(1023)
      let top = high + (overflow ? 1 : 0)
      return top < 1024 ? sum >> 10 | top << 54 : UInt64.max
    }
  }

  /// The constant.
  public let constant: UInt64
  /// A part.
  public let first: Part
  /// Another one.
  public let second: Part

  /// Creates a price.
  private init(_ constant: UInt64, _ first: Part = .none, _ second: Part = .none) {
    self.constant = constant
    self.first = first
    self.second = second
  }

  /// The gas for the values of the registers of both parts; at most `UInt64.max`, which nobody has.
  public func amount(_ firstValue: UInt64, _ secondValue: UInt64) -> UInt64 {
    let (sum, isLarge) = first.amount(firstValue).addingReportingOverflow(
      second.amount(secondValue))
    let (total, isTooLarge) = sum.addingReportingOverflow(constant)
    return isLarge || isTooLarge ? UInt64.max : total
  }

  /// What each page costs by which the heap grows.
  public static var heapPage: UInt64 { 121 }

  /// The price of a function.
  ///
  /// - Parameter mode: r10, on which `fetch` and `pages` depend.
  public init(of function: HostFunction, mode: UInt64) {
    switch function {
    case .gas: self.init(48)
    case .growHeap: self.init(275)
    case .fetch: self.init(fetch: mode)
    case .lookup: self.init(600, .per1024(248, 11))
    case .read: self.init(2407, .per1024(1736, 9), .per1024(248, 12))
    case .write: self.init(2442, .per1024(3358, 8), .per1024(216, 10))
    case .info: self.init(703)
    case .historicalLookup: self.init(1125, .per1024(264, 11))
    case .export: self.init(3521)
    case .machine: self.init(1862, .per1024(112, 8))
    case .peek: self.init(377, .per1024(336, 10))
    case .poke: self.init(297, .per1024(224, 10))
    case .pages:
      switch mode {
      case 0: self.init(212, .each(118, 9))
      case 1, 2: self.init(275, .each(121, 9))
      case 3, 4: self.init(130, .each(29, 9))
      default: self.init(80)
      }
    case .invoke: self.init(968)
    case .expunge: self.init(335)
    case .bless: self.init(422, .each(20, 12))
    case .assign: self.init(1818)
    case .designate: self.init(1100, .each(302, 8))
    case .checkpoint: self.init(103)
    case .new: self.init(3855)
    case .upgrade: self.init(1028)
    case .transfer: self.init(575)
    case .eject: self.init(458)
    case .query: self.init(643)
    case .solicit: self.init(2193)
    case .forget: self.init(3250)
    case .yield: self.init(98)
    case .provide: self.init(3980, .per1024(2264, 9))
    case .log: self.init(1000)
    }
  }

  /// The price of `fetch` by what is fetched.
  private init(fetch kind: UInt64) {
    switch kind {
    case 0: self.init(390)
    case 1: self.init(103)
    case 3, 4, 7: self.init(85, .per1024(96, 9))
    case 5, 6: self.init(171)
    case 8: self.init(84)
    case 9: self.init(88)
    case 10: self.init(111)
    case 11: self.init(317)
    case 12: self.init(250)
    case 13: self.init(95, .per1024(96, 9))
    case 14: self.init(287, .per1024(400, 9))
    case 15: self.init(355, .per1024(344, 9))
    case 2: self.init(80, .per1024(96, 9))
    default: self.init(80)
    }
  }
}
