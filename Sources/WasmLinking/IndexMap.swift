internal import Wasm

/// The indices that an input's items have in the linked module.
struct IndexMap {
  /// By type index.
  var types: [Int] = []
  /// By function index.
  var functions: [Int]
  /// By table index.
  var tables: [Int]
  /// By memory index.
  var memories: [Int]
  /// By global index.
  var globals: [Int]
  /// By tag index.
  var tags: [Int]
  /// What is added to the indices of element segments.
  var firstElement = 0
  /// What is added to the indices of data segments.
  var firstData = 0

  /// Creates a map that is yet to be filled.
  init(_ module: Module) {
    functions = Array(repeating: 0, count: module.functions.count)
    tables = Array(repeating: 0, count: module.tables.count)
    memories = Array(repeating: 0, count: module.memories.count)
    globals = Array(repeating: 0, count: module.globals.count)
    tags = Array(repeating: 0, count: module.tags.count)
  }

  /// The index of an item.
  subscript(kind: ExternalKind, index: Int) -> Int {
    get {
      switch kind {
      case .function: functions[index]
      case .table: tables[index]
      case .memory: memories[index]
      case .global: globals[index]
      case .tag: tags[index]
      }
    }
    set {
      switch kind {
      case .function: functions[index] = newValue
      case .table: tables[index] = newValue
      case .memory: memories[index] = newValue
      case .global: globals[index] = newValue
      case .tag: tags[index] = newValue
      }
    }
  }
}
