import Support
import Testing

/// JSON as commands and state files write it.
@Suite struct JSONTextTests {
  /// A value with everything in it.
  private static let value = JSONText.object([
    ("a", .integer(-3)), ("b", .array([.natural(.max), .boolean(true), .null])),
    ("c", .object([])), ("d", .array([])), ("e", .decimal(-0.125, places: 2)),
  ])

  @Test func oneLine() {
    #expect(
      Self.value.text
        == #"{"a": -3, "b": [18446744073709551615, true, null], "c": {}, "d": [], "e": -0.13}"#)
  }

  @Test func manyLines() {
    let expected = """
      {
        "a": -3,
        "b": [
          18446744073709551615,
          true,
          null
        ],
        "c": {},
        "d": [],
        "e": -0.13
      }
      """
    #expect(String(decoding: Self.value.lines, as: UTF8.self) == expected)
  }

  @Test func stringsAreEscaped() {
    let text = "a\"b\\c\n\t\r\u{0}\u{1F}\u{7F}\u{202E}é😀"
    #expect(
      JSONText.string(text).text
        == "\"a\\\"b\\\\c\\n\\t\\r\\u0000\\u001f\\u007f\\u202eé😀\"")
    for value in UInt8(0x20)..<0x7F where value != 0x22 && value != 0x5C {
      let character = String(UnicodeScalar(value))
      #expect(JSONText.string(character).text == "\"\(character)\"")
      #expect(JSONText.object([(character, .null)]).text == "{\"\(character)\": null}")
    }
  }

  @Test func decimals() {
    #expect(Decimals.text(1.005, places: 0) == "1")
    #expect(Decimals.text(0.05, places: 1) == "0.1")
    #expect(Decimals.text(-0.001, places: 2) == "0.00")
    #expect(Decimals.text(12.5, places: 3) == "12.500")
  }
}
