import PVM
import Support

/// The sizes of a program, for `inspect` and `build --stats`.
struct ProgramSummary {
  /// One number with its name in text and in JSON.
  struct Figure {
    /// The name in text.
    let title: String
    /// The name in JSON.
    let key: String
    /// The number.
    let count: Int
    /// What is counted, if it is not obvious.
    let unit: String
  }

  /// The numbers in order.
  let figures: [Figure]

  /// Measures a program.
  init(_ program: Program) {
    let container = program.container
    var figures: [Figure] = []
    if let metadata = program.metadata {
      figures.append(
        Figure(title: "metadata", key: "metadata_bytes", count: metadata.count, unit: "bytes"))
    }
    figures += [
      Figure(
        title: "read-only data", key: "read_only_bytes", count: container.readOnlyData.count,
        unit: "bytes"),
      Figure(
        title: "read-write data", key: "read_write_bytes", count: container.readWriteData.count,
        unit: "bytes"),
      Figure(
        title: "heap pages", key: "heap_pages", count: Int(container.heapPages),
        unit: "pages of 4096 bytes"),
      Figure(title: "stack", key: "stack_bytes", count: Int(container.stackSize), unit: "bytes"),
      Figure(
        title: "program blob", key: "blob_bytes", count: container.program.count, unit: "bytes"),
      Figure(title: "code", key: "code_bytes", count: program.blob.code.count, unit: "bytes"),
      Figure(
        title: "instructions", key: "instructions",
        count: ProgramSummary.instructionCount(program.blob), unit: ""),
      Figure(
        title: "jump table", key: "jump_table_entries", count: program.blob.jumpTable.count,
        unit: "entries of \(program.blob.jumpTableEntrySize) bytes"),
    ]
    self.figures = figures
  }

  /// How many instructions start in the code.
  private static func instructionCount(_ blob: ProgramBlob) -> Int {
    var count = 0
    for byte in blob.mask.bytes { count += byte.nonzeroBitCount }
    return count
  }

  /// The numbers as lines of text.
  var lines: [String] {
    let width = figures.map { String($0.count).count }.max() ?? 0
    return figures.map { figure in
      let title = figure.title + String(repeating: " ", count: max(0, 18 - figure.title.count))
      let count = String(figure.count)
      let padding = String(repeating: " ", count: width - count.count)
      return figure.unit.isEmpty
        ? "\(title)\(padding)\(count)" : "\(title)\(padding)\(count) \(figure.unit)"
    }
  }

  /// The numbers as members of a JSON object.
  var members: [(name: String, value: JSONText)] {
    figures.map { ($0.key, .integer($0.count)) }
  }
}
