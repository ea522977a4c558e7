/// Something that has a place in the program's memory, for people to look at.
package struct PlacedData: Equatable, Sendable {
  /// What it is.
  package enum Kind: Equatable, Sendable {
    /// Read-only data.
    case constant
    /// A writable array.
    case array
    /// A writable number at the top of the stack.
    case scalar
    /// The linear memory.
    case memory
    /// Initial contents of a part of the linear memory.
    case segment
  }

  /// Its name in LLVM IR; of a segment, its Wasm address.
  package var name: String
  /// What it is.
  package var kind: Kind
  /// The PVM address of its first byte.
  package var address: Int64
  /// How many bytes it takes.
  package var size: Int

  /// Creates a description.
  package init(name: String, kind: Kind, address: Int64, size: Int) {
    self.name = name
    self.kind = kind
    self.address = address
    self.size = size
  }
}
