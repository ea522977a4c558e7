internal import CLLVM

/// The one place that owns and copies C strings.
enum CString {
  /// A C string of length zero that lives forever: LLVM's "no name".
  static var empty: UnsafePointer<CChar> {
    let literal: StaticString = ""
    // A static string without interpolation is a NUL-terminated UTF-8 constant.
    return unsafe UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Copies a message allocated by LLVM and frees it.
  static func take(message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message = unsafe message else { return "" }
    let text = unsafe String(cString: message)
    unsafe LLVMDisposeMessage(message)
    return text
  }

  /// Copies `length` bytes that LLVM lends.
  static func copy(_ start: UnsafePointer<CChar>?, length: Int) -> String {
    guard let start = unsafe start else { return "" }
    // LLVM returned `start` together with `length`.
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }
}
