#if !hasFeature(Embedded)
  internal import PVM
  public import Support

  extension MachineError: CodedError {
    /// The stable code of the kind.
    public var code: String {
      switch kind {
      case .malformedProgram: "R001"
      case .argumentsTooLarge: "R002"
      case .codeTooLarge: "R003"
      case .malformedRecord: "R004"
      case .wrongByteCount: "R005"
      case .misplacedRecord: "R006"
      case .missingRecord: "R007"
      case .unmappedInitialMemory: "R008"
      }
    }

    /// Too large is a limit, everything else is wrong input.
    public var errorClass: ErrorClass {
      switch kind {
      case .argumentsTooLarge, .codeTooLarge: .limit
      default: .rejected
      }
    }

    /// The error in words.
    public var description: String {
      let place = line.map { "line \($0): " } ?? ""
      return place + message
    }

    /// What is wrong, without the place.
    private var message: String {
      switch kind {
      case .malformedProgram(let error):
        "malformed program: \(error)"
      case .argumentsTooLarge(let count):
        "\(count) bytes of arguments, at most \(MachineError.maximumArguments) are allowed"
      case .codeTooLarge(let count):
        "\(count) bytes of code, at most \(MachineError.maximumCode) are supported"
      case .malformedRecord(let record):
        "malformed '\(record.rawValue)' record"
      case .wrongByteCount(let announced, let actual):
        "\(announced) bytes are announced, but there are \(actual)"
      case .misplacedRecord(let record):
        "a '\(record.rawValue)' record is not allowed here"
      case .missingRecord(let record):
        "a '\(record.rawValue)' record is missing"
      case .unmappedInitialMemory(let address):
        "the program has no memory at 0x\(Hex.string(UInt64(address), width: 8))"
      }
    }
  }
#endif
