import Foundation
import TestSupport
import Testing

/// Names of files: any bytes, links, and outputs that would overwrite something.
struct FileNameTests {
  /// A folder with a module.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("m.wat", SampleModules.arithmetic)
    return folder
  }

  /// Runs a line of the shell in which `$C` is the command.
  private func shell(_ line: String, _ folder: TemporaryFolder) throws -> BuiltCommand.Result {
    try BuiltCommand.run(
      "/bin/bash", ["-c", line], folder: folder, environment: ["C": try BuiltCommand.path()])
  }

  @Test func namesNeedNotBeUTF8() throws {
    let folder = try folder()
    let result = try shell(
      #"""
      name=$'a\xff\xc3.wat' && cp m.wat "$name" && "$C" build "$name" && ls a*.jam | od -An -tx1 &&
      "$C" run $'a\xff\xc3.jam' 0500000007000000 && "$C" run "$name" 0500000007000000 -o $'out\xfe' && cat $'out\xfe' | od -An -tx1
      "$C" build $'missing\xff.wat'
      """#, folder)
    #expect(result.text.hasPrefix(" 61 ff c3 2e 6a 61 6d 0a\nexit: halt\noutput: 0c000000\n"))
    #expect(result.text.hasSuffix(" 0c 00 00 00\n"))
    #expect(
      result.messages == #"wasm-pvm: cannot read missing\xff.wat: No such file or directory"# + "\n"
    )
  }

  @Test(arguments: [
    ["build", "m.wat", "-o", "m.wat"], ["build", "m.wat", "-o", "./m.wat"],
    ["build", "m.wat", "-o", "link"], ["build", "m.wat", "-o", "hard"],
    ["build", "m.wat", "--symbols", "m.wat"], ["build", "m.wat", "--symbols", "m.jam"],
    ["build", "m.wat", "-o", "x.jam", "--symbols", "./x.jam"],
    ["build", "m.wat", "--adapter", "a.wat", "-o", "a.wat"],
    ["build", "m.wat", "--imports", "map", "-o", "map"],
    ["run", "m.wat", "0500000007000000", "-o", "m.wat"],
    ["run", "m.wat", "0500000007000000", "--trace=m.wat"],
    ["trace", "record", "m.wat", "0500000007000000", "-o", "m.wat"],
  ])
  func nothingIsOverwritten(_ command: [String]) throws {
    let folder = try folder()
    _ = try folder.write("a.wat", "(module)")
    _ = try folder.write("map", "# nothing\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "m.wat")
    try FileManager.default.linkItem(atPath: folder.path("m.wat"), toPath: folder.path("hard"))
    let before = try folder.names()
    let result = try BuiltCommand.run(command, folder: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains("would overwrite"))
    #expect(folder.read("m.wat") == Array(SampleModules.arithmetic.utf8))
    #expect(try folder.names() == before)
  }

  @Test func whatDanglingLinksPointToIsMade() throws {
    let folder = try folder()
    let result = try shell(
      """
      mkdir sub && ln -s sub/target.jam one && ln -s one two && "$C" build m.wat -o two && "$C" build m.wat -o /dev/null &&
      readlink two one && test -f sub/target.jam && test ! -L sub/target.jam && "$C" run two 0500000007000000 &&
      ln -s loop loop; "$C" build m.wat -o loop
      """, folder)
    #expect(result.text.hasPrefix("one\nsub/target.jam\nexit: halt\noutput: 0c000000\n"))
    #expect(result.messages.contains("cannot write loop: "))
  }

  @Test func levelsThatDoNotExistAreNoFiles() throws {
    let folder = try folder()
    for arguments in [
      ["build", "m.wat", "--opt", "4"], ["build", "--opt", "4", "m.wat"],
      ["run", "--opt", "x", "m.wat"],
    ] {
      let result = try BuiltCommand.run(arguments, folder: folder)
      #expect(result.status == 2)
      #expect(result.messages.contains("for '--opt': expected one of 0, 1, 2, 3, s, z"))
    }
    #expect(try BuiltCommand.run(["build", "--opt", "m.wat"], folder: folder).status == 0)
  }
}
