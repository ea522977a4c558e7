#if !hasFeature(Embedded)
  public import Support

  extension PolkaVMError: CodedError {
    /// The stable code of the kind.
    public var code: String {
      switch kind {
      case .truncated: "V001"
      case .invalidNumber: "V002"
      case .unknownVersion: "V003"
      case .unsupportedSet: "V004"
      case .wrongRelease: "V005"
      case .wrongLength: "V006"
      case .unexpectedSection: "V007"
      case .tooLarge: "V008"
      case .inconsistent: "V009"
      case .noCode: "V010"
      case .foreignInstruction: "V011"
      case .invalidLineProgram: "V012"
      }
    }

    /// What is known but not read is unsupported, too large is a limit, everything else is wrong input.
    public var errorClass: ErrorClass {
      switch kind {
      case .unknownVersion, .unsupportedSet, .foreignInstruction: .unsupported
      case .tooLarge: .limit
      default: .rejected
      }
    }

    /// The place and what is wrong.
    public var description: String { "PolkaVM container, byte \(offset): \(message)" }

    /// What is wrong, without the place.
    public var message: String {
      switch kind {
      case .truncated(let part): "\(part.rawValue) end\(part.verbEnding) too early"
      case .invalidNumber(let part):
        "a number in \(part.rawValue) has more than 32 bits or is not encoded in its shortest form"
      case .unknownVersion(let version):
        "version \(version) is not known; \(Self.readVersions) are read: link the program with --instruction-set jam_v1"
      case .unsupportedSet(let set):
        "the instruction set \(set.name) (version \(set.rawValue)) has 32-bit registers; \(Self.readVersions) are read: link the "
          + "program for a 64-bit target with --instruction-set jam_v1"
      case .wrongRelease(let set, let release):
        "the instruction set \(set.name) has not the numbers of \(Target(release).name); leave --target out"
      case .wrongLength(let announced, let actual):
        "the header announces \(announced) bytes, and the file has \(actual)"
      case .unexpectedSection(let number):
        "section \(number) is not known here; it is optional only from 128 on"
      case .tooLarge(let part, let size, let limit):
        "\(part.rawValue) would have \(size), and at most \(limit) are possible"
      case .inconsistent(let part):
        "\(part.rawValue) contradict\(part.verbEnding) what is announced"
      case .noCode: "there is no code"
      case .foreignInstruction(let set, let name, let pc):
        "the code has \(name) at pc \(pc), which \(set.name) has and no release of the Gray Paper: link the program with "
          + "--instruction-set jam_v1"
      case .invalidLineProgram: "a line program has an instruction that does not exist"
      }
    }

    /// The versions that are read, with their names.
    private static var readVersions: String {
      PolkaVMInstructionSet.allCases.filter { !$0.releases.isEmpty }
        .map { "\($0.rawValue) (\($0.name))" }.joined(separator: ", ")
    }
  }

  extension PolkaVMError.Part {
    /// What a verb ends in whose subject the part is.
    fileprivate var verbEnding: String {
      switch self {
      case .imports, .exports, .debugStrings, .linePrograms, .lineProgramRanges: ""
      default: "s"
      }
    }
  }
#endif
