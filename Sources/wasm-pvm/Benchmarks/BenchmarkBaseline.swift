import Support

/// The committed figures of every program, to compare new ones with.
struct BenchmarkBaseline {
  /// How much worse a sum or a mean may get before it counts.
  private static let tolerance = 1.005

  /// The figures.
  private let figures: FigureTable

  /// Reads the figures.
  init(_ bytes: [UInt8]) { figures = FigureTable(tabSeparated: bytes) }

  /// The columns, as titles and as numbers of a measurement.
  private static let columns: [(title: String, number: @Sendable (Measurement) -> Int?)] = [
    ("gas_small", { $0.gas[0] }), ("gas_default", { $0.gas[1] }),
    ("code_bytes", { $0.codeSize }), ("file_bytes", { $0.fileSize }),
  ]

  /// The figures of a result as a file.
  static func text(_ result: LevelResult) -> String {
    var lines = [(["name"] + columns.map(\.title)).joined(separator: "\t")]
    for one in result.measurements {
      let cells = columns.map { column in column.number(one).map(String.init) ?? "wrong" }
      lines.append(([one.name] + cells).joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What has become worse, on the whole, than it was.
  func complaints(_ result: LevelResult) -> [String] {
    BenchmarkBaseline.columns.compactMap { column in
      var mean = GeometricMean()
      for one in result.measurements {
        mean.add(column.number(one), over: figures.figure(one.name, column.title))
      }
      guard let value = mean.value, value > BenchmarkBaseline.tolerance else { return nil }
      return
        "\(column.title) is \(Decimals.text((value - 1) * 100, places: 2)) % above the baseline"
    }
  }
}
