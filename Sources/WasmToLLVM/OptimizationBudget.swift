internal import LLVM

/// Decides which functions most of LLVM's passes do not see, because they would take too long.
///
/// Many of LLVM's passes are quadratic in something: `instcombine` asks for each value about all conditions on it, `simplifycfg` and
/// `jump-threading` look at all ways into a block again and again, memory dependences are searched block by block. Programs that people
/// write stay far below the limits here (`Docs/Decisions/0022`); what is above them gets passes that are linear. Everything is decided
/// by counts, so that the same module always becomes the same program.
struct OptimizationBudget {
  /// What of a function is too much.
  enum Excess: String {
    /// Instructions.
    case instructions
    /// Instructions, with those of small functions that it calls.
    case inlinedInstructions = "instructions with those of the functions it calls"
    /// Blocks.
    case blocks
    /// Cases of a switch.
    case cases = "cases of a switch"
    /// Ways into a block that bring a value.
    case incoming = "ways into a block"
    /// Operands of all phis.
    case phiOperands = "operands of phis"
    /// Comparisons of one value.
    case comparisons = "comparisons of a value"
    /// Loops inside each other.
    case depth = "loops inside each other"

    /// Whether it is about the number of instructions only.
    var isLength: Bool { self == .instructions || self == .inlinedInstructions }
  }

  /// A function beyond a limit.
  struct Reduction {
    /// The function.
    let function: Function
    /// What is too much of it.
    let excess: Excess
    /// How much there is.
    let count: Int
    /// Which passes it gets.
    let kind: Kind
  }

  /// Which passes functions beyond a limit get.
  enum Kind: CaseIterable {
    /// Those that do not look at loops, because too many are inside each other.
    case deep
    /// Those that are linear whatever the control flow, because the function is beyond the limits as it is translated.
    case huge
    /// Those that are linear in the size of such control flow as there is.
    case intricate
    /// Those that are linear in the number of instructions.
    case long
  }

  /// The functions beyond a limit, in the order in which they were found.
  private(set) var reductions: [Reduction] = []
  /// The same as values.
  private var reduced: Set<Value> = []
  /// The functions that were not to be inlined to begin with.
  private var neverInlined: Set<Value> = []

  /// How many instructions functions of a swarm have less than on average.
  private static let tinyFunction = 16
  /// The limits.
  private let limits: OptimizationLimits
  /// The most instructions of a function that may be inlined into many callers.
  private static let smallFunction = 60

  /// Starts before any pass has run.
  init(_ module: borrowing Module, limits: OptimizationLimits) {
    self.limits = limits
    for function in module.functions where function.hasAttribute(.noInline) {
      neverInlined.insert(function.value)
    }
  }

  /// Looks for functions beyond the limits.
  ///
  /// - Parameter isEarly: whether the code is as it was translated.
  /// - Returns: those that were not found before.
  mutating func findReductions(
    in module: borrowing Module, isEarly: Bool
  ) -> [Reduction] {
    let limits = isEarly ? limits.translated : limits.simplified
    var functions: [Function] = []
    var shapes: [FunctionShape] = []
    var sizes: [Value: Int] = [:]
    for function in module.functions where !function.isDeclaration {
      let shape = FunctionShape(function)
      functions.append(function)
      shapes.append(shape)
      sizes[function.value] = shape.instructions
    }
    var new: [Reduction] = []
    for (function, shape) in zip(functions, shapes) where !reduced.contains(function.value) {
      var found = limits.excess(of: shape)
      if found == nil {
        let inlined = shape.callees.reduce(shape.instructions) { sum, callee in
          let size = sizes[callee] ?? 0
          return size <= Self.smallFunction ? sum + size : sum
        }
        if inlined > limits.instructions { found = (.inlinedInstructions, inlined) }
      }
      guard let (excess, count) = found else { continue }
      let kind: Kind =
        excess == .depth ? .deep : isEarly ? .huge : excess.isLength ? .long : .intricate
      new.append(Reduction(function: function, excess: excess, count: count, kind: kind))
      reduced.insert(function.value)
    }
    reductions += new
    return new
  }

  /// Whether all functions of a module, or of a part of one, get few passes: because they are thousands of tiny ones, or because one of
  /// them has so many loops inside each other that nothing may look for its loops (LLVM notes each block in every loop around it, and
  /// does so in front of passes over loops that the function is hidden from).
  ///
  /// - Returns: what to say about it, or nil.
  func reductionOfAll(in module: borrowing Module) -> ReducedFunction? {
    if let deep = reductions.first(where: { $0.kind == .deep }) {
      return ReducedFunction(
        name: "all functions", reason: "\(deep.count) \(deep.excess.rawValue) in one of them")
    }
    var functions = 0
    var instructions = 0
    for function in module.functions where !function.isDeclaration {
      functions += 1
      for block in function.blocks { for _ in block.instructions { instructions += 1 } }
    }
    guard functions > limits.swarm, instructions < Self.tinyFunction * functions else { return nil }
    return ReducedFunction(
      name: "all functions", reason: "\(functions) functions of \(instructions) instructions")
  }

  /// Lets passes see only these functions. No pass may have removed a function so far.
  func show(only visible: [Function], in module: borrowing Module) {
    let visible = Set(visible.map(\.value))
    show(in: module) { visible.contains($0.value) }
  }

  /// Lets passes see the functions within the limits. No pass may have removed a function so far.
  func showOthers(in module: borrowing Module) {
    show(in: module) { !reduced.contains($0.value) }
  }

  /// Lets passes see some functions.
  private func show(in module: borrowing Module, where isVisible: (Function) -> Bool) {
    for function in module.functions where !function.isDeclaration {
      if isVisible(function) {
        function.removeAttribute(.optimizeNone)
        if !neverInlined.contains(function.value) { function.removeAttribute(.noInline) }
      } else {
        function.addAttribute(.optimizeNone)
        function.addAttribute(.noInline)
      }
    }
  }

  /// Lets passes see all functions again. Those that were beyond the limits will not be inlined.
  func finish(_ module: borrowing Module) {
    for function in module.functions where !function.isDeclaration {
      function.removeAttribute(.optimizeNone)
    }
  }
}
