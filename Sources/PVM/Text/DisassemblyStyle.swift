/// How a disassembly looks. Every style can be assembled again.
public struct DisassemblyStyle: Equatable, Sendable {
  /// What gets a label.
  public enum Labels: UInt8, CaseIterable, Sendable {
    /// Nothing: targets are code indices, `@12`.
    case none
    /// Targets of branches and jump-table entries: `L12:` on a line of its own.
    case targets
    /// Targets and all other basic-block starts.
    case blockStarts
    /// Every line, by its code index: `@12:` in front of the instruction.
    case offsets
  }

  /// What gets a label.
  public var labels: Labels
  /// Whether the bytes follow every instruction in a comment.
  public var showsBytes: Bool

  /// Creates a style.
  public init(labels: Labels, showsBytes: Bool = false) {
    self.labels = labels
    self.showsBytes = showsBytes
  }

  /// Instructions and the labels they need.
  public static let plain = DisassemblyStyle(labels: .targets)
  /// Instructions with a label for every basic block.
  public static let blocks = DisassemblyStyle(labels: .blockStarts)
  /// Instructions with their code index.
  public static let offsets = DisassemblyStyle(labels: .offsets)
  /// Instructions with their code index and bytes.
  public static let bytes = DisassemblyStyle(labels: .offsets, showsBytes: true)
}
