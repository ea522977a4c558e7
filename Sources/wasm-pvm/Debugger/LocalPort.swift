import Foundation

/// A port of this machine that one client connects to.
enum LocalPort {
  /// Waits for a client; the result is the connection.
  ///
  /// - Parameters:
  ///   - port: the port, or 0 for any that is free.
  ///   - announce: told the port when it can be connected to.
  static func connection(_ port: UInt16, announce: (UInt16) -> Void) throws -> Int32 {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw failure(port) }
    defer { close(listener) }
    var reuse: Int32 = 1
    // The sizes are those of the values; likewise below.
    _ = unsafe setsockopt(
      listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    // Nobody else than this machine.
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(listener, pointer, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, pointer, &size) == 0
      }
    }
    guard isBound else { throw failure(port) }
    announce(UInt16(bigEndian: address.sin_port))
    while true {
      let connection = accept(listener, nil, nil)
      if connection >= 0 { return connection }
      guard errno == EINTR else { throw failure(port) }
    }
  }

  /// The failure to use a port, with the reason of the last system call.
  private static func failure(_ port: UInt16) -> CommandFailure {
    // The C library's message is a constant string.
    CommandFailure(.port(port, reason: unsafe String(cString: strerror(errno))))
  }
}
