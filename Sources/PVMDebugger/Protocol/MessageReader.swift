/// Cuts a stream of bytes into the messages of the debug adapter protocol: a header `Content-Length: N`, an empty line, N bytes.
public struct MessageReader {
  /// Why a stream makes no sense; nothing behind it can be read.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// A header has no end, or none soon.
    case headerTooLong
    /// A line of a header is none.
    case malformedLine(String)
    /// A header has no length.
    case missingLength
    /// A length is no number, or too large.
    case badLength(String)

    /// The failure in words.
    public var description: String {
      switch self {
      case .headerTooLong:
        "a header has more than \(MessageReader.maximumHeader) bytes without an empty line"
      case .malformedLine(let line): "'\(line)' is no line of a header: NAME: VALUE is expected"
      case .missingLength: "a header has no Content-Length"
      case .badLength(let text):
        "Content-Length is '\(text)': a number up to \(MessageReader.maximumBody) is expected"
      }
    }
  }

  /// What has been read and is not used.
  private var buffer: [UInt8] = []
  /// The length of the message whose header has been read.
  private var length: Int?

  /// How many bytes a header has at most.
  static let maximumHeader = 4096
  /// How many bytes a message has at most.
  static let maximumBody = 1 << 24

  /// Starts with nothing.
  public init() {}

  /// Adds bytes.
  public mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

  /// Whether there is the beginning of a message.
  public var isInMessage: Bool { length != nil || !buffer.isEmpty }

  /// Takes the next message; nil if not all of it is there yet.
  public mutating func next() throws(Failure) -> [UInt8]? {
    if length == nil { length = try header() }
    guard let count = length, buffer.count >= count else { return nil }
    let body = Array(buffer[..<count])
    buffer.removeFirst(count)
    length = nil
    return body
  }

  /// Takes a header; nil if not all of it is there yet.
  private mutating func header() throws(Failure) -> Int? {
    let end = Array("\r\n\r\n".utf8)
    guard
      let start = buffer.indices.first(where: {
        $0 <= MessageReader.maximumHeader && buffer[$0...].starts(with: end)
      })
    else {
      if buffer.count > MessageReader.maximumHeader { throw .headerTooLong }
      return nil
    }
    var length: Int?
    let text = String(decoding: buffer[..<start], as: UTF8.self)
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      guard let colon = line.firstIndex(of: ":") else {
        throw .malformedLine(String(line.prefix(60)))
      }
      guard line[..<colon].lowercased() == "content-length" else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      guard let number = Int(value), (0...MessageReader.maximumBody).contains(number) else {
        throw .badLength(String(value.prefix(60)))
      }
      length = number
    }
    guard let length else { throw .missingLength }
    buffer.removeFirst(start + end.count)
    return length
  }

  /// A message with its header.
  public static func framed(_ message: JSONValue) -> [UInt8] {
    let body = Array(message.text.utf8)
    return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }
}
