#if !hasFeature(Embedded)
  internal import Support

  /// A program of PolkaVM's toolchain: sections behind the magic number `PVM\0` (`Docs/PolkaVM.md`).
  public struct PolkaVMContainer: Equatable, Sendable {
    /// A place in the code with a name.
    public struct Export: Equatable, Sendable {
      /// The code index.
      public var pc: UInt32
      /// The name, any bytes.
      public var name: [UInt8]
    }

    /// How many bytes sections take.
    public struct SectionSize: Equatable, Sendable {
      /// The number that says what it is.
      public var number: UInt8
      /// The bytes of its content.
      public var size: Int
    }

    /// The instruction set.
    public var instructionSet: PolkaVMInstructionSet
    /// The size of the read-only memory in bytes; zeros follow the data.
    public var readOnlySize: UInt32 = 0
    /// The size of the read-write memory in bytes; zeros follow the data.
    public var readWriteSize: UInt32 = 0
    /// The size of the stack in bytes.
    public var stackSize: UInt32 = 0
    /// The read-only data.
    public var readOnlyData: [UInt8] = []
    /// The read-write data.
    public var readWriteData: [UInt8] = []
    /// The names of host calls by the index that `ecalli` has; an empty name stands for none.
    public var imports: [[UInt8]] = []
    /// The entry points.
    public var exports: [Export] = []
    /// Code and jump table: a program blob, possibly malformed.
    public var program: [UInt8] = []
    /// The texts of the debug information.
    public var debugStrings: [UInt8] = []
    /// The line programs, their version in front.
    public var linePrograms: [UInt8] = []
    /// Which code each line program is about.
    public var lineProgramRanges: [UInt8] = []
    /// The sections in the order of the file.
    public private(set) var sections: [SectionSize] = []

    /// The bytes that every container begins with.
    public static let magic: [UInt8] = Array("PVM\0".utf8)

    /// The most imports that there may be.
    public static let maximumImportCount = 1024

    /// The sections that programs must be read by.
    private enum Section: UInt8 {
      case end = 0
      case memoryConfig
      case readOnlyData
      case readWriteData
      case imports
      case exports
      case code
      case debugStrings = 128
      case linePrograms
      case lineProgramRanges

      /// The number from which on sections may be left out by readers.
      static let firstOptional: UInt8 = 128
    }

    /// Reads a container; looks neither into the program blob nor into the debug information.
    ///
    /// - Throws: `PolkaVMError` with the first thing that is wrong.
    /// - Complexity: linear in the number of bytes, whatever the sizes in it say.
    public init(decoding bytes: [UInt8]) throws(PolkaVMError) {
      var reader = PolkaVMReader(bytes, offset: 0)
      let header = try reader.bytes(count: 5, .header)
      guard header.starts(with: Self.magic) else {
        throw PolkaVMError(.inconsistent(.header), at: 0)
      }
      guard let set = PolkaVMInstructionSet(rawValue: header[4]) else {
        throw PolkaVMError(.unknownVersion(header[4]), at: 4)
      }
      if set.releases.isEmpty { throw PolkaVMError(.unsupportedSet(set), at: 4) }
      instructionSet = set
      let announced = try reader.littleEndian(byteCount: 8, .header)
      guard announced == UInt64(bytes.count) else {
        throw PolkaVMError(.wrongLength(announced: announced, actual: bytes.count), at: 5)
      }
      var previous: UInt8 = 0
      while true {
        let start = reader.position
        let number = try reader.byte(.section)
        if number == Section.end.rawValue { break }
        // Mandatory sections come in order; readers may meet optional ones that they do not know.
        let section = Section(rawValue: number)
        guard number >= Section.firstOptional || section != nil && number > previous,
          !sections.contains(where: { $0.number == number && section != nil })
        else { throw PolkaVMError(.unexpectedSection(number), at: start) }
        previous = number
        var content = try reader.section()
        sections.append(SectionSize(number: number, size: content.remaining))
        if let section { try read(section, &content) }
      }
      guard reader.remaining == 0 else {
        throw PolkaVMError(.inconsistent(.header), at: reader.position)
      }
      if program.isEmpty { throw PolkaVMError(.noCode, at: reader.position) }
      try check()
    }

    /// Reads the content of a section.
    private mutating func read(
      _ section: Section, _ reader: inout PolkaVMReader
    ) throws(PolkaVMError) {
      switch section {
      case .end: break
      case .memoryConfig:
        readOnlySize = try reader.number(.memoryConfig)
        readWriteSize = try reader.number(.memoryConfig)
        stackSize = try reader.number(.memoryConfig)
        try reader.finish(.memoryConfig)
      case .readOnlyData: readOnlyData = reader.rest()
      case .readWriteData: readWriteData = reader.rest()
      case .imports: try readImports(&reader)
      case .exports: try readExports(&reader)
      case .code: program = reader.rest()
      case .debugStrings: debugStrings = reader.rest()
      case .linePrograms: linePrograms = reader.rest()
      case .lineProgramRanges: lineProgramRanges = reader.rest()
      }
    }

    /// Reads the imports: where each name starts, then the names.
    private mutating func readImports(_ reader: inout PolkaVMReader) throws(PolkaVMError) {
      let start = reader.position
      let count = try reader.number(.imports)
      guard count <= UInt32(Self.maximumImportCount) else {
        throw PolkaVMError(
          .tooLarge(.imports, size: UInt64(count), limit: UInt64(Self.maximumImportCount)),
          at: start)
      }
      var starts: [Int] = []
      for _ in 0..<count {
        starts.append(Int(try reader.littleEndian(byteCount: 4, .imports)))
      }
      let names = reader.rest()
      starts.append(names.count)
      for index in 0..<Int(count) {
        guard starts[index] <= starts[index + 1], starts[index + 1] <= names.count else {
          throw PolkaVMError(.inconsistent(.imports), at: start)
        }
        imports.append(Array(names[starts[index]..<starts[index + 1]]))
      }
    }

    /// Reads the exports: code index, length and name of each.
    private mutating func readExports(_ reader: inout PolkaVMReader) throws(PolkaVMError) {
      let count = try reader.number(.exports)
      for _ in 0..<count {
        let pc = try reader.number(.exports)
        let size = try reader.number(.exports)
        exports.append(Export(pc: pc, name: try reader.bytes(count: UInt64(size), .exports)))
      }
      try reader.finish(.exports)
    }

    /// Compares sizes with the data, and with what a program can have.
    private func check() throws(PolkaVMError) {
      let limit = UInt64(StandardProgram.maximumDataSize)
      let sizes: [(PolkaVMError.Part, UInt32, Int)] = [
        (.readOnlyData, readOnlySize, readOnlyData.count),
        (.readWriteData, readWriteSize, readWriteData.count), (.stack, stackSize, 0),
      ]
      for (part, size, present) in sizes {
        if present > Int(size) { throw PolkaVMError(.inconsistent(part), at: 0) }
        if UInt64(size) > limit {
          throw PolkaVMError(.tooLarge(part, size: UInt64(size), limit: limit), at: 0)
        }
      }
    }
  }

  /// Reads the parts of a container.
  struct PolkaVMReader {
    /// The bytes of the container, or of a section.
    private var reader: ByteReader
    /// Where they start in the file.
    private let offset: Int

    /// Reads bytes that start at an offset of the file.
    init(_ bytes: [UInt8], offset: Int) {
      reader = ByteReader(bytes)
      self.offset = offset
    }

    /// The offset in the file of the next byte.
    var position: Int { offset + reader.position }

    /// How many bytes are left.
    var remaining: Int { reader.remaining }

    /// Reads one byte.
    mutating func byte(_ part: PolkaVMError.Part) throws(PolkaVMError) -> UInt8 {
      guard let byte = reader.byte() else { throw PolkaVMError(.truncated(part), at: position) }
      return byte
    }

    /// Reads this many bytes.
    mutating func bytes(
      count: UInt64, _ part: PolkaVMError.Part
    ) throws(PolkaVMError) -> [UInt8] {
      guard let bytes = reader.bytes(count: count) else {
        throw PolkaVMError(.truncated(part), at: position)
      }
      return bytes
    }

    /// Reads a number of a fixed size.
    mutating func littleEndian(
      byteCount: Int, _ part: PolkaVMError.Part
    ) throws(PolkaVMError) -> UInt64 {
      guard let value = reader.littleEndian(byteCount: byteCount) else {
        throw PolkaVMError(.truncated(part), at: position)
      }
      return value
    }

    /// Reads a number of varying size: `NaturalCoding` up to 32 bits.
    mutating func number(_ part: PolkaVMError.Part) throws(PolkaVMError) -> UInt32 {
      let start = position
      do throws(PVMError) {
        let value = try NaturalCoding.decode(&reader, .header)
        if let value = UInt32(exactly: value) { return value }
      } catch {
        if case .truncated = error.kind { throw PolkaVMError(.truncated(part), at: start) }
      }
      throw PolkaVMError(.invalidNumber(part), at: start)
    }

    /// Reads the length of a section and gives its content.
    mutating func section() throws(PolkaVMError) -> PolkaVMReader {
      let size = try number(.section)
      let start = position
      return PolkaVMReader(try bytes(count: UInt64(size), .section), offset: start)
    }

    /// Skips bytes.
    mutating func skip(_ count: Int, _ part: PolkaVMError.Part) throws(PolkaVMError) {
      guard reader.skip(count) else { throw PolkaVMError(.truncated(part), at: position) }
    }

    /// Reads all bytes that are left.
    mutating func rest() -> [UInt8] { reader.rest() }

    /// Requires that nothing is left.
    func finish(_ part: PolkaVMError.Part) throws(PolkaVMError) {
      if remaining > 0 { throw PolkaVMError(.inconsistent(part), at: position) }
    }
  }
#endif
