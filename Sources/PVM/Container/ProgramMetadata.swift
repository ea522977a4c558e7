#if !hasFeature(Embedded)
  internal import Support

  /// The conventional metadata of a JAM program (JIP-6): a zero byte, then program name, version
  /// and license as UTF-8 with their length, then the number of authors and each author likewise.
  /// Lengths and the number are natural numbers in their variable-length coding.
  public struct ProgramMetadata: Equatable, Sendable {
    /// The program's name.
    public var name: String
    /// The program's version.
    public var version: String
    /// The program's license, an SPDX expression by convention.
    public var license: String
    /// The program's authors, `Name <address>` by convention.
    public var authors: [String]

    /// Creates a record.
    public init(
      name: String = "", version: String = "", license: String = "", authors: [String] = []
    ) {
      self.name = name
      self.version = version
      self.license = license
      self.authors = authors
    }

    /// Decodes a record; bytes after it are ignored, as the convention asks.
    ///
    /// - Throws: `metadataVariant` if the first byte is not 0, `truncated`, `numberNotShortest` or
    ///   `invalidUTF8` with the field.
    public init(decoding bytes: [UInt8]) throws(PVMError) {
      var reader = ByteReader(bytes)
      guard let variant = reader.byte() else { throw PVMError(.truncated(.metadata), at: 0) }
      guard variant == 0 else { throw PVMError(.metadataVariant(variant), at: 0) }
      name = try ProgramMetadata.text(&reader, .name)
      version = try ProgramMetadata.text(&reader, .version)
      license = try ProgramMetadata.text(&reader, .license)
      authors = []
      let start = reader.position
      let count = try NaturalCoding.decode(&reader, .authors)
      // An author takes at least one byte, so a larger number cannot be met.
      guard count <= UInt64(reader.remaining) else {
        throw PVMError(.truncated(.authors), at: start)
      }
      for _ in 0..<count { authors.append(try ProgramMetadata.text(&reader, .authors)) }
    }

    /// The record.
    public func encoded() -> [UInt8] {
      var bytes: [UInt8] = [0]
      for text in [name, version, license] { ProgramMetadata.append(text, to: &bytes) }
      NaturalCoding.encode(UInt64(authors.count), into: &bytes)
      for author in authors { ProgramMetadata.append(author, to: &bytes) }
      return bytes
    }

    /// Reads a length and so many bytes of UTF-8.
    private static func text(
      _ reader: inout ByteReader, _ field: PVMError.Field
    ) throws(PVMError) -> String {
      let size = try NaturalCoding.decode(&reader, field)
      let start = reader.position
      guard let bytes = reader.bytes(count: size) else {
        throw PVMError(.truncated(field), at: start)
      }
      guard let text = String(validUTF8: bytes) else {
        throw PVMError(.invalidUTF8(field), at: start)
      }
      return text
    }

    /// Appends the length and the UTF-8 of a text.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
      NaturalCoding.encode(UInt64(text.utf8.count), into: &bytes)
      bytes.append(contentsOf: text.utf8)
    }
  }
#endif
