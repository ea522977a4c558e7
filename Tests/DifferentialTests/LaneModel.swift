/// Integer vector instructions as WebAssembly defines them: lane by lane, on lists of numbers.
///
/// - Source: WebAssembly 2.0, section 4.3.2 and 4.4.3.
enum LaneModel {
  /// A vector, its sixteen bytes in order.
  typealias Vector = [UInt8]

  /// An instruction with up to two vectors and a number as operands.
  struct Operation {
    /// The name in the text format.
    let name: String
    /// How many vectors it takes.
    let vectors: Int
    /// Whether it also takes an `i32`.
    let takesNumber: Bool
    /// Whether the result is an `i32` instead of a vector.
    let isNumber: Bool
    /// What it does; an `i32` result is in the first four bytes.
    let apply: (Vector, Vector, UInt32) -> Vector
  }

  /// The lanes of a vector, sign-extended.
  static func signed(_ vector: Vector, _ bits: Int) -> [Int] {
    unsigned(vector, bits).map { Int(truncatingIfNeeded: $0 << UInt64(64 - bits)) >> (64 - bits) }
  }

  /// The lanes of a vector.
  static func unsigned(_ vector: Vector, _ bits: Int) -> [UInt64] {
    (0..<128 / bits).map { lane in
      vector[lane * bits / 8..<(lane + 1) * bits / 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// The vector with some lanes, of which only the low bits count.
  static func vector(_ lanes: [Int], _ bits: Int) -> Vector {
    lanes.flatMap { lane in
      (0..<bits / 8).map { UInt8(truncatingIfNeeded: lane >> ($0 * 8)) }
    }
  }

  /// All instructions on integer lanes without immediates.
  static var operations: [Operation] {
    elementwise + unary + shifts + tests + widening + bitwise + others
  }

  /// The name of a shape.
  private static func shape(_ bits: Int) -> String { "i\(bits)x\(128 / bits)" }

  /// An instruction on two vectors, by their lanes.
  private static func lanes(
    _ name: String, _ bits: Int, _ body: @escaping (Int, Int) -> Int
  ) -> Operation {
    Operation(name: "\(shape(bits)).\(name)", vectors: 2, takesNumber: false, isNumber: false) {
      left, right, _ in
      vector(zip(signed(left, bits), signed(right, bits)).map(body), bits)
    }
  }

  /// A number without its sign: what it is as an unsigned one of so many bits.
  private static func magnitude(_ number: Int, _ bits: Int) -> UInt64 {
    UInt64(bitPattern: Int64(number)) & (.max >> UInt64(64 - bits))
  }

  /// The nearest number in a range.
  private static func clamp(_ number: Int, _ range: ClosedRange<Int>) -> Int {
    min(max(number, range.lowerBound), range.upperBound)
  }

  /// The signed numbers of so many bits.
  private static func range(_ bits: Int) -> ClosedRange<Int> {
    -(1 << (bits - 1))...(1 << (bits - 1)) - 1
  }

  /// Instructions on each pair of lanes.
  private static var elementwise: [Operation] {
    var result: [Operation] = []
    for bits in [8, 16, 32, 64] {
      result.append(lanes("add", bits) { $0 &+ $1 })
      result.append(lanes("sub", bits) { $0 &- $1 })
      if bits > 8 { result.append(lanes("mul", bits) { $0 &* $1 }) }
      result.append(lanes("eq", bits) { $0 == $1 ? -1 : 0 })
      result.append(lanes("ne", bits) { $0 != $1 ? -1 : 0 })
      result.append(lanes("lt_s", bits) { $0 < $1 ? -1 : 0 })
      result.append(lanes("gt_s", bits) { $0 > $1 ? -1 : 0 })
      result.append(lanes("le_s", bits) { $0 <= $1 ? -1 : 0 })
      result.append(lanes("ge_s", bits) { $0 >= $1 ? -1 : 0 })
      guard bits < 64 else { continue }
      let unsigned = { (number: Int) in Int(magnitude(number, bits)) }
      result.append(lanes("lt_u", bits) { unsigned($0) < unsigned($1) ? -1 : 0 })
      result.append(lanes("gt_u", bits) { unsigned($0) > unsigned($1) ? -1 : 0 })
      result.append(lanes("le_u", bits) { unsigned($0) <= unsigned($1) ? -1 : 0 })
      result.append(lanes("ge_u", bits) { unsigned($0) >= unsigned($1) ? -1 : 0 })
      result.append(lanes("min_s", bits) { min($0, $1) })
      result.append(lanes("max_s", bits) { max($0, $1) })
      result.append(lanes("min_u", bits) { min(unsigned($0), unsigned($1)) })
      result.append(lanes("max_u", bits) { max(unsigned($0), unsigned($1)) })
      guard bits < 32 else { continue }
      let largest = (1 << bits) - 1
      result.append(lanes("add_sat_s", bits) { clamp($0 + $1, range(bits)) })
      result.append(lanes("sub_sat_s", bits) { clamp($0 - $1, range(bits)) })
      result.append(lanes("add_sat_u", bits) { clamp(unsigned($0) + unsigned($1), 0...largest) })
      result.append(lanes("sub_sat_u", bits) { clamp(unsigned($0) - unsigned($1), 0...largest) })
      result.append(lanes("avgr_u", bits) { (unsigned($0) + unsigned($1) + 1) / 2 })
    }
    result.append(
      lanes("q15mulr_sat_s", 16) { clamp(($0 * $1 + 0x4000) >> 15, range(16)) })
    return result
  }

  /// Instructions on each lane of one vector.
  private static var unary: [Operation] {
    var result: [Operation] = []
    for bits in [8, 16, 32, 64] {
      for (name, body) in [
        ("abs", { $0 < 0 ? 0 &- $0 : $0 }), ("neg", { 0 &- $0 }),
      ] as [(String, (Int) -> Int)] {
        result.append(
          Operation(
            name: "\(shape(bits)).\(name)", vectors: 1, takesNumber: false, isNumber: false
          ) { operand, _, _ in vector(signed(operand, bits).map(body), bits) })
      }
    }
    result.append(
      Operation(name: "i8x16.popcnt", vectors: 1, takesNumber: false, isNumber: false) {
        operand, _, _ in operand.map { UInt8($0.nonzeroBitCount) }
      })
    return result
  }

  /// Shifts.
  private static var shifts: [Operation] {
    var result: [Operation] = []
    for bits in [8, 16, 32, 64] {
      for (name, body) in [
        ("shl", { $0 << $1 }), ("shr_s", { $0 >> $1 }),
        ("shr_u", { Int(truncatingIfNeeded: magnitude($0, bits) >> UInt64($1)) }),
      ] as [(String, (Int, Int) -> Int)] {
        result.append(
          Operation(
            name: "\(shape(bits)).\(name)", vectors: 1, takesNumber: true, isNumber: false
          ) { operand, _, amount in
            vector(signed(operand, bits).map { body($0, Int(amount) % bits) }, bits)
          })
      }
      result.append(
        Operation(name: "\(shape(bits)).splat", vectors: 0, takesNumber: true, isNumber: false) {
          _, _, number in
          vector(Array(repeating: Int(number), count: 128 / bits), bits)
        })
    }
    // Takes an i64.
    result.removeAll { $0.name == "i64x2.splat" }
    return result
  }

  /// Instructions that make a number of a vector.
  private static var tests: [Operation] {
    func test(_ name: String, _ body: @escaping (Vector) -> Int) -> Operation {
      Operation(name: name, vectors: 1, takesNumber: false, isNumber: true) { operand, _, _ in
        vector([body(operand)], 32)
      }
    }
    var result = [test("v128.any_true") { $0.contains { $0 != 0 } ? 1 : 0 }]
    for bits in [8, 16, 32, 64] {
      result.append(
        test("\(shape(bits)).all_true") { signed($0, bits).allSatisfy { $0 != 0 } ? 1 : 0 })
      result.append(
        test("\(shape(bits)).bitmask") {
          signed($0, bits).enumerated().reduce(0) { $0 | ($1.element < 0 ? 1 << $1.offset : 0) }
        })
    }
    return result
  }

  /// Instructions whose result has wider or narrower lanes.
  private static var widening: [Operation] {
    var result: [Operation] = []
    for bits in [8, 16, 32] {
      for isSigned in [true, false] {
        let suffix = "\(shape(bits))_\(isSigned ? "s" : "u")"
        let wide = shape(2 * bits)
        let numbers = { (vector: Vector) in
          isSigned ? signed(vector, bits) : unsigned(vector, bits).map { Int($0) }
        }
        let count = 64 / bits
        for (half, part) in [("low", 0..<count), ("high", count..<2 * count)] {
          result.append(
            Operation(
              name: "\(wide).extend_\(half)_\(suffix)", vectors: 1, takesNumber: false,
              isNumber: false
            ) { operand, _, _ in vector(Array(numbers(operand)[part]), 2 * bits) })
          result.append(
            Operation(
              name: "\(wide).extmul_\(half)_\(suffix)", vectors: 2, takesNumber: false,
              isNumber: false
            ) { left, right, _ in
              vector(zip(numbers(left)[part], numbers(right)[part]).map { $0 &* $1 }, 2 * bits)
            })
        }
        if bits < 32 {
          result.append(
            Operation(
              name: "\(wide).extadd_pairwise_\(suffix)", vectors: 1, takesNumber: false,
              isNumber: false
            ) { operand, _, _ in
              let lanes = numbers(operand)
              return vector((0..<count).map { lanes[2 * $0] + lanes[2 * $0 + 1] }, 2 * bits)
            })
          let limits = isSigned ? range(bits) : 0...(1 << bits) - 1
          result.append(
            Operation(
              name: "\(shape(bits)).narrow_\(wide)_\(isSigned ? "s" : "u")", vectors: 2,
              takesNumber: false, isNumber: false
            ) { left, right, _ in
              vector(
                (signed(left, 2 * bits) + signed(right, 2 * bits)).map { clamp($0, limits) }, bits)
            })
        }
      }
    }
    result.append(
      Operation(name: "i32x4.dot_i16x8_s", vectors: 2, takesNumber: false, isNumber: false) {
        left, right, _ in
        let products = zip(signed(left, 16), signed(right, 16)).map { $0 * $1 }
        return vector((0..<4).map { products[2 * $0] + products[2 * $0 + 1] }, 32)
      })
    return result
  }

  /// Bitwise instructions.
  private static var bitwise: [Operation] {
    func binary(_ name: String, _ body: @escaping (UInt8, UInt8) -> UInt8) -> Operation {
      Operation(name: "v128.\(name)", vectors: 2, takesNumber: false, isNumber: false) {
        left, right, _ in zip(left, right).map(body)
      }
    }
    return [
      binary("and") { $0 & $1 }, binary("or") { $0 | $1 }, binary("xor") { $0 ^ $1 },
      binary("andnot") { $0 & ~$1 },
      Operation(name: "v128.not", vectors: 1, takesNumber: false, isNumber: false) {
        operand, _, _ in operand.map { ~$0 }
      },
    ]
  }

  /// The selection of bytes.
  private static var others: [Operation] {
    [
      Operation(name: "i8x16.swizzle", vectors: 2, takesNumber: false, isNumber: false) {
        table, numbers, _ in numbers.map { $0 < 16 ? table[Int($0)] : 0 }
      }
    ]
  }
}
