internal import SourceLines

extension Compilation {
  /// Where the source map of a module is, as AssemblyScript writes them: a path relative to the module's folder, for
  /// `CompileOptions.sourceMap`; nil if there is none, or if it is in the module.
  public static func sourceMapPath(ofModule bytes: [UInt8]) -> String? {
    SourceLines.sourceMapPath(ofModule: bytes)
  }
}
