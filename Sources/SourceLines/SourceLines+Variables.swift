internal import CDWARF
public import Support

extension SourceLines: SourceVariableReader {
  /// The variables at a byte offset in the module; nil if it is in no known function.
  public func scope(at offset: Int) -> SourceScope? {
    guard offset >= codeStart, let context = unsafe context else { return nil }
    var function = CDWARFFunction()
    var variables: [SourceVariable] = []
    let isKnown = unsafe withUnsafeMutablePointer(to: &variables) { pointer in
      unsafe CDWARFVisitVariables(
        context, UInt64(offset - codeStart), &function, Self.collectVariable, pointer)
    }
    guard isKnown, let start = Int(exactly: function.start), let end = Int(exactly: function.end),
      end <= Int(UInt32.max)
    else { return nil }
    // The reader gives a range that is not empty.
    return SourceScope(
      function: codeStart + start..<codeStart + end,
      body: function.body < function.end ? codeStart + Int(function.body) : nil,
      frameLocal: function.frameLocal < 0 ? nil : Int(function.frameLocal),
      inlineCount: Int(function.inlineCount), variables: variables)
  }

  /// The variables outside of functions.
  public func globals() -> [SourceVariable] {
    guard let context = unsafe context else { return [] }
    var variables: [SourceVariable] = []
    unsafe withUnsafeMutablePointer(to: &variables) { pointer in
      unsafe CDWARFVisitGlobals(context, Self.collectVariable, pointer)
    }
    return variables
  }

  /// Appends a variable to the array that `user` is.
  private static let collectVariable: CDWARFVariableHandler = { user, variable in
    // Both live during the visit; the name ends with a NUL.
    let variable = unsafe variable.pointee
    let place: SourceVariable.Place =
      switch unsafe variable.place {
      case CDWARFPlaceFrame: .frame(offset: unsafe Int(variable.value))
      case CDWARFPlaceMemory:
        // What the linker left out is at the last addresses.
        unsafe UInt32(exactly: variable.value).flatMap { $0 >= 0xFFFF_FF00 ? nil : $0 }
          .map { .memory(address: $0) } ?? .unknown
      default: .unknown
      }
    unsafe user?.assumingMemoryBound(to: [SourceVariable].self).pointee.append(
      SourceVariable(
        name: String(cString: variable.name), type: variable.type, place: place,
        isParameter: variable.isParameter, inlineDepth: Int(variable.inlineDepth)))
  }

  /// The type with a number; nil if there is none.
  public func type(_ id: UInt64) -> SourceType? {
    guard id != 0, let context = unsafe context else { return nil }
    var type: SourceType?
    unsafe withUnsafeMutablePointer(to: &type) { pointer in
      unsafe CDWARFVisitType(
        context, id,
        { user, type in
          // As above; likewise below.
          let type = unsafe type.pointee
          unsafe user?.assumingMemoryBound(to: SourceType?.self).pointee = SourceType(
            kind: SourceType.Kind(type.kind), name: String(cString: type.name),
            size: Int(clamping: type.size), target: type.target)
        },
        { user, part in
          let part = unsafe part.pointee
          let value: Int? = unsafe part.value < 0 && part.type != 0 ? nil : Int(part.value)
          let (end, overflow) = unsafe part.bitOffset.addingReportingOverflow(part.bitCount)
          let hasBits = unsafe part.bitCount > 0 && !overflow && end <= UInt64(UInt32.max)
          unsafe user?.assumingMemoryBound(to: SourceType?.self).pointee?.parts.append(
            SourceType.Part(
              name: String(cString: part.name), type: part.type, value: value,
              bits: hasBits ? Int(part.bitOffset)..<Int(end) : nil))
        }, pointer)
    }
    return type
  }
}

extension SourceType.Kind {
  /// Takes a kind of the reader.
  init(_ kind: CDWARFTypeKind) {
    self =
      switch kind {
      case CDWARFTypeBoolean: .boolean
      case CDWARFTypeSigned: .signed
      case CDWARFTypeUnsigned: .unsigned
      case CDWARFTypeSignedCharacter: .character(isSigned: true)
      case CDWARFTypeUnsignedCharacter: .character(isSigned: false)
      case CDWARFTypeFloat: .float
      case CDWARFTypePointer: .pointer
      case CDWARFTypeArray: .array
      case CDWARFTypeStructure: .structure
      case CDWARFTypeUnion: .union
      case CDWARFTypeEnumeration: .enumeration
      case CDWARFTypeAlias: .alias
      case CDWARFTypeQualified: .qualified
      case CDWARFTypeFunction: .function
      default: .other
      }
  }
}
