#if !hasFeature(Embedded)
  extension String {
    /// The text with escapes in place of all that a terminal would act on or not show, for text that comes from outside:
    /// names, metadata, paths.
    ///
    /// These are control characters, separators of lines, marks that change the direction of text, and characters without
    /// width: `\u{1b}`. A byte of a file name that is not UTF-8 is `\xNN` (see ``init(reversibly:)``).
    public var visible: String { escaped(keepsLines: false) }

    /// The same for text of several lines, with line feeds and tabs as they are: what is about to be printed.
    public var visibleLines: String { escaped(keepsLines: true) }

    /// The text with escapes.
    private func escaped(keepsLines: Bool) -> String {
      // Almost all text is printable ASCII.
      if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || keepsLines && ($0 == 0x0A || $0 == 0x09) })
      {
        return self
      }
      var text = ""
      for scalar in unicodeScalars {
        if keepsLines, scalar == "\n" || scalar == "\t" {
          text.unicodeScalars.append(scalar)
        } else if let byte = scalar.hiddenByte {
          text += "\\x" + Hex.string(UInt64(byte), width: 2)
        } else if scalar.isInvisible {
          text += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
      return text
    }

    /// The text of bytes that need not be UTF-8: what is not is a ``Unicode/Scalar`` for each byte, so that ``reversedBytes`` gives
    /// the bytes back.
    public init(reversibly bytes: [UInt8]) {
      var rest = bytes[...]
      self.init()
      while !rest.isEmpty {
        // The longest valid beginning that is a single scalar is one to four bytes long.
        let count = (1...4).first { count in
          let text = String(decoding: rest.prefix(count), as: UTF8.self)
          return text.unicodeScalars.count == 1 && text.utf8.elementsEqual(rest.prefix(count))
            && text.unicodeScalars.first?.hiddenByte == nil
        }
        if let count, count <= rest.count {
          self += String(decoding: rest.prefix(count), as: UTF8.self)
          rest = rest.dropFirst(count)
        } else if let byte = rest.popFirst() {
          unicodeScalars.append(Unicode.Scalar(hiding: byte))
        }
      }
    }

    /// The bytes of a text made by ``init(reversibly:)``.
    public var reversedBytes: [UInt8] {
      unicodeScalars.flatMap { scalar in scalar.hiddenByte.map { [$0] } ?? Array(scalar.utf8) }
    }
  }

  extension Unicode.Scalar {
    /// The first of the 256 scalars that stand for bytes: private ones, the last but two.
    private static let firstHiddenByte: UInt32 = 0x10_FE00

    /// The scalar that stands for a byte that is no part of UTF-8.
    fileprivate init(hiding byte: UInt8) {
      self = Unicode.Scalar(Self.firstHiddenByte + UInt32(byte)) ?? "\u{FFFD}"
    }

    /// The byte that the scalar stands for, if it is one of those.
    fileprivate var hiddenByte: UInt8? {
      value >= Self.firstHiddenByte ? UInt8(exactly: value - Self.firstHiddenByte) : nil
    }

    /// Whether a terminal would act on the scalar or not show it.
    public var isInvisible: Bool {
      switch value {
      case 0...0x1F, 0x7F...0x9F: true
      // Soft hyphen, marks of direction, characters without width, separators, and tags.
      case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF9...0xFFFB, 0xE_0000...0xE_007F:
        true
      default: false
      }
    }
  }
#endif
