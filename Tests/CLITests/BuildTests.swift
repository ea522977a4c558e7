import Foundation
import PVM
import TestSupport
import Testing

/// `build`: what it writes, where, and what its options do to the program.
struct BuildTests {
  /// A folder with the arithmetic module in it.
  private func folderWithModule() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("arithmetic.wat", SampleModules.arithmetic)
    return folder
  }

  /// Builds in a folder; must succeed.
  private func build(
    _ arguments: [String], in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> BuiltCommand.Result {
    let result = try BuiltCommand.run(["build"] + arguments, folder: folder)
    #expect(result.status == 0, "\(result.messages)", sourceLocation: sourceLocation)
    #expect(result.messages.isEmpty, sourceLocation: sourceLocation)
    return result
  }

  /// Runs a module or program from standard input; gives the printed lines.
  private func run(_ input: [UInt8], _ arguments: String...) throws -> [String] {
    try BuiltCommand.run(["run", "-"] + arguments, input: input).lines
  }

  // MARK: Output

  @Test func outputIsNamedAfterTheInput() throws {
    let folder = try folderWithModule()
    let result = try build(["arithmetic.wat"], in: folder)
    #expect(result.output.isEmpty)
    #expect(try folder.names() == ["arithmetic.jam", "arithmetic.wat"])
    let program = try #require(folder.read("arithmetic.jam"))
    #expect(try run(program, "0500000007000000").contains("output: 0c000000"))
  }

  @Test func outputGoesWhereItIsSaid() throws {
    let folder = try folderWithModule()
    _ = try build(["arithmetic.wat", "-o", "a"], in: folder)
    _ = try build(["--output=b", "arithmetic.wat"], in: folder)
    let printed = try build(["arithmetic.wat", "-o", "-"], in: folder)
    let fromPipe = try BuiltCommand.run(
      ["build", "-", "-o", "-"], input: Array(SampleModules.arithmetic.utf8))
    let bytes = try #require(folder.read("a"))
    #expect(folder.read("b") == bytes)
    #expect(printed.output == bytes)
    #expect(fromPipe.output == bytes)
  }

  @Test func outputReplacesWhatALinkPointsTo() throws {
    let folder = try folderWithModule()
    _ = try folder.write("target", "old")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "target")
    _ = try build(["arithmetic.wat", "-o", "link"], in: folder)
    #expect(try folder.names() == ["arithmetic.wat", "link", "target"])
    #expect(try #require(folder.read("target")).count > 3)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "target")
  }

  @Test func outputMayBeADevice() throws {
    let folder = try folderWithModule()
    _ = try build(["arithmetic.wat", "-o", "/dev/null"], in: folder)
  }

  @Test func failureKeepsWhatWasThere() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("bad.wat", "(module (func (export \"main\")))")
    _ = try folder.write("bad.jam", "precious")
    let result = try BuiltCommand.run(["build", "bad.wat"], folder: folder)
    #expect(result.status == 1)
    #expect(folder.read("bad.jam") == Array("precious".utf8))
    #expect(try folder.names() == ["bad.jam", "bad.wat"])
  }

  @Test(arguments: [
    ("/nonexistent/x.jam", "No such file or directory"), (".", "Is a directory"),
    ("/dev/full", "No space left on device"),
  ])
  func unwritableOutput(_ path: String, _ reason: String) throws {
    let folder = try folderWithModule()
    let result = try BuiltCommand.run(["build", "arithmetic.wat", "-o", path], folder: folder)
    #expect(result.status == 1)
    #expect(result.messages == "wasm-pvm: cannot write \(path): \(reason)\n")
    #expect(try folder.names() == ["arithmetic.wat"])
  }

  // MARK: Stages and reports

  @Test(arguments: [
    ("llvm-raw", "define "), ("llvm", "define "), ("mir-selected", " selected {"),
    ("mir", " allocated {"), ("mir-final", " framed {"), ("asm", "load_ind_u32 "),
  ])
  func stagesArePrinted(_ stage: String, _ content: String) throws {
    let folder = try folderWithModule()
    let result = try build(["arithmetic.wat", "--emit", stage], in: folder)
    #expect(result.text.contains(content))
    #expect(try folder.names() == ["arithmetic.wat"])
    _ = try build(["arithmetic.wat", "--emit", stage, "-o", "text"], in: folder)
    #expect(folder.read("text") == result.output)
  }

  @Test func shortFormPrintsOptimizedIR() throws {
    let folder = try folderWithModule()
    let short = try BuiltCommand.run(["--emit-llvm", "arithmetic.wat"], folder: folder)
    #expect(short.status == 0)
    #expect(short.text == (try build(["arithmetic.wat", "--emit", "llvm"], in: folder)).text)
  }

  /// Machine IR is printed behind the passes that are named, in the order in which they run.
  @Test func machineIRIsPrintedBetweenPasses() throws {
    let folder = try folderWithModule()
    func dumped(_ texts: String...) throws -> [String] {
      let options = texts.flatMap { ["--dump-after", $0] }
      let result = try BuiltCommand.run(["build", "arithmetic.wat"] + options, folder: folder)
      #expect(result.status == 0)
      return result.messages.split(separator: "\n").filter { $0.hasPrefix(";; after ") }
        .map { String($0.dropFirst(";; after ".count)) }
    }
    let all = try dumped("all")
    #expect(all.contains("dead-code") && all.last == "latency-scheduling")
    let two = try dumped("block-layout", "register-allocation")
    #expect(Set(two) == ["register-allocation", "block-layout"])
    #expect(two.first == "register-allocation" && two.last == "block-layout")
    #expect(try dumped("register-allocation:@0") == ["register-allocation"])
  }

  /// A function that is not there is an error that names those with similar names, and nothing is written.
  @Test func functionsOfNoNameAreRefused() throws {
    let folder = try folderWithModule()
    for (name, hint) in [
      ("main", "there is 'entry.0.main'"), ("@99", "prints all functions"),
      ("memset", "'pvm.memset'"),
    ] {
      let result = try BuiltCommand.run(
        ["build", "arithmetic.wat", "--dump-after", "register-allocation:\(name)"], folder: folder)
      #expect(result.status == 1)
      #expect(result.messages.contains("no function '\(name)' is in the optimized program"))
      #expect(result.messages.contains(hint), "\(result.messages)")
      #expect(try folder.names() == ["arithmetic.wat"])
    }
  }

  @Test func passesOfNoNameAreRefused() throws {
    let folder = try folderWithModule()
    let result = try BuiltCommand.run(
      ["build", "arithmetic.wat", "--dump-after", "wide-constants"], folder: folder)
    #expect(result.status != 0)
    #expect(result.messages.contains("invalid value 'wide-constants' for '--dump-after'"))
    #expect(result.messages.contains("value-forwarding"))
    #expect(try folder.names() == ["arithmetic.wat"])
  }

  /// LLVM's passes and ours are in one table.
  @Test func passesAreTimed() throws {
    let folder = try folderWithModule()
    let text = try build(["arithmetic.wat", "--time-passes"], in: folder).text
    #expect(text.contains("InstCombinePass") && text.contains("register-allocation"))
    let result = try build(["arithmetic.wat", "--time-passes", "--json"], in: folder)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    let passes = try #require(json["passes"] as? [[String: Any]])
    #expect(Set(passes.compactMap { $0["of"] as? String }) == ["LLVM", "code generation"])
    let allocation = try #require(passes.first { $0["name"] as? String == "register-allocation" })
    #expect((allocation["runs"] as? Int ?? 0) > 0)
  }

  @Test func reportHasTheSizes() throws {
    let folder = try folderWithModule()
    let result = try build(["arithmetic.wat", "--json"], in: folder)
    let size = try #require(folder.read("arithmetic.jam")).count
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(json["output"] as? String == "arithmetic.jam")
    #expect(json["file_bytes"] as? Int == size)
    let code = try #require(json["code_bytes"] as? Int)
    #expect(code > 0 && code < size)
    #expect(!(try #require(json["milliseconds"] as? [String: Any])).isEmpty)
    let purposes = try #require(json["purposes"] as? [String: Any])
    #expect(purposes["derived"] as? Bool == false)
    let total = try #require(purposes["total"] as? [String: Int])
    #expect(total["bytes"] == code)
    #expect(total["instructions"] == json["instructions"] as? Int)
    let text = try build(["arithmetic.wat", "--stats"], in: folder).text
    #expect(text.contains("\ncode by purpose\n") && text.contains(" bytes per instruction\n"))
    #expect(text.hasPrefix("arithmetic.jam: \(size) bytes\n"))
  }

  @Test func statsListFloatOperations() throws {
    let folder = try TemporaryFolder()
    let module = SampleModules.main(
      """
      (i64.reinterpret_f64
        (f64.div (f64.add (f64.load (i32.const 0)) (f64.load (i32.const 8))) (f64.const 3)))
      """)
    _ = try folder.write("floats.wat", module)
    let text = try build(["floats.wat", "--opt", "z", "--stats"], in: folder).text
    #expect(text.contains("\nfloat operations in functions, "))
    #expect(text.contains("\n  f64.add: 1 calls, ") && text.contains("\n  f64.div: 1 calls, "))
    #expect(text.contains("\n  rare operands: ") && !text.contains("f64.mul"))
    let json = try #require(
      try JSONSerialization.jsonObject(
        with: Data(build(["floats.wat", "--json"], in: folder).output)) as? [String: Any])
    let runtime = try #require(json["runtime"] as? [String: [String: Int]])
    #expect(try #require(runtime["rare operands"]?["bytes"]) > 0)
  }

  @Test func symbolFileNamesTheFunctions() throws {
    let folder = try folderWithModule()
    _ = try build(["arithmetic.wat", "--opt", "0", "--symbols", "names"], in: folder)
    for command in ["disasm", "inspect"] {
      let result = try BuiltCommand.run(
        [command, "arithmetic.jam", "--symbols", "names"], folder: folder)
      #expect(result.status == 0)
      #expect(result.text.contains("store"))
    }
  }

  // MARK: Options

  @Test func everyLevelComputesTheSame() throws {
    let input = Array(SampleModules.arithmetic.utf8)
    for level in ["0", "1", "2", "3", "s", "z"] {
      #expect(
        try run(input, "0500000007000000", "--opt", level).contains("output: 0c000000"),
        "--opt \(level)")
    }
  }

  @Test func levelTwoIsTheDefault() throws {
    let folder = try folderWithModule()
    for (name, arguments) in [
      ("none", []), ("bare", ["--opt"]), ("two", ["--opt=2"]), ("zero", ["--opt", "0"]),
    ] as [(String, [String])] {
      _ = try build(["arithmetic.wat", "-o", name] + arguments, in: folder)
    }
    #expect(folder.read("none") == folder.read("two"))
    #expect(folder.read("bare") == folder.read("two"))
    #expect(folder.read("zero") != folder.read("two"))
  }

  @Test func metadataIsSet() throws {
    let folder = try folderWithModule()
    let fields = [
      "name=sum", "version=1.2", "license=MIT", "author=A <a@example.org>", "author=B",
    ]
    _ = try build(
      ["arithmetic.wat"] + fields.flatMap { ["--metadata", $0] }, in: folder)
    let file = try ProgramFile(decoding: try #require(folder.read("arithmetic.jam")))
    #expect(
      try ProgramMetadata(decoding: file.metadata)
        == ProgramMetadata(
          name: "sum", version: "1.2", license: "MIT", authors: ["A <a@example.org>", "B"]))
  }

  @Test func metadataIsLeftOut() throws {
    let folder = try folderWithModule()
    _ = try build(["arithmetic.wat", "--no-metadata", "-o", "without"], in: folder)
    _ = try build(["arithmetic.wat", "-o", "with"], in: folder)
    let without = try ProgramFile(decoding: try #require(folder.read("without")))
    let with = try ProgramFile(decoding: try #require(folder.read("with")))
    #expect(without.metadata.isEmpty)
    #expect(try ProgramMetadata(decoding: with.metadata) == ProgramMetadata())
    #expect(with.container == without.container)
  }

  @Test func entriesComeInTheOrderOfTheCommandLine() throws {
    let input = Array(SampleModules.arithmetic.utf8)
    let arguments = "0700000005000000"
    #expect(try run(input, arguments, "--pc", "5").contains("output: 02000000"))
    #expect(try run(input, arguments, "--entry", "main2").contains("output: 02000000"))
    #expect(
      try run(input, arguments, "--entry", "main2", "--entry", "main", "--pc", "5")
        .contains("output: 0c000000"))
  }

  @Test func unknownEntryIsAnError() throws {
    let result = try BuiltCommand.run(
      ["run", "-", "--entry", "nobody"], input: Array(SampleModules.arithmetic.utf8))
    #expect(result.status == 1)
    #expect(result.messages.contains("nobody"))
  }

  @Test func stackSizeIsSet() throws {
    let result = try BuiltCommand.run(
      ["inspect", "-", "--json", "--stack-size", "123456"],
      input: Array(SampleModules.arithmetic.utf8))
    #expect(result.text.contains("\"stack_bytes\": 123456,"))
  }

  @Test func resultEndAddressIsReturned() throws {
    let input = Array(SampleModules.arithmetic.utf8)
    let folder = try TemporaryFolder()
    _ = try folder.write("a.wat", input)
    _ = try build(["a.wat", "--result-end-address"], in: folder)
    let program = try #require(folder.read("a.jam"))
    let arguments = "0700000005000000"
    #expect(
      try run(program, arguments, "--result-end-address").contains("output: 0c000000"))
    #expect(try run(program, arguments) != run(input, arguments))
    #expect(
      try run(input, arguments, "--result-end-address").contains("output: 0c000000"))
  }

  @Test func memoryGrowsUpToTheLimit() throws {
    let body = "(i64.extend_i32_s (memory.grow (i32.const 2)))"
    let input = Array(SampleModules.main(body).utf8)
    #expect(try run(input).contains("output: 0100000000000000"))
    #expect(try run(input, "--max-memory", "2").contains("output: ffffffffffffffff"))
    #expect(try run(input, "--max-memory", "3").contains("output: 0100000000000000"))
    #expect(try run(input, "--reserve-memory", "3").contains("output: 0100000000000000"))
  }

  @Test func reservedMemoryNeedsNoHostCall() throws {
    let body = "(i64.extend_i32_s (memory.grow (i32.const 2)))"
    let reserved = try BuiltCommand.run(
      ["inspect", "-", "--json", "--reserve-memory", "3"],
      input: Array(SampleModules.main(body).utf8))
    let pages = try #require(
      try JSONSerialization.jsonObject(with: Data(reserved.output)) as? [String: Any])
    #expect(try #require(pages["heap_pages"] as? Int) >= 3 * 16)
  }

  @Test func memoryThatCannotBeReserved() throws {
    let refused = try BuiltCommand.run(
      ["inspect", "-", "--reserve-memory", "65536"],
      input: Array(SampleModules.main("(i64.const 0)").utf8))
    #expect(refused.status == 1)
    #expect(
      refused.messages.contains("the pages that '--reserve-memory' maps: 65536, the limit is "))
  }
}
