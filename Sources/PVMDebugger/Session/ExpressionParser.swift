internal import PVM

/// Reads expressions.
///
///     expression = operand { operator operand }        by precedence, as in C
///     operand    = number | $register | $pc | type ( expression ) | type [ expression ] | variable
///                | - operand | ~ operand | ! operand | * operand | & operand
///     variable   = ( name | ( expression ) ) { . name | -> name | [ expression ] }
public struct ExpressionParser {
  /// The text.
  private let text: [UInt8]
  /// Index of the next byte.
  private var position = 0
  /// How deeply operands are nested.
  private var depth = 0

  /// How deeply operands may be nested.
  private static let maximumDepth = 100

  /// Reads a whole text.
  public static func parse(_ text: String) throws(DebuggerError) -> Expression {
    var parser = ExpressionParser(text: Array(text.utf8))
    let result = try parser.expression(0)
    parser.skipSpace()
    guard parser.position == parser.text.count else { throw parser.unexpected() }
    return result
  }

  /// Starts at the beginning of a text.
  private init(text: [UInt8]) { self.text = text }

  /// The error that something does not belong where it is.
  private func unexpected() -> DebuggerError {
    let rest = String(decoding: text[position...], as: UTF8.self)
    return DebuggerError(
      rest.isEmpty ? "the expression ends too early" : "unexpected '\(rest)' in the expression")
  }

  /// Skips spaces.
  private mutating func skipSpace() {
    while position < text.count, text[position] == 0x20 || text[position] == 0x09 { position += 1 }
  }

  /// Takes a text if it is next.
  private mutating func take(_ word: String) -> Bool {
    skipSpace()
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Reads an expression whose operators bind more strongly than a number says.
  private mutating func expression(_ precedence: Int) throws(DebuggerError) -> Expression {
    var left = try operand()
    while true {
      skipSpace()
      let start = position
      // Longer texts come first in the list.
      guard let operation = Expression.BinaryOperator.allCases.first(where: { take($0.rawValue) })
      else { return left }
      guard operation.precedence > precedence else {
        position = start
        return left
      }
      left = .binary(operation, left, try expression(operation.precedence))
    }
  }

  /// Reads an operand.
  private mutating func operand() throws(DebuggerError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionParser.maximumDepth else {
      throw DebuggerError("the expression is nested too deeply")
    }
    if take("(") {
      let inner = try expression(0)
      guard take(")") else { throw unexpected() }
      return try parts(of: inner)
    }
    if take("*") { return .target(try operand()) }
    if take("&") { return .address(try operand()) }
    for operation in [Expression.UnaryOperator.minus, .complement, .not]
    where take(operation.rawValue) {
      return .unary(operation, try operand())
    }
    skipSpace()
    guard position < text.count else { throw unexpected() }
    if text[position] == UInt8(ascii: "$") {
      position += 1
      return try special(word())
    }
    if (0x30...0x39).contains(text[position]) { return try number() }
    if text[position] == UInt8(ascii: "'") { return try parts(of: .name(quoted())) }
    let start = position
    let word = word()
    guard !word.isEmpty else { throw unexpected() }
    guard let type = MemoryType(rawValue: word) else { return try parts(of: .name(word)) }
    for (open, close) in [("(", ")"), ("[", "]")] where take(open) {
      let inner = try expression(0)
      guard take(close) else { throw unexpected() }
      return open == "(" ? .reduced(type, inner) : .memory(type, inner)
    }
    position = start
    throw DebuggerError("behind \(word) comes (VALUE) or [ADDRESS]")
  }

  /// Reads what follows a variable: members and elements.
  private mutating func parts(of base: Expression) throws(DebuggerError) -> Expression {
    var result = base
    while true {
      if take("[") {
        result = .element(result, try expression(0))
        guard take("]") else { throw unexpected() }
        continue
      }
      let isArrow = take("->")
      guard isArrow || take(".") else { return result }
      skipSpace()
      let name = word()
      guard !name.isEmpty else { throw unexpected() }
      result = .member(result, name, isArrow: isArrow)
    }
  }

  /// Reads letters, digits and what else is in names.
  private mutating func word() -> String {
    let start = position
    while position < text.count {
      switch text[position] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: ":"), UInt8(ascii: "@"), 0x80...0xFF:
        position += 1
      default: return String(decoding: text[start..<position], as: UTF8.self)
      }
    }
    return String(decoding: text[start...], as: UTF8.self)
  }

  /// Reads a name in quotes, which may have any characters.
  private mutating func quoted() throws(DebuggerError) -> String {
    let start = position + 1
    guard let end = text[start...].firstIndex(of: UInt8(ascii: "'")) else {
      throw DebuggerError("a quote is missing behind a name")
    }
    position = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  /// What a word behind a dollar sign means.
  private func special(_ word: String) throws(DebuggerError) -> Expression {
    if let state = Expression.StateValue(rawValue: word) { return .state(state) }
    if let register = ExpressionParser.register(word) { return .register(register) }
    let names = Expression.StateValue.allCases.map { "$\($0.rawValue)" }
    throw DebuggerError(
      "$\(word) is none of $r0 to $r12, $ra, $sp, $a0 to $a5, \(names.joined(separator: ", "))")
  }

  /// The register with a name: its number, or what it is used for.
  static func register(_ name: String) -> Register? {
    switch name {
    case "ra": return .returnAddress
    case "sp": return .stackPointer
    default:
      guard let kind = name.first, kind == "r" || kind == "a",
        let number = UInt8(name.dropFirst()), "\(kind)\(number)" == name
      else { return nil }
      if kind == "r" { return number < Register.count ? Register(number) : nil }
      return number <= 5 ? Register(number + 7) : nil
    }
  }

  /// Reads a number, decimal or hexadecimal with `0x`.
  private mutating func number() throws(DebuggerError) -> Expression {
    let word = word()
    let digits = String(word.filter { $0 != "_" })
    let value =
      digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits, radix: 10)
    guard let value else { throw DebuggerError("'\(word)' is no number below 2^64") }
    return .number(Int128(value))
  }
}
