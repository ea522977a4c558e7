import Support
import Testing

/// Text from outside made fit to be shown.
struct VisibleTextTests {
  @Test(arguments: [
    ("plain text, é and 語", "plain text, é and 語"), ("", ""),
    ("\u{1B}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
    ("a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}"), ("\u{7F}\u{9B}31m", "\\u{7f}\\u{9b}31m"),
    ("abc\u{202E}def\u{2066}\u{200F}", "abc\\u{202e}def\\u{2066}\\u{200f}"),
    ("\u{FEFF}x\u{200B}\u{2028}\u{E0041}", "\\u{feff}x\\u{200b}\\u{2028}\\u{e0041}"),
  ])
  func whatIsNotSeenIsEscaped(_ text: String, _ expected: String) {
    #expect(text.visible == expected)
  }

  @Test func linesMayBeKept() {
    #expect("a\nb\tc\r\u{1B}".visibleLines == "a\nb\tc\\u{d}\\u{1b}")
  }

  @Test(
    arguments: [
      [], Array("plain/é語😀".utf8), [0xFF], [0x61, 0xFF, 0x62], [0xC3], [0xC3, 0x28], [0xE8, 0xAA],
      [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xB9, 0xBF],
      Array("\u{10FFFF}\u{10FE80}".utf8),
      Array("e\u{301}".utf8), Array(0x80...0xFF), Array("\r\n".utf8),
    ] as [[UInt8]])
  func anyBytesComeBack(_ bytes: [UInt8]) {
    #expect(String(reversibly: bytes).reversedBytes == bytes)
  }

  @Test func bytesThatAreNoTextAreShownInHexadecimal() {
    #expect(String(reversibly: [0x61, 0xFF, 0x1B, 0xC3]).visible == "a\\xff\\u{1b}\\xc3")
  }
}
