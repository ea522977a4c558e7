package import PVM

/// Instructions that access memory: for each size and kind the one for an absolute address and the one for a register and an offset.
package struct AccessOpcodes: Sendable {
  /// What is accessed how.
  package enum Kind: Sendable {
    /// Loads that fill the register with zeros.
    case load
    /// Loads that fill the register with the sign.
    case loadSigned
    /// Stores of a register's low bytes.
    case store
    /// Stores of an immediate's low bytes.
    case storeImmediate

    /// Whether memory is written.
    package var isStore: Bool { self == .store || self == .storeImmediate }
  }

  /// What the instructions do.
  package let kind: Kind
  /// How many bytes they access.
  package let bytes: Int
  /// The one for an absolute address.
  package let absolute: Opcode
  /// The one for a register and an offset.
  package let indirect: Opcode

  /// A row of the table.
  private init(_ kind: Kind, _ bytes: Int, _ absolute: Opcode, _ indirect: Opcode) {
    self.kind = kind
    self.bytes = bytes
    self.absolute = absolute
    self.indirect = indirect
  }

  /// All of them. Loads of eight bytes fill the register, whichever sign there is.
  package static let table: [AccessOpcodes] = [
    AccessOpcodes(.load, 1, .loadU8, .loadIndU8),
    AccessOpcodes(.load, 2, .loadU16, .loadIndU16),
    AccessOpcodes(.load, 4, .loadU32, .loadIndU32),
    AccessOpcodes(.load, 8, .loadU64, .loadIndU64),
    AccessOpcodes(.loadSigned, 1, .loadI8, .loadIndI8),
    AccessOpcodes(.loadSigned, 2, .loadI16, .loadIndI16),
    AccessOpcodes(.loadSigned, 4, .loadI32, .loadIndI32),
    AccessOpcodes(.loadSigned, 8, .loadU64, .loadIndU64),
    AccessOpcodes(.store, 1, .storeU8, .storeIndU8),
    AccessOpcodes(.store, 2, .storeU16, .storeIndU16),
    AccessOpcodes(.store, 4, .storeU32, .storeIndU32),
    AccessOpcodes(.store, 8, .storeU64, .storeIndU64),
    AccessOpcodes(.storeImmediate, 1, .storeImmU8, .storeImmIndU8),
    AccessOpcodes(.storeImmediate, 2, .storeImmU16, .storeImmIndU16),
    AccessOpcodes(.storeImmediate, 4, .storeImmU32, .storeImmIndU32),
    AccessOpcodes(.storeImmediate, 8, .storeImmU64, .storeImmIndU64),
  ]

  /// The rows by opcode byte, of which each has one or none.
  private static let rowOfOpcode: [AccessOpcodes?] = {
    var rows = [AccessOpcodes?](repeating: nil, count: 256)
    for row in table {
      rows[Int(row.absolute.rawValue)] = row
      rows[Int(row.indirect.rawValue)] = row
    }
    return rows
  }()

  /// The instructions of a kind for a number of bytes; nil unless that is 1, 2, 4 or 8.
  package static func of(_ kind: Kind, bytes: Int) -> AccessOpcodes? {
    table.first { $0.kind == kind && $0.bytes == bytes }
  }

  /// The row of an instruction; nil for those that access no memory.
  package static func of(_ opcode: Opcode) -> AccessOpcodes? {
    rowOfOpcode[Int(opcode.rawValue)]
  }
}
