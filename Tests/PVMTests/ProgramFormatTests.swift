import PVM
import Testing

@Suite struct ProgramFormatTests {
  @Test func modules() {
    #expect(ProgramFormat.detect([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]) == .wasm)
    // Still a module, though of an unknown version: the decoder says so.
    #expect(ProgramFormat.detect([0, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0]) == .wasm)
    #expect(ProgramFormat.detect([0, 0x61, 0x73, 0x6D]) == .wasm)
  }

  @Test(arguments: [
    ("(module)", ProgramFormat.wat), ("\n\t (module)", .wat), (";; comment\n(module)", .wat),
    ("(; block ;) (module)", .wat), (";; only a comment", .wat),
    ("; one\n;; two\r\n  (module)", .wat),
    ("trap", .assembly), ("; comment\n  jump @5", .assembly), ("@0: trap\n", .assembly),
    (".table @1", .assembly), ("\u{FEFF}trap", .assembly),
  ])
  func texts(_ text: String, _ format: ProgramFormat) {
    #expect(ProgramFormat.detect(Array(text.utf8)) == format)
  }

  @Test func everythingElse() {
    #expect(ProgramFormat.detect([]) == .unknown)
    #expect(ProgramFormat.detect([0xFF, 0xFE, 0xFD]) == .unknown)
    #expect(ProgramFormat.detect([0, 1, 2]) == .unknown)
    #expect(ProgramFormat.detect(Array("trap".utf8) + [0]) == .unknown)
  }

  @Test func containersWithMalformedPrograms() throws {
    let container = try StandardProgram(program: [1, 2, 3]).encoded()
    #expect(ProgramFormat.detect(container) == .standardProgram)
    #expect(ProgramFormat.detect(ProgramFile(container: container).encoded()) == .jam)
  }

  @Test func damagedFilesWithMetadataAreStillFiles() throws {
    let container = try StandardProgram(program: ProgramBlob().encoded()).encoded()
    let metadata = ProgramMetadata(name: "x").encoded()
    let file = ProgramFile(metadata: metadata, container: container).encoded()
    for length in metadata.count + 1..<file.count {
      #expect(ProgramFormat.detect(Array(file[..<length])) == .jam)
    }
    #expect(ProgramFormat.detect(file + [0]) == .jam)
  }

  @Test func thePrecedenceIsThatOfWellFormedPrograms() throws {
    // A blob that is a container by its lengths, too, is a blob, because that container's program
    // is malformed.
    let blob = ProgramBlob(code: [], mask: OpcodeMask()).encoded()
    #expect(ProgramFormat.detect(blob) == .blob)
  }
}
