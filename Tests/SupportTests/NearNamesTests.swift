import Support
import Testing

/// Names that somebody may have meant.
@Suite struct NearNamesTests {
  @Test func namesThatContainTheTextComeFirst() {
    let names = ["main", "sha256_round", "sha512", "sha256", "Round"]
    #expect(NearNames.of("sha256", among: names) == ["sha256_round", "sha256"])
    #expect(NearNames.of("round", among: names) == ["sha256_round", "Round"])
    #expect(NearNames.of("mian", among: names).isEmpty)
    #expect(NearNames.of("mainn", among: names) == ["main"])
    #expect(NearNames.of("zzz", among: names).isEmpty)
  }

  @Test func atMostSoMany() {
    let names = (0..<20).map { "function\($0)" }
    #expect(NearNames.of("function", among: names).count == 5)
    #expect(NearNames.of("functoin7", among: names, most: 1) == ["function7"])
    #expect(NearNames.of("", among: ["a", "ab", ""], most: 3) == ["", "a"])
  }
}
