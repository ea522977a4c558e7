internal import PVM

/// Writes containers as PolkaVM's toolchain does, and damaged ones.
public struct PolkaVMWriter {
  /// The version byte.
  public var version: UInt8 = 3
  /// The sections in order: number and content.
  public var sections: [(number: UInt8, content: [UInt8])] = []

  /// Creates an empty container.
  public init(version: UInt8 = 3) { self.version = version }

  /// A container of a program.
  ///
  /// - Parameters:
  ///   - sizes: those of read-only and read-write memory and of the stack; nil leaves the section out.
  ///   - exports: code indices and names.
  public init(
    _ program: [UInt8], version: UInt8 = 3, sizes: (UInt64, UInt64, UInt64)? = (0, 0, 4096),
    readOnly: [UInt8] = [], readWrite: [UInt8] = [], imports: [String] = [],
    exports: [(pc: UInt64, name: String)] = []
  ) {
    self.version = version
    if let sizes {
      sections.append((1, Self.number(sizes.0) + Self.number(sizes.1) + Self.number(sizes.2)))
    }
    if !readOnly.isEmpty { sections.append((2, readOnly)) }
    if !readWrite.isEmpty { sections.append((3, readWrite)) }
    if !imports.isEmpty { sections.append((4, Self.imports(imports))) }
    if !exports.isEmpty {
      sections.append(
        (
          5,
          exports.reduce(into: Self.number(UInt64(exports.count))) {
            $0 += Self.number($1.pc) + Self.text($1.name)
          }
        ))
    }
    sections.append((6, program))
  }

  /// The container.
  public func encoded() -> [UInt8] {
    var body: [UInt8] = []
    for section in sections {
      body.append(section.number)
      body += Self.number(UInt64(section.content.count)) + section.content
    }
    body.append(0)
    let length = UInt64(13 + body.count)
    return Array("PVM\0".utf8) + [version]
      + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      + body
  }

  /// A number of varying size.
  public static func number(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    NaturalCoding.encode(value, into: &bytes)
    return bytes
  }

  /// A text behind its length.
  public static func text(_ text: String) -> [UInt8] {
    number(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  /// A number of 32 bits.
  public static func word(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  /// The content of the section of imports.
  public static func imports(_ names: [String]) -> [UInt8] {
    var starts: [UInt8] = []
    var texts: [UInt8] = []
    for name in names {
      starts += word(UInt32(texts.count))
      texts += Array(name.utf8)
    }
    return number(UInt64(names.count)) + starts + texts
  }
}
