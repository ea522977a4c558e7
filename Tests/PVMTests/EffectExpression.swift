import PVM

/// The effect of a row, as the specification writes it, run literally: a second source of truth for
/// the arithmetic, for the roles of registers and for the traits.
///
/// Numbers are 128 bits wide and wrap, which is as good as unbounded for results of 64 bits.
struct EffectExpression {
  /// What running an effect found out.
  struct Outcome {
    /// What was assigned, by register name.
    var assigned: [Character: UInt64] = [:]
    /// The names of registers that the text reads, whether or not the value mattered.
    var read: Set<Character> = []
    /// The names of registers that the text may assign.
    var written: Set<Character> = []
    /// The condition of a branch.
    var condition: Bool?
    /// The functions that act on the machine.
    var calls: Set<String> = []
  }

  /// What cannot be read or run.
  struct Failure: Error {}

  /// The rest of the text.
  private var tokens: ArraySlice<String>
  /// The values of A, B, D, X, Y, T and t.
  private var values: [String: Int128]
  /// Collected on the way.
  private var outcome = Outcome()

  /// Starts with some tokens and values.
  private init(tokens: ArraySlice<String>, values: [String: Int128]) {
    self.tokens = tokens
    self.values = values
  }

  /// The tokens of each statement of an effect.
  static func statements(_ effect: StaticString) -> [[String]] {
    "\(effect)".split(separator: ";").map(tokenize)
  }

  /// Runs the statements of an effect.
  static func run(_ statements: [[String]], _ values: [String: UInt64]) throws -> Outcome {
    var run = EffectExpression(tokens: [], values: values.mapValues { Int128($0) })
    for statement in statements {
      run.tokens = statement[...]
      try run.statement()
      guard run.tokens.isEmpty else { throw Failure() }
    }
    return run.outcome
  }

  /// Splits a text.
  private static func tokenize(_ text: Substring) -> [String] {
    var tokens: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if first == " " {
        rest = rest.dropFirst()
        continue
      }
      var token = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      if !token.isEmpty, rest.dropFirst(token.count).first == "'" { token += "'" }
      if token.isEmpty {
        let pair = String(rest.prefix(2))
        token = ["<<", ">>", "//", "<=", ">=", "==", "!="].contains(pair) ? pair : String(first)
      }
      tokens.append(token)
      rest = rest.dropFirst(token.count)
    }
    return tokens
  }

  /// Takes the next token if it is the given one.
  private mutating func take(_ token: String) -> Bool {
    guard tokens.first == token else { return false }
    tokens = tokens.dropFirst()
    return true
  }

  /// Takes the next token, which must be the given one.
  private mutating func need(_ token: String) throws { if !take(token) { throw Failure() } }

  /// Runs one statement.
  private mutating func statement() throws {
    guard let first = tokens.first else { return }
    if take("if") {
      let condition = try expression()
      try need(":")
      let before = outcome.assigned
      try statement()
      if condition == 0 { outcome.assigned = before }
    } else if first.hasSuffix("'"), let name = first.first {
      tokens = tokens.dropFirst()
      try need("=")
      outcome.written.insert(name)
      outcome.assigned[name] = UInt64(truncatingIfNeeded: try expression())
    } else if first == "t" {
      tokens = tokens.dropFirst()
      try need("=")
      values["t"] = try expression()
    } else {
      _ = try expression()
    }
  }

  /// Reads a conditional expression.
  private mutating func expression() throws -> Int128 {
    let value = try binary(0)
    guard take("if") else { return value }
    let condition = try binary(0)
    try need("else")
    let alternative = try expression()
    return condition != 0 ? value : alternative
  }

  /// The operators by precedence, loosest first.
  private static let levels: [[String]] = [
    ["==", "!=", "<", "<=", ">", ">="], ["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"],
    ["*", "//", "%"],
  ]

  /// Reads operands joined by the operators of a level or tighter ones.
  private mutating func binary(_ level: Int) throws -> Int128 {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    while let symbol = tokens.first, Self.levels[level].contains(symbol) {
      tokens = tokens.dropFirst()
      let right = try binary(level + 1)
      left = try Self.apply(symbol, left, right)
    }
    return left
  }

  /// Applies an operator.
  private static func apply(_ symbol: String, _ left: Int128, _ right: Int128) throws -> Int128 {
    switch symbol {
    case "==": left == right ? 1 : 0
    case "!=": left != right ? 1 : 0
    case "<": left < right ? 1 : 0
    case "<=": left <= right ? 1 : 0
    case ">": left > right ? 1 : 0
    case ">=": left >= right ? 1 : 0
    case "|": left | right
    case "^": left ^ right
    case "&": left & right
    case "<<": left &<< right
    case ">>": left >> right
    case "+": left &+ right
    case "-": left &- right
    case "*": left &* right
    // Both are only used on naturals; the untaken side of a condition may divide by 0.
    case "//": right == 0 ? 0 : left / right
    case "%": right == 0 ? 0 : left % right
    default: throw Failure()
    }
  }

  /// Reads a sign, a number, a name, a call or parentheses.
  private mutating func unary() throws -> Int128 {
    if take("~") { return ~(try unary()) }
    if take("-") { return 0 &- (try unary()) }
    if take("(") {
      let value = try expression()
      try need(")")
      return value
    }
    guard let token = tokens.popFirst() else { throw Failure() }
    if let number = Int128(token) { return number }
    guard take("(") else {
      guard let value = values[token] else { throw Failure() }
      if "ABD".contains(token), let name = token.first { outcome.read.insert(name) }
      return value
    }
    var arguments: [Int128] = []
    while !take(")") {
      arguments.append(try expression())
      _ = take(",")
    }
    return try call(token, arguments)
  }

  /// Calls one of the specification's functions.
  private mutating func call(_ name: String, _ arguments: [Int128]) throws -> Int128 {
    switch name {
    case "branch":
      outcome.condition = arguments.count < 2 || arguments[1] != 0
      outcome.calls.insert(name)
      return 0
    case "store", "load", "djump", "sbrk", "host", "panic":
      outcome.calls.insert(name)
      return 0
    default: break
    }
    guard let x = arguments.first else { throw Failure() }
    let y = arguments.count > 1 ? arguments[1] : 0
    switch name {
    case "u8": return unsigned(x, 8)
    case "u16": return unsigned(x, 16)
    case "u32": return unsigned(x, 32)
    case "u64": return unsigned(x, 64)
    case "s8": return signed(x, 8)
    case "s16": return signed(x, 16)
    case "s32": return signed(x, 32)
    case "s64": return signed(x, 64)
    case "sx8": return unsigned(signed(x, 8), 64)
    case "sx16": return unsigned(signed(x, 16), 64)
    case "sx32": return unsigned(signed(x, 32), 64)
    case "tdiv": return y == 0 ? 0 : x / y
    case "trem": return y == 0 ? 0 : x % y
    case "max": return x > y ? x : y
    case "min": return x < y ? x : y
    case "rotl64": return rotate(x, y, 64)
    case "rotr64": return rotate(x, 0 - y, 64)
    case "rotl32": return rotate(x, y, 32)
    case "rotr32": return rotate(x, 0 - y, 32)
    case "popcnt": return Int128((0..<64).count { x >> $0 & 1 != 0 })
    case "clz64": return Int128((0..<64).first { x >> (63 - $0) != 0 } ?? 64)
    case "clz32":
      let low = unsigned(x, 32)
      return Int128((0..<32).first { low >> (31 - $0) != 0 } ?? 32)
    case "ctz64": return Int128((0..<64).first { x >> $0 & 1 != 0 } ?? 64)
    case "ctz32": return Int128((0..<32).first { x >> $0 & 1 != 0 } ?? 32)
    case "bswap64":
      return (0..<8).reduce(Int128(0)) { $0 | (x >> (8 * $1) & 255) << (56 - 8 * $1) }
    default: throw Failure()
    }
  }

  /// The low bits as a natural.
  private func unsigned(_ x: Int128, _ bits: Int) -> Int128 { x & ((1 << bits) - 1) }

  /// The low bits in two's complement.
  private func signed(_ x: Int128, _ bits: Int) -> Int128 {
    let low = unsigned(x, bits)
    return low >> (bits - 1) != 0 ? low - (1 << bits) : low
  }

  /// The low bits rotated to the left.
  private func rotate(_ x: Int128, _ amount: Int128, _ bits: Int) -> Int128 {
    let low = unsigned(x, bits)
    let amount = Int(unsigned(amount, bits == 64 ? 6 : 5))
    return (0..<bits).reduce(Int128(0)) { $0 | (low >> $1 & 1) << (($1 + amount) % bits) }
  }
}
