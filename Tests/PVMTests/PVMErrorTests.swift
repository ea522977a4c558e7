import PVM
import Support
import Testing

@Suite struct PVMErrorTests {
  /// One of each kind, with its code and message.
  @Test(arguments: [
    (PVMError.Kind.truncated(.code), "P001", "the input ends inside the code"),
    (
      .numberNotShortest(.codeLength), "P002", "the code length is not encoded in its shortest form"
    ),
    (.trailingBytes(count: 2), "P003", "2 bytes follow after the end"),
    (.maskPadding, "P004", "unused bits of the instruction-start bits are not 0"),
    (.tooLarge(.stackSize, limit: 9), "P005", "the stack size exceeds its limit of 9"),
    (.metadataVariant(3), "P006", "the metadata is of unknown variant 3"),
    (.invalidUTF8(.name), "P007", "the program name is not valid UTF-8"),
    (.unexpectedCharacter(0x21), "P008", "unexpected character '!'"),
    (.unexpectedCharacter(0x07), "P008", "unexpected byte 0x07"),
    (.expected(.comma), "P009", "expected ','"),
    (.unknownMnemonic([0x78]), "P010", "unknown instruction 'x'"),
    (.unknownDirective([0x2E]), "P011", "unknown directive '.'"),
    (.numberOutOfRange, "P012", "the number does not fit here"),
    (.duplicateLabel([0x78]), "P013", "label 'x' is defined twice"),
    (.undefinedLabel([0x78]), "P014", "label 'x' is not defined"),
    (
      .invalidOffsetSize, "P015",
      "an offset size must be 0 to 4, on an instruction with a target"
    ),
    (.targetTooFar, "P016", "the target is too far away"),
    (.invalidSymbolLine, "P017", "a line must be a start, an end and a name"),
    (.symbolsOutOfOrder, "P018", "functions must be in order and must not overlap"),
    (
      .invalidProgram(.lastInstruction, opcode: .ecalli, byte: 10), "P019",
      "not a valid program: the last instruction does not end a block (ecalli)"
    ),
    (
      .invalidProgram(.undefinedOpcode, opcode: nil, byte: 200), "P019",
      "not a valid program: an instruction starts with an undefined opcode (0xc8)"
    ),
    (.missingInstruction(.sbrk), "P020", "the target has no instruction 'sbrk'"),
  ])
  func codesAndMessages(_ kind: PVMError.Kind, _ code: String, _ message: String) {
    #expect(PVMError(kind).code == code)
    #expect(PVMError(kind).description == message)
    #expect(PVMError(kind, .offset(7)).description == "byte 7: \(message)")
    #expect(PVMError(kind, .line(3, column: 4)).description == "3:4: \(message)")
    #expect(PVMError(kind).errorClass == (code == "P005" ? .limit : .rejected))
  }

  @Test func everyFieldHasItsOwnPhrase() {
    let phrases = PVMError.Field.allCases.map { PVMError(.truncated($0)).description }
    #expect(Set(phrases).count == PVMError.Field.allCases.count)
    let elements = PVMError.AssemblyElement.allCases.map { PVMError(.expected($0)).description }
    #expect(Set(elements).count == PVMError.AssemblyElement.allCases.count)
  }

  @Test func versionsAreOrdered() {
    let (old, new) = (Target.gp07.specification, Target.gp08.specification)
    #expect(old.description == "0.7.2" && new.description == "0.8.0")
    #expect(SpecificationVersion(0, 7, 1) < old && old < new)
  }
}
