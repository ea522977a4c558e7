/// What becomes of a module's imported functions that have no meaning of their own, by name.
public struct ImportMap: Equatable, Sendable {
  /// What a call of the import does.
  public enum Action: Equatable, Sendable {
    /// It traps.
    case trap
    /// It does nothing and returns zeros.
    case nop
    /// It is the host call with this index: arguments in r7…, result in r7.
    case hostCall(UInt32)
  }

  /// One line of the map.
  public struct Entry: Equatable, Sendable {
    /// The import's name, either alone or with its module in front: `abort` or `env.abort`.
    public var name: String
    /// What a call of it does.
    public var action: Action

    /// Creates a line.
    public init(name: String, action: Action) {
      self.name = name
      self.action = action
    }
  }

  /// The lines in order; no two have the same name.
  public private(set) var entries: [Entry]

  /// Creates an empty map.
  public init() { entries = [] }

  /// Adds a line, unless its name is there already; says whether it was added.
  public mutating func add(_ entry: Entry) -> Bool {
    // Names are compared by bytes: equal text in another Unicode form is another import.
    guard !entries.contains(where: { $0.name.utf8.elementsEqual(entry.name.utf8) }) else {
      return false
    }
    entries.append(entry)
    return true
  }

  /// What a call of an import does, or nil if the map does not say. A line with the import's module
  /// wins over one without.
  public func action(module: some Sequence<UInt8>, name: some Sequence<UInt8>) -> Action? {
    let name = Array(name)
    let qualified = Array(module) + [UInt8(ascii: ".")] + name
    let entry =
      entries.first { $0.name.utf8.elementsEqual(qualified) }
      ?? entries.first { $0.name.utf8.elementsEqual(name) }
    return entry?.action
  }
}
