internal import LLVM

/// What the compiler is made of.
public enum Toolchain {
  /// The version of LLVM: that of the library that is linked in this process.
  public static var llvm: String { LibraryVersion.text }

  /// The version of the Swift compiler that this library was built with, as far as the language tells.
  public static var swift: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
