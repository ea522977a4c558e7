import JAMHost
import Support
import Testing

/// Blake2b against the values of another implementation (Python's hashlib).
struct HashTests {
  @Test func knownValues() {
    let counting = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let cases: [([UInt8], String)] = [
      ([], "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
      (Array("abc".utf8), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
      (Array(0..<128), "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1"),
      (Array(0..<129), "f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9"),
      (counting, "6ac4bea923678eb024090384d6e767b5870f849057dc19b172d8d9f2df30bf8e"),
    ]
    for (data, hash) in cases { #expect(Hex.string(Hash32(of: data).bytes) == hash) }
  }
}
