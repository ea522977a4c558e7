#if !hasFeature(Embedded)
  internal import Support

  /// Why a PolkaVM container was rejected.
  public struct PolkaVMError: Error, Equatable, Sendable {
    /// The parts of a container, for messages.
    public enum Part: String, CaseIterable, Sendable {
      /// Magic number, version and length.
      case header = "the header"
      /// The number of a section, its length, or its content.
      case section = "a section"
      /// The sizes of data and stack.
      case memoryConfig = "the memory configuration"
      /// The read-only data.
      case readOnlyData = "the read-only data"
      /// The read-write data.
      case readWriteData = "the read-write data"
      /// The stack.
      case stack = "the stack"
      /// The names of host calls.
      case imports = "the imports"
      /// The names of entry points.
      case exports = "the exports"
      /// Code, jump table and instruction starts.
      case code = "the code"
      /// The texts of the debug information.
      case debugStrings = "the debug strings"
      /// Where the code of functions comes from.
      case linePrograms = "the line programs"
      /// Which code the line programs are about.
      case lineProgramRanges = "the ranges of the line programs"
    }

    /// What can be wrong.
    public enum Kind: Equatable, Sendable {
      /// The container, or a section, ends inside something.
      case truncated(Part)
      /// A number has more than 32 bits or is not in its shortest form.
      case invalidNumber(Part)
      /// There is no such version.
      case unknownVersion(UInt8)
      /// Programs of this instruction set are not read.
      case unsupportedSet(PolkaVMInstructionSet)
      /// The instruction set has not the numbers of this release.
      case wrongRelease(PolkaVMInstructionSet, Target.Release)
      /// The length in the header, in bytes, is not that of the file.
      case wrongLength(announced: UInt64, actual: Int)
      /// A section that may not be here, by its number.
      case unexpectedSection(UInt8)
      /// A size in bytes, or a count of imports, exceeds what a program may have.
      case tooLarge(Part, size: UInt64, limit: UInt64)
      /// Parts contradict each other, or bytes are left over.
      case inconsistent(Part)
      /// There is no code.
      case noCode
      /// An instruction of PolkaVM's own, by its name, at a code index.
      case foreignInstruction(PolkaVMInstructionSet, name: String, pc: Int)
      /// A line program says something that means nothing.
      case invalidLineProgram
    }

    /// What is wrong.
    public let kind: Kind
    /// The byte offset in the file, or in the section for what is inside the debug information.
    public let offset: Int

    /// Creates an error.
    public init(_ kind: Kind, at offset: Int) {
      self.kind = kind
      self.offset = offset
    }
  }
#endif
