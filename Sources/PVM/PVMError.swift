internal import Support

/// Why a program file, a container, a program blob or an assembly text was rejected.
public struct PVMError: Error, Equatable, Sendable {
  /// Where in the input the error is.
  public enum Location: Equatable, Sendable {
    /// Nowhere in particular.
    case none
    /// At a byte offset in the bytes that were being decoded.
    case offset(Int)
    /// At a line and a column of a text, both counted from 1.
    case line(Int, column: Int)
  }

  /// What is wrong.
  public var kind: Kind
  /// Where it is wrong.
  public var location: Location

  /// Creates an error.
  public init(_ kind: Kind, _ location: Location = .none) {
    self.kind = kind
    self.location = location
  }

  /// Creates an error at a byte offset.
  init(_ kind: Kind, at offset: Int) { self.init(kind, .offset(offset)) }
}

extension PVMError {
  /// The parts of the binary formats, for messages.
  public enum Field: UInt8, CaseIterable, Sendable {
    /// The number of jump-table entries in a program blob.
    case jumpTableLength
    /// The size of a jump-table entry in a program blob.
    case jumpTableEntrySize
    /// The code length in a program blob.
    case codeLength
    /// The jump table of a program blob.
    case jumpTable
    /// The code of a program blob.
    case code
    /// The instruction-start bits of a program blob.
    case mask
    /// The length fields of a standard program.
    case header
    /// The read-only data of a standard program.
    case readOnlyData
    /// The read-write data of a standard program.
    case readWriteData
    /// The length of the program blob in a standard program.
    case programLength
    /// The program blob in a standard program.
    case program
    /// The stack size of a standard program.
    case stackSize
    /// The length of the metadata of a program file.
    case metadataLength
    /// The metadata of a program file.
    case metadata
    /// The program name in the metadata.
    case name
    /// The version in the metadata.
    case version
    /// The license in the metadata.
    case license
    /// The authors in the metadata.
    case authors
  }

  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// The input ends inside a field.
    case truncated(Field)
    /// A natural number is not in its shortest form.
    case numberNotShortest(Field)
    /// Bytes follow after the end.
    case trailingBytes(count: Int)
    /// Unused bits of the last byte of the instruction-start bits are not 0.
    case maskPadding
    /// A field is larger than the format can hold.
    case tooLarge(Field, limit: UInt64)
    /// The metadata is not of the conventional variant 0.
    case metadataVariant(UInt8)
    /// A text in the metadata is not UTF-8.
    case invalidUTF8(Field)
    /// A character that no token starts with.
    case unexpectedCharacter(UInt8)
    /// Something else is expected here.
    case expected(AssemblyElement)
    /// No instruction has this name.
    case unknownMnemonic([UInt8])
    /// No directive has this name.
    case unknownDirective([UInt8])
    /// A number does not fit where it is written.
    case numberOutOfRange
    /// A label is defined twice.
    case duplicateLabel([UInt8])
    /// A label is not defined.
    case undefinedLabel([UInt8])
    /// An offset size is written on an instruction without an offset or is not 0 to 4.
    case invalidOffsetSize
    /// A branch target is too far away for the offset size that is written, or for any.
    case targetTooFar
    /// A line of a symbol map is not an address range and a name.
    case invalidSymbolLine
    /// The functions of a symbol map overlap or are not in order.
    case symbolsOutOfOrder
    /// The program breaks a rule of its target; with the instruction there, if there is one, or else
    /// the byte.
    case invalidProgram(ValidityRule, opcode: Opcode?, byte: UInt8?)
    /// The target does not have the instruction.
    case missingInstruction(Opcode)
  }

  /// What an assembly text can lack.
  public enum AssemblyElement: UInt8, CaseIterable, Sendable {
    /// A register.
    case register
    /// A number.
    case number
    /// Bytes as pairs of hexadecimal digits.
    case bytes
    /// A label or `@` and a code index.
    case target
    /// A memory operand in brackets.
    case memoryOperand
    /// A comma.
    case comma
    /// A closing bracket.
    case closingBracket
    /// A colon.
    case colon
    /// An instruction, a directive or a label.
    case statement
    /// The end of the line.
    case endOfLine
  }
}
