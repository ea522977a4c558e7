internal import Support

/// The constants of the protocol that `fetch` reports (`pvm.md` section 12), in its order.
public enum ProtocolParameter: String, CaseIterable, Sendable {
  /// Balance that every item of an account requires.
  case itemDeposit = "B_I"
  /// Balance that every octet of an account requires.
  case octetDeposit = "B_L"
  /// Balance that every account requires.
  case accountDeposit = "B_S"
  /// Number of cores.
  case cores = "C"
  /// After how many timeslots a forgotten preimage may be expunged.
  case expungeDelay = "D"
  /// Length of an epoch.
  case epochLength = "E"
  /// Accumulate gas of a work report.
  case reportAccumulateGas = "G_A"
  /// Gas of is-authorized.
  case authorizationGas = "G_I"
  /// Refine gas of a work package.
  case packageRefineGas = "G_R"
  /// Accumulate gas of a block.
  case blockAccumulateGas = "G_T"
  /// Length of the recent history.
  case historyLength = "H"
  /// Work items of a package.
  case packageItems = "I"
  /// Dependencies of a report.
  case reportDependencies = "J"
  /// Tickets of an extrinsic.
  case extrinsicTickets = "K"
  /// Age of a lookup anchor.
  case anchorAge = "L"
  /// Ticket entries of a validator.
  case ticketEntries = "N"
  /// Length of the authorizer pool.
  case authorizerPool = "O"
  /// Seconds of a timeslot.
  case slotSeconds = "P"
  /// Length of the authorizer queue.
  case authorizerQueue = "Q"
  /// Rotation period of the cores.
  case rotationPeriod = "R"
  /// Extrinsics of a package.
  case packageExtrinsics = "T"
  /// Timeslots after which unavailable work is dropped.
  case availabilityTimeout = "U"
  /// Number of validators.
  case validators = "V"
  /// Bytes of is-authorized code.
  case authorizerCodeSize = "W_A"
  /// Bytes of a work bundle.
  case bundleSize = "W_B"
  /// Bytes of service code.
  case serviceCodeSize = "W_C"
  /// Bytes of a piece of a segment.
  case pieceSize = "W_E"
  /// Imports of a package.
  case packageImports = "W_M"
  /// Pieces of a segment.
  case segmentPieces = "W_P"
  /// Bytes of all unbounded blobs of a report.
  case reportBlobSize = "W_R"
  /// Bytes of a transfer's memo.
  case memoSize = "W_T"
  /// Exports of a package.
  case packageExports = "W_X"
  /// Timeslots of the ticket contest.
  case contestLength = "Y"

  /// The table: bytes of the constant in `fetch`'s answer, and its value in the full set.
  var row: (byteCount: Int, value: UInt64) {
    switch self {
    case .itemDeposit: (8, 10)
    case .octetDeposit: (8, 1)
    case .accountDeposit: (8, 100)
    case .cores: (2, 341)
    case .expungeDelay: (4, 19200)
    case .epochLength: (4, 600)
    case .reportAccumulateGas: (8, 10_000_000)
    case .authorizationGas: (8, 50_000_000)
    case .packageRefineGas: (8, 5_000_000_000)
    case .blockAccumulateGas: (8, 3_500_000_000)
    case .historyLength: (2, 8)
    case .packageItems: (2, 16)
    case .reportDependencies: (2, 8)
    case .extrinsicTickets: (2, 16)
    case .anchorAge: (4, 14400)
    case .ticketEntries: (2, 2)
    case .authorizerPool: (2, 8)
    case .slotSeconds: (2, 6)
    case .authorizerQueue: (2, 80)
    case .rotationPeriod: (2, 10)
    case .packageExtrinsics: (2, 128)
    case .availabilityTimeout: (2, 5)
    case .validators: (2, 1023)
    case .authorizerCodeSize: (4, 64000)
    case .bundleSize: (4, 13_791_360)
    case .serviceCodeSize: (4, 4_000_000)
    case .pieceSize: (4, 684)
    case .packageImports: (4, 3072)
    case .segmentPieces: (4, 6)
    case .reportBlobSize: (4, 49152)
    case .memoSize: (4, 128)
    case .packageExports: (4, 3072)
    case .contestLength: (4, 500)
    }
  }

  /// The largest value that fits.
  var maximum: UInt64 {
    row.byteCount == 8 ? UInt64.max : 1 << UInt64(8 * row.byteCount) - 1
  }
}

/// A value for every protocol constant.
public struct ProtocolParameters: Equatable, Sendable {
  /// The values in the order of the constants.
  private var values: [UInt64]

  /// The full set.
  public init() { values = ProtocolParameter.allCases.map(\.row.value) }

  /// Decodes what `fetch` reports; nil unless it has the right number of bytes.
  public init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    values = []
    for parameter in ProtocolParameter.allCases {
      guard let value = reader.littleEndian(byteCount: parameter.row.byteCount) else {
        return nil
      }
      values.append(value)
    }
    guard reader.isAtEnd else { return nil }
  }

  /// The value of a constant.
  ///
  /// - Precondition: a new value fits the bytes that the constant has in `fetch`'s answer.
  public subscript(parameter: ProtocolParameter) -> UInt64 {
    get { values[ProtocolParameters.index(of: parameter)] }
    set {
      precondition(newValue <= parameter.maximum)
      values[ProtocolParameters.index(of: parameter)] = newValue
    }
  }

  /// What `fetch` reports as kind 0.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    for (parameter, value) in zip(ProtocolParameter.allCases, values) {
      bytes.append(littleEndian: value, byteCount: parameter.row.byteCount)
    }
    return bytes
  }

  /// Bytes of a segment (W_G).
  public var segmentSize: UInt64 { self[.pieceSize] * self[.segmentPieces] }

  /// The lowest index of an ordinary service (S).
  public static var lowestOrdinaryService: UInt32 { 1 << 16 }

  /// Bytes of a validator's keys.
  public static var validatorKeySize: UInt64 { 336 }

  /// The place of a constant.
  private static func index(of parameter: ProtocolParameter) -> Int {
    Invariant.unwrap(
      ProtocolParameter.allCases.firstIndex(of: parameter), "every constant is in the list")
  }
}
