#if !hasFeature(Embedded)
  /// Something that has a place in a program's memory, for people to look at.
  public struct PlacedData: Equatable, Sendable {
    /// What it is.
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

    /// Its name in LLVM IR; of a segment, its Wasm address.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The PVM address of its first byte.
    public var address: Int
    /// How many bytes it takes.
    public var size: Int

    /// Creates a description.
    public init(name: String, kind: Kind, address: Int, size: Int) {
      self.name = name
      self.kind = kind
      self.address = address
      self.size = size
    }

    /// Whether it makes the file larger.
    public var isInFile: Bool { kind != .memory && kind != .global }
  }
#endif
