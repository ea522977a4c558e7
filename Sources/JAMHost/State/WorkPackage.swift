internal import PVM
internal import Support

/// A work package, as the author of a service sees it.
public struct WorkPackage: Equatable, Sendable {
  /// The service that has the authorizer's code.
  public var authorizerService: UInt32 = 0
  /// Hash of the authorizer's code.
  public var authorizerCodeHash = Hash32.zero
  /// What is shown to the authorizer.
  public var token: [UInt8] = []
  /// The authorizer's configuration.
  public var configuration: [UInt8] = []
  /// What the package refers to.
  public var context = RefinementContext()
  /// The work items.
  public var items: [WorkItem] = []

  /// Creates an empty package.
  public init() {}

  /// The package's encoding (Gray Paper 0.7.2, appendix C).
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(authorizerService), byteCount: 4)
    bytes += authorizerCodeHash.bytes
    bytes += context.encoded()
    bytes.append(prefixed: token)
    bytes.append(prefixed: configuration)
    NaturalCoding.encode(UInt64(items.count), into: &bytes)
    for item in items { bytes += item.encoded() }
    return bytes
  }

  /// The package's hash.
  public var hash: Hash32 { Hash32(of: encoded()) }
}

/// The blocks that a work package refers to.
public struct RefinementContext: Equatable, Sendable {
  /// Header hash of the anchor.
  public var anchor = Hash32.zero
  /// State root of the anchor.
  public var stateRoot = Hash32.zero
  /// Accumulation-output root of the anchor.
  public var beefyRoot = Hash32.zero
  /// Header hash of the lookup anchor.
  public var lookupAnchor = Hash32.zero
  /// Timeslot of the lookup anchor.
  public var lookupTimeslot: UInt32 = 0
  /// Hashes of the packages that must come first.
  public var prerequisites: [Hash32] = []

  /// Creates a context of zeros.
  public init() {}

  /// The context's encoding.
  public func encoded() -> [UInt8] {
    var bytes = anchor.bytes + stateRoot.bytes + beefyRoot.bytes + lookupAnchor.bytes
    bytes.append(littleEndian: UInt64(lookupTimeslot), byteCount: 4)
    NaturalCoding.encode(UInt64(prerequisites.count), into: &bytes)
    for hash in prerequisites { bytes += hash.bytes }
    return bytes
  }
}

/// A work item with everything it brings.
public struct WorkItem: Equatable, Sendable {
  /// A segment that the item imports.
  public struct Import: Equatable, Sendable {
    /// Root of the segments it is one of, or the hash of the package that exports it.
    public var root = Hash32.zero
    /// Whether the root is a package's hash.
    public var isPackage = false
    /// Its index there, below 2^15.
    public var index: UInt16 = 0
    /// Its content.
    public var segment: [UInt8] = []

    /// Creates an import of an empty segment.
    public init() {}
  }

  /// The service.
  public var service: UInt32 = 0
  /// Hash of the service's code.
  public var codeHash = Hash32.zero
  /// The payload.
  public var payload: [UInt8] = []
  /// The gas limit of refine.
  public var refineGas: UInt64 = 0
  /// The gas limit of accumulate.
  public var accumulateGas: UInt64 = 0
  /// How many segments it exports.
  public var exportCount: UInt16 = 0
  /// The imported segments.
  public var imports: [Import] = []
  /// The extrinsics.
  public var extrinsics: [[UInt8]] = []

  /// Creates an item of zeros.
  public init() {}

  /// What the item's encoding and its summary begin with.
  private var head: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(service), byteCount: 4)
    bytes += codeHash.bytes
    bytes.append(littleEndian: refineGas, byteCount: 8)
    bytes.append(littleEndian: accumulateGas, byteCount: 8)
    bytes.append(littleEndian: UInt64(exportCount), byteCount: 2)
    return bytes
  }

  /// The item's encoding in a package.
  public func encoded() -> [UInt8] {
    var bytes = head
    bytes.append(prefixed: payload)
    NaturalCoding.encode(UInt64(imports.count), into: &bytes)
    for item in imports {
      bytes += item.root.bytes
      let index = UInt64(item.index) + (item.isPackage ? 1 << 15 : 0)
      bytes.append(littleEndian: index, byteCount: 2)
    }
    NaturalCoding.encode(UInt64(extrinsics.count), into: &bytes)
    for data in extrinsics {
      bytes += Hash32(of: data).bytes
      bytes.append(littleEndian: UInt64(data.count), byteCount: 4)
    }
    return bytes
  }

  /// The item's summary, `fetch` kind 12.
  public func summary() -> [UInt8] {
    var bytes = head
    bytes.append(littleEndian: UInt64(imports.count), byteCount: 2)
    bytes.append(littleEndian: UInt64(extrinsics.count), byteCount: 2)
    bytes.append(littleEndian: UInt64(payload.count), byteCount: 4)
    return bytes
  }
}

extension [UInt8] {
  /// Appends bytes with their number in front.
  mutating func append(prefixed bytes: [UInt8]) {
    NaturalCoding.encode(UInt64(bytes.count), into: &self)
    self += bytes
  }
}
