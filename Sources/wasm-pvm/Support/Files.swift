import Foundation

/// Reads and writes whole files, with `-` for the standard streams and the system's reason in errors.
enum Files {
  /// The name of the standard streams on the command line.
  static let standardStream = "-"

  /// The content of a file or of standard input.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let isStandard = path == standardStream
    let descriptor = isStandard ? FileHandle.standardInput.fileDescriptor : openForReading(path)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { if !isStandard { close(descriptor) } }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // The buffer is as large as the count says.
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Foundation.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count == 0 { return content }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(isStandard ? "standard input" : path)
      }
      content += buffer[..<count]
    }
  }

  /// Writes a file, or to standard output.
  ///
  /// A regular file gets its name only when it is complete; if anything fails, what was there before
  /// is still there. A device or a pipe is written to directly.
  static func write(_ content: [UInt8], to path: String) throws(CommandFailure) {
    if path == standardStream {
      try writeAll(content, to: FileHandle.standardOutput.fileDescriptor, path: "standard output")
      return
    }
    // A symbolic link stays one: what it points to is replaced.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    if isSpecial(target) {
      // The path is a text that lives until the call has returned; likewise below.
      let descriptor = unsafe open(target, O_WRONLY)
      guard descriptor >= 0 else { throw unwritable(path) }
      defer { close(descriptor) }
      try writeAll(content, to: descriptor, path: path)
      return
    }
    let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    do throws(CommandFailure) {
      defer { close(descriptor) }
      try writeAll(content, to: descriptor, path: path)
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    guard unsafe rename(temporary, target) == 0 else {
      let failure = unwritable(path)
      _ = unsafe unlink(temporary)
      throw failure
    }
  }

  /// Opens a file for writing bit by bit, without what was in it; standard output for `-`.
  static func openForWriting(_ path: String) throws(CommandFailure) -> Int32 {
    if path == standardStream { return FileHandle.standardOutput.fileDescriptor }
    // The path is a text that lives until the call has returned.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    return descriptor
  }

  /// A descriptor for a file, or a negative number.
  private static func openForReading(_ path: String) -> Int32 {
    // The path is a text that lives until the call has returned.
    unsafe open(path, O_RDONLY)
  }

  /// Whether something is there that is not a regular file, so that it must not be replaced.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    // The structure lives until the call has returned.
    guard unsafe stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG
  }

  /// Writes everything, however often the system has to be asked.
  static func writeAll(
    _ content: [UInt8], to descriptor: Int32, path: String
  ) throws(CommandFailure) {
    var start = 0
    while start < content.count {
      // The buffer is as large as the count says, and `start` is below it.
      let count = unsafe content.withUnsafeBytes { bytes in
        unsafe Foundation.write(
          descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw unwritable(path)
      }
    }
  }

  /// The failure to read, with the reason of the last system call.
  private static func unreadable(_ path: String) -> CommandFailure {
    CommandFailure(.unreadable(path: path, reason: reason()))
  }

  /// The failure to write, with the reason of the last system call.
  private static func unwritable(_ path: String) -> CommandFailure {
    CommandFailure(.unwritable(path: path, reason: reason()))
  }

  /// Why the last system call failed.
  private static func reason() -> String {
    // The C library's message is a constant string.
    unsafe String(cString: strerror(errno))
  }
}
