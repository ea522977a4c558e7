import Foundation
import Support

/// The words of the command line, which need not be UTF-8: file names are any bytes.
enum CommandLineText {
  /// The arguments without the program's name. What is not UTF-8 becomes scalars that ``Files/systemPath(_:)`` turns back into
  /// the bytes.
  static var arguments: [String] {
    let count = Int(CommandLine.argc)
    guard count > 1 else { return [] }
    return (1..<count).compactMap { index in
      // The process has so many arguments, each ending with a zero byte.
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { return nil }
      let length = unsafe strlen(argument)
      let bytes = unsafe UnsafeRawBufferPointer(start: argument, count: length)
      return unsafe String(reversibly: Array(bytes))
    }
  }
}
