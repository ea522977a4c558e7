#if !hasFeature(Embedded)
  /// Finds names that somebody may have meant.
  public enum NearNames {
    /// The names that are most like a text: those that contain it, then those that it can be turned into by
    /// few changes, at most as many as asked for; none if no name is like it.
    ///
    /// - Complexity: for each name the product of its length and that of the text.
    public static func of(_ text: String, among names: [String], most count: Int = 5) -> [String] {
      let wanted = Array(text.lowercased().unicodeScalars)
      var ranked: [(distance: Int, index: Int)] = []
      for (index, name) in names.enumerated() {
        let lowered = name.lowercased()
        let scalars = Array(lowered.unicodeScalars)
        if !wanted.isEmpty, contains(scalars, wanted) {
          ranked.append((0, index))
          continue
        }
        let distance = changes(wanted, scalars)
        // More than a third of a name changed is another name.
        if distance <= max(1, min(wanted.count, scalars.count) / 3) {
          ranked.append((distance, index))
        }
      }
      ranked.sort { ($0.distance, $0.index) < ($1.distance, $1.index) }
      return ranked.prefix(count).map { names[$0.index] }
    }

    /// Whether a text has another one in it.
    private static func contains(_ text: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
      guard part.count <= text.count else { return false }
      return (0...text.count - part.count).contains { start in
        text[start..<start + part.count].elementsEqual(part)
      }
    }

    /// How many insertions, deletions and replacements turn one text into another (Levenshtein).
    private static func changes(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
      var row = Array(0...second.count)
      for (index, scalar) in first.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in second.indices {
          let replaced = diagonal + (scalar == second[column] ? 0 : 1)
          diagonal = row[column + 1]
          row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
      }
      return row[second.count]
    }
  }
#endif
