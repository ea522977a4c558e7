internal import PVM
internal import Support

/// What came of refining a work item.
public enum WorkResult: Hashable, Sendable {
  /// The blob that refine returned.
  case blob([UInt8])
  /// Refine failed.
  case failure(Failure)

  /// How refine can fail.
  public enum Failure: UInt8, CaseIterable, Sendable {
    /// It ran out of gas.
    case outOfGas = 1
    /// It panicked.
    case panic = 2
    /// It exported another number of segments than announced.
    case badExports = 3
    /// The results of the report are too large.
    case oversize = 4
    /// The code is missing.
    case bad = 5
    /// The code is too large.
    case big = 6

    /// The name in state files.
    var name: String {
      switch self {
      case .outOfGas: "out-of-gas"
      case .panic: "panic"
      case .badExports: "bad-exports"
      case .oversize: "oversize"
      case .bad: "bad"
      case .big: "big"
      }
    }
  }
}

/// A work item's result on its way into accumulate.
public struct WorkDigest: Hashable, Sendable {
  /// Hash of the package.
  public var packageHash = Hash32.zero
  /// Root of the exported segments.
  public var segmentRoot = Hash32.zero
  /// Hash of the authorizer.
  public var authorizerHash = Hash32.zero
  /// Hash of the item's payload.
  public var payloadHash = Hash32.zero
  /// The item's accumulate gas.
  public var gas: UInt64 = 0
  /// What refine returned.
  public var result = WorkResult.blob([])
  /// The authorization trace.
  public var trace: [UInt8] = []

  /// Creates a digest of zeros.
  public init() {}
}

/// A transfer on its way from one service to another.
public struct Transfer: Hashable, Sendable {
  /// Who sends it.
  public var sender: UInt32 = 0
  /// Who gets it.
  public var receiver: UInt32 = 0
  /// How much.
  public var amount: UInt64 = 0
  /// The memo.
  public var memo: [UInt8] = []
  /// The gas for the receiver.
  public var gas: UInt64 = 0

  /// Creates a transfer of zeros without a memo.
  public init() {}
}

/// One of the things that accumulate is called for.
public enum AccumulateInput: Hashable, Sendable {
  /// A work result.
  case result(WorkDigest)
  /// A transfer.
  case transfer(Transfer)

  /// The gas that comes with it.
  var gas: UInt64 {
    switch self {
    case .result(let digest): digest.gas
    case .transfer(let transfer): transfer.gas
    }
  }

  /// The encoding that `fetch` reports (`pvm.md` appendix A).
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .result(let digest):
      bytes = [0] + digest.packageHash.bytes + digest.segmentRoot.bytes
      bytes += digest.authorizerHash.bytes + digest.payloadHash.bytes
      NaturalCoding.encode(digest.gas, into: &bytes)
      switch digest.result {
      case .blob(let blob):
        bytes.append(0)
        bytes.append(prefixed: blob)
      case .failure(let failure):
        bytes.append(failure.rawValue)
      }
      bytes.append(prefixed: digest.trace)
    case .transfer(let transfer):
      bytes = [1]
      bytes.append(littleEndian: UInt64(transfer.sender), byteCount: 4)
      bytes.append(littleEndian: UInt64(transfer.receiver), byteCount: 4)
      bytes.append(littleEndian: transfer.amount, byteCount: 8)
      bytes += transfer.memo
      bytes.append(littleEndian: transfer.gas, byteCount: 8)
    }
    return bytes
  }
}
