internal import PVM
internal import Support

extension RecordedRun {
  /// Reads a log.
  ///
  /// - Throws: `malformedRecord`, `wrongByteCount`, `misplacedRecord` with the line; `missingRecord`
  ///   with the last line.
  public init(parsing log: [UInt8]) throws(MachineError) {
    var parser = RecordedRunParser()
    for line in log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      try parser.read(line)
    }
    self = try parser.finish()
  }
}

/// Collects the records of a log.
private struct RecordedRunParser {
  /// The current line, counted from 1.
  private var line = 0
  /// The program, once it is read.
  private var program: [UInt8]?
  /// The initial memory.
  private var initialMemory: [RecordedRun.Bytes] = []
  /// The first state, once it is read.
  private var start: RecordedRun.State?
  /// The host calls.
  private var calls: [RecordedRun.Call] = []
  /// Whether the last call is still going on.
  private var isInCall = false
  /// The end, once it is read.
  private var end: (RecordedRun.Record, RecordedRun.State)?

  /// What starts a record, longest first where one starts with another.
  private static let prefixes: [(RecordedRun.Record, [UInt8])] = [
    (.program, Array("program 0x".utf8)), (.start, Array("start pc=".utf8)),
    (.ecalli, Array("ecalli=".utf8)), (.memread, Array("memread 0x".utf8)),
    (.memwrite, Array("memwrite 0x".utf8)), (.setreg, Array("setreg r".utf8)),
    (.setgas, Array("setgas <-".utf8)), (.halt, Array("HALT pc=".utf8)),
    (.outOfGas, Array("OOG pc=".utf8)), (.panic, Array("PANIC=".utf8)),
  ]

  /// Reads a line.
  mutating func read(_ text: ArraySlice<UInt8>) throws(MachineError) {
    line += 1
    guard let (record, start) = RecordedRunParser.findRecord(text) else { return }
    try checkPlace(record)
    var fields = RecordFields(text[start...], record, line: line)
    switch record {
    case .program:
      try fields.word("program")
      program = try fields.data()
    case .start:
      try fields.word("start")
      self.start = try fields.state()
    case .ecalli:
      let index = try fields.number("ecalli=")
      calls.append(RecordedRun.Call(index: index, state: try fields.state()))
      isInCall = true
    case .memread:
      let bytes = try fields.bytes("memread", arrow: "->")
      calls[calls.count - 1].actions.append(.read(bytes))
    case .memwrite:
      let bytes = try fields.bytes("memwrite", arrow: "<-")
      if isInCall {
        calls[calls.count - 1].actions.append(.write(bytes))
      } else {
        initialMemory.append(bytes)
      }
    case .setreg:
      try fields.word("setreg")
      let register = try fields.register()
      try fields.word("<-")
      calls[calls.count - 1].actions.append(.set(register, to: try fields.value()))
    case .setgas:
      try fields.word("setgas")
      try fields.word("<-")
      calls[calls.count - 1].gasAfter = try fields.gas("")
      isInCall = false
    case .halt, .outOfGas, .panic:
      if record == .panic {
        _ = try fields.number("PANIC=")
      } else {
        try fields.word(record.rawValue)
      }
      end = (record, try fields.state())
    }
    try fields.checkEnd()
  }

  /// The run, after the last line.
  func finish() throws(MachineError) -> RecordedRun {
    guard let program else { throw MachineError(.missingRecord(.program), line: line) }
    guard let start else { throw MachineError(.missingRecord(.start), line: line) }
    guard let end else { throw MachineError(.missingRecord(.halt), line: line) }
    return RecordedRun(
      program: program, initialMemory: initialMemory, start: start, calls: calls, end: end.0,
      endState: end.1)
  }

  /// What starts a line of which nothing is a record.
  private static let comment = Array("comment ".utf8)

  /// The first record in a line, at its start or behind a space, and where it starts; none in a comment.
  private static func findRecord(
    _ text: ArraySlice<UInt8>
  ) -> (record: RecordedRun.Record, start: Int)? {
    var position = text.startIndex
    while position < text.endIndex {
      if position == text.startIndex || isSpace(text[position - 1]) {
        if text[position...].starts(with: comment) { return nil }
        for (record, prefix) in prefixes where text[position...].starts(with: prefix) {
          return (record, position)
        }
      }
      position += 1
    }
    return nil
  }

  /// Whether a byte separates words.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Requires a record to be where it may be.
  private func checkPlace(_ record: RecordedRun.Record) throws(MachineError) {
    if end != nil { throw MachineError(.misplacedRecord(record), line: line) }
    switch record {
    case .program:
      if program != nil { throw MachineError(.misplacedRecord(record), line: line) }
      return
    case .memwrite:
      if program == nil { throw MachineError(.missingRecord(.program), line: line) }
      if start != nil, !isInCall { throw MachineError(.misplacedRecord(record), line: line) }
      return
    case .start:
      if program == nil { throw MachineError(.missingRecord(.program), line: line) }
      if start != nil { throw MachineError(.misplacedRecord(record), line: line) }
      return
    case .memread, .setreg, .setgas:
      if start == nil { throw MachineError(.missingRecord(.start), line: line) }
      if !isInCall { throw MachineError(.misplacedRecord(record), line: line) }
    case .ecalli:
      if start == nil { throw MachineError(.missingRecord(.start), line: line) }
      if isInCall { throw MachineError(.missingRecord(.setgas), line: line) }
    case .halt, .outOfGas, .panic:
      if start == nil { throw MachineError(.missingRecord(.start), line: line) }
    }
  }
}

/// The words of a record, from left to right.
private struct RecordFields {
  /// The words that are left.
  private var words: ArraySlice<ArraySlice<UInt8>>
  /// Which record it is.
  private let record: RecordedRun.Record
  /// Where it is.
  private let line: Int

  /// Splits a record.
  init(_ text: ArraySlice<UInt8>, _ record: RecordedRun.Record, line: Int) {
    words = text.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }[...]
    self.record = record
    self.line = line
  }

  /// The error of a record that is not of its form.
  private var malformed: MachineError { MachineError(.malformedRecord(record), line: line) }

  /// Takes the next word.
  private mutating func next() throws(MachineError) -> ArraySlice<UInt8> {
    guard let word = words.popFirst() else { throw malformed }
    return word
  }

  /// Takes a word that must be this one.
  mutating func word(_ expected: String) throws(MachineError) {
    if !(try next()).elementsEqual(expected.utf8) { throw malformed }
  }

  /// Takes a word that starts with some text and goes on with a decimal number.
  mutating func number(_ prefix: String) throws(MachineError) -> UInt64 {
    let word = try next()
    guard word.starts(with: prefix.utf8), word.count > prefix.utf8.count else { throw malformed }
    var value: UInt64 = 0
    for digit in word.dropFirst(prefix.utf8.count) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard (0x30...0x39).contains(digit), !overflow else { throw malformed }
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit - 0x30))
      guard !carry else { throw malformed }
      value = sum
    }
    return value
  }

  /// Takes an amount of gas behind some text.
  mutating func gas(_ prefix: String) throws(MachineError) -> Int64 {
    guard let gas = Int64(exactly: try number(prefix)) else { throw malformed }
    return gas
  }

  /// Takes an even number of hexadecimal digits behind `0x`.
  mutating func data() throws(MachineError) -> [UInt8] {
    let word = try next()
    guard word.starts(with: [0x30, 0x78]), !word.dropFirst(2).contains(0x78),
      let bytes = Hex.bytes(word.dropFirst(2))
    else {
      throw malformed
    }
    return bytes
  }

  /// Takes a number of at most `digits` hexadecimal digits behind `0x`.
  private func hexadecimal(
    _ word: ArraySlice<UInt8>, maximum digits: Int
  ) throws(MachineError) -> UInt64 {
    guard word.starts(with: [0x30, 0x78]), (3...2 + digits).contains(word.count) else {
      throw malformed
    }
    var value: UInt64 = 0
    for character in word.dropFirst(2) {
      guard let digit = Hex.value(ofDigit: character) else { throw malformed }
      value = value << 4 | UInt64(digit)
    }
    return value
  }

  /// Takes a register value.
  mutating func value() throws(MachineError) -> UInt64 {
    try hexadecimal(try next(), maximum: 16)
  }

  /// Takes a register name.
  mutating func register() throws(MachineError) -> Register { try register(try next()) }

  /// The register that a word of the form rNN names.
  private func register(_ word: ArraySlice<UInt8>) throws(MachineError) -> Register {
    let digits = word.dropFirst().map { $0 &- 0x30 }
    guard word.first == UInt8(ascii: "r"), digits.count == 2, digits[0] <= 9, digits[1] <= 9,
      digits[0] * 10 + digits[1] < UInt8(Register.count)
    else { throw malformed }
    return Register(digits[0] * 10 + digits[1])
  }

  /// Takes counter, gas and the registers that are not zero.
  mutating func state() throws(MachineError) -> RecordedRun.State {
    guard let pc = UInt32(exactly: try number("pc=")) else { throw malformed }
    let gas = try gas("gas=")
    var registers = RegisterFile()
    var previous: Register?
    while let word = words.popFirst() {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { throw malformed }
      let register = try register(word[..<equals])
      if let previous, previous >= register { throw malformed }
      previous = register
      registers[register] = try hexadecimal(word[(equals + 1)...], maximum: 16)
    }
    return RecordedRun.State(line: line, pc: pc, gas: gas, registers: registers)
  }

  /// Takes the name of the record, an address, a length, an arrow and that many bytes.
  mutating func bytes(_ name: String, arrow: String) throws(MachineError) -> RecordedRun.Bytes {
    try word(name)
    let address = UInt32(truncatingIfNeeded: try hexadecimal(try next(), maximum: 8))
    let count = try number("len=")
    try word(arrow)
    let bytes = try data()
    guard count == UInt64(bytes.count) else {
      throw MachineError(
        .wrongByteCount(announced: Int(clamping: count), actual: bytes.count), line: line)
    }
    return RecordedRun.Bytes(line: line, address: address, bytes: bytes)
  }

  /// Requires that nothing is left.
  func checkEnd() throws(MachineError) {
    if !words.isEmpty { throw malformed }
  }
}
