public import PVM
internal import Support

/// A value for every protocol constant.
public struct ProtocolParameters: Equatable, Sendable {
  /// The values in the order of the constants.
  private var values: [UInt64]

  /// The full set.
  public init() { values = ProtocolParameter.allCases.map(\.value) }

  /// Decodes what `fetch` reports; nil unless it has the right number of bytes.
  public init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    values = []
    for parameter in ProtocolParameter.allCases {
      guard let value = reader.littleEndian(byteCount: parameter.byteCount) else {
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
      bytes.append(littleEndian: value, byteCount: parameter.byteCount)
    }
    return bytes
  }

  /// Bytes of a segment (W_G).
  public var segmentSize: UInt64 { self[.pieceSize] * self[.segmentPieces] }

  /// The place of a constant.
  private static func index(of parameter: ProtocolParameter) -> Int { Int(parameter.rawValue) }
}
