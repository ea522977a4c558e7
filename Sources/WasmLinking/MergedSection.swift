internal import Wasm

/// Bytes of the linked module while it is written, with notes where they come from.
struct MergedSection {
  /// The bytes.
  private(set) var bytes: [UInt8] = []

  /// Where they come from, in ascending order.
  private(set) var marks: [SourceMap.Mark] = []

  /// Notes that the next byte comes from a place in an input.
  mutating func mark(_ input: Int, _ offset: Int) {
    marks.append(SourceMap.Mark(offset: bytes.count, input: input, source: offset))
  }

  /// Appends bytes as they are.
  mutating func append(_ bytes: some Sequence<UInt8>) { self.bytes += bytes }

  /// Appends one byte.
  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends another section's bytes behind their number.
  mutating func append(sized other: MergedSection) {
    append(unsigned: other.bytes.count)
    append(other)
  }

  /// Appends another section's bytes.
  mutating func append(_ other: MergedSection) {
    let start = bytes.count
    bytes += other.bytes
    marks += other.marks.map { mark in
      SourceMap.Mark(offset: mark.offset + start, input: mark.input, source: mark.source)
    }
  }

  /// Appends an unsigned number in LEB128.
  mutating func append(unsigned value: Int) {
    var rest = UInt(value)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Appends a signed number in LEB128.
  mutating func append(signed value: Int64) {
    var rest = value
    while !(-0x40..<0x40).contains(rest) {
      bytes.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest & 0x7F))
  }

  /// Appends the bytes of a number, lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends a name behind its length.
  mutating func append(_ name: WasmName) {
    append(unsigned: name.utf8.count)
    append(name.utf8)
  }

  /// Appends an opcode.
  mutating func append(opcode: UInt16) {
    let (prefix, code) = InstructionRow.parts(of: opcode)
    if let prefix {
      append(prefix)
      append(unsigned: Int(code))
    } else {
      append(UInt8(code))
    }
  }

  /// Appends a value type.
  mutating func append(_ type: ValueType) {
    let code: UInt8 =
      switch type {
      case .i32: 0x7F
      case .i64: 0x7E
      case .f32: 0x7D
      case .f64: 0x7C
      case .v128: 0x7B
      case .funcref: 0x70
      case .externref: 0x6F
      case .exnref: 0x69
      }
    append(code)
  }

  /// Appends types behind their number.
  mutating func append(_ types: [ValueType]) {
    append(unsigned: types.count)
    for type in types { append(type) }
  }

  /// Appends a size range. Bit 1 of its flags tells that threads may share the memory.
  mutating func append(_ limits: Limits, isShared: Bool = false) {
    append((limits.maximum == nil ? 0 : 1) | (isShared ? 2 as UInt8 : 0))
    append(unsigned: Int(limits.minimum))
    if let maximum = limits.maximum { append(unsigned: Int(maximum)) }
  }

  /// Appends the type of something that is no function.
  mutating func append(_ type: ItemType) {
    switch type {
    // Their types are indices.
    case .function, .tag: break
    case .table(let table):
      append(table.element)
      append(table.limits)
    case .memory(let memory): append(memory.limits, isShared: memory.isShared)
    case .global(let global):
      append(global.value)
      append(global.isMutable ? 1 as UInt8 : 0)
    }
  }
}
