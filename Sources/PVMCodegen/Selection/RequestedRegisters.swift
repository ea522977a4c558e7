import LLVM

/// The registers that users of LLVM values have asked for; the values' definitions, which are lowered later, fill them.
struct RequestedRegisters {
  /// Dense numbers of arguments and instructions.
  private(set) var numbers: [Value: Int32] = [:]
  /// The registers asked for, three forms per value number; for wide integers low and high word.
  var forms: [MachineRegister] = []
  /// The registers asked for of the elements of structures.
  var elements: [Int: [MachineRegister]] = [:]
  /// The registers asked for with some bits of a value, by its number; the others are zero.
  var masked: [Int: [(mask: Int64, register: MachineRegister)]] = [:]

  /// The dense number of an argument or instruction.
  mutating func number(_ value: Value) -> Int {
    if let number = numbers[value] { return Int(number) }
    let number = numbers.count
    numbers[value] = Int32(number)
    forms.append(.none)
    forms.append(.none)
    forms.append(.none)
    return number
  }

  /// Whether something asked for a register with (part of) the value.
  func contains(_ value: Value) -> Bool {
    guard let number = numbers[value].map(Int.init) else { return false }
    return forms[3 * number].exists || forms[3 * number + 1].exists
      || forms[3 * number + 2].exists || elements[number] != nil || masked[number] != nil
  }

  /// Whether something asked for the value in this form.
  func contains(_ value: Value, _ form: ValueForm) -> Bool {
    guard let number = numbers[value] else { return false }
    return forms[3 * Int(number) + form.rawValue].exists
  }
}
