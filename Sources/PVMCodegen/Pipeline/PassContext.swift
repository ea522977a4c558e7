internal import Support

/// What decides which passes run, and what they may do.
package struct PassOptions: Sendable {
  /// What code costs.
  package var costs: CostModel
  /// Whether code is optimized at all.
  package var optimizes: Bool
  /// The passes that are left out.
  package var disabled: Set<CodegenPass>
  /// Whether functions are verified after each pass.
  package var verifies: Bool
  /// Whether every register allocation is proved by the independent checker.
  package var checksAllocation: Bool
  /// Permutes choices that must not matter, unless 0.
  package var seed: UInt64
  /// Whether instructions know where they come from, those too that passes make.
  package var recordsPositions = false
  /// Whether the time of each pass is measured.
  package var measuresTime = false
  /// Prints functions between passes; nil to print nothing.
  package var observer: PassObserver?
  /// What may be live in how many blocks without being kept in the frame.
  package var rangeLimits: RangeDemotion.Limits
  /// How often blocks ran, if that is known.
  package var profile: BlockProfile?

  /// Creates options.
  package init(
    costs: CostModel = CostModel(), optimizes: Bool = true, disabled: Set<CodegenPass> = [],
    verifies: Bool = Self.isDebugBuild, checksAllocation: Bool = Self.isDebugBuild,
    seed: UInt64 = 0, rangeLimits: RangeDemotion.Limits = .standard
  ) {
    self.costs = costs
    self.optimizes = optimizes
    self.disabled = disabled
    self.verifies = verifies
    self.checksAllocation = checksAllocation
    self.seed = seed
    self.rangeLimits = rangeLimits
  }

  /// The options without optimization.
  package static var unoptimized: PassOptions {
    PassOptions(costs: .unoptimized, optimizes: false)
  }

  /// Whether this module was built for debugging.
  package static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  /// Whether a pass runs.
  func runs(_ pass: Pass) -> Bool {
    if disabled.contains(pass.name) { return false }
    return switch pass.condition {
    case .always: true
    case .optimizing: optimizes
    }
  }
}

/// What passes know beside the function, and what they find out about it.
package struct PassContext: Sendable {
  /// What passes may do.
  package var options: PassOptions
  /// The PVM address of Wasm address 0.
  package var memoryBase: Int64 = 0
  /// The PVM addresses of what is always mapped, other than the stack.
  package var mappedMemory: [Range<Int64>] = []
  /// What is copied at the start of the function; nothing unless it is an entry point.
  package var startUpCopies: [StartUpCopy] = []
  /// Which constants are in read-only data.
  package var wideConstants = WideConstants()
  /// What all allocations together cost.
  package var statistics = AllocationStatistics()
  /// What callers of the function count on, once it is allocated; nil where none are known.
  package var promise: ClobberPromise?
  /// The function before its allocation began, if that is to be proved.
  var unallocated: MachineFunction?
  /// How many blocks it had then.
  var unallocatedBlockCount: Int?

  /// Creates a context.
  package init(_ options: PassOptions) { self.options = options }

  /// What code costs.
  var costs: CostModel { options.costs }
}
