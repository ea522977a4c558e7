/// Bounds on what this module accepts, so that no input makes it (or what comes after it) allocate or recurse
/// without measure.
///
/// - Source: the WebAssembly JavaScript interface, "Implementation-defined limits", which the web's
///   engines agree on, except where a case says otherwise.
public enum ImplementationLimit: CaseIterable, Hashable, Sendable {
  /// Bytes of a module.
  case moduleSize

  /// Bytes of a function body.
  case bodySize

  /// Bytes of a name: the limit of V8 and wasmparser.
  case nameLength

  /// Function types.
  case types

  /// Functions, imported ones included.
  case functions

  /// Imports.
  case imports

  /// Exports.
  case exports

  /// Globals, imported ones included.
  case globals

  /// Tables, imported ones included.
  case tables

  /// Memories, imported ones included.
  case memories

  /// Tags, imported ones included.
  case tags

  /// Data segments.
  case dataSegments

  /// Element segments.
  case elementSegments

  /// Items of an element segment.
  case elementItems

  /// Parameters of a function type.
  case parameters

  /// Results of a function type.
  case results

  /// Locals of a function, parameters included.
  case locals

  /// Locals that all functions declare together, parameters not counted: our own limit, because four bytes of a
  /// body can declare 50,000.
  case allLocals

  /// Labels of a `br_table`: the limit of V8.
  case branchTargets

  /// Blocks inside blocks: our own limit.
  case nesting

  /// The largest accepted number.
  public var maximum: Int {
    switch self {
    case .moduleSize: 1 << 30
    case .bodySize: 7_654_321
    case .nameLength: 100_000
    case .types: 1_000_000
    case .functions: 1_000_000
    case .imports: 1_000_000
    case .exports: 1_000_000
    case .globals: 1_000_000
    case .tables: 100_000
    case .memories: 100
    case .tags: 1_000_000
    case .dataSegments: 100_000
    case .elementSegments: 10_000_000
    case .elementItems: 10_000_000
    case .parameters: 1_000
    case .results: 1_000
    case .locals: 50_000
    case .allLocals: 10_000_000
    case .branchTargets: 65_520
    case .nesting: 50_000
    }
  }
}

extension ImplementationLimit: CustomStringConvertible {
  /// What is counted.
  public var description: String {
    switch self {
    case .moduleSize: "bytes in the module"
    case .bodySize: "bytes in a function body"
    case .nameLength: "bytes in a name"
    case .types: "types"
    case .functions: "functions"
    case .imports: "imports"
    case .exports: "exports"
    case .globals: "globals"
    case .tables: "tables"
    case .memories: "memories"
    case .tags: "tags"
    case .dataSegments: "data segments"
    case .elementSegments: "element segments"
    case .elementItems: "items in an element segment"
    case .parameters: "parameters"
    case .results: "results"
    case .locals: "locals"
    case .allLocals: "locals of all functions"
    case .branchTargets: "labels of a br_table"
    case .nesting: "nested blocks"
    }
  }
}

/// The largest number of pages of 65,536 bytes that a 32-bit memory can have.
///
/// - Source: WebAssembly 2.0, section 3.2.5.
let maximumMemoryPages: UInt64 = 65_536
