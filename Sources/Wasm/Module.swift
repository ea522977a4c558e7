/// A decoded module whose every part except the function bodies has been validated.
///
/// Index spaces are complete: imported functions, tables, memories and globals come first, then the
/// module's own. ``FunctionValidator`` reads and validates the bodies.
public struct Module: Sendable {
  /// The bytes the module was decoded from; ranges and offsets in the module refer to them.
  public var bytes: [UInt8]

  /// The features the module was decoded with.
  public var features: Features

  /// The module's name from the `name` section.
  public var name: WasmName?

  /// The function types.
  public var types: [FunctionType] = []

  /// The imports, in the order of the import section.
  public var imports: [Import] = []

  /// The function index space.
  public var functions: [Function] = []

  /// The table index space.
  public var tables: [Table] = []

  /// The memory index space.
  public var memories: [Memory] = []

  /// The global index space.
  public var globals: [Global] = []

  /// The tag index space.
  public var tags: [Tag] = []

  /// The exports; their names are unique.
  public var exports: [Export] = []

  /// The index of the function that runs at instantiation, if there is one.
  public var start: Int?

  /// Where the start function is named.
  var startOffset = 0

  /// The element segments.
  public var elements: [ElementSegment] = []

  /// The data segments.
  public var data: [DataSegment] = []

  /// The bodies of the module's own functions; body `i` is that of function
  /// ``importedFunctionCount`` + `i`.
  public var codeBodies: [FunctionBody] = []

  /// The custom sections, in order.
  public var customSections: [CustomSection] = []

  /// How many functions at the beginning of ``functions`` are imported.
  public var importedFunctionCount = 0

  /// Whether there is a data count section, without which bodies may not name data segments.
  var hasDataCount = false

  /// Whether `ref.func` in a body may name a function, indexed like ``functions``: it does where the function
  /// appears in an element segment, a global's initializer or an export.
  var declaredReferences: [Bool] = []

  /// Creates an empty module over its bytes.
  init(bytes: [UInt8], features: Features) {
    self.bytes = bytes
    self.features = features
  }

  /// Whether this is a relocatable object file, which a linker has yet to place in memory.
  ///
  /// - Source: the tool conventions' `Linking.md`: the `linking` section, and memory that is imported under a name of the linker's.
  public var isObjectFile: Bool {
    customSections.contains { $0.name == "linking" }
      && imports.contains { $0.module == "env" && $0.name == "__linear_memory" }
  }

  /// The type of a function.
  ///
  /// - Precondition: `index` is an index into ``functions``.
  public func type(ofFunction index: Int) -> FunctionType {
    types[functions[index].typeIndex]
  }

  /// The types of the values that exceptions with a tag carry.
  ///
  /// - Precondition: `index` is an index into ``tags``.
  public func values(ofTag index: Int) -> [ValueType] {
    types[tags[index].typeIndex].parameters
  }

  /// The body of a function, or nil when it is imported.
  public func body(ofFunction index: Int) -> FunctionBody? {
    index < importedFunctionCount ? nil : codeBodies[index - importedFunctionCount]
  }

  /// The types of a function's locals, parameters first: what `local.get` indexes.
  ///
  /// - Precondition: `index` is an index into ``functions``.
  public func localTypes(ofFunction index: Int) -> [ValueType] {
    var types = type(ofFunction: index).parameters
    guard let body = body(ofFunction: index) else { return types }
    types.reserveCapacity(types.count + body.localCount)
    for group in body.locals {
      types.append(contentsOf: repeatElement(group.type, count: group.count))
    }
    return types
  }
}

/// Something a module needs from outside.
public struct Import: Hashable, Sendable {
  /// The first of its two names.
  public var module: WasmName

  /// The second of its two names.
  public var name: WasmName

  /// What it is, with its type.
  public var kind: ImportKind

  /// Where the import begins in the module's bytes.
  public var offset: Int

  /// Whether the module does not declare it, but uses something that it does not have: a memory.
  public var isImplied = false
}

/// What an import is, with its type.
public enum ImportKind: Hashable, Sendable {
  /// A function whose type is this entry of ``Module/types``.
  case function(typeIndex: Int)

  /// A table.
  case table(TableType)

  /// A linear memory.
  case memory(MemoryType)

  /// A global variable.
  case global(GlobalType)

  /// A tag of exceptions whose values are the parameters of this entry of ``Module/types``.
  case tag(typeIndex: Int)
}

/// An entry of the function index space.
public struct Function: Hashable, Sendable {
  /// The index of its type in ``Module/types``.
  public var typeIndex: Int

  /// The index of its import in ``Module/imports``, or nil when the module defines it.
  public var importIndex: Int?

  /// Its name from the `name` section.
  public var name: WasmName?

  /// Where it is declared in the module's bytes.
  public var offset: Int

  /// Whether it is imported.
  public var isImported: Bool { importIndex != nil }
}

/// An entry of the table index space.
public struct Table: Hashable, Sendable {
  /// Its type.
  public var type: TableType

  /// The index of its import in ``Module/imports``, or nil when the module defines it.
  public var importIndex: Int?

  /// Where it is declared in the module's bytes.
  public var offset: Int
}

/// An entry of the memory index space.
public struct Memory: Hashable, Sendable {
  /// Its type.
  public var type: MemoryType

  /// The index of its import in ``Module/imports``, or nil when the module defines it.
  public var importIndex: Int?

  /// Where it is declared in the module's bytes.
  public var offset: Int
}

/// An entry of the global index space.
public struct Global: Hashable, Sendable {
  /// Its type.
  public var type: GlobalType

  /// The index of its import in ``Module/imports``, or nil when the module defines it.
  public var importIndex: Int?

  /// Its initial value, or nil when it is imported.
  public var initializer: ConstantExpression?

  /// Its name from the `name` section.
  public var name: WasmName?

  /// Where it is declared in the module's bytes.
  public var offset: Int
}

/// An entry of the tag index space: a kind of exceptions.
public struct Tag: Hashable, Sendable {
  /// The index of its type in ``Module/types``: the parameters are the values that an exception carries.
  public var typeIndex: Int

  /// The index of its import in ``Module/imports``, or nil when the module defines it.
  public var importIndex: Int?

  /// Where it is declared in the module's bytes.
  public var offset: Int
}

/// Something a module offers to the outside.
public struct Export: Hashable, Sendable {
  /// Its name, unique in the module.
  public var name: WasmName

  /// Which index space it is from.
  public var kind: ExternalKind

  /// The index in that space.
  public var index: Int

  /// Where it is declared in the module's bytes.
  public var offset: Int
}

/// The five kinds of things that modules import and export.
public enum ExternalKind: UInt8, Hashable, Sendable {
  case function = 0
  case table, memory, global, tag
}

/// References to initialize tables with.
public struct ElementSegment: Hashable, Sendable {
  /// The reference type of every item.
  public var type: ValueType

  /// When and where it is copied to a table.
  public var mode: ElementMode

  /// The references.
  public var items: [ConstantExpression]

  /// Where the segment begins in the module's bytes.
  public var offset: Int
}

/// When and where an element segment is copied to a table.
public enum ElementMode: Hashable, Sendable {
  /// By `table.init`.
  case passive

  /// At instantiation.
  case active(table: Int, offset: ConstantExpression)

  /// Never: it only declares what `ref.func` may name.
  case declarative
}

/// Bytes to initialize a linear memory with.
public struct DataSegment: Hashable, Sendable {
  /// When and where it is copied to memory.
  public var mode: DataMode

  /// The range of its bytes in ``Module/bytes``.
  public var bytes: Range<Int>

  /// Where the segment begins in the module's bytes.
  public var offset: Int
}

/// When and where a data segment is copied to memory.
public enum DataMode: Hashable, Sendable {
  /// By `memory.init`.
  case passive

  /// At instantiation.
  case active(memory: Int, offset: ConstantExpression)
}

/// A function's local declarations and the place of its code.
public struct FunctionBody: Hashable, Sendable {
  /// The declared locals, parameters excluded, as runs of one type.
  public var locals: [LocalGroup]

  /// The number of declared locals, parameters excluded.
  public var localCount: Int

  /// The range of the instructions, the final `end` included, in ``Module/bytes``.
  public var code: Range<Int>

  /// The range of local declarations and instructions in ``Module/bytes``.
  public var range: Range<Int>
}

/// A run of locals of one type.
public struct LocalGroup: Hashable, Sendable {
  /// How many there are; may be 0.
  public var count: Int

  /// The type of each.
  public var type: ValueType
}

/// A validated constant expression, its final `end` left out.
public struct ConstantExpression: Hashable, Sendable {
  /// The first instruction; most expressions have no other, so it is kept without an array.
  private let first: Instruction

  /// The other instructions.
  private let rest: [Instruction]

  /// Where the expression begins in the module's bytes.
  public let offset: Int

  /// Creates an expression from its instructions.
  init(_ first: Instruction, _ rest: [Instruction] = [], offset: Int) {
    self.first = first
    self.rest = rest
    self.offset = offset
  }

  /// The instructions: constants, `global.get`, `ref.null`, `ref.func`, and with
  /// ``Features/extendedConstants`` integer `add`, `sub` and `mul`.
  public var instructions: [Instruction] { [first] + rest }

  /// The only instruction, or nil if there are several.
  public var single: Instruction? { rest.isEmpty ? first : nil }
}

/// A custom section, not interpreted.
public struct CustomSection: Hashable, Sendable {
  /// Its name.
  public var name: WasmName

  /// The range of its contents, name excluded, in ``Module/bytes``.
  public var contents: Range<Int>
}
