import Support
import Testing

@Suite struct BytesTests {
  @Test func readingStopsAtTheEnd() {
    var reader = ByteReader([1, 2, 3, 4, 5])
    #expect(reader.byte() == 1)
    #expect(reader.littleEndian(byteCount: 5) == nil)
    #expect(reader.littleEndian(byteCount: 2) == 0x0302)
    #expect(reader.bytes(count: 3) == nil)
    #expect(reader.bytes(count: UInt64.max) == nil)
    #expect(reader.position == 3 && reader.remaining == 2)
    #expect(!reader.skip(3) && !reader.skip(-1) && reader.skip(1))
    #expect(reader.bytes(count: 1) == [5])
    #expect(reader.isAtEnd && reader.byte() == nil && reader.bytes(count: 0) == [])
    #expect(reader.littleEndian(byteCount: 0) == 0)
  }

  @Test func writingIsLittleEndian() {
    var bytes: [UInt8] = [9]
    bytes.append(littleEndian: 0x0102_0304_0506_0708, byteCount: 8)
    bytes.append(littleEndian: 0xABCDEF, byteCount: 2)
    bytes.append(littleEndian: 1, byteCount: 0)
    #expect(bytes == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0xEF, 0xCD])
    bytes.patch(littleEndian: 0x1122, byteCount: 2, at: 1)
    #expect(bytes.prefix(4) == [9, 0x22, 0x11, 6])
    var reader = ByteReader(bytes)
    _ = reader.byte()
    #expect(reader.littleEndian(byteCount: 8) == 0x0102_0304_0506_1122)
  }

  @Test func hexText() {
    #expect(Hex.string(0) == "0")
    #expect(Hex.string(0xAB, width: 4) == "00ab")
    #expect(Hex.string(UInt64.max) == "ffffffffffffffff")
    #expect(Hex.string(1, width: 18) == "000000000000000001")
    #expect(Hex.string([0, 255, 16], separator: " ") == "00 ff 10")
    #expect(Hex.string([]) == "")
  }

  @Test(arguments: [
    ("", [] as [UInt8]?), ("00 ff", [0, 255]), ("0x00FF", [0, 255]), ("0X", []),
    (" 0a\n0B\t", [10, 11]), ("0", nil), ("0 0", nil), ("0g", nil), ("00 0x11", nil), ("x00", nil),
    ("0x0", nil), ("-1", nil),
  ])
  func hexBytes(_ text: String, _ bytes: [UInt8]?) {
    #expect(Hex.bytes(text.utf8) == bytes)
  }

  @Test func invalidUTF8IsRefused() {
    #expect(String(validUTF8: Array("héllo\u{0}".utf8)) == "héllo\u{0}")
    #expect(String(validUTF8: [0x61, 0xFF]) == nil)
    #expect(String(validUTF8: [0xC3]) == nil)
    #expect(String(validUTF8: Array("\u{FFFD}".utf8)) == "\u{FFFD}")
  }
}
