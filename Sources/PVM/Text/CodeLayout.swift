/// Chooses the sizes of branch offsets and so the position of every piece of code.
///
/// Problem: the size of an offset depends on the distance, which depends on the sizes in between.
/// Method: all offsets start at 0 bytes and grow while they do not fit; nothing ever shrinks, so it
/// ends. Growing anything never shortens a distance between labels, hence the result is the smallest
/// layout; an offset to a code index may come out longer than necessary. Cost: linear per round; a round per link of the longest chain of offsets that
/// outgrow their size because of each other, which is short in practice.
struct CodeLayout {
  /// Where an offset leads.
  enum Target {
    /// The piece has no offset.
    case none
    /// To the start of a piece, or, with the number of pieces, to the end of the code.
    case piece(Int)
    /// To a code index.
    case index(Int64)
  }

  /// An instruction or a run of bytes.
  struct Piece {
    /// Bytes without the offset.
    var fixedSize: Int
    /// Where the offset leads.
    var target: Target
    /// Bytes of the offset.
    var offsetSize: Int
    /// Whether that is given and not to be chosen.
    var isOffsetSizeFixed: Bool
  }

  /// The pieces in order.
  var pieces: [Piece] = []
  /// The code index of every piece and, last, of the end; set by `relax`.
  private(set) var starts: [Int] = []

  /// Chooses all sizes that are not fixed and sets the starts.
  mutating func relax() {
    repeat { setStarts() } while grow()
  }

  /// The code index that the offset of a piece leads to.
  func target(of piece: Int) -> Int64 {
    switch pieces[piece].target {
    case .none: 0
    case .piece(let index): Int64(starts[index])
    case .index(let index): index
    }
  }

  /// Adds up the sizes.
  private mutating func setStarts() {
    starts.removeAll(keepingCapacity: true)
    starts.reserveCapacity(pieces.count + 1)
    var position = 0
    for piece in pieces {
      starts.append(position)
      position += piece.fixedSize + piece.offsetSize
    }
    starts.append(position)
  }

  /// Makes every offset size large enough for the current starts; says whether any was too small.
  private mutating func grow() -> Bool {
    var isChanged = false
    for index in pieces.indices {
      if pieces[index].isOffsetSizeFixed { continue }
      if case .none = pieces[index].target { continue }
      // A distance that does not fit four bytes is left to be reported by the encoding.
      let size = min(4, Immediate.size(target(of: index) &- Int64(starts[index])))
      if size > pieces[index].offsetSize {
        pieces[index].offsetSize = size
        isChanged = true
      }
    }
    return isChanged
  }
}
