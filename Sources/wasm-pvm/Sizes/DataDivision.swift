import PVM
import WasmPVM

/// The data of a container divided among what is known to be there.
struct DataDivision {
  /// The items with their bytes in the file, and what lies between them.
  private(set) var rows: [SizeReport.DataRow] = []

  /// Divides the read-only and the read-write data.
  init(_ container: StandardProgram, _ layout: ProgramLayout) {
    let regions = container.fileRegions
    divide(regions.readOnly, layout, rest: "read-only data without a name")
    divide(regions.readWrite, layout, rest: "zeros between data, and data without a name")
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

extension StandardProgram {
  /// Where the bytes of the file are in memory: the read-only data and the read-write data.
  var fileRegions: (readOnly: Range<Int>, readWrite: Range<Int>) {
    let readOnly = Int(StandardProgram.readOnlyStart)
    let readWrite = Int(
      StandardProgram.readWriteStart(readOnlySize: UInt32(readOnlyData.count)))
    return (
      readOnly..<readOnly + readOnlyData.count, readWrite..<readWrite + readWriteData.count
    )
  }
}
