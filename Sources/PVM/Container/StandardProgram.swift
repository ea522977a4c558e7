internal import Support

/// The container of a JAM program: initial memory and program blob (`pvm.md` section 10).
public struct StandardProgram: Equatable, Sendable {
  /// Data that is mapped read-only at 0x10000.
  public var readOnlyData: [UInt8]
  /// Initial content of the writable memory.
  public var readWriteData: [UInt8]
  /// How many zeroed pages of 4,096 bytes follow the pages of the read-write data.
  public var heapPages: UInt16
  /// Stack size in bytes, below 2^24; rounded up to pages when mapped.
  public var stackSize: UInt32
  /// The program blob, possibly malformed.
  public var program: [UInt8]

  /// Creates a container from its parts.
  public init(
    readOnlyData: [UInt8] = [], readWriteData: [UInt8] = [], heapPages: UInt16 = 0,
    stackSize: UInt32 = 0, program: [UInt8]
  ) {
    self.readOnlyData = readOnlyData
    self.readWriteData = readWriteData
    self.heapPages = heapPages
    self.stackSize = stackSize
    self.program = program
  }

  /// Decodes a container; does not look into the program blob.
  ///
  /// - Throws: `truncated` with the field that is cut short, `trailingBytes`.
  public init(decoding bytes: [UInt8]) throws(PVMError) {
    var reader = ByteReader(bytes)
    guard let readOnlySize = reader.littleEndian(byteCount: 3),
      let readWriteSize = reader.littleEndian(byteCount: 3),
      let heapPages = reader.littleEndian(byteCount: 2),
      let stackSize = reader.littleEndian(byteCount: 3)
    else { throw PVMError(.truncated(.header), at: reader.position) }
    guard let readOnlyData = reader.bytes(count: readOnlySize) else {
      throw PVMError(.truncated(.readOnlyData), at: reader.position)
    }
    guard let readWriteData = reader.bytes(count: readWriteSize) else {
      throw PVMError(.truncated(.readWriteData), at: reader.position)
    }
    guard let programSize = reader.littleEndian(byteCount: 4) else {
      throw PVMError(.truncated(.programLength), at: reader.position)
    }
    guard let program = reader.bytes(count: programSize) else {
      throw PVMError(.truncated(.program), at: reader.position)
    }
    guard reader.isAtEnd else {
      throw PVMError(.trailingBytes(count: reader.remaining), at: reader.position)
    }
    self.init(
      readOnlyData: readOnlyData, readWriteData: readWriteData,
      heapPages: UInt16(truncatingIfNeeded: heapPages),
      stackSize: UInt32(truncatingIfNeeded: stackSize), program: program)
  }

  /// The container.
  ///
  /// - Throws: `tooLarge` with the first field that exceeds its limit.
  public func encoded() throws(PVMError) -> [UInt8] {
    let limit = UInt64(StandardProgram.maximumDataSize)
    try check(UInt64(readOnlyData.count), .readOnlyData, limit: limit)
    try check(UInt64(readWriteData.count), .readWriteData, limit: limit)
    try check(UInt64(stackSize), .stackSize, limit: limit)
    try check(UInt64(program.count), .program, limit: UInt64(UInt32.max))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(15 + readOnlyData.count + readWriteData.count + program.count)
    bytes.append(littleEndian: UInt64(readOnlyData.count), byteCount: 3)
    bytes.append(littleEndian: UInt64(readWriteData.count), byteCount: 3)
    bytes.append(littleEndian: UInt64(heapPages), byteCount: 2)
    bytes.append(littleEndian: UInt64(stackSize), byteCount: 3)
    bytes.append(contentsOf: readOnlyData)
    bytes.append(contentsOf: readWriteData)
    bytes.append(littleEndian: UInt64(program.count), byteCount: 4)
    bytes.append(contentsOf: program)
    return bytes
  }

  /// Throws when a value exceeds the limit of its field.
  private func check(
    _ value: UInt64, _ field: PVMError.Field, limit: UInt64
  ) throws(PVMError) {
    if value > limit { throw PVMError(.tooLarge(field, limit: limit)) }
  }
}
