import LLVM
import LoweringABI
import PVM
import PVMCodegen
import PVMVM
import Support
import Testing

/// Selection from LLVM IR text: every operation that optimized IR may contain, executed on edge cases and
/// compared with Swift's own arithmetic.
@Suite struct SelectionTests {
  /// One operation: IR that computes `%r` from `%a` and `%b`, all i64, and what it must be.
  struct Operation: CustomTestStringConvertible, Sendable {
    /// What is tested.
    var name: String
    /// The instructions.
    var body: String
    /// Declarations of intrinsics.
    var declarations = ""
    /// The expected result.
    var expected: @Sendable (UInt64, UInt64) -> UInt64

    /// The name in the test's output.
    var testDescription: String { name }

    /// Creates an operation.
    init(
      _ name: String, _ body: String, _ declarations: String = "",
      _ expected: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) {
      self.name = name
      self.body = body
      self.declarations = declarations
      self.expected = expected
    }
  }

  /// Operands on which edge cases show.
  private static let operands: [UInt64] = [
    0, 1, 2, 7, 31, 32, 33, 63, 64, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x80_0000, 0xFF_FFFF,
    0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x1_8000_0000, 0x0123_4567_89AB_CDEF,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
  ]

  /// A binary operation on integers of one width, as IR on i64 operands.
  private static func narrow(_ width: Int, _ operation: String, extend: String = "zext") -> String {
    """
    %x = trunc i64 %a to i\(width)
    %y = trunc i64 %b to i\(width)
    %z = \(operation)
    %r = \(extend) i\(width) %z to i64
    """
  }

  /// A call of a binary intrinsic on integers of one width.
  private static func intrinsic(
    _ name: String, _ width: Int, extend: String = "zext", extra: String = ""
  ) -> (body: String, declaration: String) {
    let type = "i\(width)"
    let last = extra.isEmpty ? "\(type) %y" : extra
    let lastType = extra.isEmpty ? type : "i1"
    return (
      narrow(width, "call \(type) @llvm.\(name).\(type)(\(type) %x, \(last))", extend: extend),
      "declare \(type) @llvm.\(name).\(type)(\(type), \(lastType))"
    )
  }

  /// The low bits.
  private static func low(_ value: UInt64, _ width: Int) -> UInt64 {
    width == 64 ? value : value & ((1 << UInt64(width)) - 1)
  }

  /// The low bits, sign-extended.
  private static func signed(_ value: UInt64, _ width: Int) -> Int64 {
    let shift = UInt64(64 - width)
    return Int64(bitPattern: value << shift) >> Int64(shift)
  }

  /// Arithmetic at odd and even widths.
  private static let arithmetic: [Operation] = [1, 7, 8, 16, 24, 31, 32, 33, 40, 63].flatMap {
    (width: Int) -> [Operation] in
    let type = "i\(width)"
    return [
      Operation("add \(type)", narrow(width, "add \(type) %x, %y")) { low($0 &+ $1, width) },
      Operation("sub \(type) sext", narrow(width, "sub \(type) %x, %y", extend: "sext")) {
        UInt64(bitPattern: signed($0 &- $1, width))
      },
      Operation("mul \(type)", narrow(width, "mul \(type) %x, %y")) { low($0 &* $1, width) },
      Operation("and \(type) sext", narrow(width, "and \(type) %x, %y", extend: "sext")) {
        UInt64(bitPattern: signed($0 & $1, width))
      },
      Operation(
        "or not \(type)",
        narrow(width, "or \(type) %x, %n").inserting(
          "%n = xor \(type) %y, -1", beforeLineWith: "%z")
      ) { low($0 | ~$1, width) },
      Operation("xor \(type)", narrow(width, "xor \(type) %x, %y")) { low($0 ^ $1, width) },
      Operation("ult \(type)", comparison(width, "ult")) {
        low($0, width) < low($1, width) ? 1 : 0
      },
      Operation("sle \(type)", comparison(width, "sle")) {
        signed($0, width) <= signed($1, width) ? 1 : 0
      },
      Operation("eq \(type)", comparison(width, "eq")) {
        low($0, width) == low($1, width) ? 1 : 0
      },
      Operation("udiv \(type)", nonzero(width, "udiv")) {
        low($0, width) / max(1, low($1, width))
      },
      Operation("urem \(type)", nonzero(width, "urem")) {
        low($0, width) % max(1, low($1, width))
      },
      Operation(
        "ashr 1 \(type)",
        width == 1
          ? "%r = and i64 %a, 1" : narrow(width, "ashr \(type) %x, 1", extend: "sext")
      ) {
        width == 1 ? $0 & 1 : UInt64(bitPattern: signed($0, width) >> 1) &+ ($1 &- $1)
      },
    ]
  }

  /// A comparison at one width.
  private static func comparison(_ width: Int, _ predicate: String) -> String {
    """
    %x = trunc i64 %a to i\(width)
    %y = trunc i64 %b to i\(width)
    %z = icmp \(predicate) i\(width) %x, %y
    %r = zext i1 %z to i64
    """
  }

  /// A division by the larger of 1 and the second operand.
  private static func nonzero(_ width: Int, _ operation: String) -> String {
    """
    %x = trunc i64 %a to i\(width)
    %w = trunc i64 %b to i\(width)
    %c = icmp eq i\(width) %w, 0
    %y = select i1 %c, i\(width) 1, i\(width) %w
    %z = \(operation) i\(width) %x, %y
    %r = zext i\(width) %z to i64
    """
  }

  /// Intrinsics, each at several widths.
  private static let intrinsics: [Operation] = [8, 16, 32, 64].flatMap {
    (width: Int) -> [Operation] in
    func make(
      _ name: String, extend: String = "zext", extra: String = "",
      _ expected: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Operation {
      let text = intrinsic(name, width, extend: extend, extra: extra)
      let body = width == 64 ? text.body.fullWidth : text.body
      return Operation("\(name) i\(width)", body, text.declaration, expected)
    }
    func unary(
      _ name: String, _ expected: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Operation {
      let type = "i\(width)"
      let body = narrow(width, "call \(type) @llvm.\(name).\(type)(\(type) %x)")
      return Operation(
        "\(name) i\(width)", width == 64 ? body.fullWidth : body,
        "declare \(type) @llvm.\(name).\(type)(\(type))", expected)
    }
    let maximum = Int64(bitPattern: low(.max, width) >> 1)
    var result: [Operation] = []
    result.append(make("umin") { min(low($0, width), low($1, width)) })
    result.append(make("umax") { max(low($0, width), low($1, width)) })
    result.append(
      make("smin", extend: "sext") { first, second in
        UInt64(bitPattern: min(signed(first, width), signed(second, width)))
      })
    result.append(
      make("smax", extend: "sext") { first, second in
        UInt64(bitPattern: max(signed(first, width), signed(second, width)))
      })
    result.append(
      make("uadd.sat") { first, second in
        let (sum, overflow) = low(first, width).addingReportingOverflow(low(second, width))
        return overflow || sum > low(.max, width) ? low(.max, width) : sum
      })
    result.append(
      make("usub.sat") { first, second in
        low(first, width) > low(second, width) ? low(first, width) - low(second, width) : 0
      })
    result.append(
      make("sadd.sat", extend: "sext") { first, second in
        let left = signed(first, width)
        let (sum, overflow) = left.addingReportingOverflow(signed(second, width))
        let exact: Int64 = overflow ? (left < 0 ? .min : .max) : sum
        return UInt64(bitPattern: max(-maximum - 1, min(maximum, exact)))
      })
    result.append(
      make("ssub.sat", extend: "sext") { first, second in
        let left = signed(first, width)
        let (difference, overflow) = left.subtractingReportingOverflow(signed(second, width))
        let exact: Int64 = overflow ? (left < 0 ? .min : .max) : difference
        return UInt64(bitPattern: max(-maximum - 1, min(maximum, exact)))
      })
    result.append(
      make("abs", extra: "i1 false") { first, _ in low(signed(first, width).magnitude, width) })
    result.append(
      make("ctlz", extra: "i1 false") { first, _ in
        UInt64(low(first, width).leadingZeroBitCount - (64 - width))
      })
    result.append(
      make("cttz", extra: "i1 false") { first, _ in
        UInt64(min(width, low(first, width).trailingZeroBitCount))
      })
    result.append(unary("ctpop") { first, _ in UInt64(low(first, width).nonzeroBitCount) })
    result.append(
      unary("bitreverse") { first, _ in
        var reversed: UInt64 = 0
        for bit in 0..<UInt64(width) {
          reversed |= (first >> bit & 1) << (UInt64(width) - 1 - bit)
        }
        return reversed
      })
    if width > 8 {
      result.append(
        unary("bswap") { first, _ in low(first, width).byteSwapped >> UInt64(64 - width) })
    }
    return result
  }

  /// `%a` if `%e` holds, else `%b`.
  private static let choice = """
    br i1 %e, label %yes, label %no
    yes:
    br label %done
    no:
    br label %done
    done:
    %r = phi i64 [%a, %yes], [%b, %no]
    """

  /// Funnel shifts, overflow, wide integers and other single cases.
  private static let others: [Operation] = [
    Operation(
      "fshl i64 variable", "%r = call i64 @llvm.fshl.i64(i64 %a, i64 %b, i64 %b)",
      "declare i64 @llvm.fshl.i64(i64, i64, i64)"
    ) { $1 & 63 == 0 ? $0 : $0 << ($1 & 63) | $1 >> (64 - $1 & 63) },
    Operation(
      "fshr i32 constant",
      """
      %x = trunc i64 %a to i32
      %y = trunc i64 %b to i32
      %z = call i32 @llvm.fshr.i32(i32 %x, i32 %y, i32 5)
      %r = sext i32 %z to i64
      """, "declare i32 @llvm.fshr.i32(i32, i32, i32)"
    ) { UInt64(bitPattern: signed(low($1, 32) >> 5 | $0 << 27, 32)) },
    Operation(
      "rotl i32",
      """
      %x = trunc i64 %a to i32
      %y = trunc i64 %b to i32
      %z = call i32 @llvm.fshl.i32(i32 %x, i32 %x, i32 %y)
      %r = zext i32 %z to i64
      """, "declare i32 @llvm.fshl.i32(i32, i32, i32)"
    ) {
      let shift = $1 & 31
      return shift == 0 ? low($0, 32) : low(low($0, 32) << shift | low($0, 32) >> (32 - shift), 32)
    },
    Operation(
      "i128 product, upper half",
      """
      %x = zext i64 %a to i128
      %y = zext i64 %b to i128
      %p = mul i128 %x, %y
      %h = lshr i128 %p, 64
      %r = trunc i128 %h to i64
      """
    ) { $0.multipliedFullWidth(by: $1).high },
    Operation(
      "i65 sum halved",
      """
      %x = zext i64 %a to i65
      %y = zext i64 %b to i65
      %s = add i65 %x, %y
      %h = lshr i65 %s, 1
      %r = trunc i65 %h to i64
      """
    ) { ($0 & $1) &+ ($0 ^ $1) >> 1 },
    Operation(
      "i128 variable shift",
      """
      %x = zext i64 %a to i128
      %w = shl i128 %x, 60
      %m = and i64 %b, 127
      %y = zext i64 %m to i128
      %s = lshr i128 %w, %y
      %r = trunc i128 %s to i64
      """
    ) {
      let amount = Int($1 & 127)
      let (high, low) = ($0 >> 4, $0 << 60)
      if amount >= 64 { return high >> UInt64(amount - 64) }
      return amount == 0 ? low : low >> UInt64(amount) | high << UInt64(64 - amount)
    },
    Operation(
      "i128 signed comparison",
      """
      %x = sext i64 %a to i128
      %y = sext i64 %b to i128
      %d = sub i128 %x, %y
      %c = icmp slt i128 %d, 0
      %r = zext i1 %c to i64
      """
    ) { Int64(bitPattern: $0) < Int64(bitPattern: $1) ? 1 : 0 },
    Operation(
      "usub.with.overflow i32",
      """
      %x = trunc i64 %a to i32
      %y = trunc i64 %b to i32
      %p = call {i32, i1} @llvm.usub.with.overflow.i32(i32 %x, i32 %y)
      %v = extractvalue {i32, i1} %p, 0
      %o = extractvalue {i32, i1} %p, 1
      %w = zext i32 %v to i64
      %t = zext i1 %o to i64
      %u = shl i64 %t, 40
      %r = or i64 %w, %u
      """, "declare {i32, i1} @llvm.usub.with.overflow.i32(i32, i32)"
    ) { low($0 &- $1, 32) | (low($0, 32) < low($1, 32) ? 1 << 40 : 0) },
    Operation(
      "smul.with.overflow i64",
      """
      %p = call {i64, i1} @llvm.smul.with.overflow.i64(i64 %a, i64 %b)
      %o = extractvalue {i64, i1} %p, 1
      %r = zext i1 %o to i64
      """, "declare {i64, i1} @llvm.smul.with.overflow.i64(i64, i64)"
    ) {
      Int64(bitPattern: $0).multipliedReportingOverflow(by: Int64(bitPattern: $1)).overflow ? 1 : 0
    },
    Operation(
      "switch with a table and a search",
      """
      switch i64 %a, label %other [
        i64 0, label %c0
        i64 1, label %c1
        i64 2, label %c0
        i64 7, label %c7
        i64 31, label %c1
        i64 32, label %c7
        i64 33, label %c0
        i64 4294967295, label %c1
        i64 -1, label %c7
      ]
      c0:
      br label %done
      c1:
      br label %done
      c7:
      br label %done
      other:
      br label %done
      done:
      %r = phi i64 [10, %c0], [11, %c1], [17, %c7], [%b, %other]
      """
    ) {
      switch $0 {
      case 0, 2, 33: 10
      case 1, 31, 0xFFFF_FFFF: 11
      case 7, 32, .max: 17
      default: $1
      }
    },
    Operation(
      "select of a condition's parts",
      """
      %c = icmp ult i64 %a, 100
      %d = icmp sgt i64 %b, 5
      %e = select i1 %c, i1 %d, i1 false
      \(choice)
      """
    ) { $0 < 100 && Int64(bitPattern: $1) > 5 ? $0 : $1 },
  ]

  /// Branches on whether two conditions differ, and one bit where a condition holds: with comparisons whose opposite is one
  /// instruction, of equality, and with a condition that others need as well.
  private static let truthValues: [Operation] =
    truthValues("ult") { $0 < $1 } + truthValues("ule") { $0 <= $1 }
    + truthValues("eq") { $0 == $1 } + truthValues("ne") { $0 != $1 }

  /// The same for one predicate.
  private static func truthValues(
    _ predicate: String, _ holds: @escaping @Sendable (UInt64, UInt64) -> Bool
  ) -> [Operation] {
    let differing = """
      %c = icmp \(predicate) i64 %a, %b
      %d = icmp sge i64 %a, %b
      %e = xor i1 %c, %d
      \(choice)
      """
    let bit = """
      %c = icmp \(predicate) i64 %a, %b
      %x = lshr i64 %a, 1
      %m = and i64 %x, 1
      %r = select i1 %c, i64 %m, i64 0
      """
    /// The condition's value is needed in a register as well.
    func shared(_ text: String) -> String {
      text.replacing("%r =", with: "%q =") + """

        %t = zext i1 %c to i64
        %u = shl i64 %t, 63
        %r = xor i64 %q, %u
        """
    }
    let choose: @Sendable (UInt64, UInt64) -> UInt64 = {
      holds($0, $1) != (Int64(bitPattern: $0) >= Int64(bitPattern: $1)) ? $0 : $1
    }
    let mask: @Sendable (UInt64, UInt64) -> UInt64 = { holds($0, $1) ? $0 >> 1 & 1 : 0 }
    let top: @Sendable (UInt64, UInt64) -> UInt64 = { holds($0, $1) ? 1 << 63 : 0 }
    return [
      Operation("branch on \(predicate) xor sge", differing, "", choose),
      Operation("bit if \(predicate)", bit, "", mask),
      Operation("branch on \(predicate), used twice, xor sge", shared(differing)) {
        choose($0, $1) ^ top($0, $1)
      },
      Operation("bit if \(predicate), used twice", shared(bit)) { mask($0, $1) ^ top($0, $1) },
    ]
  }

  /// Operations that a condition leaves out, with a register or a constant, the condition and its opposite, and operands that only
  /// one way needs; and selections of which one side is computed, or with conditions in sequence.
  private static let conditionals: [Operation] = [32, 64].flatMap { (width: Int) -> [Operation] in
    let mask = UInt64(width - 1)
    return conditional("add", width, identity: 0) { $0 &+ $1 }
      + conditional("sub", width, identity: 0) { $0 &- $1 }
      + conditional("xor", width, identity: 0) { $0 ^ $1 }
      + conditional("or", width, identity: 0) { $0 | $1 }
      + conditional("and", width, identity: -1) { $0 & $1 }
      + conditional("shl", width, identity: 0, amounts: mask) { $0 << $1 }
      + conditional("lshr", width, identity: 0, amounts: mask) { low($0, width) >> $1 }
      + conditional("ashr", width, identity: 0, amounts: mask) {
        UInt64(bitPattern: signed($0, width) >> Int64($1))
      } + selections(width)
  }

  /// The operands of an operation that depends on a condition.
  private static func prologue(_ width: Int, amounts: UInt64 = .max) -> String {
    """
    %x = add i64 %a, 3
    %x0 = \(width == 64 ? "add i64 %x, 0" : "trunc i64 %x to i\(width)")
    %y = and i64 %b, \(Int64(bitPattern: amounts))
    %y0 = \(width == 64 ? "add i64 %y, 0" : "trunc i64 %y to i\(width)")
    %c = icmp slt i64 %a, %b

    """
  }

  /// The result of 64 bits.
  private static func epilogue(_ width: Int) -> String {
    width == 64 ? "\n%r = add i64 %z, 0" : "\n%r = sext i\(width) %z to i64"
  }

  /// One operation.
  private static func conditional(
    _ name: String, _ width: Int, identity: Int64, amounts: UInt64 = .max,
    _ operation: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> [Operation] {
    let type = "i\(width)"
    let end = epilogue(width)
    func body(_ select: String, _ operands: String = "%x0, %s") -> String {
      "\(prologue(width, amounts: amounts))%s = select \(select)\n%z = \(name) \(type) \(operands)\(end)"
    }
    func expected(
      _ condition: @escaping @Sendable (UInt64, UInt64) -> Bool,
      _ operand: @escaping @Sendable (UInt64) -> UInt64
    ) -> @Sendable (UInt64, UInt64) -> UInt64 {
      {
        let left = $0 &+ 3
        let result = condition($0, $1) ? operation(left, operand($1 & amounts)) : left
        return UInt64(bitPattern: signed(result, width))
      }
    }
    let isLess: @Sendable (UInt64, UInt64) -> Bool = {
      Int64(bitPattern: $0) < Int64(bitPattern: $1)
    }
    var result = [
      Operation(
        "\(name) \(type) if less", body("i1 %c, \(type) %y0, \(type) \(identity)"), "",
        expected(isLess) { $0 }),
      Operation(
        "\(name) \(type) unless less", body("i1 %c, \(type) \(identity), \(type) %y0"), "",
        expected({ !isLess($0, $1) }) { $0 }),
      Operation(
        "\(name) \(type) constant if less", body("i1 %c, \(type) 5, \(type) \(identity)"), "",
        expected(isLess) { _ in 5 }),
      Operation(
        "\(name) \(type) product if less",
        body("i1 %c, \(type) %p, \(type) \(identity)")
          .replacing("%s =", with: "%q = mul \(type) %y0, 3\n%p = and \(type) %q, 31\n%s ="), "",
        expected(isLess) { ($0 &* 3) & 31 }),
      Operation(
        "\(name) \(type) if less, and not zero",
        body("i1 %e, \(type) %y0, \(type) \(identity)")
          .replacing("%s =", with: "%d = icmp ne i64 %b, 0\n%e = and i1 %c, %d\n%s ="), "",
        expected({ isLess($0, $1) && $1 != 0 }) { $0 }),
    ]
    if identity == -1 || amounts == .max, name != "sub" {
      result.append(
        Operation(
          "\(name) \(type) if less, exchanged",
          body("i1 %c, \(type) %y0, \(type) \(identity)", "%s, %x0"), "",
          expected(isLess) { $0 }))
    } else if name == "sub" {
      result.append(
        Operation(
          "sub \(type) of a smallest number",
          body("i1 %c, \(type) \(Int64.min >> Int64(64 - width)), \(type) 0"), "",
          expected(isLess) { _ in 1 << UInt64(width - 1) }))
    }
    return result
  }

  /// Selections.
  private static func selections(_ width: Int) -> [Operation] {
    let type = "i\(width)"
    let end = epilogue(width)
    func make(
      _ name: String, _ body: String, _ expected: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Operation {
      Operation("\(name) \(type)", prologue(width) + body + end, "") {
        UInt64(bitPattern: signed(expected($0, $1), width))
      }
    }
    let isLess: @Sendable (UInt64, UInt64) -> Bool = {
      Int64(bitPattern: $0) < Int64(bitPattern: $1)
    }
    return [
      make("select", "%z = select i1 %c, \(type) %x0, \(type) %y0") {
        isLess($0, $1) ? $0 &+ 3 : $1
      },
      make("select a constant", "%z = select i1 %c, \(type) 1000000, \(type) %y0") {
        isLess($0, $1) ? 1_000_000 : $1
      },
      make(
        "select a product or a quotient",
        """
        %p = mul \(type) %x0, %y0
        %d = or \(type) %y0, 1
        %q = udiv \(type) %x0, %d
        %z = select i1 %c, \(type) %p, \(type) %q
        """
      ) {
        isLess($0, $1)
          ? ($0 &+ 3) &* $1 : low($0 &+ 3, width) / (low($1, width) | 1)
      },
      make(
        "select a select, whose operand only it needs",
        """
        %k = icmp ult i64 %b, 1000
        %p = xor \(type) %x0, %y0
        %i = select i1 %k, \(type) %p, \(type) %y0
        %j = add \(type) %i, 7
        %z = select i1 %c, \(type) %j, \(type) %x0
        """
      ) {
        isLess($0, $1) ? ($1 < 1000 ? ($0 &+ 3) ^ $1 : $1) &+ 7 : $0 &+ 3
      },
      make(
        "an operation on one selection and on another",
        """
        %k = icmp ult i64 %b, 1000
        %i = select i1 %k, \(type) %y0, \(type) 0
        %j = select i1 %c, \(type) %x0, \(type) 0
        %z = add \(type) %i, %j
        """
      ) { ($1 < 1000 ? $1 : 0) &+ (isLess($0, $1) ? $0 &+ 3 : 0) },
    ]
  }

  @Test(arguments: arithmetic + intrinsics + others + truthValues + conditionals)
  func operationsMatchSwift(_ operation: Operation) throws {
    let text = """
      \(operation.declarations)
      define i64 @f(i64 %a, i64 %b) {
      \(operation.body)
      ret i64 %r
      }
      """
    let program = try Self.link(text)
    for first in Self.operands {
      for second in Self.operands {
        let result = try Self.run(program, first, second)
        let expected = operation.expected(first, second)
        #expect(result == expected, "\(operation.name)(\(first), \(second))")
        if result != expected { return }
      }
    }
  }

  /// A pointer is zero-extended to an integer of 64 bits, also that to a frame object, which lies above 2^31.
  @Test func addressesOfFrameObjectsAreZeroExtended() throws {
    let program = try Self.link(
      """
      define i64 @f(i64 %a, i64 %b) {
        %p = alloca i64
        store i64 %a, ptr %p
        %i = ptrtoint ptr %p to i64
        %h = lshr i64 %i, 32
        %v = load i64, ptr %p
        %s = add i64 %h, %v
        ret i64 %s
      }
      """)
    #expect(try Self.run(program, 5, 0) == 5)
  }

  /// Compiles a module with one entry point, `f`, that has its own signature.
  private static func link(_ text: String) throws -> StandardProgram {
    let module = try Module(parsing: text)
    var options = CodegenOptions()
    options.checks = true
    var interface = ModuleInterface()
    interface.entries = [EntryPoint(name: "f", convention: .raw, symbol: "f")]
    var codegen = try Codegen(module, interface: interface, options: options)
    _ = try codegen.generate()
    return try codegen.link().program
  }

  /// Runs a program with two arguments in registers.
  private static func run(
    _ program: StandardProgram, _ first: UInt64, _ second: UInt64
  ) throws -> UInt64? {
    var machine = try Machine(standardProgram: program, gas: 10_000)
    machine[.a0] = first
    machine[.a1] = second
    return machine.run() == .halt ? machine[.a0] : nil
  }
}

extension String {
  /// The text with a line put in front of the first one that begins with a prefix.
  fileprivate func inserting(_ line: String, beforeLineWith prefix: String) -> String {
    var lines = split(separator: "\n").map(String.init)
    let place = lines.firstIndex { $0.hasPrefix(prefix) } ?? lines.endIndex
    lines.insert(line, at: place)
    return lines.joined(separator: "\n")
  }

  /// Operations at full width: truncation and extension become copies.
  fileprivate var fullWidth: String {
    split(separator: "\n").map { line in
      if line.hasPrefix("%x = trunc") { return "%x = add i64 %a, 0" }
      if line.hasPrefix("%y = trunc") { return "%y = add i64 %b, 0" }
      if line.hasPrefix("%r = ") { return "%r = add i64 %z, 0" }
      return String(line)
    }.joined(separator: "\n")
  }
}
