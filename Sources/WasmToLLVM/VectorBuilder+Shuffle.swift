internal import LLVM
internal import Wasm

/// The selection of lanes by constant and by variable numbers.
extension VectorBuilder {
  /// The bytes of two vectors that the lane numbers name.
  func shuffle(_ first: Value, _ second: Value, _ numbers: V128) -> Value {
    let bytes = (0..<16).map { Int(numbers[byte: $0]) }
    if !isLanes(first), !isLanes(second), let lanes = Self.groups(of: bytes, size: 8) {
      return builder.shuffle(first, second, lanes)
    }
    if let lanes = Self.groups(of: bytes, size: 4) {
      return words(builder.shuffle(self.lanes(first), self.lanes(second), lanes))
    }
    let sources = [word(first, 0), word(first, 1), word(second, 0), word(second, 1)]
    // Bytes of equal vectors are those of the first.
    let chosen = bytes.map { first == second ? $0 % 16 : $0 }
    return vector(
      assembled(Array(chosen[..<8]), from: sources), assembled(Array(chosen[8...]), from: sources))
  }

  /// The numbers of the lanes of some bytes that a choice of bytes consists of, if it does.
  private static func groups(of bytes: [Int], size: Int) -> [Int]? {
    var groups: [Int] = []
    for start in stride(from: 0, to: 16, by: size) {
      guard bytes[start] % size == 0,
        (0..<size).allSatisfy({ bytes[start + $0] == bytes[start] + $0 })
      else { return nil }
      groups.append(bytes[start] / size)
    }
    return groups
  }

  /// A word's bytes after one operation on it, for each byte of the result the number of the source's
  /// byte that is there.
  private struct Arrangement {
    /// What is done to the word.
    enum Operation { case rotation(Int), reversal(Int), spread(upper: Bool, by: Int) }

    /// What is done to the word.
    let operation: Operation
    /// Where each byte comes from, nil for a zero byte.
    let bytes: [Int?]
    /// What it costs in instructions.
    let cost: Int

    /// All arrangements, the cheapest first.
    static let all: [Arrangement] = {
      var all = (0..<8).map { amount in
        Arrangement(
          operation: .rotation(amount), bytes: (0..<8).map { ($0 + amount) % 8 },
          cost: amount == 0 ? 0 : 1)
      }
      all += (0..<8).map { amount in
        Arrangement(
          operation: .reversal(amount), bytes: (0..<8).map { 7 - ($0 + amount) % 8 },
          cost: amount == 0 ? 1 : 2)
      }
      for isUpper in [false, true] {
        for place in 0..<2 {
          let bytes = (0..<8).map { $0 % 2 == place ? $0 / 2 + (isUpper ? 4 : 0) : nil }
          all.append(
            Arrangement(
              operation: .spread(upper: isUpper, by: place), bytes: bytes, cost: 6 + place))
        }
      }
      return all
    }()
  }

  /// A word out of bytes of others: the union of arrangements of them, each of which has some in place.
  private func assembled(_ bytes: [Int], from sources: [Value]) -> Value {
    var missing = Set(0..<8)
    var result: Value?
    while !missing.isEmpty {
      var best: (arrangement: Arrangement, source: Int, places: [Int], price: Int)?
      for source in sources.indices {
        for arrangement in Arrangement.all {
          let places = missing.filter { place in
            arrangement.bytes[place].map { 8 * source + $0 == bytes[place] } ?? false
          }
          guard !places.isEmpty else { continue }
          // With the mask and the union; the price of a byte decides.
          let price = 840 * (arrangement.cost + 2) / places.count
          if best.map({ price < $0.price }) ?? true {
            best = (arrangement, source, places.sorted(), price)
          }
        }
      }
      guard let best else { break }
      missing.subtract(best.places)
      let part = arranged(sources[best.source], best.arrangement, keeping: best.places)
      result = result.map { binary(.or, $0, part) } ?? part
    }
    return result ?? types.i64.zero
  }

  /// A word's bytes arranged, zero but in some places.
  private func arranged(
    _ word: Value, _ arrangement: Arrangement, keeping places: [Int]
  ) -> Value {
    let mask = places.reduce(UInt64(0)) { $0 | 0xFF << UInt64(8 * $1) }
    func masked(_ value: Value) -> Value {
      mask == .max ? value : binary(.and, value, types.i64.constant(mask))
    }
    func rotated(_ value: Value, _ amount: Int) -> Value {
      if amount == 0 { return masked(value) }
      // A shift clears what a rotation would bring in from the other side.
      if places.allSatisfy({ $0 < 8 - amount }) {
        let shifted = binary(.lshr, value, types.i64.constant(8 * amount))
        return places.count == 8 - amount ? shifted : masked(shifted)
      }
      if places.allSatisfy({ $0 >= 8 - amount }) {
        let shifted = binary(.shl, value, types.i64.constant(64 - 8 * amount))
        return places.count == amount ? shifted : masked(shifted)
      }
      return masked(
        intrinsic(.fshr, [value, value, types.i64.constant(8 * amount)]))
    }
    switch arrangement.operation {
    case .rotation(let amount): return rotated(word, amount)
    case .reversal(let amount): return rotated(intrinsic(.bswap, [word]), amount)
    case .spread(let isUpper, let place):
      let bytes = extendedBytes(word, isSigned: false)
      let half = builder.extractElement(bytes, isUpper ? 1 : 0)
      let spread = place == 0 ? half : binary(.shl, half, types.i64.constant(8))
      return places.count == 4 ? spread : masked(spread)
    }
  }

  /// For each byte of `numbers` the byte of the table with that number, zero beyond 15.
  ///
  /// - Parameter room: makes room for a table that is not constant, 17 bytes.
  func swizzle(_ table: Value, _ numbers: Value, room: () -> Value) -> Value {
    let bytes = tableAddress(table, room: room)
    let halves = (0..<2).map { half in
      packed(
        (0..<8).map { index in
          let number = builder.zeroExtend(
            lane(numbers, 8 * half + index, bits: 8), to: types.i32)
          // Byte 16 is zero.
          let place = intrinsic(.umin, [number, types.i32.constant(16)])
          return builder.load(
            types.i8, from: builder.elementPointer(types.i8, bytes, place), alignment: 1)
        }, bits: 8)
    }
    return vector(halves[0], halves[1])
  }

  /// Where the bytes of a table are, and a zero behind them.
  private func tableAddress(_ table: Value, room: () -> Value) -> Value {
    if let low = word(table, 0).unsignedInteger, let high = word(table, 1).unsignedInteger {
      let vector = V128(low: low, high: high)
      return module.constantTable((0..<16).map { vector[byte: $0] } + [0])
    }
    let address = room()
    func at(_ offset: Int) -> Value {
      builder.elementPointer(types.i8, address, types.i32.constant(offset))
    }
    builder.store(word(table, 0), to: address, alignment: 1)
    builder.store(word(table, 1), to: at(8), alignment: 1)
    builder.store(types.i8.zero, to: at(16), alignment: 1)
    return address
  }
}
