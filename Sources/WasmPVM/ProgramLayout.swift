public import PVM

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

  /// The entry points by ascending code index.
  public var entries: [Entry]

  /// The data by ascending address; what is inside something else comes after it.
  public var items: [PlacedData]

  /// Creates a layout.
  public init(entries: [Entry] = [], items: [PlacedData] = []) {
    self.entries = entries
    self.items = items
  }
}
