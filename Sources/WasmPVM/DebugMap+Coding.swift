internal import PVM
internal import Support

/// The file format, which `Docs/DebugMap.md` describes.
extension DebugMap {
  /// What a file begins with.
  private static let magic = Array("PVMDEBUG".utf8)

  /// The kinds of data in the order of their numbers.
  private static let kinds: [PlacedData.Kind] = [.constant, .array, .global, .memory, .segment]

  // MARK: Writing

  /// The content of the file.
  public func encoded() -> [UInt8] {
    var writer = DebugMapWriter()
    writer.bytes = Self.magic
    writer.natural(Self.currentVersion)
    writer.bytes.append(littleEndian: program, byteCount: 8)
    writer.list(modules) { $0.text(Array($1.utf8)) }
    writer.list(names) { $0.text(Array($1.utf8)) }
    writer.list(files) { $0.text(Array($1.utf8)) }
    writer.list(functions) { writer, function in
      writer.natural(function.module)
      writer.natural(function.index)
      writer.text(Array(function.name.utf8))
    }
    var last = Place(function: 0, file: 0, line: 0, column: 0)
    writer.list(places) { writer, place in
      writer.difference(place.function, last.function)
      writer.difference(place.file, last.file)
      writer.difference(place.line, last.line)
      writer.natural(place.column)
      last = place
    }
    encodePositions(&writer)
    var (start, position) = (0, 0)
    writer.list(runs) { writer, run in
      writer.natural(run.start - start)
      // 0 is unknown.
      let number = run.position.map { $0 + 1 } ?? 0
      writer.difference(number, position)
      (start, position) = (run.start, number)
    }
    encodeNames(&writer)
    return writer.bytes
  }

  /// Writes the positions.
  private func encodePositions(_ writer: inout DebugMapWriter) {
    var (function, offset, place, index) = (0, 0, 0, 0)
    writer.list(positions) { writer, position in
      writer.difference(position.function, function)
      writer.difference(position.offset, offset)
      writer.natural(position.call.map { index - $0 } ?? 0)
      writer.list(position.places) { writer, next in
        writer.difference(next, place)
        place = next
      }
      (function, offset) = (position.function, position.offset)
      index += 1
    }
  }

  /// Writes the names of the program's functions, entry points and data.
  private func encodeNames(_ writer: inout DebugMapWriter) {
    var end = 0
    writer.list(symbols.functions) { writer, function in
      writer.natural(function.range.lowerBound - end)
      writer.natural(function.range.count)
      writer.text(function.name)
      end = function.range.upperBound
    }
    writer.list(layout.entries) { writer, entry in
      writer.natural(entry.pc)
      writer.text(Array(entry.name.utf8))
    }
    writer.list(layout.items) { writer, item in
      writer.natural(Self.kinds.firstIndex(of: item.kind) ?? 0)
      writer.natural(item.address)
      writer.natural(item.size)
      writer.text(Array(item.name.utf8))
    }
  }

  // MARK: Reading

  /// Reads the content of a file.
  ///
  /// - Throws: `notADebugMap`, `version` or `malformed`; what was read can be used without further checks.
  public init(decoding bytes: [UInt8]) throws(DebugMapError) {
    guard bytes.starts(with: Self.magic) else { throw DebugMapError(.notADebugMap) }
    var reader = DebugMapReader(bytes, from: Self.magic.count)
    let version = try reader.natural()
    guard version == Self.currentVersion else {
      throw DebugMapError(.version(UInt64(version)))
    }
    self.init()
    program = try reader.word()
    modules = try reader.list { reader throws(DebugMapError) in try reader.string() }
    names = try reader.list { reader throws(DebugMapError) in try reader.string() }
    files = try reader.list { reader throws(DebugMapError) in try reader.string() }
    let (modules, names, files) = (modules.count, names.count, files.count)
    functions = try reader.list { reader throws(DebugMapError) in
      Function(
        module: try reader.natural(below: modules), index: try reader.natural(),
        name: try reader.string())
    }
    var last = Place(function: 0, file: 0, line: 0, column: 0)
    places = try reader.list { reader throws(DebugMapError) in
      last = Place(
        function: try reader.sum(last.function, below: names),
        file: try reader.sum(last.file, below: files), line: try reader.sum(last.line),
        column: try reader.natural())
      return last
    }
    try decodePositions(&reader)
    var (start, position) = (-1, 0)
    let count = positions.count
    runs = try reader.list { reader throws(DebugMapError) in
      let distance = try reader.natural()
      let next = start < 0 ? distance : try reader.checked(start.addingReportingOverflow(distance))
      if start >= 0, distance == 0 { throw reader.error }
      start = next
      position = try reader.sum(position, below: count + 1)
      return Run(start: next, position: position == 0 ? nil : position - 1)
    }
    try decodeNames(&reader)
    if !reader.isAtEnd { throw reader.error }
  }

  /// Reads the positions.
  private mutating func decodePositions(_ reader: inout DebugMapReader) throws(DebugMapError) {
    var (function, offset, place, index) = (0, 0, 0, 0)
    let (functions, places) = (functions.count, places.count)
    positions = try reader.list { reader throws(DebugMapError) in
      function = try reader.sum(function, below: functions)
      offset = try reader.sum(offset)
      let distance = try reader.natural(below: index + 1)
      let list = try reader.list { reader throws(DebugMapError) in
        place = try reader.sum(place, below: places)
        return place
      }
      defer { index += 1 }
      return Position(
        function: function, offset: offset, call: distance == 0 ? nil : index - distance,
        places: list)
    }
  }

  /// Reads the names of the program's functions, entry points and data.
  private mutating func decodeNames(_ reader: inout DebugMapReader) throws(DebugMapError) {
    var end = 0
    let list = try reader.list { reader throws(DebugMapError) in
      let start = try reader.checked(end.addingReportingOverflow(try reader.natural()))
      end = try reader.checked(start.addingReportingOverflow(try reader.natural()))
      return SymbolMap.Function(name: try reader.text(), range: start..<end)
    }
    for function in list {
      do throws(PVMError) { try symbols.append(function) } catch { throw reader.error }
    }
    layout.entries = try reader.list { reader throws(DebugMapError) in
      let pc = try reader.natural()
      return ProgramLayout.Entry(name: try reader.string(), pc: pc)
    }
    layout.items = try reader.list { reader throws(DebugMapError) in
      let kind = Self.kinds[try reader.natural(below: Self.kinds.count)]
      let address = try reader.natural()
      let size = try reader.natural()
      return PlacedData(name: try reader.string(), kind: kind, address: address, size: size)
    }
  }

  /// Reads the map of a program.
  ///
  /// - Parameter blob: the program blob.
  /// - Throws: what reading throws, and `otherProgram`.
  public init(decoding bytes: [UInt8], ofProgram blob: [UInt8]) throws(DebugMapError) {
    try self.init(decoding: bytes)
    guard program == Self.hash(of: blob) else { throw DebugMapError(.otherProgram) }
  }
}

/// Writes numbers and lists.
private struct DebugMapWriter {
  /// What is written.
  var bytes: [UInt8] = []

  /// Writes a number from 0 in LEB128.
  mutating func natural(_ value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes the difference of two numbers: twice its amount, less 1 if it is negative.
  mutating func difference(_ value: Int, _ other: Int) {
    let difference = value - other
    natural(difference < 0 ? -2 * difference - 1 : 2 * difference)
  }

  /// Writes a length and bytes.
  mutating func text(_ text: [UInt8]) {
    natural(text.count)
    bytes += text
  }

  /// Writes a length and elements.
  mutating func list<Element>(
    _ elements: [Element], _ write: (inout DebugMapWriter, Element) -> Void
  ) {
    natural(elements.count)
    for element in elements { write(&self, element) }
  }
}

/// Reads numbers and lists.
private struct DebugMapReader {
  /// What is read.
  private let bytes: [UInt8]
  /// The index of the next byte.
  private var position: Int

  /// Starts at an offset.
  init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Whether all is read.
  var isAtEnd: Bool { position == bytes.count }

  /// What is thrown here.
  var error: DebugMapError { DebugMapError(.malformed(offset: position)) }

  /// Reads a number from 0 in LEB128, at most 2^62.
  mutating func natural() throws(DebugMapError) -> Int {
    var result = 0
    for shift in stride(from: 0, to: 63, by: 7) {
      guard position < bytes.count else { throw error }
      let byte = bytes[position]
      if shift == 56, byte >= 0x40 { throw error }
      position += 1
      result |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    throw error
  }

  /// Reads a number below another.
  mutating func natural(below limit: Int) throws(DebugMapError) -> Int {
    let value = try natural()
    guard value < limit else { throw error }
    return value
  }

  /// Reads what is to be added to a number; the sum is at least 0.
  mutating func sum(_ other: Int, below limit: Int = Int.max) throws(DebugMapError) -> Int {
    let value = try natural()
    let difference = value & 1 == 0 ? value / 2 : -(value / 2) - 1
    let sum = try checked(other.addingReportingOverflow(difference))
    guard sum >= 0, sum < limit else { throw error }
    return sum
  }

  /// The result of a calculation that did not overflow.
  func checked(
    _ result: (partialValue: Int, overflow: Bool)
  ) throws(DebugMapError) -> Int {
    if result.overflow { throw error }
    return result.partialValue
  }

  /// Reads 64 bits.
  mutating func word() throws(DebugMapError) -> UInt64 {
    guard bytes.count - position >= 8 else { throw error }
    defer { position += 8 }
    return bytes[position..<position + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a length and bytes.
  mutating func text() throws(DebugMapError) -> [UInt8] {
    let count = try natural()
    guard count <= bytes.count - position else { throw error }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Reads a length and UTF-8.
  mutating func string() throws(DebugMapError) -> String {
    String(decoding: try text(), as: UTF8.self)
  }

  /// Reads a length and elements, which take a byte at least.
  mutating func list<Element>(
    _ read: (inout DebugMapReader) throws(DebugMapError) -> Element
  ) throws(DebugMapError) -> [Element] {
    let count = try natural()
    guard count <= bytes.count - position else { throw error }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try read(&self)) }
    return elements
  }
}
