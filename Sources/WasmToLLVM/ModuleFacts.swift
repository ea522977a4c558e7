internal import Wasm

/// What is known about a module before translation: which functions can be called and what they change.
///
/// All bodies are validated on the way, whether they can be called or not.
struct ModuleFacts {
  /// Which functions can be called or referenced from an entry point, by function index.
  private(set) var isReachable: [Bool]
  /// Which reachable functions are referenced, so that an indirect call may call them.
  private(set) var isReferenced: [Bool]
  /// Which function types reachable indirect calls have, by type index.
  private(set) var isCalledIndirectly: [Bool]
  /// Which functions each reachable function calls, in the order of its calls, by function index.
  private(set) var callees: [[Int]]
  /// How many calls reachable functions contain.
  private(set) var callSites = 0
  /// Which globals reachable functions set.
  private(set) var isGlobalSet: [Bool]
  /// Which function types reachable tail calls have, by type index; equal types alike.
  private(set) var isTailCalled: [Bool]
  /// The global variable that functions pass each other, if there is one.
  private(set) var passedGlobal: PassedGlobal?
  /// Who throws exceptions.
  private(set) var exceptions: ExceptionFacts
  /// Which memories reachable functions grow.
  private(set) var isMemoryGrown: [Bool]
  /// Which tables reachable functions write to.
  private(set) var isTableWritten: [Bool]
  /// Which tables reachable functions grow.
  private(set) var isTableGrown: [Bool]
  /// Which element segments reachable functions drop.
  private(set) var isElementDropped: [Bool]
  /// Which data segments reachable functions drop.
  private(set) var isDataDropped: [Bool]

  /// Validates all bodies of a module and finds out what is reachable from some functions.
  init(_ module: Wasm.Module, roots: [Int]) throws(TranslationError) {
    isReachable = Array(repeating: false, count: module.functions.count)
    isReferenced = isReachable
    callees = Array(repeating: [], count: module.functions.count)
    isCalledIndirectly = Array(repeating: false, count: module.types.count)
    isTailCalled = isCalledIndirectly
    isGlobalSet = Array(repeating: false, count: module.globals.count)
    isMemoryGrown = Array(repeating: false, count: module.memories.count)
    isTableWritten = Array(repeating: false, count: module.tables.count)
    isTableGrown = isTableWritten
    isElementDropped = Array(repeating: false, count: module.elements.count)
    isDataDropped = Array(repeating: false, count: module.data.count)
    let events = try FunctionEvents.collect(from: module)
    exceptions = ExceptionFacts(none: module)
    propagate(events, in: module, roots: roots)
    noteEqualTypes(in: module)
    exceptions = ExceptionFacts(
      in: module, events.throwing, isReachable: isReachable, isReferenced: isReferenced)
    // A function that throws does not return it as it was.
    if module.tags.isEmpty { passedGlobal = PassedGlobal(in: module, events, self) }
  }

  /// How many bytes the bodies of all functions have that can be called or referenced.
  func bodySize(in module: Wasm.Module) -> Int {
    isReachable.indices.reduce(0) { size, function in
      isReachable[function] ? size + (module.body(ofFunction: function)?.code.count ?? 0) : size
    }
  }

  /// Follows calls and references from the roots.
  private mutating func propagate(_ events: FunctionEvents, in module: Wasm.Module, roots: [Int]) {
    var work: [Int] = []
    var tablesAreUsed = false
    for root in roots { reach(root, &work) }
    for global in module.globals {
      for case .refFunc(let function) in global.initializer?.instructions ?? [] {
        isReferenced[function] = true
        reach(function, &work)
      }
    }
    while let function = work.popLast() {
      guard function >= module.importedFunctionCount else { continue }
      for event in events[function - module.importedFunctionCount] {
        let index = Int(event.index)
        switch event.kind {
        case .call:
          callSites += 1
          callees[function].append(index)
          reach(index, &work)
        case .reference:
          isReferenced[index] = true
          reach(index, &work)
        case .callIndirect:
          callSites += 1
          isCalledIndirectly[index] = true
        case .setGlobal: isGlobalSet[index] = true
        case .getGlobal: break
        case .tailCall: isTailCalled[module.functions[index].typeIndex] = true
        case .tailCallIndirect: isTailCalled[index] = true
        case .growMemory: isMemoryGrown[index] = true
        case .writeTable: isTableWritten[index] = true
        case .growTable:
          isTableWritten[index] = true
          isTableGrown[index] = true
        case .dropElement: isElementDropped[index] = true
        case .dropData: isDataDropped[index] = true
        case .useTable:
          if !tablesAreUsed {
            tablesAreUsed = true
            reachElements(of: module, &work)
          }
        }
      }
    }
  }

  /// Whether a reachable function makes tail calls.
  var hasTailCalls: Bool { isTailCalled.contains(true) }

  /// Lets equal types be tail-called alike.
  private mutating func noteEqualTypes(in module: Module) {
    let numbers = ModuleTranslation.canonicalNumbers(of: module.types)
    let called = Set(
      isTailCalled.indices.lazy.filter { [isTailCalled] in isTailCalled[$0] }.map { numbers[$0] })
    isTailCalled = numbers.map { called.contains($0) }
  }

  /// Notes that what element segments contain can be called.
  private mutating func reachElements(of module: Wasm.Module, _ work: inout [Int]) {
    for segment in module.elements where segment.mode != .declarative {
      for item in segment.items {
        guard case .refFunc(let function)? = item.instructions.first else { continue }
        isReferenced[function] = true
        reach(function, &work)
      }
    }
  }

  /// Notes that a function can be called.
  private mutating func reach(_ function: Int, _ work: inout [Int]) {
    guard !isReachable[function] else { return }
    isReachable[function] = true
    work.append(function)
  }
}
