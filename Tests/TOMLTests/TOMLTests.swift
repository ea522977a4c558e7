import TOML
import Testing

/// The reader of configuration: what it takes, and where it says what is wrong.
struct TOMLTests {
  /// The tables of a text.
  private func tables(_ text: String) throws -> [TOMLTable] {
    try TOMLDocument(parsing: Array(text.utf8)).tables
  }

  /// The value of the only key above all tables.
  private func value(_ text: String) throws -> TOMLValue.Kind {
    let entries = try tables("key = \(text)")[0].entries
    #expect(entries.map(\.key) == ["key"])
    return entries[0].value.kind
  }

  @Test func tablesAndKeysAreInOrder() throws {
    let found = try tables(
      """
      # a comment
      first = 1   # another

      [ build ]
      "a key" = 'text'
      b-2_C = true\r
      [[test]]
      [[test]] # the second
      x = false
      """)
    #expect(found.map(\.name) == ["", "build", "test", "test"])
    #expect(found.map(\.isElement) == [false, false, true, true])
    #expect(found.map { $0.entries.map(\.key) } == [["first"], ["a key", "b-2_C"], [], ["x"]])
    #expect(found[1].place == found[1].place && "\(found[1].place)" == "4:1")
    #expect("\(found[1].entries[1].place)" == "6:1")
    #expect("\(found[1].entries[1].value.place)" == "6:9")
    #expect(try tables("").map(\.name) == [""])
  }

  @Test(arguments: [
    ("1", 1), ("-17", -17), ("+0", 0), ("1_000_000", 1_000_000), ("0xFf", 255), ("0o17", 15),
    ("0b1_01", 5), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
  ])
  func integers(_ text: String, _ number: Int64) throws {
    #expect(try value(text) == .integer(number))
  }

  @Test(arguments: [
    (#""""#, ""), (#""a # b""#, "a # b"), (#""\b\t\n\f\r\"\\""#, "\u{8}\t\n\u{c}\r\"\\"),
    (#""\u00e9\U0001F600é""#, "é😀é"), (#"'C:\new'"#, #"C:\new"#), ("''", ""),
    ("\"\"\"\none\r\ntwo\"\"\"", "one\ntwo"), ("\"\"\"a \\  \n\n   b\"\"\"", "a b"),
    ("\"\"\"a \"\" b\"\"\"\"\"", "a \"\" b\"\""), ("'''\na\\n'''", "a\\n"), ("''''a''''", "'a'"),
  ])
  func texts(_ text: String, _ meaning: String) throws {
    #expect(try value(text) == .text(meaning))
  }

  @Test func arrays() throws {
    let found = try value("[ # start\n 1,\n [\"a\", 'b'] , # middle\n\n true, \n]")
    guard case .array(let elements) = found else {
      Issue.record("no array")
      return
    }
    #expect(elements.count == 3)
    #expect(elements[0].kind == .integer(1) && elements[2].kind == .boolean(true))
    #expect("\(elements[1].place)" == "3:2")
    guard case .array(let inner) = elements[1].kind else {
      Issue.record("no array")
      return
    }
    #expect(inner.map(\.kind) == [.text("a"), .text("b")])
    #expect(try value("[]") == .array([]))
  }

  @Test(arguments: [
    ("a", "1:2: expected '=' [M002]"),
    ("a = ", "1:5: expected a text in quotes, a number, true, false or an array [M002]"),
    ("a = yes", "1:5: expected a text in quotes, a number, true, false or an array [M002]"),
    ("\n\n a = 1 2", "3:8: expected the end of the line, or a comment [M002]"),
    ("a = 1\na = 2", "2:1: 'a' is there twice [M007]"),
    ("[a]\n[b]\n[a]", "3:1: the table 'a' is there twice [M008]"),
    ("[a]\n[[a]]", "2:1: the table 'a' is there twice [M008]"),
    ("[[a]\n", "1:5: expected ']]' [M002]"),
    ("[]\n", "1:2: expected a key [M002]"),
    ("= 1", "1:1: expected a key [M002]"),
    ("a = \"b", "1:5: the text that starts here has no end [M005]"),
    ("a = \"b\n\"", "1:5: the text that starts here has no end [M005]"),
    ("a = \"\"\"b\n\"\"", "1:5: the text that starts here has no end [M005]"),
    ("a = \"\\x41\"", "1:6: no such escape: there are"),
    ("a = \"\\uD800\"", "1:6: no such escape: there are"),
    ("a = \"\\u12", "1:6: no such escape: there are"),
    ("a = \"\u{1}\"", "1:6: control character 0x01: write it as an escape [M003]"),
    ("a = 1 # \u{7f}", "1:9: control character 0x7f: write it as an escape [M003]"),
    ("a = 01", "1:5: expected a text in quotes"),
    ("a = 1__0", "1:5: expected a text in quotes"),
    ("a = 0x", "1:5: expected a text in quotes"),
    ("a = -0x1", "1:5: expected a text in quotes"),
    ("a = 12ab", "1:5: expected a text in quotes"),
    ("a = 1.5", "1:5: floats and dates are not read here: write a whole number or a text [M010]"),
    ("a = 1e6", "1:5: floats and dates are not read here"),
    ("a = 2026-01-01", "1:5: floats and dates are not read here"),
    ("a = 9223372036854775808", "1:5: the number does not fit into 64 bits [M006]"),
    (
      "a.b = 1",
      "1:2: dotted keys are not read here: write a key that needs a point in quotes [M010]"
    ),
    ("[a.b]", "1:3: dotted keys are not read here"),
    (
      "a = {b = 1}",
      "1:5: inline tables are not read here: write a table with a heading, [name] [M010]"
    ),
    ("a = [1 2]", "1:8: expected ',' or ']' [M002]"),
    ("a = [1,\n2", "2:2: expected ',' or ']' [M002]"),
    ("a = [", "1:6: expected a text in quotes"),
    ("a = [,]", "1:6: expected a text in quotes"),
    (
      "a = " + String(repeating: "[", count: 17), "1:21: arrays are nested too deeply [M009]"
    ),
    ("a = 1\rb = 2", "1:6: expected the end of the line, or a comment [M002]"),
  ])
  func mistakesHaveAPlace(_ text: String, _ message: String) {
    #expect {
      try TOMLDocument(parsing: Array(text.utf8))
    } throws: { error in
      "\(error)".hasPrefix(message)
    }
  }

  @Test func otherEncodingsAreRefused() {
    for (bytes, place) in [
      (Array("a = 'x'\n".utf8) + [0x62, 0xFF, 0x0A], "2:1"), ([0xC3], "1:1"),
      (Array("# \n\n".utf8) + [0xE2, 0x82], "3:1"),
    ] {
      #expect {
        try TOMLDocument(parsing: bytes)
      } throws: { error in
        "\(error)" == "\(place): the text is not UTF-8 [M001]"
      }
    }
  }

  /// Whatever is cut out of a text or put into it, the reader returns or says what is wrong.
  @Test func nothingMakesItStop() {
    let text = Array(
      "[a]\nb = [\"c\\u0041\", 'd', 0x1F, true] # e\n[[f]]\ng = \"\"\"h\\\n i\"\"\"\n".utf8)
    var count = 0
    for index in text.indices {
      for byte: UInt8 in [0x22, 0x27, 0x5C, 0x5B, 0x5D, 0x0A, 0x0D, 0x00, 0xFF, 0x75, 0x2E] {
        var changed = text
        changed[index] = byte
        for candidate in [changed, Array(changed[...index]), Array(changed[index...])] {
          count += (try? TOMLDocument(parsing: candidate)) == nil ? 1 : 0
        }
      }
    }
    #expect(count > 500)
  }
}
