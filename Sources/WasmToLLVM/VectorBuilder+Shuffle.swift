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
    return VectorHelper.shuffle.call(
      first, second, module.constant(numbers), in: module.output.module, types, builder)
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
