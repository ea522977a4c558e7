// Embedded Swift: counts the words of a text and gives the longest. The argument bytes are the text;
// the output is the number of words (32 bits, little-endian), then the longest word.
//
//   $ swiftc -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -wmo -Osize -parse-as-library -Xcc -mbulk-memory -c -o words.o Examples/swift-embedded/words.swift
//   $ wasm-ld-19 --no-entry -o Examples/swift-embedded/words.wasm words.o
//   $ wasm-pvm run Examples/swift-embedded/words.wasm 746865207175696320627261776e20666f78
//   exit: halt
//   output: 04000000627261776e
//
// The module is committed, so that the example runs without these tools.

/// Bytes that separate words: spaces, tabs, line ends.
private func isSeparator(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

/// A stretch of the text.
private struct Word {
  var start = 0
  var length = 0
}

/// The number of words, and the longest of them, the first if there are several.
private func scan(_ text: UnsafeBufferPointer<UInt8>) -> (count: UInt32, longest: Word) {
  var count: UInt32 = 0
  var longest = Word()
  var current = Word()
  for (index, byte) in text.enumerated() {
    if isSeparator(byte) {
      current = Word(start: index + 1)
      continue
    }
    if current.length == 0 { count += 1 }
    current.length += 1
    if current.length > longest.length { longest = current }
  }
  return (count, longest)
}

/// The most bytes of output.
private let capacity = 4096

/// Where the output goes.
private nonisolated(unsafe) var output: InlineArray<4096, UInt8> = .init(repeating: 0)

/// The entry point: arguments as address and length, result as address | length << 32.
@_expose(wasm, "main")
@_cdecl("words")
public func words(_ arguments: UnsafePointer<UInt8>, _ length: Int32) -> UInt64 {
  let text = UnsafeBufferPointer(start: arguments, count: Int(length))
  let (count, longest) = scan(text)
  return withUnsafeMutableBytes(of: &output) { bytes in
    bytes.storeBytes(of: count.littleEndian, as: UInt32.self)
    let size = min(longest.length, capacity - 4)
    for index in 0..<size { bytes[4 + index] = text[longest.start + index] }
    return UInt64(UInt(bitPattern: bytes.baseAddress)) | UInt64(4 + size) << 32
  }
}
