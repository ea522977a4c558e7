internal import Support

/// Where the parts of a linked module come from.
public struct SourceMap: Sendable {
  /// A place in the linked module from where on, up to the next mark, bytes are those of an input.
  struct Mark: Sendable {
    /// The offset in the linked module.
    var offset: Int
    /// The number of the input.
    var input: Int
    /// The offset in the input.
    var source: Int
  }

  /// A place in one of the inputs.
  public struct Place: Hashable, Sendable {
    /// The number of the input.
    public var input: Int
    /// The offset there.
    public var offset: Int

    /// Creates a place.
    public init(input: Int, offset: Int) {
      self.input = input
      self.offset = offset
    }
  }

  /// The marks in ascending order.
  private let marks: [Mark]

  /// For each function of the linked module the input it comes from and its index there; nil for those that the linker
  /// made.
  private let functions: [LinkItem?]

  /// Creates a map.
  init(marks: [Mark], functions: [LinkItem?]) {
    self.marks = marks
    self.functions = functions
  }

  /// Where the byte at an offset of the linked module comes from; nil for what the linker wrote before all else.
  public func place(of offset: Int) -> Place? {
    let next = marks.indices.firstIndex(behind: { marks[$0].offset <= offset })
    guard next > 0 else { return nil }
    let mark = marks[next - 1]
    return Place(input: mark.input, offset: mark.source + offset - mark.offset)
  }

  /// The input that a function of the linked module comes from, and its index there.
  public func function(_ index: Int) -> (input: Int, index: Int)? {
    guard functions.indices.contains(index), let item = functions[index] else { return nil }
    return (item.input, item.index)
  }
}
