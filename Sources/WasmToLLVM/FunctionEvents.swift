internal import Wasm

/// What each function of a module does that matters to others, in the order of the code.
struct FunctionEvents {
  /// Something that a function does.
  struct Event {
    /// What it does.
    enum Kind: UInt8 {
      case call, callIndirect, tailCall, tailCallIndirect, reference, getGlobal, setGlobal,
        growMemory
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

  /// What is known about exceptions.
  private(set) var throwing: ThrowEvents
  /// All events, function by function.
  private var events: [Event] = []
  /// Where the events of each body begin, and one more.
  private var starts: [Int] = [0]

  /// The events of a body.
  subscript(body: Int) -> ArraySlice<Event> { events[starts[body]..<starts[body + 1]] }

  /// Starts without events.
  private init(throwing: ThrowEvents) { self.throwing = throwing }

  /// Validates all bodies and collects their events.
  static func collect(from module: Wasm.Module) throws(TranslationError) -> FunctionEvents {
    let validator = FunctionValidator(module: module)
    var collector = Collector(
      events: FunctionEvents(throwing: ThrowEvents(of: module)))
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
      collector.events.throwing.endBody()
    }
    return collector.events
  }

  /// Collects the events of one body after the other.
  private struct Collector: InstructionVisitor {
    /// What was collected.
    var events: FunctionEvents

    /// Notes what an instruction does.
    mutating func visit(
      _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
    ) {
      events.throwing.visit(instruction, isReachable: isReachable)
      guard isReachable else { return }
      switch instruction {
      case .call(let function): add(.call, function)
      case .returnCall(let function):
        add(.tailCall, function)
        add(.call, function)
      case .callIndirect(let type, _):
        add(.callIndirect, type)
        add(.useTable)
      case .returnCallIndirect(let type, _):
        add(.tailCallIndirect, type)
        add(.callIndirect, type)
        add(.useTable)
      case .refFunc(let function): add(.reference, function)
      case .globalGet(let global): add(.getGlobal, global)
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
