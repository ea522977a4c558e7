#if !hasFeature(Embedded)
  public import Support

  extension PVMError: CodedError {
    /// The stable code of the kind.
    public var code: String {
      switch kind {
      case .truncated: "P001"
      case .numberNotShortest: "P002"
      case .trailingBytes: "P003"
      case .maskPadding: "P004"
      case .tooLarge: "P005"
      case .metadataVariant: "P006"
      case .invalidUTF8: "P007"
      case .unexpectedCharacter: "P008"
      case .expected: "P009"
      case .unknownMnemonic: "P010"
      case .unknownDirective: "P011"
      case .numberOutOfRange: "P012"
      case .duplicateLabel: "P013"
      case .undefinedLabel: "P014"
      case .invalidOffsetSize: "P015"
      case .targetTooFar: "P016"
      case .invalidSymbolLine: "P017"
      case .symbolsOutOfOrder: "P018"
      case .invalidProgram: "P019"
      case .missingInstruction: "P020"
      }
    }

    /// Too large is a limit, everything else is wrong input.
    public var errorClass: ErrorClass {
      if case .tooLarge = kind { .limit } else { .rejected }
    }

    /// The place, if there is one, and what is wrong.
    public var description: String {
      switch location {
      case .none: message
      case .offset(let offset): "byte \(offset): \(message)"
      case .line(let line, let column): "\(line):\(column): \(message)"
      }
    }

    /// What is wrong, without the place.
    public var message: String {
      switch kind {
      case .truncated(let field): "the input ends inside \(field.phrase)"
      case .numberNotShortest(let field): "\(field.phrase) is not encoded in its shortest form"
      case .trailingBytes(let count): "\(count) bytes follow after the end"
      case .maskPadding: "unused bits of the instruction-start bits are not 0"
      case .tooLarge(let field, let limit): "\(field.phrase) exceeds its limit of \(limit)"
      case .metadataVariant(let variant): "the metadata is of unknown variant \(variant)"
      case .invalidUTF8(let field): "\(field.phrase) is not valid UTF-8"
      case .unexpectedCharacter(let byte):
        (0x21...0x7E).contains(byte)
          ? "unexpected character '\(Character(Unicode.Scalar(byte)))'"
          : "unexpected byte 0x\(Hex.string(UInt64(byte), width: 2))"
      case .expected(let element): "expected \(element.phrase)"
      case .unknownMnemonic(let name): "unknown instruction '\(PVMError.text(name))'"
      case .unknownDirective(let name): "unknown directive '\(PVMError.text(name))'"
      case .numberOutOfRange: "the number does not fit here"
      case .duplicateLabel(let name): "label '\(PVMError.text(name))' is defined twice"
      case .undefinedLabel(let name): "label '\(PVMError.text(name))' is not defined"
      case .invalidOffsetSize: "an offset size must be 0 to 4, on an instruction with a target"
      case .targetTooFar: "the target is too far away"
      case .invalidSymbolLine: "a line must be a start, an end and a name"
      case .symbolsOutOfOrder: "functions must be in order and must not overlap"
      case .invalidProgram(let rule, let opcode, let byte):
        "not a valid program: \(rule.phrase)"
          + (opcode.map { " (\($0.mnemonic))" }
            ?? byte.map { " (0x\(Hex.string(UInt64($0), width: 2)))" } ?? "")
      case .missingInstruction(let opcode): "the target has no instruction '\(opcode.mnemonic)'"
      }
    }

    /// A name for a message.
    private static func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
  }

  extension PVMError.Field {
    /// The field in a sentence.
    var phrase: String {
      switch self {
      case .jumpTableLength: "the jump-table length"
      case .jumpTableEntrySize: "the jump-table entry size"
      case .codeLength: "the code length"
      case .jumpTable: "the jump table"
      case .code: "the code"
      case .mask: "the instruction-start bits"
      case .header: "the header"
      case .readOnlyData: "the read-only data"
      case .readWriteData: "the read-write data"
      case .programLength: "the program length"
      case .program: "the program"
      case .stackSize: "the stack size"
      case .metadataLength: "the metadata length"
      case .metadata: "the metadata"
      case .name: "the program name"
      case .version: "the version"
      case .license: "the license"
      case .authors: "the authors"
      }
    }
  }

  extension PVMError.ValidityRule {
    /// The rule in a sentence about what is wrong.
    var phrase: String {
      switch self {
      case .emptyCode: "there is no code"
      case .codeSize: "the code is larger than 2^25 bytes"
      case .jumpTableSize: "the jump table has more than 2^24 entries"
      case .gap: "more than 24 bytes follow without an instruction start"
      case .undefinedOpcode: "an instruction starts with an undefined opcode"
      case .lastInstruction: "the last instruction does not end a block"
      case .startPosition: "the run would start where no instruction does"
      }
    }
  }

  extension PVMError.AssemblyElement {
    /// The element in a sentence.
    var phrase: String {
      switch self {
      case .register: "a register, r0 to r12"
      case .number: "a number"
      case .bytes: "bytes in hexadecimal"
      case .target: "a label or '@' and a code index"
      case .memoryOperand: "a memory operand in brackets"
      case .comma: "','"
      case .closingBracket: "']'"
      case .colon: "':'"
      case .statement: "an instruction, a directive or a label"
      case .endOfLine: "the end of the line"
      }
    }
  }
#endif
