import PVM
import TestSupport
import Testing

@Suite struct OpcodeMaskTests {
  /// A mask from bits.
  static func mask(_ bits: [Bool]) -> OpcodeMask {
    var mask = OpcodeMask(count: bits.count)
    for (index, bit) in bits.enumerated() where bit { mask.set(index) }
    return mask
  }

  /// The specification's `skip`.
  static func naiveSkip(_ bits: [Bool], _ index: Int) -> Int {
    var count = 0
    while count < 24, index + 1 + count < bits.count, !bits[index + 1 + count] { count += 1 }
    return count
  }

  @Test func everySixteenBitPatternSkipsAsTheSpecificationSays() {
    var mismatches = 0
    for pattern in 0..<65536 {
      for length in [16, 13] where pattern >> length == 0 {
        let bits = (0..<length).map { pattern >> $0 & 1 != 0 }
        let packed = length == 16 ? [UInt8(pattern & 255), UInt8(pattern >> 8)] : nil
        guard let mask = packed.map({ OpcodeMask(packed: $0, count: 16) }) ?? Self.mask(bits) else {
          Issue.record("pattern \(pattern) is rejected")
          return
        }
        for index in 0...length where mask.skip(index) != Self.naiveSkip(bits, index) {
          mismatches += 1
        }
      }
    }
    #expect(mismatches == 0)
  }

  @Test func sparseMasksSkipAsTheSpecificationSays() {
    var random = SeededRandom(seed: 1)
    for length in 0..<200 {
      for _ in 0..<5 {
        let bits = (0..<length).map { _ in random.next() % 23 == 0 }
        let mask = Self.mask(bits)
        for index in 0...length {
          #expect(mask.skip(index) == Self.naiveSkip(bits, index))
          #expect(mask.isStart(index) == (index >= length || bits[index]))
          #expect(mask.nextStart(from: index) == bits[index...].firstIndex(of: true) ?? length)
        }
        #expect(OpcodeMask(packed: mask.bytes, count: length) == mask)
      }
    }
  }

  @Test func positionsOutside() {
    let mask = Self.mask([true, false, false])
    #expect(!mask.isStart(-1))
    #expect(mask.isStart(3) && mask.isStart(Int.max))
    #expect(mask.skip(-1) == 0 && mask.skip(Int.max) == 0 && mask.skip(Int.min) == 0)
    #expect(mask.nextStart(from: -5) == 0)
  }

  @Test func packedFormIsChecked() {
    #expect(OpcodeMask(packed: [1], count: 9) == nil)
    #expect(OpcodeMask(packed: [1, 0], count: 8) == nil)
    #expect(OpcodeMask(packed: [], count: -1) == nil)
    #expect(OpcodeMask(packed: [], count: 0) != nil)
    for count in 1...8 {
      for bit in 0..<8 {
        let isValid = OpcodeMask(packed: [1 << UInt8(bit)], count: count) != nil
        #expect(isValid == (bit < count))
      }
    }
  }

  @Test func appendingMarksTheFirstByte() {
    var mask = OpcodeMask()
    for length in [3, 1, 10, 2] { mask.append(count: length) }
    mask.append(count: 4, isStart: false)
    mask.append(count: 0)
    #expect((0..<20).filter(mask.isStart) == [0, 3, 4, 14])
    #expect(mask.count == 20 && mask.bytes.count == 3)
    mask.set(3, isStart: false)
    #expect(!mask.isStart(3))
  }
}
