internal import Support

/// Blake2b with 32 bytes of output and no key (RFC 7693): the hash function of JAM.
enum Blake2b {
  /// The initial state: the first words of SHA-512's.
  private static let initial: [UInt64] = [
    0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]

  /// Which message words each round takes; rounds 10 and 11 start over.
  private static let schedule: [[Int]] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ]

  /// Which words of the state each of the eight mixes of a round combines.
  private static let mixes: [(Int, Int, Int, Int)] = [
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
  ]

  /// Bytes per block.
  private static let blockSize = 128

  /// The 32-byte hash of some bytes.
  static func hash(_ data: [UInt8]) -> [UInt8] {
    var state = initial
    state[0] ^= 0x0101_0000 ^ 32
    var position = 0
    while data.count - position > blockSize {
      compress(&state, data, at: position, end: position + blockSize, isLast: false)
      position += blockSize
    }
    compress(&state, data, at: position, end: data.count, isLast: true)
    var result: [UInt8] = []
    for word in state.prefix(4) { result.append(littleEndian: word, byteCount: 8) }
    return result
  }

  /// Mixes a block, padded with zeros, into the state.
  private static func compress(
    _ state: inout [UInt64], _ data: [UInt8], at start: Int, end: Int, isLast: Bool
  ) {
    var message = [UInt64](repeating: 0, count: 16)
    for index in start..<end {
      let offset = index - start
      message[offset / 8] |= UInt64(data[index]) &<< UInt64(8 * (offset % 8))
    }
    var work = state + initial
    work[12] ^= UInt64(end)
    if isLast { work[14] = ~work[14] }
    for round in 0..<12 {
      let words = schedule[round % 10]
      for (index, (a, b, c, d)) in mixes.enumerated() {
        work[a] = work[a] &+ work[b] &+ message[words[2 * index]]
        work[d] = rotated(work[d] ^ work[a], right: 32)
        work[c] = work[c] &+ work[d]
        work[b] = rotated(work[b] ^ work[c], right: 24)
        work[a] = work[a] &+ work[b] &+ message[words[2 * index + 1]]
        work[d] = rotated(work[d] ^ work[a], right: 16)
        work[c] = work[c] &+ work[d]
        work[b] = rotated(work[b] ^ work[c], right: 63)
      }
    }
    for index in 0..<8 { state[index] ^= work[index] ^ work[index + 8] }
  }

  /// A word rotated to the right by 1 to 63 bits.
  private static func rotated(_ word: UInt64, right count: UInt64) -> UInt64 {
    word &>> count | word &<< (64 - count)
  }
}
