internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// Finds out which indices host calls may have whose index is not a constant as it stands in the module.
///
/// The instruction has its index in the code, so a choice between several is made of several instructions. Which these are must
/// not depend on the level of optimization nor on how a module is divided into parts. So it is found out before all
/// that, always in the same way, from a copy of the functions concerned: those that make such calls, and those that pass an
/// index on to them.
struct HostCallIndices {
  /// The module.
  let module: Wasm.Module
  /// What is known about it.
  let facts: ModuleFacts
  /// How it is translated.
  let options: TranslationOptions
  /// Which functions something else than a direct call may call, by function index.
  private let isCalledUnseen: [Bool]
  /// Which functions call each function directly, by function index.
  private let callers: [[Int]]

  /// The name of the function that stands for such a call in the copy.
  static func unknownCall(argumentCount: Int) -> String { "\(prefix)\(argumentCount)" }

  /// What these names begin with.
  private static let prefix = "host.unknown."

  /// How many times callers are added to the copy: an index is followed through that many calls.
  private static let maximumRounds = 32

  /// Prepares the search in a module.
  init(_ module: Wasm.Module, facts: ModuleFacts, roots: [Int], options: TranslationOptions) {
    self.module = module
    self.facts = facts
    self.options = options
    var isCalledUnseen = facts.isReferenced
    for root in roots { isCalledUnseen[root] = true }
    self.isCalledUnseen = isCalledUnseen
    var callers = [[Int]](repeating: [], count: module.functions.count)
    for (caller, callees) in facts.callees.enumerated() {
      for callee in callees where callers[callee].last != caller { callers[callee].append(caller) }
    }
    self.callers = callers
  }

  /// Finds the indices, ascending; nil if every index is a constant as it stands.
  ///
  /// Where an index may be anything, the host calls of the Gray Paper and JIP-1 are among them.
  ///
  /// - Throws: `TranslationError` if a function concerned cannot be translated.
  func find() throws(TranslationError) -> [UInt32]? {
    let calls = try indexedCalls()
    // Who refers to the import calls it with any index.
    let isReferenced = calls.contains { facts.isReferenced[$0] }
    var slice = Set(calls.flatMap { callers[$0] })
    for round in 0...Self.maximumRounds where !slice.isEmpty {
      let copy = try Copy(self, slice)
      if copy.calls.isEmpty { break }
      let size = slice.reduce(0) { $0 + (module.body(ofFunction: $1)?.code.count ?? 0) }
      if round < Self.maximumRounds, size <= options.partSize {
        try copy.optimize(.zero)
        let more = copy.passingFunctions().flatMap { callers[$0] }.filter { !slice.contains($0) }
        slice.formUnion(more)
        if !more.isEmpty { continue }
      }
      // The more is known about the functions the fewer values are possible.
      try copy.optimize(size <= options.wholeSize ? .three : .zero)
      return Self.table(copy.possibleIndices(isOpen: isReferenced))
    }
    return isReferenced ? Self.table(ValueSet(known: [], isOpen: true)) : nil
  }

  /// The imported functions that are host calls with an index as their first argument.
  private func indexedCalls() throws(TranslationError) -> [Int] {
    var result: [Int] = []
    for (index, function) in module.functions.prefix(module.importedFunctionCount).enumerated() {
      guard facts.isReachable[index], let item = function.importIndex,
        try ImportedItem.isIndexedHostCall(module.imports[item], in: module, options: options)
      else { continue }
      result.append(index)
    }
    return result
  }

  /// The indices among which the program chooses.
  private static func table(_ indices: ValueSet) -> [UInt32] {
    var table = Set(indices.known.map { UInt32(truncatingIfNeeded: $0) })
    if indices.isOpen { table.formUnion(ProtocolHostCalls.indices) }
    return table.sorted()
  }

  /// Some functions of the module in LLVM IR.
  private final class Copy {
    /// The functions with their module in LLVM IR.
    private let translation: ModuleTranslation

    /// Translates some functions as if they were a part of the module.
    init(_ search: HostCallIndices, _ slice: Set<Int>) throws(TranslationError) {
      var options = search.options
      // The same indices are found whether accesses are checked or not.
      options.boundsChecks = false
      let isShared = search.callers.indices.map { function in
        !slice.contains(function) || search.isCalledUnseen[function]
          || !search.callers[function].allSatisfy(slice.contains)
      }
      translation = try ModuleTranslation(
        search.module, facts: search.facts, options: options,
        part: ModulePart(functions: slice.sorted(), isShared: isShared), hostCallIndices: nil)
      try translation.defineTables()
      try translation.defineMemories()
      try translation.translateFunctions()
      try translation.defineRuntimeFunctions()
      translation.finish()
    }

    /// The calls whose index is not a constant as it stands.
    var calls: [InstructionView] {
      translation.output.module.functions.filter { $0.name.hasPrefix(HostCallIndices.prefix) }
        .flatMap { function in function.value.users.compactMap(\.asInstruction) }
    }

    /// Runs LLVM's passes of a level.
    func optimize(_ level: OptimizationPipeline) throws(TranslationError) {
      do throws(LLVMError) {
        try level.run(on: translation.output, .part)
      } catch {
        throw TranslationError(.llvm(error))
      }
    }

    /// The functions, by index in the module, that get an index from callers that are not in the copy.
    func passingFunctions() -> [Int] {
      var values = PossibleValues()
      for call in calls { _ = values.values(of: call.argument(0)) }
      return translation.functions.indices.filter { index in
        translation.functions[index].map(values.openFunctions.contains) ?? false
      }
    }

    /// What the indices may be.
    func possibleIndices(isOpen: Bool) -> ValueSet {
      var values = PossibleValues()
      var result = ValueSet(known: [], isOpen: isOpen)
      for call in calls { result.formUnion(values.values(of: call.argument(0))) }
      return result
    }
  }
}
