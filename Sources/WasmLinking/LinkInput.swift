public import Wasm

/// A module to be linked, with the name it has in messages.
public struct LinkInput: Sendable {
  /// What messages call it: the main module, or the file of an adapter.
  public let name: String

  /// The module.
  public let module: Module

  /// Creates an input from a decoded module.
  public init(name: String, module: Module) {
    self.name = name
    self.module = module
  }

  /// Decodes a module.
  ///
  /// - Parameter impliesMemory: whether a module that uses a memory without having one uses the main module's.
  /// - Throws: `LinkError` with the decoder's error, whose place is in this input.
  public init(
    name: String, bytes: [UInt8], features: Features, impliesMemory: Bool = false
  ) throws(LinkError) {
    do {
      self.init(
        name: name,
        module: try ModuleDecoder.decode(
          bytes, features: features, impliesMemory: impliesMemory))
    } catch {
      throw LinkError(.invalid(error), in: name)
    }
  }
}

/// Something in an index space of one of the inputs.
public struct LinkItem: Hashable, Sendable {
  /// The number of the input.
  public var input: Int

  /// The index space.
  public var kind: ExternalKind

  /// The index there.
  public var index: Int

  /// Creates an item.
  public init(input: Int, kind: ExternalKind, index: Int) {
    self.input = input
    self.kind = kind
    self.index = index
  }
}

extension Module {
  /// The import that an item of this module is, nil if the module defines it.
  func importIndex(of kind: ExternalKind, _ index: Int) -> Int? {
    switch kind {
    case .function: functions[index].importIndex
    case .table: tables[index].importIndex
    case .memory: memories[index].importIndex
    case .global: globals[index].importIndex
    case .tag: tags[index].importIndex
    }
  }

  /// The type of an item of this module.
  func itemType(of kind: ExternalKind, _ index: Int) -> ItemType {
    switch kind {
    case .function: .function(type(ofFunction: index))
    case .table: .table(tables[index].type)
    case .memory: .memory(memories[index].type)
    case .global: .global(globals[index].type)
    case .tag: .tag(types[tags[index].typeIndex])
    }
  }

  /// What each import is in its index space.
  var importedItems: [(kind: ExternalKind, index: Int)] {
    var counts = [0, 0, 0, 0, 0]
    return imports.map { item in
      let kind = item.kind.external
      counts[Int(kind.rawValue)] += 1
      return (kind, counts[Int(kind.rawValue)] - 1)
    }
  }
}

extension ImportKind {
  /// The index space that the import is in.
  var external: ExternalKind {
    switch self {
    case .function: .function
    case .table: .table
    case .memory: .memory
    case .global: .global
    case .tag: .tag
    }
  }
}
