import Foundation
import Support

/// Many lines on their way to a file or to standard output, written in large pieces.
final class LineStream {
  /// Where they go.
  private let descriptor: Int32
  /// What the file is called in messages.
  private let path: String
  /// What has not been written yet.
  private var buffer: [UInt8] = []
  /// The first failure; after it lines are dropped.
  private var failure: CommandFailure?

  /// How many bytes are collected before they are written.
  private static let capacity = 1 << 16

  /// Opens a file, without what was in it; `-` is standard output.
  init(_ path: String) throws(CommandFailure) {
    descriptor = try Files.openForWriting(path)
    self.path = path == Files.standardStream ? "standard output" : path
    buffer.reserveCapacity(LineStream.capacity + 256)
  }

  deinit { if descriptor != FileHandle.standardOutput.fileDescriptor { close(descriptor) } }

  /// Adds a line, which ends with a line feed.
  func write(_ line: String) {
    buffer += line.visibleLines.utf8
    if buffer.count >= LineStream.capacity { flush() }
  }

  /// Writes what is left.
  ///
  /// - Throws: the first failure since the stream was opened.
  func finish() throws(CommandFailure) {
    flush()
    if let failure { throw failure }
  }

  /// Writes what has been collected.
  private func flush() {
    defer { buffer.removeAll(keepingCapacity: true) }
    if failure != nil { return }
    do throws(CommandFailure) {
      try Files.writeAll(buffer, to: descriptor, path: path)
    } catch {
      failure = error
    }
  }
}
