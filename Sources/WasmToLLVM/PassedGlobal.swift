internal import Support
internal import Wasm

/// A global variable that functions get as a parameter and not from memory: the pointer of the shadow stack.
///
/// A function *preserves* the global if it returns with the value that it was called with, and so do all functions that it
/// calls. If such a function needs the value, it gets it as its first parameter, keeps its own value in a local, passes that on,
/// and never touches the variable. Entry points and functions that do not preserve the global use the variable. It is
/// right whenever they run, because what they call with a parameter leaves it alone.
struct PassedGlobal {
  /// The index of the global.
  let index: Int
  /// Which functions keep the value in a local and have it from their first parameter, by function index.
  private(set) var isLocal: [Bool]
  /// Which functions have the parameter, by function index: one that may be called indirectly does if another one of its
  /// type needs it.
  private(set) var isParameter: [Bool]
  /// Which indirect calls pass the value, by type index.
  private(set) var isParameterOfType: [Bool]

  /// Chooses the global that most functions set, if most of these preserve it.
  ///
  /// A module that makes tail calls has none: at each of them the value would have to be the one at entry, literally, and LLVM does not
  /// allow `inreg` there.
  init?(in module: Wasm.Module, _ events: FunctionEvents, _ facts: ModuleFacts) {
    guard !facts.hasTailCalls else { return nil }
    let users = GlobalUsers.ofGlobals(in: module, events, facts)
    guard let most = users.max(by: { $0.setters.count < $1.setters.count }),
      !most.setters.isEmpty
    else { return nil }
    let validator = FunctionValidator(module: module)
    let changers = most.setters.filter {
      !GlobalTracker.preserves(most.global, function: $0, validator)
    }
    guard 2 * changers.count < most.setters.count else { return nil }

    let graph = Callers(module, events, facts)
    let changes = graph.reached(from: changers) { _ in true }
    let preserves = { node in node >= module.functions.count || !changes[node] }
    let needs = graph.reached(
      from: (most.getters + most.setters).filter(preserves), through: preserves)
    index = most.global
    isLocal = Array(needs[..<module.functions.count])
    isParameterOfType = module.types.indices.map { needs[graph.node(ofType: $0)] }
    isParameter = isLocal
    for function in module.functions.indices where facts.isReferenced[function] {
      isParameter[function] = isParameterOfType[module.functions[function].typeIndex]
    }
  }
}

/// Which functions use a global variable.
private struct GlobalUsers {
  /// The index of the global.
  let global: Int
  /// The functions that read it.
  var getters: [Int] = []
  /// The functions that set it.
  var setters: [Int] = []

  /// The users of all variables of type `i32`.
  static func ofGlobals(
    in module: Wasm.Module, _ events: FunctionEvents, _ facts: ModuleFacts
  ) -> [GlobalUsers] {
    var users = module.globals.indices.map { GlobalUsers(global: $0) }
    for function in module.importedFunctionCount..<module.functions.count
    where facts.isReachable[function] {
      for event in events[function - module.importedFunctionCount] {
        let index = Int(event.index)
        switch event.kind {
        case .getGlobal where users[index].getters.last != function:
          users[index].getters.append(function)
        case .setGlobal where users[index].setters.last != function:
          users[index].setters.append(function)
        default: break
        }
      }
    }
    return users.filter {
      module.globals[$0.global].type == GlobalType(value: .i32, isMutable: true)
    }
  }
}

/// Who calls whom, from the callees' side. An indirect call calls a type, and a type all functions of it that are referenced.
private struct Callers {
  /// The callers of each function by index, then those of each type.
  private var callers: [[Int]]
  /// The nodes of the types by type index, the same for equal types.
  private let typeNodes: [Int]

  /// Collects the calls of all reachable functions.
  init(_ module: Wasm.Module, _ events: FunctionEvents, _ facts: ModuleFacts) {
    let count = module.functions.count
    typeNodes = ModuleTranslation.canonicalNumbers(of: module.types).map { count + $0 - 1 }
    callers = Array(repeating: [], count: count + module.types.count)
    for function in module.functions.indices where facts.isReachable[function] {
      if facts.isReferenced[function] {
        callers[function].append(typeNodes[module.functions[function].typeIndex])
      }
      for callee in facts.callees[function] { callers[callee].append(function) }
      guard function >= module.importedFunctionCount else { continue }
      for event in events[function - module.importedFunctionCount]
      where event.kind == .callIndirect {
        callers[typeNodes[Int(event.index)]].append(function)
      }
    }
  }

  /// The node of a type.
  func node(ofType index: Int) -> Int { typeNodes[index] }

  /// Which nodes call some functions, directly or by way of nodes that are passed through. The functions are among them.
  func reached(from functions: [Int], through isPassed: (Int) -> Bool) -> [Bool] {
    var reached = GrowingSet<Self>(count: callers.count, functions.map { EntityID($0) })
    while let node = reached.next() {
      for caller in callers[node.index] where isPassed(caller) { reached.insert(EntityID(caller)) }
    }
    return reached.flags.values
  }
}
