package import LLVM

/// Which of LLVM's passes run at which level.
///
/// The order is that of LLVM 19's own pipelines (`opt -print-pipeline-passes`) without what has
/// nothing to do here (coroutines, vectors, OpenMP, profiles) and without what measured as useless;
/// `Docs/Ablation.md` has what each pass is worth, `Docs/Decisions` what was tried.
package enum OptimizationPipeline: String, CaseIterable, Sendable {
  /// What code generation needs: locals become SSA.
  case zero = "0"
  /// As `two`, but only what makes the program smaller is inlined.
  case one = "1"
  /// Few executed instructions without growing the program much.
  case two = "2"
  /// Fewest executed instructions.
  case three = "3"
  /// As `two`, but nothing that grows the program.
  case size = "s"
  /// The smallest program.
  case minimumSize = "z"

  /// What is optimized.
  package enum Scope: Sendable {
    /// All of a module.
    case module
    /// A part of a large module.
    case part
    /// All of a large module, whose parts are optimized.
    case linkedParts
  }

  /// Optimizes a module.
  ///
  /// - Parameters:
  ///   - tuning: the limits of passes, if not those of the level where every instruction costs the same.
  ///   - disabled: the names of passes to leave out.
  ///   - limits: what functions may have that all passes see.
  package func run(
    on translated: TranslatedModule, _ scope: Scope = .module, tuning given: PipelineTuning? = nil,
    without disabled: Set<String> = [], limits: OptimizationLimits = .standard
  ) throws(LLVMError) {
    if translated.hasVectors, scope != .linkedParts {
      try Self.lowerVectors(of: translated.module)
    }
    let tuning = given ?? self.tuning(chargesBlocks: false)
    if scope != .linkedParts { addAttributes(to: translated.module, tuning) }
    var disabled = disabled
    if self == .two, translated.bodySize < Self.smallestBodySizeWithIdioms {
      disabled.insert("loop-idiom")
    }
    let machine = try TargetMachine()
    var phases = self.phases(scope, tuning)
    guard self != .zero, scope != .linkedParts else {
      try run(phases.flatMap(\.self), on: translated.module, machine, without: disabled)
      return
    }
    let folds = translated.hasRuntime
    InliningBudget.limit(translated.module)
    var budget = OptimizationBudget(translated.module, limits: limits)
    try reduce(translated.module, &budget, isEarly: true, machine, without: disabled)
    // The first phase leaves out what is obviously not needed.
    try run(phases[0], on: translated.module, machine, without: disabled)
    try reduce(translated.module, &budget, isEarly: false, machine, without: disabled)
    translated.reducedFunctions = budget.reductions.map {
      ReducedFunction(name: $0.function.name, reason: "\($0.count) \($0.excess.rawValue)")
    }
    phases.removeFirst()
    if let all = budget.reductionOfAll(in: translated.module) {
      translated.reducedFunctions.append(all)
      phases = [brief]
    }
    if !folds, !tuning.hasLoopHints { phases = [phases.flatMap(\.self)] }
    LocalMemory.give(to: translated.module)
    for (index, phase) in phases.enumerated() {
      if folds { FloatFolding.run(on: translated.module, mayAddCalls: index == 0) }
      // The last phase but one unrolls completely, the last one otherwise.
      if tuning.shortLoopLimit > 0, index == phases.count - 2 {
        LoopHints.unrollShortLoops(
          of: translated.module, limit: tuning.shortLoopLimit,
          onlyInner: tuning.unrollsOnlyInnerLoops)
      }
      if tuning.sparesLoopsWithCalls, index == phases.count - 1 {
        LoopHints.spareLoopsWithCalls(of: translated.module)
      }
      try run(phase, on: translated.module, machine, without: disabled)
    }
    LocalMemory.take(from: translated.module)
    budget.finish(translated.module)
  }

  /// Runs steps.
  private func run(
    _ steps: [PipelineStep], on module: borrowing Module, _ machine: borrowing TargetMachine,
    without disabled: Set<String>
  ) throws(LLVMError) {
    let text = PipelineStep.text(steps, without: disabled)
    if text.isEmpty { return }
    try PassPipeline(text).run(on: module, machine: machine)
  }

  /// Does what is linear to the functions for which the rest would take too long, and hides them from the rest.
  private func reduce(
    _ module: borrowing Module, _ budget: inout OptimizationBudget, isEarly: Bool,
    _ machine: borrowing TargetMachine, without disabled: Set<String>
  ) throws(LLVMError) {
    let reductions = budget.findReductions(in: module, isEarly: isEarly)
    if reductions.isEmpty { return }
    for kind in OptimizationBudget.Kind.allCases {
      let functions = reductions.filter { $0.kind == kind }.map(\.function)
      if functions.isEmpty { continue }
      budget.show(only: functions, in: module)
      try run([linear(kind)], on: module, machine, without: disabled)
    }
    budget.showOthers(in: module)
  }

  /// The passes for functions that are too large for the others.
  private func linear(_ kind: OptimizationBudget.Kind) -> PipelineStep {
    // One way back into a loop instead of thousands: some passes ask for every branch whether all ways into its target come from it.
    let loops: [PipelineStep] = kind == .deep ? [] : ["loop-simplify"]
    let simplification: [PipelineStep] =
      kind == .huge || kind == .deep ? [] : ["simplifycfg<switch-range-to-icmp>"]
    let combination: [PipelineStep] =
      kind == .long ? ["instcombine<no-verify-fixpoint>"] : ["instsimplify"]
    return .group(
      "function<eager-inv>",
      ["mem2reg"] + loops + ["early-cse"] + combination + ["sccp"] + simplification + [
        "early-cse<memssa>", "dce",
      ])
  }

  /// Replaces the vectors of a module.
  private static func lowerVectors(of module: borrowing Module) throws(LLVMError) {
    let machine = try TargetMachine()
    let lowering = VectorLowering(module)
    try PassPipeline(PipelineStep.text(VectorLowering.preparation)).run(
      on: module, machine: machine)
    let functions = lowering.chooseForms(in: module)
    try PassPipeline(PipelineStep.text(VectorLowering.splitting)).run(on: module, machine: machine)
    lowering.removePairs(from: functions, of: module)
  }

  /// Whether small functions of other parts are of use to a part.
  package var inlines: Bool { self != .zero }

  /// The names of the passes that may be left out, in the order in which they first run.
  package var optionalPasses: [String] {
    PipelineStep.names(phases(.module, tuning(chargesBlocks: false)).flatMap(\.self)).filter {
      !OptimizationPipeline.required.contains($0)
    }
  }

  /// Passes that others, or code generation, rely on.
  private static let required: Set<String> = [
    "mem2reg", "require", "invalidate", "recompute-globalsaa",
  ]

  /// From how many bytes of function bodies on loops that fill and copy memory call the runtime's functions
  /// at `two`: they make the program some 80 bytes larger, however often they are called.
  private static let smallestBodySizeWithIdioms = 1 << 12

  /// Says how functions are to be optimized: many passes look at the functions rather than at the
  /// pipeline's level.
  private func addAttributes(to module: borrowing Module, _ tuning: PipelineTuning) {
    let aborts = (tuning.inlineThreshold ?? 0) > 0 ? Self.abortCalls(in: module) : [:]
    for function in module.functions where !function.isDeclaration {
      let isRuntime = function.name.hasPrefix(RuntimeLibrary.prefix + ".")
      if let limit = tuning.inlineThreshold {
        let threshold =
          (isRuntime ? min(limit, Self.runtimeThreshold) : limit) + Self.abortCost
          * aborts[function.value, default: 0]
        function.addAttribute("function-inline-threshold", "\(threshold)")
      }
      if tuning.prefersSize { function.addAttribute(.optimizeForSize) }
      if countsBytes, isRuntime { function.addAttribute(.noInline) }
    }
  }

  /// How large functions of the runtime may be to be inlined: beyond it are operations on floats, of which a program has hundreds.
  private static let runtimeThreshold = 250

  /// What the inliner takes a call of AssemblyScript's `abort` for: a call with four arguments, which nobody ever executes.
  private static let abortCost = 50

  /// How often functions call AssemblyScript's `abort` as the adapter of conventional imports has it. Such a call is not what makes a
  /// function too large to be inlined.
  private static func abortCalls(in module: borrowing Module) -> [Value: Int] {
    var counts: [Value: Int] = [:]
    for function in module.functions where function.name.hasSuffix(".as_abort") {
      for user in function.value.users {
        guard let call = user.asInstruction, call.opcode == .call else { continue }
        counts[call.parent.parent.value, default: 0] += 1
      }
    }
    return counts
  }

  // MARK: Steps

  /// The passes, in phases between which calls of the runtime's float functions are simplified.
  private func phases(_ scope: Scope, _ tuning: PipelineTuning) -> [[PipelineStep]] {
    switch scope {
    case .module: appending(merging, to: optimization(tuning))
    case .part:
      appending(inlines ? ["elim-avail-extern", "globaldce"] : [], to: optimization(tuning))
    case .linkedParts: [(inlines ? ["deadargelim", "globalopt"] : []) + merging]
    }
  }

  /// Phases with more steps in the last one.
  private func appending(_ steps: [PipelineStep], to phases: [[PipelineStep]]) -> [[PipelineStep]] {
    phases.dropLast() + [(phases.last ?? []) + steps]
  }

  /// What is done to a module or a part of one.
  private func optimization(_ tuning: PipelineTuning) -> [[PipelineStep]] {
    switch self {
    case .zero: return [[.group("function", ["mem2reg"])]]
    case .one, .two, .three, .size, .minimumSize:
      let components: [PipelineStep] = [
        "require<globals-aa>", .group("function", ["invalidate<aa>"]),
        .group("cgscc", [.group("devirt<4>", component(tuning))]),
      ]
      return preparation + [components, finish(tuning)]
    }
  }

  /// What is done at the end to all of a module.
  private var merging: [PipelineStep] {
    switch self {
    case .zero: []
    case .one, .two, .three: ["globaldce"]
    case .size, .minimumSize: ["mergefunc", "globaldce"]
    }
  }

  /// Whether bytes count for everything.
  private var countsBytes: Bool { self == .size || self == .minimumSize }

  /// Whether the program may grow to save executed instructions.
  private var mayGrow: Bool { self == .three }

  /// Makes SSA form of the module as translated and propagates constants between functions.
  private var preparation: [[PipelineStep]] {
    [
      [
        .group(
          "function<eager-inv>",
          ["simplifycfg", "sroa", "early-cse"]
            + (mayGrow ? ["callsite-splitting"] : []))
      ],
      [
        "ipsccp", "called-value-propagation", "globalopt",
        .group(
          "function<eager-inv>",
          ["mem2reg", "instcombine<no-verify-fixpoint>", "simplifycfg<switch-range-to-icmp>"]),
      ],
    ]
  }

  /// What happens to thousands of tiny functions: for them LLVM's way through all passes takes longer than the passes. `globalopt` is not
  /// among them, because it keeps analyses of all functions at the same time. Nor is any pass over loops, for the
  /// sake of modules whose loops nothing may look for.
  private var brief: [PipelineStep] {
    [
      "ipsccp",
      .group(
        "cgscc",
        [
          "inline", "function-attrs<skip-non-recursive-function-attrs>",
          .group(
            "function<eager-inv;no-rerun>",
            [
              "sroa", "early-cse<memssa>", "simplifycfg<switch-range-to-icmp>",
              "instcombine<no-verify-fixpoint>", "tailcallelim",
            ]), "function-attrs",
        ]), "deadargelim", "globaldce",
    ]
  }

  /// What happens to each component of the call graph, callees first.
  private func component(_ tuning: PipelineTuning) -> [PipelineStep] {
    [
      "inline", "function-attrs<skip-non-recursive-function-attrs>",
    ] + (mayGrow ? ["argpromotion"] : []) + [
      .group("function<eager-inv;no-rerun>", function(tuning)), "function-attrs",
      .group("function", ["require<should-not-run-function-passes>"]),
    ]
  }

  /// Simplifies branches and moves instructions that two blocks share into one. Where bytes count for
  /// everything, `gvn-hoist` moves them up at the end: done early, it hides what other passes look for.
  private func simplification(_ more: String...) -> PipelineStep {
    let hoisting = countsBytes ? [] : ["hoist-common-insts"]
    let options = more + ["switch-range-to-icmp"] + hoisting + ["sink-common-insts"]
    return .pass(name: "simplifycfg", parameters: "<\(options.joined(separator: ";"))>")
  }

  /// What happens to each function after calls in it have been inlined.
  private func function(_ tuning: PipelineTuning) -> [PipelineStep] {
    let rotation: PipelineStep =
      self == .minimumSize ? "loop-rotate<no-header-duplication>" : "loop-rotate"
    let unswitching: PipelineStep =
      mayGrow ? "simple-loop-unswitch<nontrivial>" : "simple-loop-unswitch"
    // A loop that fills or copies is shorter than the function that does it fast.
    let idioms: [PipelineStep] = countsBytes ? [] : ["loop-idiom"]
    let threading: PipelineStep = countsBytes ? "instsimplify" : "jump-threading"
    return [
      "sroa", "early-cse<memssa>", threading,
      "simplifycfg<switch-range-to-icmp>", "instcombine<no-verify-fixpoint>",
      "aggressive-instcombine", "tailcallelim", "simplifycfg<switch-range-to-icmp>",
      "constraint-elimination",
      .group(
        "loop-mssa",
        [
          "loop-instsimplify", "loop-simplifycfg", "licm<no-allowspeculation>", rotation, "licm",
          unswitching,
        ]), "simplifycfg<switch-range-to-icmp>", "instcombine<no-verify-fixpoint>",
      .group(
        "loop", idioms + ["indvars", unswitching, "loop-deletion", "loop-unroll-full"]),
    ] + (tuning.unrollsEarly ? [PipelineTuning.earlyUnroll] : []) + [
      "sroa", "mldst-motion", countsBytes ? "gvn<no-load-pre>" : "gvn", "sccp", "bdce",
      "instcombine<no-verify-fixpoint>",
      threading, "adce", "memcpyopt", "dse",
      .group("loop-mssa", ["licm"]),
      simplification(),
      "instcombine<no-verify-fixpoint>",
    ]
  }

  /// What happens to each function at the very end.
  private static let lastSteps: [PipelineStep] = ["nary-reassociate", "early-cse", "gvn-hoist"]

  /// What happens when all functions have their final callees.
  private func finish(_ tuning: PipelineTuning) -> [PipelineStep] {
    let rotation: PipelineStep =
      self == .minimumSize ? "loop-rotate<no-header-duplication>" : "loop-rotate"
    return [
      "deadargelim", "globalopt", "globaldce", "rpo-function-attrs", "recompute-globalsaa",
      .group(
        "function<eager-inv>",
        [.group("loop", [rotation, "loop-deletion"])] + [
          "instcombine<no-verify-fixpoint>",
          simplification("forward-switch-cond", "switch-to-lookup", "no-keep-loops"),
          PipelineStep(stringLiteral: "loop-unroll<\(tuning.unrolling)>"), "sroa<preserve-cfg>",
          "instcombine<no-verify-fixpoint>", .group("loop-mssa", ["licm"]), "loop-sink",
          "instsimplify", "tailcallelim",
        ] + Self.lastSteps),
    ]
  }
}
