import Foundation
import TestSupport
import Testing

/// `run --profile` in its formats, and `profile diff`: sums are the run's gas, whatever they are by.
struct ProfileTests {
  /// The repository.
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL.path
  /// A module with debug information, whose functions call each other.
  static let lines = root + "/Tests/WasmPVMTests/Modules/lines.wasm"

  /// A folder for output.
  private let folder: TemporaryFolder

  /// Makes the folder.
  init() throws { folder = try TemporaryFolder() }

  /// Programs with arguments: lines, recursion, indirect calls, calls that are inlined, soft floats, host calls.
  static let programs: [(path: String, arguments: String)] = {
    let benchmarks = [
      "fib_rec", "indirect_calls", "json_tokenize", "binary_trees", "string_ops_bulk",
    ]
    let corpus = (try? Corpus.benchmarks()) ?? []
    return [(lines, "0102030405060708"), (root + "/Examples/host-log.wat", "")]
      + benchmarks.compactMap { name in
        corpus.first { $0.name == name }.map { program in
          (
            program.url.path,
            program.cases[0].arguments.map { byte in
              (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
          )
        }
      }
  }()

  /// Runs a program with a profile in a format; gives the profile and the gas that the run used.
  private func profile(
    _ path: String, _ arguments: String, _ format: String, _ more: [String] = []
  ) throws -> (text: String, gas: UInt64) {
    let file = folder.path("profile")
    let result = try BuiltCommand.run(
      ["run", path, arguments, "--profile=\(file)", "--profile-format", format, "--json"] + more)
    #expect(result.status == 0, "\(path): \(result.messages)")
    let outcome = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(outcome["profile"] == nil)
    let gas = try #require(outcome["gas_used"] as? NSNumber).uint64Value
    return (try String(contentsOfFile: file, encoding: .utf8), gas)
  }

  /// JSON as an object.
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The numbers of a member of some objects.
  private func numbers(_ rows: Any?, _ member: String) throws -> [UInt64] {
    try #require(rows as? [[String: Any]]).map { row in
      try #require(row[member] as? NSNumber).uint64Value
    }
  }

  // MARK: Sums

  @Test(arguments: ["gp-0.7", "gp-0.8"])
  func sumsAreTheGas(_ target: String) throws {
    #expect(Self.programs.count == 7)
    for (path, arguments) in Self.programs {
      let (text, gas) = try profile(path, arguments, "json", ["--target", target])
      let profile = try object(text)
      #expect((profile["gas_used"] as? NSNumber)?.uint64Value == gas, "\(path)")
      for (rows, member) in [("lines", "gas"), ("offsets", "gas"), ("calls", "self_gas")] {
        let sum = try numbers(profile[rows], member).reduce(0, +)
        #expect(sum == gas, "\(path), \(rows)")
      }
      // What roots used with their callees is everything, too.
      let calls = try #require(profile["calls"] as? [[String: Any]])
      let roots = calls.filter { $0["caller"] is NSNull }
      #expect(try numbers(roots, "gas").reduce(0, +) == gas)
      // A caller has at least what its callees have.
      for call in calls {
        guard let caller = call["caller"] as? Int else { continue }
        let own = try #require(call["gas"] as? NSNumber).uint64Value
        #expect(try #require(calls[caller]["gas"] as? NSNumber).uint64Value >= own)
      }
    }
  }

  @Test func hostCallsAreInTheSums() throws {
    let path = Self.root + "/Examples/host-log.wat"
    let profile = try object(try profile(path, "", "json").text)
    let host = try #require(profile["host_gas"] as? NSNumber).uint64Value
    #expect(host > 0)
    let calls = try #require(profile["calls"] as? [[String: Any]])
    let node = try #require(calls.first { $0["function"] as? String == "host calls" })
    #expect((node["gas"] as? NSNumber)?.uint64Value == host)
  }

  @Test func recursionHasItsDepth() throws {
    let program = try #require(Self.programs.first { $0.path.hasSuffix("fib_rec.wasm") })
    let profile = try object(try profile(program.path, program.arguments, "json").text)
    let calls = try #require(profile["calls"] as? [[String: Any]])
    // A function below itself, and each call counted once.
    #expect(
      calls.contains { call in
        guard let caller = call["caller"] as? Int else { return false }
        return calls[caller]["function"] as? String == call["function"] as? String
      })
    #expect(try numbers(calls, "calls").allSatisfy { $0 < 1_000_000 })
  }

  // MARK: Formats

  @Test func collapsedStacksAreLines() throws {
    let (text, gas) = try profile(Self.lines, "0102030405060708", "collapsed")
    var sum: UInt64 = 0
    for line in text.split(separator: "\n") {
      let match = try #require(line.wholeMatch(of: /([^;]+(?:;[^;]+)*) ([1-9][0-9]*)/), "\(line)")
      sum += try #require(UInt64(match.2))
    }
    #expect(sum == gas)
    #expect(text.contains(";sum;mix "))
    #expect(text.contains(";fill;mix "))
  }

  /// What the published schemas say of types, names and what has to be there. Whatever of it is damaged is found.
  @Test(arguments: ["speedscope", "firefox"])
  func schemasAreKept(_ format: String) throws {
    let schema = format == "firefox" ? ProfileSchema.firefox : ProfileSchema.speedscope
    for (path, arguments) in Self.programs {
      let file = try JSONTree(try profile(path, arguments, format).text)
      #expect(schema.mistakes(in: file) == [])
    }
    let file = try JSONTree(try profile(Self.lines, "0102030405060708", format).text)
    let damaged = file.damaged
    #expect(damaged.count > 30)
    let optional = ["debug", "symbolicated", "gcpoison", "asyncstack", "pages", "counters"]
    let missed = damaged.filter { schema.mistakes(in: $0).isEmpty }
    // Only what may be missing is not missed.
    #expect(missed.count == (format == "firefox" ? optional.count : 4))
  }

  /// The rules of https://www.speedscope.app/file-format-schema.json.
  @Test func speedscopeHasItsForm() throws {
    let (text, gas) = try profile(Self.lines, "0102030405060708", "speedscope")
    let file = try object(text)
    #expect(file["$schema"] as? String == "https://www.speedscope.app/file-format-schema.json")
    let shared = try #require(file["shared"] as? [String: Any])
    let frames = try #require(shared["frames"] as? [[String: Any]])
    #expect(frames.allSatisfy { $0["name"] is String })
    #expect(frames.contains { $0["file"] as? String == "/src/lines.c" })
    let profile = try #require((file["profiles"] as? [[String: Any]])?.first)
    #expect(profile["type"] as? String == "sampled" && profile["unit"] as? String == "none")
    #expect(profile["name"] is String && profile["startValue"] as? Int == 0)
    #expect((profile["endValue"] as? NSNumber)?.uint64Value == gas)
    let samples = try #require(profile["samples"] as? [[Int]])
    let weights = try #require(profile["weights"] as? [UInt64])
    #expect(samples.count == weights.count && weights.reduce(0, +) == gas)
    #expect(samples.allSatisfy { !$0.isEmpty && $0.allSatisfy(frames.indices.contains) })
  }

  /// The rules of Firefox's processed profile format, version 47.
  @Test func firefoxHasItsForm() throws {
    let (text, gas) = try profile(Self.lines, "0102030405060708", "firefox")
    let file = try object(text)
    let meta = try #require(file["meta"] as? [String: Any])
    #expect(meta["preprocessedProfileVersion"] as? Int == 47 && meta["version"] as? Int == 27)
    let categories = try #require(meta["categories"] as? [[String: Any]])
    let thread = try #require((file["threads"] as? [[String: Any]])?.first)
    #expect(thread["pid"] is String && thread["isMainThread"] as? Bool == true)
    func table(_ name: String) throws -> [String: [Any]] {
      let table = try #require(thread[name] as? [String: Any])
      let length = try #require(table["length"] as? Int)
      let columns = table.compactMapValues { $0 as? [Any] }
      #expect(columns.values.allSatisfy { $0.count == length }, "\(name)")
      return columns
    }
    func indices(_ column: [Any]?, below count: Int) throws -> [Int?] {
      try #require(column).map { value in
        if value is NSNull { return nil }
        let index = try #require(value as? Int)
        #expect((0..<count).contains(index))
        return index
      }
    }
    let strings = try #require(thread["stringArray"] as? [String])
    let functions = try table("funcTable")
    let frames = try table("frameTable")
    let stacks = try table("stackTable")
    let samples = try table("samples")
    _ = try indices(functions["name"], below: strings.count)
    _ = try indices(functions["fileName"], below: strings.count)
    _ = try indices(frames["func"], below: functions["name"]?.count ?? 0)
    _ = try indices(stacks["frame"], below: frames["func"]?.count ?? 0)
    _ = try indices(stacks["category"], below: categories.count)
    let prefixes = try indices(stacks["prefix"], below: stacks["frame"]?.count ?? 0)
    for (index, prefix) in prefixes.enumerated() { #expect(prefix.map { $0 < index } ?? true) }
    _ = try indices(samples["stack"], below: prefixes.count)
    let weights = try #require(samples["weight"] as? [NSNumber])
    #expect(weights.reduce(0) { $0 + $1.uint64Value } == gas)
  }

  @Test func pageStandsAlone() throws {
    let (text, gas) = try profile(Self.lines, "0102030405060708", "html")
    #expect(text.hasPrefix("<!DOCTYPE html>"))
    for word in ["http://", "https://", "src=", "@import", "url("] {
      #expect(!text.contains(word), "\(word)")
    }
    let parts = text.components(separatedBy: "id=\"data\">")
    let data = try object(
      try #require(parts.last?.components(separatedBy: "</script>").first))
    #expect((data["total"] as? NSNumber)?.uint64Value == gas)
    #expect((data["nodes"] as? [Any])?.isEmpty == false)
  }

  /// What names of functions can do to the page.
  @Test func namesStayData() throws {
    let module = try folder.write(
      "m.wat",
      SampleModules.main("(i64.extend_i32_u (call $f))").replacing(
        "(module",
        with:
          "(module $m (func $f (@name \"</script><script>alert(1)\") (result i32) (i32.const 1))"
      ))
    let result = try BuiltCommand.run([
      "run", module, "--opt", "0", "--profile=\(folder.path("p"))", "--profile-format", "html",
    ])
    // An assembler without name annotations refuses the module.
    guard result.status == 0 else { return }
    let text = try String(contentsOfFile: folder.path("p"), encoding: .utf8)
    #expect(text.components(separatedBy: "<script").count == 3)
  }

  // MARK: Program files

  @Test func programFilesNeedTheirMap() throws {
    let jam = folder.path("a.jam")
    let map = folder.path("a.map")
    let built = try BuiltCommand.run(["build", Self.lines, "-o", jam, "--debug-info", map])
    #expect(built.status == 0, "\(built.messages)")
    let (module, gas) = try profile(Self.lines, "01020304", "json")
    let (file, fileGas) = try profile(jam, "01020304", "json", ["--debug-info", map])
    #expect(gas == fileGas)
    let both = try [module, file].map { try object($0) }
    #expect(both[0]["lines"] as? NSArray == both[1]["lines"] as? NSArray)
    #expect(both[0]["calls"] as? NSArray == both[1]["calls"] as? NSArray)
    let without = try BuiltCommand.run([
      "run", jam, "--profile=\(folder.path("x"))", "--profile-format", "speedscope",
    ])
    #expect(without.status == 1)
    #expect(without.messages.contains("name the file that build --debug-info wrote"))
    #expect(folder.read("x") == nil)
  }

  @Test func mapsOfOtherBuildsAreRefused() throws {
    let jam = folder.path("a.jam")
    let map = folder.path("b.map")
    _ = try BuiltCommand.run(["build", Self.lines, "-o", jam])
    _ = try BuiltCommand.run([
      "build", Self.lines, "-o", folder.path("b.jam"), "--opt", "0", "--debug-info", map,
    ])
    let other = try BuiltCommand.run(["run", jam, "--profile", "--debug-info", map])
    #expect(other.status == 1 && other.output.isEmpty)
    #expect(
      other.messages.contains("describes another program") && other.messages.contains("[D004]"))
    let none = try BuiltCommand.run(["run", jam, "--profile", "--debug-info", jam])
    #expect(none.status == 1 && none.messages.contains("[D001]"))
  }

  @Test func formatsNeedAFile() throws {
    let result = try BuiltCommand.run(["run", Self.lines, "--profile", "--profile-format", "html"])
    #expect(result.status == 2 && result.messages.contains("say --profile=FILE"))
  }

  // MARK: Differences

  @Test func differencesSayWhatGotDearer() throws {
    let file = folder.path("profile")
    for (name, level) in [("a", "2"), ("b", "0")] {
      _ = try profile(Self.lines, "0102030405060708", "json", ["--opt", level])
      try FileManager.default.moveItem(atPath: file, toPath: folder.path(name))
    }
    let same = try BuiltCommand.run(["profile", "diff", folder.path("a"), folder.path("a")])
    #expect(same.status == 0 && same.lines.count == 1, "\(same.text)")
    let worse = try BuiltCommand.run(["profile", "diff", folder.path("a"), folder.path("b")])
    #expect(worse.status == 1 && worse.messages.contains("B has more gas than A: +"))
    #expect(worse.text.contains("/src/lines.c:"))
    let better = try BuiltCommand.run(["profile", "diff", folder.path("b"), folder.path("a")])
    #expect(better.status == 0)
    let tolerated = try BuiltCommand.run([
      "profile", "diff", folder.path("a"), folder.path("b"), "--tolerance", "100000",
    ])
    #expect(tolerated.status == 0)
    let wrong = try BuiltCommand.run(["profile", "diff", Self.lines, folder.path("a")])
    #expect(wrong.status == 1 && wrong.messages.contains("is not a profile as run"))
  }
}
