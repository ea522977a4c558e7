import PVM
import Testing

@Suite struct SymbolMapTests {
  /// Three functions with a gap.
  static func example() throws -> SymbolMap {
    var map = SymbolMap()
    try map.append(SymbolMap.Function(name: Array("entry".utf8), range: 0..<10))
    try map.append(SymbolMap.Function(name: Array("a b\\c\n\u{7F}é".utf8) + [0xFF], range: 10..<11))
    try map.append(SymbolMap.Function(name: [], range: 32..<0x1_0000))
    return map
  }

  @Test func textRoundTrips() throws {
    let map = try Self.example()
    let text = map.encoded()
    #expect(
      text == Array("0 a entry\na b a b\\5cc\\0a\\7fé".utf8) + [0xFF] + Array("\n20 10000 \n".utf8))
    #expect(try SymbolMap(decoding: text) == map)
    #expect(try SymbolMap(decoding: Array("; comment\n\n".utf8) + text) == map)
    #expect(try SymbolMap(decoding: []) == SymbolMap())
  }

  @Test func lookUp() throws {
    let map = try Self.example()
    let expected: [(Int, Int?)] = [
      (-1, nil), (0, 0), (9, 0), (10, 1), (11, nil), (31, nil), (32, 2), (0xFFFF, 2),
      (0x1_0000, nil),
      (Int.max, nil),
    ]
    for (index, function) in expected {
      #expect(map.functionIndex(containing: index) == function, "\(index)")
    }
    #expect(SymbolMap().functionIndex(containing: 0) == nil)
  }

  @Test(arguments: [
    "0", "0 1", "0 x y", "g 1 y", " 1 y", "000000000 1 y", "2 1 y", "0 1 a\\", "0 1 a\\5",
    "0 1 \\5g",
  ])
  func malformedLines(_ line: String) {
    let error = ContainerTests.error { () throws(PVMError) in
      try SymbolMap(decoding: Array("0 1 f\n\(line)\n".utf8))
    }
    #expect(error == PVMError(.invalidSymbolLine, .line(2, column: 1)))
  }

  @Test(arguments: ["0 1 a\n0 2 b", "0 2 a\n1 3 b", "5 6 a\n1 2 b", "0 1 a\n3 3 b"])
  func functionsOutOfOrder(_ text: String) {
    let error = ContainerTests.error { () throws(PVMError) in
      try SymbolMap(decoding: Array(text.utf8))
    }
    #expect(error == PVMError(.symbolsOutOfOrder, .line(2, column: 1)))
  }
}
