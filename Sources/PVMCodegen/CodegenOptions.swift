internal import Support

/// How code is generated.
package struct CodegenOptions: Sendable {
  /// Whether the allocation of every function is verified by the independent checker, and the
  /// machine IR after every pass.
  package var checks = false
  /// Whether instructions know where they come from.
  package var recordsPositions = false
  /// Permutes choices that must not matter, unless 0.
  package var seed: UInt64 = 0
  /// The stack size in bytes, or nil to compute it.
  package var stackSize: Int?
  /// Whether code is optimized at all.
  package var optimizes = true
  /// What code costs.
  package var costs = CostModel()
  /// The passes that are left out.
  package var disabled: Set<CodegenPass> = []
  /// How often blocks ran, if that is known.
  package var profile: BlockProfile?
  /// What instructions at every start of the program are worth, when initial contents of the linear
  /// memory may be copied to their place; nil to copy nothing.
  package var startUpPrice: StartUpPrice? = .balanced
  /// What may be live in how many blocks without being kept in the frame.
  package var rangeLimits = RangeDemotion.Limits.standard

  /// Whether the functions are kept as they were in front of allocation.
  package var keepsSelected = false
  /// Whether the time of each pass is measured.
  package var measuresTime = false
  /// Prints functions between passes; nil to print nothing.
  package var observer: PassObserver?
  /// Called when a function of the module is done.
  package var functionDone: (@Sendable () -> Void)?

  /// Creates the default options.
  package init() {}

  /// Whether a step over the program runs.
  func runs(_ step: CodegenPass) -> Bool { optimizes && !disabled.contains(step) }

  /// What the passes may do.
  var passOptions: PassOptions {
    var options = PassOptions(
      costs: costs, optimizes: optimizes, disabled: disabled, verifies: checks,
      checksAllocation: checks, seed: seed, rangeLimits: rangeLimits)
    options.recordsPositions = recordsPositions
    options.measuresTime = measuresTime
    options.observer = observer
    options.profile = profile
    return options
  }
}
