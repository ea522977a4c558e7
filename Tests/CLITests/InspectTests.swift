import Foundation
import PVM
import TestSupport
import Testing

/// `inspect` on compiled inputs.
struct InspectTests {
  @Test func printsSectionsAndMemoryMap() throws {
    let result = try BuiltCommand.run(["inspect", "-"], input: SamplePrograms.addition)
    #expect(result.status == 0)
    #expect(
      result.text == """
        format            JAM program file
        metadata             0 bytes
        read-only data       0 bytes
        read-write data      0 bytes
        heap pages           1 pages of 4096 bytes
        stack             4096 bytes
        program blob        37 bytes
        code                30 bytes
        instructions        13
        jump table           0 entries of 0 bytes
        file              53 bytes, within the 4000000 of a service

        memory map
          00020000-00021000  heap (rw)
          00021000-fefdf000  heap growth (rw after sbrk)
          fefdf000-fefe0000  stack (rw)
          feff0000-ffff0000  arguments (r as long as they are)

        """)
  }

  @Test func jsonHasTheSame() throws {
    let metadata = ProgramMetadata(
      name: "ga\"me", version: "1.0", license: "MIT", authors: ["A", "B"])
    let input = try SamplePrograms.assembled(
      "trap", data: [1, 2, 3], heapPages: 0, metadata: metadata.encoded())
    let result = try BuiltCommand.run(["inspect", "-", "--json"], input: input)
    #expect(result.status == 0)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(json["code_bytes"] as? Int == 1)
    #expect(json["read_only_bytes"] as? Int == 3)
    let record = try #require(json["metadata"] as? [String: Any])
    #expect(record["name"] as? String == "ga\"me")
    #expect(record["authors"] as? [String] == ["A", "B"])
    let regions = try #require(json["memory_map"] as? [[String: Any]])
    #expect(
      regions.compactMap { $0["name"] as? String } == [
        "read-only data", "heap growth", "stack", "arguments",
      ])
  }

  @Test func metadataFieldsArePrinted() throws {
    let metadata = ProgramMetadata(name: "game", version: "1.0", license: "", authors: ["A", "B"])
    let input = try SamplePrograms.assembled("trap", metadata: metadata.encoded())
    let result = try BuiltCommand.run(["inspect", "-"], input: input)
    #expect(
      result.lines.prefix(5) == [
        "format            JAM program file", "name              game",
        "version           1.0", "license           (none)", "authors           A, B",
      ])
  }

  @Test func otherMetadataIsPrintedAsBytes() throws {
    let input = try SamplePrograms.assembled("trap", metadata: [7, 8])
    let result = try BuiltCommand.run(["inspect", "-"], input: input)
    #expect(result.lines.contains("metadata          0708"))
  }
}
