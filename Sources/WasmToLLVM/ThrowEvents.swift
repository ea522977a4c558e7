internal import Wasm

/// Which of the calls in function bodies let exceptions out, and which bodies throw themselves.
///
/// What a `catch_all` catches does not get out. Everything else may: whether some `catch` suits an exception is not looked at.
struct ThrowEvents {
  /// Something from which an exception may come.
  enum Source: Equatable {
    /// A `throw` or its like.
    case itself
    /// A call of a function.
    case call(Int)
    /// A call through a table of a function of a type.
    case callIndirect(type: Int)
  }

  /// A block that has begun and not ended.
  private struct Block {
    /// How many sources there were when it began.
    let start: Int
    /// Where the body of a `try` ended, once there is a `catch`.
    var bodyEnd: Int?
    /// Whether it is a `try_table` that catches all.
    let catchesAll: Bool
  }

  /// What is not caught in each body.
  private(set) var uncaught: [[Source]] = []
  /// What tail calls are made from each body: they leave it, with its results.
  private(set) var tailCalls: [[Source]] = []

  /// Whether there is anything to note: without a tag nothing is ever thrown.
  private let isNeeded: Bool
  /// The sources of the current body that may be caught yet.
  private var pending: [Source] = []
  /// Those that are not.
  private var escaped: [Source] = []
  /// The tail calls of the current body.
  private var tails: [Source] = []
  /// The blocks around the current instruction.
  private var blocks: [Block] = []

  /// Begins with no body.
  init(of module: Wasm.Module) { isNeeded = !module.tags.isEmpty }

  /// Ends a body.
  mutating func endBody() {
    guard isNeeded else { return }
    uncaught.append(escaped + pending)
    tailCalls.append(tails)
    pending.removeAll(keepingCapacity: true)
    escaped.removeAll(keepingCapacity: true)
    tails.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
  }

  /// Notes what an instruction means for exceptions.
  mutating func visit(_ instruction: Instruction, isReachable: Bool) {
    guard isNeeded else { return }
    switch instruction {
    case .block, .loop, .if, .try: begin(catchesAll: false)
    case .tryTable(let table): begin(catchesAll: table.clauses.contains { $0.tag == nil })
    case .catch: endTryBody()
    case .catchAll:
      endTryBody()
      guard let block = blocks.last, let end = block.bodyEnd else { break }
      pending.removeSubrange(block.start..<end)
    case .delegate:
      // Whoever catches it, it is not the blocks around.
      guard let block = blocks.popLast() else { break }
      escaped += pending[block.start...]
      pending.removeSubrange(block.start...)
    case .end:
      guard let block = blocks.popLast() else { break }
      if block.catchesAll { pending.removeSubrange(block.start...) }
    default:
      if isReachable { note(instruction) }
    }
  }

  /// Notes an instruction that does not structure the code.
  private mutating func note(_ instruction: Instruction) {
    switch instruction {
    case .throw, .throwRef, .rethrow: add(.itself)
    case .call(let function): add(.call(function))
    case .callIndirect(let type, _): add(.callIndirect(type: type))
    case .returnCall(let function): addTail(.call(function))
    case .returnCallIndirect(let type, _): addTail(.callIndirect(type: type))
    default: break
    }
  }

  /// Adds a source, unless it is the one before again.
  private mutating func add(_ source: Source) {
    let block = blocks.last
    if pending.last == source, block?.bodyEnd ?? block?.start ?? 0 < pending.count { return }
    pending.append(source)
  }

  /// Adds a tail call.
  private mutating func addTail(_ source: Source) {
    tails.append(source)
    escaped.append(source)
  }

  /// Begins a block.
  private mutating func begin(catchesAll: Bool) {
    blocks.append(Block(start: pending.count, bodyEnd: nil, catchesAll: catchesAll))
  }

  /// Ends the body of the innermost `try` at its first clause.
  private mutating func endTryBody() {
    guard !blocks.isEmpty, blocks[blocks.count - 1].bodyEnd == nil else { return }
    blocks[blocks.count - 1].bodyEnd = pending.count
  }
}
