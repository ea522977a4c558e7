internal import PVM

/// The code of a function without the bytes that depend on where everything ends up: offsets of
/// branches, and immediates that are addresses of jump-table entries.
struct CodeFragment: Sendable {
  /// Where a branch goes.
  enum Target: Hashable, Sendable {
    /// A label of the same function.
    case label(Int)
    /// The start of another function, by its index in the program.
    case function(Int)
  }

  /// Bytes that are missing, after `position` bytes of the fragment.
  struct Fixup: Sendable {
    /// What is missing.
    enum Kind: UInt8, Sendable {
      /// The offset to the target; what is before it is the rest of the instruction.
      case branch
      /// Immediate X, the address of an entry, whose size belongs into bits 4 to 6 of the byte
      /// before; then the offset to the target.
      case call
      /// Immediate X, the address of an entry, whose size belongs into bits 0 to 2 of the byte
      /// before.
      case indirectCall
      /// An immediate at the end of the instruction: the address of an entry.
      case table
    }

    /// How many bytes of the fragment are before the missing ones.
    var position: UInt32
    /// What is missing.
    var kind: Kind
    /// How many bytes of the instruction are before the missing ones.
    var headSize: UInt8
    /// Index of the entry or table (`entries`, `tables`), if the kind has one.
    var entry: UInt32 = 0
    /// Where it goes, if the kind has a target.
    var target = Target.label(0)
  }

  /// A place in the code.
  struct Label: Sendable {
    /// How many bytes of the fragment are before it.
    var position: UInt32
    /// How many fixups are before it.
    var fixups: UInt32
  }

  /// The bytes that are known.
  var bytes: [UInt8] = []
  /// Index in `bytes` of each instruction's first byte, ascending.
  var starts: [UInt32] = []
  /// What each instruction is for.
  var purposes: [InstructionPurpose] = []
  /// Where each instruction comes from.
  var positions: [CodePosition] = []
  /// What is missing, by position.
  var fixups: [Fixup] = []
  /// The labels.
  var labels: [Label] = []
  /// The labels that calls return to; each needs an entry in the jump table.
  var entries: [Int] = []
  /// The labels that switches go to; each switch needs adjacent entries.
  var tables: [[Int]] = []
}
