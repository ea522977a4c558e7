public import PVM
public import Support

/// A value of the source: its type, and where its bytes are.
struct SourceValue: Equatable, Sendable {
  /// The number of its type.
  var type: UInt64
  /// The PVM address of its first byte; nil if it is not known.
  var address: UInt32?
  /// Of a bit field the bits, from the address on.
  var bits: Range<Int>?
  /// Of an array how many of the type's dimensions an index has been taken of.
  var dimension = 0
}

/// The variables of the source that a program was compiled from: what debug information says, and where memory has it.
public final class SourceVariables {
  /// What debug information says.
  private let reader: any SourceVariableReader
  /// Where memory has it.
  let memory: SourceMemory
  /// The types that were asked for.
  private var types: [UInt64: SourceType?] = [:]
  /// The scopes that were asked for, by byte offset in the module.
  private var scopes: [Int: SourceScope?] = [:]
  /// The variables outside of functions whose place is known, in the order of the debug information.
  private(set) lazy var globals = reader.globals().filter { $0.place != .unknown }
  /// For each function that was asked for the last code index of what stores its parameters, by its first byte offset.
  private var prologueEnds: [Int: UInt32?] = [:]

  /// How many aliases and qualifiers of a type are looked through; more are taken for damage.
  private static let maximumDepth = 32

  /// Takes what is known.
  public init(_ reader: any SourceVariableReader, _ memory: SourceMemory) {
    self.reader = reader
    self.memory = memory
  }

  /// The frame of the function that covers a code index; nil if it cannot be found.
  ///
  /// - Complexity: logarithmic.
  func frame(at pc: Int) -> SourceMemory.Frame? {
    let frames = memory.frames
    let next = frames.indices.firstIndex(behind: { frames[$0].code.lowerBound <= pc })
    return next > 0 && frames[next - 1].code.contains(pc) ? frames[next - 1] : nil
  }

  /// The scope at a byte offset in the module; nil if it is in no known function.
  func scope(at offset: Int?) -> SourceScope? {
    guard let offset else { return nil }
    if let known = scopes[offset] { return known }
    let scope = reader.scope(at: offset)
    scopes[offset] = scope
    return scope
  }

  /// The last instruction of those that put the parameters of a function where the debug information says; nil if that is not known.
  ///
  /// They are in front of everything else that a function does, and unoptimized code has the order of the module. A function's trap
  /// counts as its beginning and does not matter.
  func lastOfPrologue(
    _ scope: SourceScope, code: Range<Int>, _ locations: LocationTable, _ program: DecodedProgram
  ) -> UInt32? {
    if let known = prologueEnds[scope.function.lowerBound] { return known }
    var last: UInt32?
    if let body = scope.body {
      for number in program.firstNumber(
        from: code.lowerBound)..<program.firstNumber(
          from: code.upperBound)
      {
        if let offset = locations.position(ofInstruction: number)?.offset,
          (scope.function.lowerBound..<body).contains(offset),
          program.instruction(number).opcode != .trap
        {
          last = program.pcs[number]
        }
      }
    }
    prologueEnds[scope.function.lowerBound] = last
    return last
  }

  /// The value of a variable outside of functions, or of one whose frame base is known.
  ///
  /// - Parameter frameBase: the address in the linear memory that places in the frame are relative to; nil if it is not known.
  func value(of variable: SourceVariable, frameBase: UInt32?) -> SourceValue {
    let address: UInt32? =
      switch variable.place {
      case .unknown: nil
      case .memory(let address): memory.base &+ address
      case .frame(let offset):
        frameBase.map { memory.base &+ $0 &+ UInt32(truncatingIfNeeded: offset) }
      }
    return SourceValue(type: variable.type, address: address)
  }

  // MARK: Types

  /// A type; nil if there is none with this number.
  func type(_ id: UInt64) -> SourceType? {
    if let known = types[id] { return known }
    let type = reader.type(id)
    types[id] = type
    return type
  }

  /// A type without its aliases and qualifiers.
  func resolved(_ id: UInt64) -> SourceType? {
    var id = id
    for _ in 0..<Self.maximumDepth {
      guard let type = type(id) else { return nil }
      guard type.kind == .alias || type.kind == .qualified else { return type }
      id = type.target
    }
    return nil
  }

  /// How many bytes a type has; nil if it is not known.
  func size(of id: UInt64) -> Int? {
    guard let type = resolved(id) else { return nil }
    return size(of: type, dimension: 0)
  }

  /// How many bytes a value of a type has, of an array behind some indices; nil if it is not known.
  func size(of type: SourceType, dimension: Int) -> Int? {
    if type.kind != .array { return type.size > 0 ? type.size : nil }
    guard dimension <= type.parts.count, resolved(type.target)?.kind != .array,
      var size = size(of: type.target)
    else { return nil }
    for part in type.parts[dimension...] {
      guard let count = part.value, count >= 0 else { return nil }
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      if overflow || product > 1 << 32 { return nil }
      size = product
    }
    return size
  }

  /// How many bytes a value has; nil if it is not known, and for bit fields.
  func size(of value: SourceValue) -> Int? {
    guard value.bits == nil, let type = resolved(value.type) else { return nil }
    return size(of: type, dimension: value.dimension)
  }

  /// A type as text, as C writes it but for arrays and functions, which are behind what they are made of.
  func name(of id: UInt64, dimension: Int = 0, depth: Int = 0) -> String {
    guard id != 0 else { return "void" }
    guard depth < 8, let type = type(id) else { return "?" }
    let target = { self.name(of: type.target, depth: depth + 1) }
    switch type.kind {
    case .pointer:
      let target = target()
      return target.hasSuffix("*") ? target + "*" : target + " *"
    case .array:
      let lengths = type.parts.dropFirst(dimension).map { "[\($0.value.map(String.init) ?? "")]" }
      return target() + lengths.joined()
    case .qualified: return type.name.isEmpty ? target() : "\(type.name) \(target())"
    case .function: return "\(target())()"
    case .structure where type.name.isEmpty: return "struct"
    case .union where type.name.isEmpty: return "union"
    case .enumeration where type.name.isEmpty: return "enum"
    default: return type.name.isEmpty ? "?" : type.name.visible
    }
  }

  // MARK: Parts

  /// A member of a structure or union; nil if it has none with this name. Those of members without a name count, too.
  func member(_ name: String, of value: SourceValue, depth: Int = 0) -> SourceValue? {
    guard depth < Self.maximumDepth, let type = resolved(value.type),
      type.kind == .structure || type.kind == .union
    else { return nil }
    if let part = type.parts.first(where: { $0.name == name }) {
      return self.value(part, of: value)
    }
    for part in type.parts where part.name.isEmpty {
      if let found = member(name, of: self.value(part, of: value), depth: depth + 1) {
        return found
      }
    }
    return nil
  }

  /// The value of a member.
  func value(_ part: SourceType.Part, of value: SourceValue) -> SourceValue {
    guard let offset = part.value, let address = value.address else {
      return SourceValue(type: part.type, address: nil)
    }
    return SourceValue(
      type: part.type, address: address &+ UInt32(truncatingIfNeeded: offset),
      bits: part.bits.map { $0.lowerBound - 8 * offset..<$0.upperBound - 8 * offset })
  }

  /// An element of an array; nil if the value is none, or one whose elements have no known size.
  func element(_ index: Int, of value: SourceValue) -> SourceValue? {
    guard let type = resolved(value.type), type.kind == .array,
      value.dimension < type.parts.count,
      let size = size(of: type, dimension: value.dimension + 1)
    else { return nil }
    let isLast = value.dimension + 1 == type.parts.count
    return SourceValue(
      type: isLast ? type.target : value.type,
      address: value.address.map { $0 &+ UInt32(truncatingIfNeeded: index &* size) },
      dimension: isLast ? 0 : value.dimension + 1)
  }

  /// The length of an array; nil if the value is none, or its length is not known.
  func count(of value: SourceValue) -> Int? {
    guard let type = resolved(value.type), type.kind == .array, value.dimension < type.parts.count
    else { return nil }
    return type.parts[value.dimension].value
  }
}
