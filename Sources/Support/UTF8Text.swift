#if !hasFeature(Embedded)
  extension String {
    /// The text with these UTF-8 bytes; nil if they are not valid UTF-8.
    public init?(validUTF8 bytes: [UInt8]) {
      self.init(decoding: bytes, as: UTF8.self)
      // Decoding replaces what is invalid, which changes the bytes.
      guard utf8.elementsEqual(bytes) else { return nil }
    }
  }
#endif
