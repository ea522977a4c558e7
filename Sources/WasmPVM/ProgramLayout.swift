/// Where a compiled program's entry points and data are.
public struct ProgramLayout: Equatable, Sendable {
  /// A place where the program may be started.
  public struct Entry: Equatable, Sendable {
    /// The export's name.
    public var name: String
    /// The code index.
    public var pc: Int

    /// Creates an entry.
    public init(name: String, pc: Int) {
      self.name = name
      self.pc = pc
    }
  }

  /// What a piece of data is.
  public enum Kind: String, CaseIterable, Sendable {
    /// Constants: tables that nothing writes to, passive segments, and what LLVM made of the code.
    case constant
    /// Writable arrays: tables.
    case array
    /// Writable numbers at the top of the stack: globals.
    case global
    /// The linear memory.
    case memory
    /// Initial contents of the linear memory.
    case segment
  }

  /// A piece of data.
  public struct Item: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The PVM address of its first byte.
    public var address: Int
    /// How many bytes it takes.
    public var size: Int

    /// Creates an item.
    public init(name: String, kind: Kind, address: Int, size: Int) {
      self.name = name
      self.kind = kind
      self.address = address
      self.size = size
    }

    /// Whether it makes the file larger.
    public var isInFile: Bool { kind != .memory && kind != .global }
  }

  /// The entry points by ascending code index.
  public var entries: [Entry]

  /// The data by ascending address; what is inside something else comes after it.
  public var items: [Item]

  /// Creates a layout.
  public init(entries: [Entry] = [], items: [Item] = []) {
    self.entries = entries
    self.items = items
  }
}
