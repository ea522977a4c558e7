/// The limits of LLVM's passes that depend on what running costs.
package struct PipelineTuning: Hashable, Sendable {
  /// How large a function may be, by LLVM's measure, to be inlined where it does not make the program
  /// smaller; nil for LLVM's own choice.
  package var inlineThreshold: Int?
  /// Whether passes that look at the functions rather than at the pipeline weigh size.
  package var prefersSize: Bool
  /// Whether loops of few rounds are unrolled, up to LLVM's limit for -O3, before values are propagated
  /// through what becomes of them.
  package var unrollsEarly = false
  /// Whether loops with calls are not unrolled if the number of their rounds is not known.
  package var sparesLoopsWithCalls = false
  /// How many instructions loops may have that are unrolled completely whatever LLVM's own limits; 0 for none.
  package var shortLoopLimit = 0
  /// Whether only loops inside others are unrolled so.
  package var unrollsOnlyInnerLoops = false
  /// Whether loops are marked between LLVM's passes.
  var hasLoopHints: Bool { sparesLoopsWithCalls || shortLoopLimit > 0 }
  /// The parameters of the last unrolling.
  package var unrolling: String

  /// The step that `unrollsEarly` adds.
  static let earlyUnroll: PipelineStep =
    "loop-unroll<O3;no-partial;no-runtime;no-peeling;no-upperbound>"
}

extension OptimizationPipeline {
  /// The limits at this level.
  ///
  /// - Parameter chargesBlocks: whether a basic block costs what a pipelined processor takes for it
  ///   (`Docs/Gas.md`); else every instruction costs the same.
  package func tuning(chargesBlocks: Bool) -> PipelineTuning {
    var tuning = PipelineTuning(
      inlineThreshold: nil, prefersSize: self != .three, unrolling: self == .three ? "O3" : "O2")
    switch self {
    case .zero, .size: break
    case .minimumSize: tuning.inlineThreshold = chargesBlocks ? 5 : nil
    case .one: tuning.inlineThreshold = 0
    case .two: tuning.inlineThreshold = chargesBlocks ? 100 : 50
    case .three: tuning.inlineThreshold = 250
    }
    guard chargesBlocks else { return tuning }
    switch self {
    case .zero, .minimumSize: break
    case .size: tuning.shortLoopLimit = 48
    case .one, .two:
      tuning.shortLoopLimit = 300
      tuning.unrollsOnlyInnerLoops = true
    case .three:
      // A call and a return end blocks, and each block waits for memory.
      tuning.inlineThreshold = 400
      tuning.shortLoopLimit = 3_000
      // Loads of several rounds in one block wait for memory at the same time.
      tuning.unrollsEarly = true
      tuning.sparesLoopsWithCalls = true
      tuning.unrolling = "O3;partial;runtime;upperbound"
    }
    return tuning
  }
}
