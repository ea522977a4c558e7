internal import CDWARF
internal import Support

/// The source lines of a WebAssembly module, from the DWARF debug information in its custom sections
/// ("DWARF for WebAssembly": addresses are offsets in the contents of the code section).
///
/// LLVM reads the DWARF. Damaged information is not found; it is never an error.
@safe public final class SourceLines {
  /// A place in the source.
  public struct Frame: Hashable, Sendable {
    /// The name of the function, empty if it is not known.
    public var function: String
    /// The path of the file, empty if it is not known.
    public var file: String
    /// The line from 1, or 0 if it is not known.
    public var line: Int
    /// The column from 1, or 0 if it is not known.
    public var column: Int

    /// Creates a place.
    public init(function: String, file: String, line: Int, column: Int) {
      self.function = function
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// LLVM's reader.
  private let context: OpaquePointer
  /// Where the contents of the code section start.
  private let codeStart: Int

  /// Reads a module; nil if it has no debug information.
  public init?(module bytes: [UInt8]) {
    let sections = ModuleSections(bytes)
    guard sections.debug.contains(where: { $0.name == ".debug_info" }) else { return nil }
    codeStart = sections.codeStart
    unsafe context = CDWARFCreate()
    for section in sections.debug {
      // The reader copies the bytes.
      unsafe bytes[section.range].withUnsafeBufferPointer {
        unsafe CDWARFAddSection(context, section.name, $0.baseAddress, $0.count)
      }
    }
    unsafe CDWARFLoad(context)
  }

  deinit { unsafe CDWARFDispose(context) }

  /// How many mistakes in the debug information were met so far.
  public var errorCount: Int { Int(clamping: unsafe CDWARFErrorCount(context)) }

  /// The place in the source of the instruction at an offset in the module's bytes, then the calls that the source's compiler
  /// inlined around it, innermost first; empty if nothing is known.
  public func frames(at offset: Int) -> [Frame] {
    guard offset >= codeStart else { return [] }
    var frames: [Frame] = []
    unsafe withUnsafeMutablePointer(to: &frames) { pointer in
      unsafe CDWARFVisitFrames(
        context, UInt64(offset - codeStart),
        { user, function, file, line, column in
          // `user` is the array above, alive until the visit ends; the strings end with a NUL.
          unsafe user?.assumingMemoryBound(to: [Frame].self).pointee.append(
            Frame(
              function: String(cString: function), file: String(cString: file), line: Int(line),
              column: Int(column)))
        }, pointer)
    }
    // A place without a line says nothing.
    return frames.contains { $0.line > 0 } ? frames : []
  }
}
