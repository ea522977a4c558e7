internal import Support

/// What is stored under a code hash, and the content of a `.jam` file: metadata with its length,
/// then the container (`pvm.md` section 11).
public struct ProgramFile: Equatable, Sendable {
  /// The metadata, usually a `ProgramMetadata` record or nothing.
  public var metadata: [UInt8]
  /// The container, usually a `StandardProgram`.
  public var container: [UInt8]

  /// The most bytes that the file of a service may have (W_C).
  public static let maximumServiceSize = Int(ProtocolParameter.serviceCodeSize.value)

  /// Creates a file from its parts.
  public init(metadata: [UInt8] = [], container: [UInt8]) {
    self.metadata = metadata
    self.container = container
  }

  /// Splits a file; looks neither into the metadata nor into the container.
  ///
  /// - Throws: `truncated` or `numberNotShortest` for the metadata or its length.
  public init(decoding bytes: [UInt8]) throws(PVMError) {
    var reader = ByteReader(bytes)
    let size = try NaturalCoding.decode(&reader, .metadataLength)
    guard let metadata = reader.bytes(count: size) else {
      throw PVMError(.truncated(.metadata), at: reader.position)
    }
    self.init(metadata: metadata, container: reader.rest())
  }

  /// The file.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(9 + metadata.count + container.count)
    NaturalCoding.encode(UInt64(metadata.count), into: &bytes)
    bytes.append(contentsOf: metadata)
    bytes.append(contentsOf: container)
    return bytes
  }
}
