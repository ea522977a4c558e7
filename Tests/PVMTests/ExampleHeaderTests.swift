import Foundation
import PVM
import Testing

/// The headers of the example services make the host calls of the table.
@Suite struct ExampleHeaderTests {
  @Test(arguments: ["service-c/jam.h", "service-swift/JAM.swift"])
  func indicesAreThoseOfTheTable(_ path: String) throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: repository.appendingPathComponent("Examples/\(path)"), encoding: .utf8)
    let pattern =
      #/static inline [^\(]*?jam_(\w+)\(|static (?:func|var) (\w+)|host_?[Cc]all_?[0-6]b?\(\s*([0-9]+)/#
    var name = ""
    var indices: [UInt64] = []
    for match in text.matches(of: pattern) {
      guard let index = match.output.3 else {
        name = Self.snakeCase(match.output.1 ?? match.output.2 ?? "")
        continue
      }
      let function = try #require(UInt64(index).flatMap(Target.gp07.hostFunction), "\(index)")
      #expect(name.hasPrefix("\(function.name)"), "\(name) calls \(function)")
      indices.append(function.rawValue)
    }
    #expect(indices.sorted() == Target.gp07.hostFunctions.map(\.rawValue))
  }

  /// A name of Swift's as the specification writes it.
  private static func snakeCase(_ name: some StringProtocol) -> String {
    name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
  }
}
