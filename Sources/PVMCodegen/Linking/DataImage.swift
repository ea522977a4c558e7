internal import PVM

/// The initial memory in the form that takes the fewest bytes in the container: zeros at the end of
/// the writable data become heap pages, zeros at the end of the last read-only page are implied.
struct DataImage {
  /// The read-only data.
  let readOnlyData: [UInt8]
  /// The writable data.
  let readWriteData: [UInt8]
  /// How many zeroed pages follow the pages of the writable data.
  let heapPages: Int

  /// Shortens data.
  ///
  /// - Throws: `limit` if something is too large for the container.
  init(_ input: LinkInput) throws(CodegenError) {
    let page = Int(StandardProgram.pageSize)
    let readOnlySize = DataImage.trimmedSize(input.readOnlyData)
    // The number of pages decides where the writable data starts, so it must not change.
    let readOnlyPages = (input.readOnlyData.count + page - 1) / page
    let needed = readOnlyPages == 0 ? 0 : (readOnlyPages - 1) * page + 1
    readOnlyData = Array(input.readOnlyData.prefix(max(readOnlySize, needed)))
    readWriteData = Array(input.readWriteData.prefix(DataImage.trimmedSize(input.readWriteData)))
    let pages = (max(input.writableSize, input.readWriteData.count) + page - 1) / page
    heapPages = pages - (readWriteData.count + page - 1) / page
    let limit = Int(StandardProgram.maximumDataSize)
    try check(readOnlyData.count, "the size of the read-only data", limit)
    try check(readWriteData.count, "the size of the initialized data", limit)
    try check(heapPages, "the number of initial heap pages", Int(UInt16.max))
  }

  /// Throws if something exceeds its limit.
  private func check(_ value: Int, _ what: String, _ limit: Int) throws(CodegenError) {
    if value > limit { throw CodegenError(.limit(what, value: value, maximum: limit)) }
  }

  /// How many bytes there are without the zeros at the end.
  private static func trimmedSize(_ data: [UInt8]) -> Int {
    (data.lastIndex { $0 != 0 } ?? -1) + 1
  }
}
