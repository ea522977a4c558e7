/// The parts of a function's name, as compilers of C++, Rust and Swift write them.
struct FunctionName {
  /// The name without generic arguments, parameters and hashes: what all instantiations of a function have in common.
  let family: String
  /// The crate or namespace, if the name has one.
  let unit: String?

  /// Takes a demangled name apart.
  init(_ name: String) {
    let withoutHash = Self.withoutHash(name)
    let family = Self.withoutArguments(withoutHash)
    self.family = family.isEmpty ? name : family
    unit = Self.unit(withoutHash)
  }

  /// A name without what the compiler puts in front of the module's: `f`, the index and a point.
  static func withoutIndex(_ name: String) -> String {
    let rest = name.utf8.dropFirst().drop { (0x30...0x39).contains($0) }
    guard name.hasPrefix("f"), rest.startIndex > name.utf8.index(after: name.utf8.startIndex),
      rest.first == UInt8(ascii: "."), rest.count > 1
    else { return name }
    return String(decoding: rest.dropFirst(), as: UTF8.self)
  }

  /// A name without what rustc puts at the end: `::h` and 16 hexadecimal digits.
  private static func withoutHash(_ name: String) -> String {
    let suffix = name.utf8.suffix(19)
    guard suffix.count == 19, suffix.starts(with: "::h".utf8),
      suffix.dropFirst(3).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return name }
    return String(decoding: name.utf8.dropLast(19), as: UTF8.self)
  }

  /// A name with empty angle brackets and without parameters. `<T as Trait>::f` stays, with what is in angle brackets in it left out.
  private static func withoutArguments(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var result: [UInt8] = []
    // Brackets at the beginning are part of the name in Rust.
    var kept = bytes.first == UInt8(ascii: "<") ? 1 : 0
    var depth = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let isArrow = byte == UInt8(ascii: ">") && index > 0 && bytes[index - 1] == UInt8(ascii: "-")
      if byte == UInt8(ascii: "("), depth == 0, kept == 0, !result.isEmpty,
        !bytes[index...].starts(with: "(anonymous namespace)".utf8)
      {
        break
      }
      if byte == UInt8(ascii: "<"), !Self.isOperator(result) {
        if index > 0 {
          if depth == 0 { result.append(byte) }
          depth += 1
        } else {
          result.append(byte)
        }
      } else if byte == UInt8(ascii: ">"), !isArrow, !Self.isOperator(result) {
        if depth > 0 {
          depth -= 1
          if depth == 0 { result.append(byte) }
        } else {
          kept = 0
          result.append(byte)
        }
      } else if depth == 0 {
        result.append(byte)
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a name ends as that of an operator, to which angle brackets may belong.
  private static func isOperator(_ name: [UInt8]) -> Bool {
    name.suffix(8).elementsEqual("operator".utf8) || name.suffix(9).elementsEqual("operator<".utf8)
      || name.suffix(9).elementsEqual("operator>".utf8)
      || name.suffix(9).elementsEqual("operator-".utf8)
  }

  /// The first part of a path.
  private static func unit(_ name: String) -> String? {
    var bytes = Array(name.utf8)[...]
    while let first = bytes.first,
      [UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "*")].contains(first)
    {
      bytes = bytes.dropFirst()
    }
    for prefix in ["mut ", "const ", "dyn ", "impl "] where bytes.starts(with: prefix.utf8) {
      bytes = bytes.dropFirst(prefix.utf8.count)
    }
    let word = bytes.prefix { byte in
      byte == UInt8(ascii: "_") || byte >= 0x80
        || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
    }
    guard !word.isEmpty, bytes[word.endIndex...].starts(with: "::".utf8) else { return nil }
    return String(decoding: word, as: UTF8.self)
  }
}
