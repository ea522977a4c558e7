internal import CDWARF
internal import Support

/// The source lines of a WebAssembly module, from the DWARF debug information in its custom sections
/// ("DWARF for WebAssembly": addresses are offsets in the contents of the code section), or else from a source map.
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

  /// LLVM's reader; nil if there is no DWARF.
  let context: OpaquePointer?
  /// The source map, if there is one.
  private let map: SourceMapLines?
  /// Whether there is a source map that cannot be read.
  private let hasBadMap: Bool
  /// Where the contents of the code section start.
  let codeStart: Int

  /// Reads a module; nil if nothing says where its code comes from.
  ///
  /// - Parameter sourceMap: the source map that the module names, if it is a file of its own.
  public init?(module bytes: [UInt8], sourceMap: [UInt8]? = nil) {
    let sections = ModuleSections(bytes)
    codeStart = sections.codeStart
    guard sections.debug.contains(where: { $0.name == ".debug_info" }) else {
      unsafe context = nil
      let text = sourceMap ?? Self.inlineMap(sections, bytes)
      map = text.flatMap { SourceMapLines($0) }
      hasBadMap = text != nil && map == nil
      if text == nil { return nil }
      return
    }
    map = nil
    hasBadMap = false
    let context = unsafe CDWARFCreate()
    unsafe self.context = context
    for section in sections.debug {
      // The reader copies the bytes.
      unsafe bytes[section.range].withUnsafeBufferPointer {
        unsafe CDWARFAddSection(context, section.name, $0.baseAddress, $0.count)
      }
    }
    unsafe CDWARFLoad(context)
  }

  /// Whether a module says where its code comes from: by DWARF, or by naming a source map.
  public static func areNamed(inModule bytes: [UInt8]) -> Bool {
    let sections = ModuleSections(bytes)
    return sections.sourceMapURL != nil || sections.debug.contains { $0.name == ".debug_info" }
  }

  /// Where the source map of a module is, relative to the module; nil if it names none in its folder or below, or has it in itself.
  public static func sourceMapPath(ofModule bytes: [UInt8]) -> String? {
    guard let url = sourceMapURL(ModuleSections(bytes), bytes), !url.hasPrefix("data:"),
      !url.contains("://"), !url.hasPrefix("/"), !url.split(separator: "/").contains("..")
    else { return nil }
    return url.hasPrefix("./") ? String(url.dropFirst(2)) : url
  }

  /// The text in the section that names the source map.
  private static func sourceMapURL(_ sections: ModuleSections, _ bytes: [UInt8]) -> String? {
    sections.sourceMapURL.flatMap { ModuleSections.text(bytes, in: $0.range) }
  }

  /// The source map in the module itself.
  private static func inlineMap(_ sections: ModuleSections, _ bytes: [UInt8]) -> [UInt8]? {
    guard let url = sourceMapURL(sections, bytes), url.hasPrefix("data:"),
      let comma = url.firstIndex(of: ",")
    else { return nil }
    let content = url[url.index(after: comma)...]
    return url[..<comma].hasSuffix(";base64") ? Base64.bytes(content.utf8) : Array(content.utf8)
  }

  deinit { unsafe context.map { unsafe CDWARFDispose($0) } }

  /// How many mistakes in the debug information were met so far.
  public var errorCount: Int {
    guard let context = unsafe context else { return hasBadMap ? 1 : 0 }
    return Int(clamping: unsafe CDWARFErrorCount(context))
  }

  /// The place in the source of the instruction at an offset in the module's bytes, then the calls that the source's compiler
  /// inlined around it, innermost first; empty if nothing is known.
  public func frames(at offset: Int) -> [Frame] {
    guard offset >= codeStart else { return [] }
    guard let context = unsafe context else { return map?.frame(at: offset).map { [$0] } ?? [] }
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
