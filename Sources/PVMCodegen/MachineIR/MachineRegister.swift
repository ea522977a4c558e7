package import PVM

/// A register operand of a machine instruction: nothing, one of the thirteen registers of the PVM,
/// or a virtual register. Raw values 0 to 12 are physical, 16 and up virtual.
package struct MachineRegister: Hashable, Sendable {
  /// The number, see the type's description.
  package let rawValue: UInt32

  /// The operand with this raw value.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A physical register.
  package init(_ register: Register) { rawValue = UInt32(register.number) }

  /// The virtual register with this index.
  package init(virtual index: Int) { rawValue = UInt32(index) + Self.firstVirtual }

  /// The raw value of virtual register 0.
  package static let firstVirtual: UInt32 = 16

  /// No register.
  package static let none = MachineRegister(rawValue: .max)

  /// Whether there is a register at all.
  package var exists: Bool { rawValue != .max }

  /// Whether this is a virtual register.
  package var isVirtual: Bool { rawValue >= Self.firstVirtual && rawValue != .max }

  /// Whether this is a register of the PVM.
  package var isPhysical: Bool { rawValue < Self.firstVirtual }

  /// The index of a virtual register.
  package var virtualIndex: Int { Int(rawValue - Self.firstVirtual) }

  /// The register of the PVM, or nil.
  package var physical: Register? { isPhysical ? Register(UInt8(rawValue)) : nil }
}
