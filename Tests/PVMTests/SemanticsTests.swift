import PVM
import TestSupport
import Testing

/// The arithmetic against the literal reading of the specification's effects.
@Suite struct SemanticsTests {
  /// Numbers at which something changes.
  static let boundaries: [UInt64] = {
    var values: Set<UInt64> = [0, 1, 2, 3, 5, 7, 31, 32, 33, 63, 64, 65]
    for bit in [7, 8, 15, 16, 31, 32, 63] {
      let power: UInt64 = 1 << UInt64(bit)
      values.formUnion([power - 1, power, 0 &- power])
    }
    values.formUnion([0x0123_4567_89AB_CDEF, 0xFFFF_FFFF_0000_0000, 0x8000_0000_8000_0000])
    return values.sorted()
  }()

  /// The opcodes that only compute.
  static let pure = Opcode.allCases.filter { Semantics.evaluate($0) != nil }

  /// The conditional branches.
  static let branches = Opcode.allCases.filter { Semantics.branchCondition($0, 0, 0) != nil }

  @Test func coversExactlyTheRightOpcodes() {
    for opcode in Opcode.allCases {
      let traits = opcode.traits
      let hasEffect =
        !traits.isDisjoint(with: [.loads, .stores, .terminatesBlock]) || opcode == .ecalli
        || opcode == .sbrk || opcode == .unlikely
      #expect(Self.pure.contains(opcode) == !hasEffect, "\(opcode)")
      #expect(Self.branches.contains(opcode) == traits.contains(.conditionalBranch), "\(opcode)")
    }
    #expect(Self.pure.count == 85)
  }

  @Test(arguments: pure)
  func agreesWithTheEffect(_ opcode: Opcode) throws {
    let effect = EffectExpression.statements(opcode.row.effect)
    let writesA = opcode.roles.a.writes
    var random = SeededRandom(seed: UInt64(opcode.rawValue))
    var values = Self.boundaries
    for _ in 0..<4 { values.append(random.next() >> (random.next() % 64)) }
    for first in values {
      for second in values {
        let old = random.next()
        // The two operands are A and B, or B and X; the third place holds what is written.
        let (a, b, d, x) =
          opcode.format == .regRegReg || opcode.format == .regReg
          ? (first, second, old, 0) : (old, first, 0, second)
        let outcome = try EffectExpression.run(effect, ["A": a, "B": b, "D": d, "X": x])
        let expected = outcome.assigned[writesA ? "A" : "D"] ?? old
        let result = Semantics.evaluate(opcode, a: a, b: b, d: d, x: x)
        if result != expected {
          Issue.record("\(opcode) a=\(a) b=\(b) d=\(d) x=\(x): \(result ?? 0) not \(expected)")
          return
        }
        if opcode.traits.contains(.signExtends32) {
          #expect(expected == Semantics.signExtend32(expected))
        }
      }
    }
  }

  /// What the table says about sign extension: each trait holds for all operands, and where the table does not say it,
  /// there are operands for which it does not hold.
  @Test(arguments: pure)
  func signExtensionIsInTheTable(_ opcode: Opcode) {
    // These move an immediate: its size decides.
    if opcode == .loadImm || opcode == .loadImm64 { return }
    let narrow = Self.boundaries.map(Semantics.signExtend32)
    let hasImmediate = opcode.format == .regRegImm
    /// Whether some operands have a result that is not sign-extended.
    func hasException(_ values: [UInt64]) -> Bool {
      for first in values {
        for second in values {
          for third in hasImmediate || opcode.roles.d.reads ? values : [0] {
            let x = Semantics.signExtend32(third)
            let result =
              hasImmediate
              ? Semantics.evaluate(opcode, a: first, b: second, x: x)
              : Semantics.evaluate(opcode, a: first, b: second, d: third)
            if let result, result != Semantics.signExtend32(result) { return true }
          }
        }
      }
      return false
    }
    let traits = opcode.traits
    // What is shifted here is an immediate, which is sign-extended: the trait about operands says it all.
    if opcode == .sharRImmAlt64 { return #expect(traits.contains(.keepsSignExtension32)) }
    #expect(hasException(Self.boundaries) != traits.contains(.signExtends32))
    if !traits.contains(.signExtends32) {
      #expect(hasException(narrow) != traits.contains(.keepsSignExtension32))
    }
  }

  @Test(arguments: branches)
  func branchesAgreeWithTheEffect(_ opcode: Opcode) throws {
    let effect = EffectExpression.statements(opcode.row.effect)
    for a in Self.boundaries {
      for b in Self.boundaries {
        let outcome = try EffectExpression.run(effect, ["A": a, "B": b, "X": b, "T": 0])
        #expect(Semantics.branchCondition(opcode, a, b) == outcome.condition)
      }
    }
  }

  @Test func divisionEdgeCases() {
    let smallest64: UInt64 = 1 << 63
    let smallest32: UInt64 = 0xFFFF_FFFF_8000_0000
    let minusOne = UInt64.max
    #expect(Semantics.divS64(smallest64, minusOne) == smallest64)
    #expect(Semantics.remS64(smallest64, minusOne) == 0)
    #expect(Semantics.divS32(0x8000_0000, 0xFFFF_FFFF) == smallest32)
    #expect(Semantics.remS32(0x8000_0000, 0xFFFF_FFFF) == 0)
    #expect(Semantics.divU32(5, 0x1_0000_0000) == minusOne)
    #expect(Semantics.remU32(0x8000_0000, 0) == smallest32)
    #expect(Semantics.divU64(5, 0) == minusOne)
    #expect(Semantics.remU64(5, 0) == 5)
    #expect(Semantics.divS64(UInt64(bitPattern: -7), 2) == UInt64(bitPattern: -3))
    #expect(Semantics.remS64(UInt64(bitPattern: -7), 2) == minusOne)
  }
}
