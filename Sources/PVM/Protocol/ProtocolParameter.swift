/// The constants of the protocol that `fetch` reports (`pvm.md` section 12), in its order. Test
/// networks have smaller values for some of them.
public enum ProtocolParameter: UInt8, CaseIterable, Sendable {
  /// Balance that every item of an account requires.
  case itemDeposit
  /// Balance that every octet of an account requires.
  case octetDeposit
  /// Balance that every account requires.
  case accountDeposit
  /// Number of cores.
  case cores
  /// After how many timeslots a forgotten preimage may be expunged.
  case expungeDelay
  /// Length of an epoch.
  case epochLength
  /// Accumulate gas of a work report.
  case reportAccumulateGas
  /// Gas of is-authorized.
  case authorizationGas
  /// Refine gas of a work package.
  case packageRefineGas
  /// Accumulate gas of a block.
  case blockAccumulateGas
  /// Length of the recent history.
  case historyLength
  /// Work items of a package.
  case packageItems
  /// Dependencies of a report.
  case reportDependencies
  /// Tickets of an extrinsic.
  case extrinsicTickets
  /// Age of a lookup anchor.
  case anchorAge
  /// Ticket entries of a validator.
  case ticketEntries
  /// Length of the authorizer pool.
  case authorizerPool
  /// Seconds of a timeslot.
  case slotSeconds
  /// Length of the authorizer queue.
  case authorizerQueue
  /// Rotation period of the cores.
  case rotationPeriod
  /// Extrinsics of a package.
  case packageExtrinsics
  /// Timeslots after which unavailable work is dropped.
  case availabilityTimeout
  /// Number of validators.
  case validators
  /// Bytes of is-authorized code.
  case authorizerCodeSize
  /// Bytes of a work bundle.
  case bundleSize
  /// Bytes of service code.
  case serviceCodeSize
  /// Bytes of a piece of a segment.
  case pieceSize
  /// Imports of a package.
  case packageImports
  /// Pieces of a segment.
  case segmentPieces
  /// Bytes of all unbounded blobs of a report.
  case reportBlobSize
  /// Bytes of a transfer's memo.
  case memoSize
  /// Exports of a package.
  case packageExports
  /// Timeslots of the ticket contest.
  case contestLength

  /// The table: the symbol, the bytes in `fetch`'s answer, and the value in the full set.
  private var row: (symbol: StaticString, byteCount: Int, value: UInt64) {
    switch self {
    case .itemDeposit: ("B_I", 8, 10)
    case .octetDeposit: ("B_L", 8, 1)
    case .accountDeposit: ("B_S", 8, 100)
    case .cores: ("C", 2, 341)
    case .expungeDelay: ("D", 4, 19200)
    case .epochLength: ("E", 4, 600)
    case .reportAccumulateGas: ("G_A", 8, 10_000_000)
    case .authorizationGas: ("G_I", 8, 50_000_000)
    case .packageRefineGas: ("G_R", 8, 5_000_000_000)
    case .blockAccumulateGas: ("G_T", 8, 3_500_000_000)
    case .historyLength: ("H", 2, 8)
    case .packageItems: ("I", 2, 16)
    case .reportDependencies: ("J", 2, 8)
    case .extrinsicTickets: ("K", 2, 16)
    case .anchorAge: ("L", 4, 14400)
    case .ticketEntries: ("N", 2, 2)
    case .authorizerPool: ("O", 2, 8)
    case .slotSeconds: ("P", 2, 6)
    case .authorizerQueue: ("Q", 2, 80)
    case .rotationPeriod: ("R", 2, 10)
    case .packageExtrinsics: ("T", 2, 128)
    case .availabilityTimeout: ("U", 2, 5)
    case .validators: ("V", 2, 1023)
    case .authorizerCodeSize: ("W_A", 4, 64000)
    case .bundleSize: ("W_B", 4, 13_791_360)
    case .serviceCodeSize: ("W_C", 4, 4_000_000)
    case .pieceSize: ("W_E", 4, 684)
    case .packageImports: ("W_M", 4, 3072)
    case .segmentPieces: ("W_P", 4, 6)
    case .reportBlobSize: ("W_R", 4, 49152)
    case .memoSize: ("W_T", 4, 128)
    case .packageExports: ("W_X", 4, 3072)
    case .contestLength: ("Y", 4, 500)
    }
  }

  /// The symbol of the Gray Paper.
  public var symbol: StaticString { row.symbol }

  /// Bytes of the constant in `fetch`'s answer.
  public var byteCount: Int { row.byteCount }

  /// The value in the full set.
  public var value: UInt64 { row.value }

  /// The largest value that fits.
  public var maximum: UInt64 {
    byteCount == 8 ? UInt64.max : 1 << UInt64(8 * byteCount) - 1
  }
}
