import Foundation
import TestSupport
import Testing

/// `wasm-pvm explore`: what is in the page. How it looks and behaves is `ci/jobs/explore.sh`'s to test, in a browser.
struct ExploreTests {
  /// A module with a function that is called, and one that is inlined.
  private static let module = """
    (module
      (memory 1)
      (func $add (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func $loop (param $n i32) (result i32) (local $s i32)
        (loop $l
          (local.set $s (call $add (local.get $s) (i32.mul (local.get $n) (i32.load8_u (local.get $n)))))
          (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (local.get $s))
      (func (export "main") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (i32.add (call $loop (i32.const 9)) (call $loop (local.get 1))))
        (i64.const 0x4_0000_0000)))
    """

  /// What Python prints, given a page: its data, and its compressed parts, unpacked.
  private func unpacked(_ page: String, _ folder: TemporaryFolder) throws -> [String: Any] {
    let script = """
      import base64, json, re, sys, zlib
      text = open(sys.argv[1]).read()
      data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))
      parts = re.findall(r'<script type="text/plain" id="c(\\d+)">(.*?)</script>', text)
      data["numbers"] = [int(number) for number, _ in parts]
      data["parts"] = [zlib.decompress(base64.b64decode(part), -15).decode() for _, part in parts]
      print(json.dumps(data))
      """
    let result = try BuiltCommand.run(
      "/usr/bin/env", ["python3", "-c", script, page], folder: folder)
    #expect(result.status == 0 && result.messages == "")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  /// The parts of a page that are functions.
  private func functions(_ data: [String: Any]) throws -> [[String: Any]] {
    let count = try #require(data["functions"] as? [Any]).count
    let texts = try #require(data["parts"] as? [String])
    return try texts.prefix(count).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// The lines of a function's forms in front of the program's code.
  private func lines(
    of function: [String: Any], _ data: [String: Any]
  ) throws -> [String: [(text: String, offset: Int)]] {
    let parts = try #require(data["parts"] as? [String])
    var forms: [String: [(text: String, offset: Int)]] = [:]
    for form in ["w", "u", "o", "m"] {
      var rows = try #require(function[form] as? [Any])
      // Those in front of LLVM's passes are in parts of their own.
      if let numbers = rows as? [Int] {
        rows = try numbers.flatMap {
          try #require(try JSONSerialization.jsonObject(with: Data(parts[$0].utf8)) as? [Any])
        }
      }
      forms[form] = try rows.map {
        let row = try #require($0 as? [Any])
        return ("\(row[0])", try #require(row[1] as? Int))
      }
    }
    return forms
  }

  @Test func pageHasAllForms() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("m.wat", Self.module)
    let result = try BuiltCommand.run(
      ["explore", "m.wat", "0102030405", "--target", "gp-0.8"], folder: folder)
    #expect(result.status == 0 && result.messages == "" && result.output.isEmpty)
    let page = String(decoding: try #require(folder.read("m.html")), as: UTF8.self)
    #expect(!page.contains("@DATA@") && !page.contains("@CHUNKS@"))
    // Nothing comes from elsewhere.
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains(" src="))
    let data = try unpacked("m.html", folder)
    #expect(data["ran"] as? Bool == true && data["target"] as? String == "gp-0.8")
    let rows = try #require(data["functions"] as? [[Any]])
    let functions = try functions(data)
    #expect(rows.count == functions.count && !rows.isEmpty)
    // The gas of functions is that of the run.
    let run = try BuiltCommand.run(
      ["run", "m.wat", "0102030405", "--target", "gp-0.8"], folder: folder)
    let total = try #require(data["total"] as? Int)
    #expect(run.lines.contains("gas used: \(total)"))
    #expect(rows.reduce(0) { $0 + ($1[3] as? Int ?? 0) } == total)
    // The code is that of the disassembler.
    let code = functions.flatMap { $0["p"] as? [[Any]] ?? [] }.map { "\($0[2])" }
    let listing = try BuiltCommand.run(["disasm", "m.wat", "--target", "gp-0.8"], folder: folder)
    #expect(code.count > 10)
    #expect(code.allSatisfy { text in listing.text.contains(text.prefix { $0 != " " }) })
    // Whatever is inlined, instructions lead to all forms of the functions that they were made of.
    #expect(functions.count == rows.count)
    var linked = 0
    for function in functions {
      let lines = try self.lines(of: function, data)
      let own = Set((function["p"] as? [[Any]] ?? []).compactMap { $0[5] as? Int }).subtracting([0])
      linked += own.count
      // The table of entry points is only linked: it is in no form behind LLVM's passes.
      for (form, lines) in lines where !lines.isEmpty {
        let missing = own.subtracting(lines.map(\.offset))
        #expect(missing.isEmpty, "\(form) lacks \(missing)")
      }
    }
    #expect(linked == 10)
    let main = try #require(rows.firstIndex { "\($0[0])" == "entry.0.main" })
    let texts = try lines(of: functions[main], data).mapValues { $0.map(\.text) }
    let module = try #require(texts["w"])
    #expect(
      module.filter { $0.hasPrefix("func ") } == [
        "func 2 (export \"main\")", "func $loop", "func $add",
      ])
    #expect(module.contains("i32.store") && module.contains("local.get 1"))
    let heads = try #require(texts["u"]).filter { $0.hasPrefix("define ") }
    #expect(heads.count == 4 && heads[0].contains("@entry.0.main("))
    for (head, name) in zip(heads.dropFirst(), ["@f2.main(", "@f1.loop(", "@f0.add("]) {
      #expect(head.contains(name))
    }
    // Blocks have costs and timelines.
    let blocks = functions.flatMap { $0["b"] as? [[Any]] ?? [] }
    #expect(!blocks.isEmpty && blocks.allSatisfy { ($0[1] as? Int ?? 0) > 0 })
    #expect(blocks.contains { "\($0[2])".contains("D") })
  }

  @Test func sourceIsThere() throws {
    let folder = try TemporaryFolder()
    let source = """
      static unsigned result;
      __attribute__((export_name("main"))) unsigned long long run(const unsigned *a, unsigned n) {
        for (unsigned i = 0; i < n / 4; i++)
          result += a[i] * 3; // </script>
        return (unsigned long)&result | 4ull << 32;
      }

      """
    _ = try folder.write("s.c", source)
    for command in [
      ["clang-19", "--target=wasm32", "-O1", "-g", "-c", "-o", "s.o", "s.c"],
      ["wasm-ld-19", "--no-entry", "-o", "s.wasm", "s.o"],
    ] {
      let made = try BuiltCommand.run("/usr/bin/env", command, folder: folder)
      if made.status == 127 { return }
      try #require(made.status == 0, "\(made.messages)")
    }
    let result = try BuiltCommand.run(
      ["explore", "s.wasm", "--run", "-o", "page.html"], folder: folder)
    #expect(result.status == 0 && result.messages == "")
    let data = try unpacked("page.html", folder)
    let files = try #require(data["files"] as? [String])
    let path = try #require(files.first { $0.hasSuffix("/s.c") })
    let number = try #require((data["sources"] as? [String: Int])?[path])
    #expect((data["parts"] as? [String])?[number] == source)
    let lines = try functions(data).flatMap { ($0["l"] as? [String: [Int]] ?? [:]).values }
      .filter { files[$0[0]] == path }.map { $0[1] }
    #expect(Set(lines).isSuperset(of: [3, 4]))
    #expect(lines.allSatisfy { (2...6).contains($0) })
    // The same input gives the same page.
    let again = try BuiltCommand.run(
      ["explore", "s.wasm", "--run", "-o", "again.html"], folder: folder)
    #expect(again.status == 0 && folder.read("again.html") == folder.read("page.html"))
  }

  @Test func programsAreShownToo() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("m.wat", Self.module)
    let build = try BuiltCommand.run(["build", "m.wat", "--symbols", "m.sym"], folder: folder)
    #expect(build.status == 0)
    let plain = try BuiltCommand.run(["explore", "m.jam", "-o", "a.html"], folder: folder)
    #expect(plain.status == 0 && plain.messages == "")
    let data = try unpacked("a.html", folder)
    #expect(data["ran"] as? Bool == false && (data["functions"] as? [Any])?.count == 1)
    #expect(try functions(data)[0]["u"] == nil)
  }

  @Test func mistakes() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("m.wat", "(module)")
    let invalid = try BuiltCommand.run(["explore", "m.wat"], folder: folder)
    #expect(invalid.status == 1 && folder.read("m.html") == nil)
    let stream = try BuiltCommand.run(["explore", "-"], folder: folder)
    #expect(stream.status == 2 && stream.messages.contains("say '--output FILE'"))
    let same = try BuiltCommand.run(["explore", "m.wat", "-o", "m.wat"], folder: folder)
    #expect(same.status == 1 && same.messages.contains("would overwrite the input"))
  }
}
