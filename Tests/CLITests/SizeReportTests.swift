import Foundation
import TestSupport
import Testing

/// `build --size-report` and `size diff`: sums are the file's size.
struct SizeReportTests {
  /// A folder for output.
  private let folder: TemporaryFolder

  /// Makes the folder.
  init() throws { folder = try TemporaryFolder() }

  /// Builds a program with its report as JSON; gives that and the program file's size.
  private func report(
    _ path: String, _ more: [String] = []
  ) throws -> (report: [String: Any], size: Int) {
    let file = folder.path("report")
    let jam = folder.path("a.jam")
    let result = try BuiltCommand.run(
      ["build", path, "-o", jam, "--size-report=\(file)", "--size-format", "json"] + more)
    #expect(result.status == 0, "\(result.messages)")
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return (object, try #require(folder.read("a.jam")).count)
  }

  /// The sum of a table's bytes.
  private func sum(_ report: [String: Any], _ table: String) throws -> Int {
    try #require(report[table] as? [[String: Any]]).reduce(0) { sum, row in
      let bytes = try #require(row["bytes"] as? Int)
      if let code = row["code"] as? Int, let mask = row["bitmask"] as? Int,
        let jumps = row["jump_table"] as? Int
      {
        #expect(bytes == code + mask + jumps)
      }
      return sum + bytes
    }
  }

  @Test(arguments: ["gp-0.7", "gp-0.8"])
  func sumsAreTheSize(_ target: String) throws {
    let benchmarks = try Corpus.benchmarks().filter {
      ["json_tokenize", "indirect_calls", "vm_interp", "string_ops"].contains($0.name)
    }
    #expect(benchmarks.count == 4)
    for path in [ProfileTests.lines] + benchmarks.map(\.url.path) {
      for level in ["0", "2", "z"] {
        let (report, size) = try report(path, ["--target", target, "--opt", level])
        #expect(report["file_bytes"] as? Int == size)
        let rest = try sum(report, "data") + sum(report, "others")
        for table in ["functions", "families", "units"] {
          #expect(try sum(report, table) + rest == size, "\(path) \(level) \(table)")
        }
        let lines = try sum(report, "lines")
        #expect(lines == 0 || lines + rest == size, "\(path) \(level)")
        #expect(path != ProfileTests.lines || lines > 0)
      }
    }
  }

  @Test func metadataAndDataAreCounted() throws {
    let module = try folder.write(
      "m.wat",
      """
      (module
        (memory 1)
        (data (i32.const 64) "abcdefghijklmnopqrstuvwxyz0123456789")
        (func (export "main") (param i32 i32) (result i64)
          (i64.or (i64.shl (i64.load (i32.const 64)) (i64.const 40)) (i64.const 64))))
      """)
    let (report, size) = try report(module, ["--startup-copy", "never"])
    let data = try #require(report["data"] as? [[String: Any]])
    let segment = try #require(data.first { $0["name"] as? String == "memory segment 0x40" })
    #expect(segment["bytes"] as? Int == 36)
    let others = try #require(report["others"] as? [[String: Any]])
    #expect(others.contains { $0["name"] as? String == "metadata" })
    #expect(try sum(report, "functions") + sum(report, "data") + sum(report, "others") == size)
  }

  @Test func instantiationsAreOne() throws {
    let functions = ["u8", "u16", "u32"].map { type in
      "(func $core::fmt::num::write<\(type)>::h0123456789abcdef (param i32) (result i32) "
        + "(i32.mul (local.get 0) (i32.const \(type.count + 7))))"
    }
    let calls = ["u8", "u16", "u32"].reduce("(local.get 0)") { value, type in
      "(call $core::fmt::num::write<\(type)>::h0123456789abcdef \(value))"
    }
    let module = try folder.write(
      "m.wat",
      """
      (module (memory 1) \(functions.joined(separator: "\n"))
        (func (export "main") (param i32 i32) (result i64) (i64.extend_i32_u \(calls))))
      """)
    let (report, _) = try report(module, ["--opt", "0"])
    let families = try #require(report["families"] as? [[String: Any]])
    let names = families.compactMap { $0["name"] as? String }
    let family = try #require(
      families.first { ($0["name"] as? String)?.hasSuffix("core::fmt::num::write<>") == true },
      "\(names)")
    #expect(family["count"] as? Int == 3)
    let units = try #require(report["units"] as? [[String: Any]])
    #expect(units.contains { $0["name"] as? String == "core" && $0["count"] as? Int == 3 })
  }

  @Test func tablesArePrinted() throws {
    let result = try BuiltCommand.run([
      "build", ProfileTests.lines, "-o", folder.path("a.jam"), "--size-report",
    ])
    #expect(result.status == 0)
    let size = try #require(folder.read("a.jam")).count
    #expect(result.lines[0] == "\(ProfileTests.lines): \(size) bytes")
    #expect(result.lines.contains("functions: bytes, of these code, bitmask, jump table"))
    #expect(result.lines.contains { $0.hasSuffix("/src/lines.c:13") })
    let both = try BuiltCommand.run(["build", ProfileTests.lines, "-o", "-", "--size-report"])
    #expect(both.status == 2)
    let format = try BuiltCommand.run(["build", ProfileTests.lines, "--size-format", "html"])
    #expect(format.status == 2)
  }

  @Test func pageStandsAlone() throws {
    let result = try BuiltCommand.run([
      "build", ProfileTests.lines, "-o", folder.path("a.jam"),
      "--size-report=\(folder.path("p.html"))", "--size-format", "html",
    ])
    #expect(result.status == 0)
    let text = String(decoding: try #require(folder.read("p.html")), as: UTF8.self)
    for word in ["http://", "https://", "src=", "@import", "url("] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.components(separatedBy: "<script").count == 3 && !text.contains("@DATA@"))
  }

  @Test func differencesSayWhatGrew() throws {
    for (name, level) in [("a", "z"), ("b", "0")] {
      _ = try report(ProfileTests.lines, ["--opt", level])
      try FileManager.default.moveItem(
        atPath: folder.path("report"), toPath: folder.path(name))
    }
    let (small, large) = (folder.path("a"), folder.path("b"))
    let grown = try BuiltCommand.run(["size", "diff", small, large])
    #expect(grown.status == 1 && grown.messages.contains("B has more bytes than A: +"))
    #expect(try BuiltCommand.run(["size", "diff", large, small]).status == 0)
    #expect(try BuiltCommand.run(["size", "diff", small, small, "--each"]).status == 0)
    #expect(
      try BuiltCommand.run(["size", "diff", small, large, "--tolerance", "9999"]).status == 0)
    #expect(try BuiltCommand.run(["size", "diff", small, large, "--tolerance", "x"]).status == 2)
    #expect(try BuiltCommand.run(["size", "merge", small, large]).status == 2)
  }
}
