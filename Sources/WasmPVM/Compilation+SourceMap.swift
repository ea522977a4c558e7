internal import SourceLines

extension Compilation {
  /// Whether a binary module says where its code comes from: by DWARF, or by naming a source map.
  public static func namesSource(module bytes: [UInt8]) -> Bool {
    SourceLines.areNamed(inModule: bytes)
  }

  /// Where the source map of a module is, as AssemblyScript writes them: a path relative to the module's folder, for
  /// `CompileOptions.sourceMap`; nil if there is none, or if it is in the module.
  public static func sourceMapPath(ofModule bytes: [UInt8]) -> String? {
    SourceLines.sourceMapPath(ofModule: bytes)
  }
}
