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
    isGlobalSet = Array(repeating: false, count: module.globals.count)
    isMemoryGrown = Array(repeating: false, count: module.memories.count)
    isTableWritten = Array(repeating: false, count: module.tables.count)
    isTableGrown = isTableWritten
    isElementDropped = Array(repeating: false, count: module.elements.count)
    isDataDropped = Array(repeating: false, count: module.data.count)
    let events = try FunctionEvents.collect(from: module)
    propagate(events, in: module, roots: roots)
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

/// What each function of a module does that matters to others, in the order of the code.
private struct FunctionEvents {
  /// Something that a function does.
  struct Event {
    /// What it does.
    enum Kind: UInt8 {
      case call, callIndirect, reference, setGlobal, growMemory
      case writeTable, growTable, useTable, dropElement, dropData
    }

    /// What it does.
    let kind: Kind
    /// To which function, type, global, memory, table or segment.
    let index: UInt32

    /// Creates an event.
    init(_ kind: Kind, _ index: Int = 0) {
      self.kind = kind
      self.index = UInt32(index)
    }
  }

  /// All events, function by function.
  private var events: [Event] = []
  /// Where the events of each body begin, and one more.
  private var starts: [Int] = [0]

  /// The events of a body.
  subscript(body: Int) -> ArraySlice<Event> { events[starts[body]..<starts[body + 1]] }

  /// Validates all bodies and collects their events.
  static func collect(from module: Wasm.Module) throws(TranslationError) -> FunctionEvents {
    let validator = FunctionValidator(module: module)
    var collector = Collector()
    for body in module.codeBodies.indices {
      do throws(BodyFailure<Never>) {
        try validator.validate(
          functionIndex: module.importedFunctionCount + body, visitor: &collector)
      } catch {
        switch error {
        case .invalid(let error): throw TranslationError(.invalid(error))
        }
      }
      collector.events.starts.append(collector.events.events.count)
    }
    return collector.events
  }

  /// Collects the events of one body after the other.
  private struct Collector: InstructionVisitor {
    /// What was collected.
    var events = FunctionEvents()

    /// Notes what an instruction does.
    mutating func visit(
      _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
    ) {
      guard isReachable else { return }
      switch instruction {
      case .call(let function), .returnCall(let function): add(.call, function)
      case .callIndirect(let type, _), .returnCallIndirect(let type, _):
        add(.callIndirect, type)
        add(.useTable)
      case .refFunc(let function): add(.reference, function)
      case .globalSet(let global): add(.setGlobal, global)
      case .memoryGrow(let memory): add(.growMemory, memory)
      case .tableGet: add(.useTable)
      case .tableSet(let table), .tableFill(let table): add(.writeTable, table)
      case .tableGrow(let table): add(.growTable, table)
      case .tableCopy(let destination, _):
        add(.writeTable, destination)
        add(.useTable)
      case .tableInit(let table, _):
        add(.writeTable, table)
        add(.useTable)
      case .elemDrop(let segment): add(.dropElement, segment)
      case .dataDrop(let segment): add(.dropData, segment)
      default: break
      }
    }

    /// Adds an event.
    private mutating func add(_ kind: Event.Kind, _ index: Int = 0) {
      events.events.append(Event(kind, index))
    }
  }
}
