/// The initial contents of the linear memory: disjoint pieces in ascending order, zeros elsewhere.
package struct MemoryImage: Equatable, Sendable {
  /// A run of bytes.
  package struct Piece: Equatable, Sendable {
    /// The Wasm address of the first byte.
    package var offset: Int
    /// The bytes, never empty.
    package var bytes: [UInt8]

    /// The Wasm address behind the last byte.
    package var end: Int { offset + bytes.count }
  }

  /// The pieces.
  package private(set) var pieces: [Piece] = []

  /// Creates an image of zeros.
  package init() {}

  /// Creates an image by writing the segments one after the other: where they overlap, the later one wins.
  ///
  /// - Complexity: O(n log n) in the number of segments, plus their bytes.
  package init(segments: [(offset: Int, bytes: ArraySlice<UInt8>)]) {
    // Group overlapping and touching segments by address, then write each group in the original order.
    let order = segments.indices.filter { !segments[$0].bytes.isEmpty }
      .sorted { (segments[$0].offset, $0) < (segments[$1].offset, $1) }
    var group: [Int] = []
    var groupEnd = 0
    for index in order {
      if !group.isEmpty, segments[index].offset > groupEnd {
        pieces.append(Self.merged(group, of: segments, end: groupEnd))
        group.removeAll(keepingCapacity: true)
      }
      groupEnd =
        group.isEmpty
        ? segments[index].offset + segments[index].bytes.count
        : max(groupEnd, segments[index].offset + segments[index].bytes.count)
      group.append(index)
    }
    if !group.isEmpty { pieces.append(Self.merged(group, of: segments, end: groupEnd)) }
  }

  /// One piece from segments without a gap between them.
  private static func merged(
    _ group: [Int], of segments: [(offset: Int, bytes: ArraySlice<UInt8>)], end: Int
  ) -> Piece {
    let start = segments[group[0]].offset
    if group.count == 1 { return Piece(offset: start, bytes: Array(segments[group[0]].bytes)) }
    var bytes = [UInt8](repeating: 0, count: end - start)
    for index in group.sorted() {
      let segment = segments[index]
      let from = segment.offset - start
      bytes.replaceSubrange(from..<from + segment.bytes.count, with: segment.bytes)
    }
    return Piece(offset: start, bytes: bytes)
  }

  /// The Wasm address behind the last byte that is not known to be zero.
  package var end: Int { pieces.last?.end ?? 0 }
}
