import Testing
import Wasm

struct WasmNameTests {
  /// Names are bytes: what Swift's strings take for equal is not.
  @Test func equalityIsOfBytes() {
    #expect("\u{E9}" == "e\u{301}")
    #expect(WasmName("\u{E9}") != WasmName("e\u{301}"))
    #expect(Set([WasmName("\u{E9}"), WasmName("e\u{301}")]).count == 2)
    #expect(WasmName(utf8: [0x61, 0x00]) != WasmName("a"))
  }

  /// Names order by their bytes.
  @Test func order() {
    let names: [WasmName] = ["b", "", "a", "ab", "\u{E9}", "e\u{301}"]
    #expect(names.sorted() == ["", "a", "ab", "b", "e\u{301}", "\u{E9}"])
  }

  /// Two exports may have names that look the same.
  @Test func exportsOfCanonicallyEquivalentNames() throws {
    let exports = ["\u{E9}", "e\u{301}"].map { ModuleBytes.name($0) + [0x00, 0x00] }
    let bytes = ModuleBytes.module(
      (1, [0x01, 0x60, 0x00, 0x00]), (3, [0x01, 0x00]), (7, ModuleBytes.vector(exports)),
      (10, ModuleBytes.vector([ModuleBytes.body([])])))
    #expect(try ModuleDecoder.decode(bytes).exports.map(\.name) == ["\u{E9}", "e\u{301}"])
  }
}
