package import PVM
package import Support

/// A virtual register of a function.
package typealias VirtualRegister = EntityID<MachineRegister>

/// Something for each virtual register of a function.
package typealias RegisterTable<Value> = EntityTable<MachineRegister, Value>

/// A register operand of a machine instruction: nothing, one of the thirteen registers of the PVM,
/// or a virtual register. Raw values 0 to 12 are physical, 16 and up virtual.
package struct MachineRegister: Hashable, Sendable {
  /// The number, see the type's description.
  package let rawValue: UInt32

  /// The operand with this raw value.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A physical register.
  package init(_ register: Register) { rawValue = UInt32(register.number) }

  /// A virtual register.
  package init(virtual register: VirtualRegister) {
    rawValue = register.rawValue + Self.firstVirtual
  }

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

  /// Which virtual register this is; only if it is one.
  package var virtual: VirtualRegister { VirtualRegister(rawValue: rawValue - Self.firstVirtual) }

  /// The register of the PVM, or nil.
  package var physical: Register? { isPhysical ? Register(UInt8(rawValue)) : nil }
}
