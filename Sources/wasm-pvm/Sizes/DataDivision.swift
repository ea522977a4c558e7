import PVM
import WasmPVM

/// The data of a container divided among what is known to be there.
struct DataDivision {
  /// The items with their bytes in the file, and what lies between them.
  private(set) var rows: [SizeReport.DataRow] = []

  /// Divides the read-only and the read-write data.
  init(_ container: StandardProgram, _ layout: ProgramLayout) {
    let readOnlyStart = Int(StandardProgram.readOnlyStart)
    let readWriteStart = Int(
      StandardProgram.readWriteStart(readOnlySize: UInt32(container.readOnlyData.count)))
    divide(
      readOnlyStart..<readOnlyStart + container.readOnlyData.count, layout,
      rest: "read-only data without a name")
    divide(
      readWriteStart..<readWriteStart + container.readWriteData.count, layout,
      rest: "zeros between data, and data without a name")
  }

  /// Divides the bytes of a region; each byte counts for the last item that covers it.
  private mutating func divide(_ region: Range<Int>, _ layout: ProgramLayout, rest: String) {
    guard !region.isEmpty else { return }
    var owners = [Int32](repeating: -1, count: region.count)
    for (index, item) in layout.items.enumerated() where item.isInFile {
      let range = (item.address..<item.address + item.size).clamped(to: region)
      for address in range { owners[address - region.lowerBound] = Int32(index) }
    }
    var sums = [Int](repeating: 0, count: layout.items.count)
    var unowned = 0
    for owner in owners {
      if owner >= 0 { sums[Int(owner)] += 1 } else { unowned += 1 }
    }
    for (index, item) in layout.items.enumerated() where sums[index] > 0 {
      let name =
        item.kind == .segment ? "memory segment \(item.name)" : "\(item.kind) \(item.name)"
      rows.append(SizeReport.DataRow(name: name, bytes: sums[index]))
    }
    if unowned > 0 { rows.append(SizeReport.DataRow(name: rest, bytes: unowned)) }
  }
}
