import PVM
import Support
import Testing

@Suite struct NaturalCodingTests {
  /// The table of the specification, section 2.1.
  static let examples: [(UInt64, String)] = [
    (0, "00"), (1, "01"), (127, "7F"), (128, "80 80"), (255, "80 FF"), (256, "81 00"),
    (300, "81 2C"), (16383, "BF FF"), (16384, "C0 00 40"), (65536, "C1 00 00"),
    (2_097_151, "DF FF FF"), (2_097_152, "E0 00 00 20"), (1 << 28, "F0 00 00 00 10"),
    (1 << 32, "F1 00 00 00 00"), ((1 << 56) - 1, "FE FF FF FF FF FF FF FF"),
    (1 << 56, "FF 00 00 00 00 00 00 00 01"), (UInt64.max, "FF FF FF FF FF FF FF FF FF"),
  ]

  /// The shortest form.
  static func encode(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    NaturalCoding.encode(value, into: &bytes)
    return bytes
  }

  @Test(arguments: examples)
  func examplesOfTheSpecification(_ value: UInt64, _ text: String) throws {
    let bytes = try #require(Hex.bytes(text.utf8))
    #expect(Self.encode(value) == bytes)
    let decoded = try #require(NaturalCoding.decode(bytes, at: 0))
    #expect(decoded == (value, bytes.count))
  }

  @Test func roundTripsAroundPowersOfTwo() throws {
    for bit in 0..<64 {
      for delta: UInt64 in [0, 1, 2, UInt64.max, UInt64.max - 1] {
        let value = (1 << UInt64(bit)) &+ delta
        let bytes = Self.encode(value)
        #expect(bytes.count == NaturalCoding.encodedSize(value))
        // Between other bytes.
        let decoded = try #require(NaturalCoding.decode([0xAA] + bytes + [0xFF], at: 1))
        #expect(decoded == (value, bytes.count + 1))
      }
    }
  }

  @Test func onlyTheShortestFormIsAccepted() {
    var accepted = 0
    for first in 0...255 {
      for second: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        let bytes = [UInt8(first), second, 0, 0, 0, 0, 0, 0, 0]
        guard let (value, next) = NaturalCoding.decode(bytes, at: 0) else { continue }
        accepted += 1
        #expect(Self.encode(value) == Array(bytes[..<next]))
      }
    }
    // All one-byte forms; all two-byte forms but 80 00, 80 01 and 80 7F; none of three bytes up but
    // those whose first byte holds bits of the value.
    #expect(accepted == 128 * 5 + 63 * 5 + 2 + (31 + 15 + 7 + 3 + 1) * 5)
    for text in ["80 00", "80 7F", "C0 FF 3F", "E0 FF FF 1F", "FE FF FF FF FF FF FF 01 00"] {
      #expect(NaturalCoding.decode(Hex.bytes(text.utf8) ?? [], at: 0)?.value != 127)
    }
    #expect(NaturalCoding.decode([0xFF] + Array(repeating: 0xFF, count: 7) + [0], at: 0) == nil)
  }

  @Test func truncationsAreRejected() {
    for (value, _) in Self.examples {
      let bytes = Self.encode(value)
      for length in 0..<bytes.count {
        #expect(NaturalCoding.decode(Array(bytes[..<length]), at: 0) == nil)
      }
    }
    #expect(NaturalCoding.decode([0], at: 2) == nil)
    #expect(NaturalCoding.decode([0], at: -1) == nil)
  }
}
