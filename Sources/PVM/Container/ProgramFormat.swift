#if !hasFeature(Embedded)
  internal import Support

  /// What a file holds, told by its content.
  public enum ProgramFormat: UInt8, CaseIterable, Sendable {
    /// A WebAssembly binary module.
    case wasm
    /// A WebAssembly text module.
    case wat
    /// A JAM program file: metadata, then a standard program.
    case jam
    /// A standard program without metadata.
    case standardProgram
    /// A bare program blob.
    case blob
    /// A container of PolkaVM's toolchain.
    case polkaVM
    /// PVM assembly text.
    case assembly
    /// None of these.
    case unknown

    /// Tells what the bytes are.
    ///
    /// Modules and PolkaVM's containers have a signature. JAM's formats have none, but their lengths must add up exactly. If they do for
    /// several formats, one whose program blob is well-formed wins, then the outermost. A file whose
    /// lengths do not add up still counts as `jam` if it starts with conventional metadata, so that
    /// decoding it says what is wrong.
    public static func detect(_ bytes: [UInt8]) -> ProgramFormat {
      if bytes.starts(with: PolkaVMContainer.magic) { return .polkaVM }
      let hasMagic = bytes.starts(with: [0x00, 0x61, 0x73, 0x6D])
      if hasMagic, bytes.dropFirst(4).starts(with: [0x01, 0x00, 0x00, 0x00]) { return .wasm }
      let file = try? ProgramFile(decoding: bytes)
      let inner = file.flatMap { try? StandardProgram(decoding: $0.container) }
      let bare = try? StandardProgram(decoding: bytes)
      if isProgram(inner?.program) { return .jam }
      if isProgram(bare?.program) { return .standardProgram }
      if isProgram(bytes) { return .blob }
      if inner != nil { return .jam }
      if bare != nil { return .standardProgram }
      if hasMagic { return .wasm }
      if let text = detectText(bytes) { return text }
      if let file, !file.metadata.isEmpty,
        (try? ProgramMetadata(decoding: file.metadata)) != nil
      {
        return .jam
      }
      return .unknown
    }

    /// Whether there are bytes and they are a well-formed program blob.
    private static func isProgram(_ bytes: [UInt8]?) -> Bool {
      guard let bytes else { return false }
      return (try? ProgramBlob(decoding: bytes)) != nil
    }

    /// Tells the two texts apart: after white space and comments, a module starts with a
    /// parenthesis. Nil if the bytes are not text.
    private static func detectText(_ bytes: [UInt8]) -> ProgramFormat? {
      guard !bytes.isEmpty, String(validUTF8: bytes) != nil,
        !bytes.contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) })
      else { return nil }
      var index = 0
      while index < bytes.count {
        switch bytes[index] {
        case 0x09...0x0D, 0x20: index += 1
        case UInt8(ascii: ";"):
          while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        case UInt8(ascii: "("): return .wat
        default: return .assembly
        }
      }
      return .wat
    }
  }
#endif
