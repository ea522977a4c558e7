#if !hasFeature(Embedded)
  internal import Support

  /// What the debug information of a PolkaVM container says: functions, and where their code comes from.
  public struct PolkaVMLines: Equatable, Sendable {
    /// A function of the source that code is in.
    public struct Frame: Hashable, Sendable {
      /// Its name with its namespace; empty if it is not known.
      public var function: String
      /// The path of the file; empty if it is not known.
      public var file: String
      /// The line from 1, or 0 if it is not known.
      public var line: Int
      /// The column from 1, or 0 if it is not known.
      public var column: Int
    }

    /// Code that comes from one place.
    public struct Region: Equatable, Sendable {
      /// The code indices.
      public var range: Range<Int>
      /// The functions: first the one that the code was written in, then those that it was inlined into.
      public var frames: [Frame]
    }

    /// The functions whose code is known, in the order of the file.
    public private(set) var functions: [SymbolMap.Function] = []
    /// The code in the order of the file; ranges do not overlap.
    public private(set) var regions: [Region] = []

    /// Nothing.
    public init() {}

    /// Reads the debug information.
    ///
    /// - Throws: `PolkaVMError` with the offset in the section.
    /// - Complexity: linear in the number of bytes: line programs that share bytes are refused.
    public init(_ container: PolkaVMContainer) throws(PolkaVMError) {
      let programs = container.linePrograms
      let ranges = container.lineProgramRanges
      if programs.isEmpty || ranges.isEmpty { return }
      guard programs[0] == LineProgram.version, ranges.count % Self.rangeSize == 0 else {
        throw PolkaVMError(.inconsistent(.linePrograms), at: 0)
      }
      var reader = PolkaVMReader(ranges, offset: 0)
      var texts = Texts(container.debugStrings)
      var budget = programs.count
      var end = 0
      while reader.remaining > 0 {
        let position = reader.position
        let fields = [
          try reader.littleEndian(byteCount: 4, .lineProgramRanges),
          try reader.littleEndian(byteCount: 4, .lineProgramRanges),
          try reader.littleEndian(byteCount: 4, .lineProgramRanges),
        ].map { Int($0) }
        guard fields[0] >= end, fields[0] < fields[1] else {
          throw PolkaVMError(.inconsistent(.lineProgramRanges), at: position)
        }
        end = fields[1]
        try read(
          fields[0]..<fields[1], LineProgram(programs, at: fields[2]), &texts, &budget)
      }
    }

    /// How many bytes say which code a line program is about: its start, its end, where the program is.
    private static let rangeSize = 12

    /// Runs the line program of some code.
    ///
    /// - Parameter budget: how many of its instructions may still be executed.
    private mutating func read(
      _ range: Range<Int>, _ program: LineProgram, _ texts: inout Texts, _ budget: inout Int
    ) throws(PolkaVMError) {
      var program = program
      var pc = range.lowerBound
      var name: String?
      while pc < range.upperBound, let (count, frames) = try program.next(&budget) {
        let end = min(range.upperBound, pc + count)
        if pc == end { continue }
        var named: [Frame] = []
        for frame in frames {
          named.append(try texts.named(frame))
        }
        if name == nil { name = named.first?.function }
        regions.append(Region(range: pc..<end, frames: named.reversed()))
        pc = end
      }
      if let name, !name.isEmpty {
        functions.append(SymbolMap.Function(name: Array(name.utf8), range: range))
      }
    }

    /// The texts of the debug information.
    private struct Texts {
      /// The section.
      private let bytes: [UInt8]
      /// What was read, by offset.
      private var known: [UInt32: String] = [:]

      /// Takes the section.
      init(_ bytes: [UInt8]) { self.bytes = bytes }

      /// A frame with its texts.
      mutating func named(_ frame: LineProgram.Frame) throws(PolkaVMError) -> Frame {
        let namespace = try text(frame.namespace)
        let function = try text(frame.function)
        return Frame(
          function: namespace.isEmpty ? function : "\(namespace)::\(function)",
          file: try text(frame.path), line: Int(frame.line), column: Int(frame.column))
      }

      /// The text at an offset; 0 stands for none.
      private mutating func text(_ offset: UInt32) throws(PolkaVMError) -> String {
        if offset == 0 { return "" }
        if let text = known[offset] { return text }
        var reader = PolkaVMReader(bytes, offset: 0)
        try reader.skip(Int(offset), .debugStrings)
        let size = try reader.number(.debugStrings)
        let text = String(
          decoding: try reader.bytes(count: UInt64(size), .debugStrings), as: UTF8.self)
        known[offset] = text
        return text
      }
    }
  }

  /// A program that tells where the code of a function comes from, instruction by instruction.
  private struct LineProgram {
    /// A function, its texts as offsets.
    struct Frame {
      var namespace: UInt32 = 0
      var function: UInt32 = 0
      var path: UInt32 = 0
      var line: UInt32 = 0
      var column: UInt32 = 0
    }

    /// The version that is read, in front of all programs.
    static let version: UInt8 = 1

    /// The most functions that are inlined into each other; what is deeper is left out.
    private static let maximumDepth = 16

    /// The program.
    private var reader: PolkaVMReader
    /// The functions, the outermost first.
    private var frames = [Frame](repeating: Frame(), count: maximumDepth)
    /// How many of them there are.
    private var depth: UInt32 = 0
    /// Which of them is changed.
    private var changed = 0

    /// Starts a program at an offset.
    init(_ bytes: [UInt8], at offset: Int) throws(PolkaVMError) {
      reader = PolkaVMReader(bytes, offset: 0)
      try reader.skip(offset, .linePrograms)
    }

    /// The next piece of code: its bytes and its functions, the outermost first; nil at the end.
    mutating func next(_ budget: inout Int) throws(PolkaVMError) -> (count: Int, [Frame])? {
      while true {
        let position = reader.position
        budget -= 1
        if budget < 0 { throw PolkaVMError(.inconsistent(.linePrograms), at: position) }
        let instruction = try reader.byte(.linePrograms)
        switch instruction {
        case 0: return nil
        case 1: changed = Int(try operand())
        // Whether the frame is entered, calls the next, or has the instruction.
        case 2, 3, 4: break
        case 5: try change(\.namespace) { _, value in value }
        case 6: try change(\.function) { _, value in value }
        case 7: try change(\.path) { _, value in value }
        case 8: try change(\.line) { _, value in value }
        case 9: try change(\.column) { _, value in value }
        case 10: depth = try operand()
        case 11: if frames.indices.contains(changed) { frames[changed].line &+= 1 }
        case 12: try change(\.line) { $0 &+ $1 }
        case 13: try change(\.line) { $0 &- $1 }
        case 14...19: return try finish(instruction)
        default: throw PolkaVMError(.invalidLineProgram, at: position)
        }
      }
    }

    /// Ends a piece of code: of one byte, or of as many as follow (odd numbers); the depth then stays, grows (16, 17) or shrinks.
    private mutating func finish(
      _ instruction: UInt8
    ) throws(PolkaVMError) -> (count: Int, [Frame]) {
      let count = instruction % 2 == 1 ? Int(try operand()) : 1
      let current = frames.prefix(Int(min(depth, UInt32(Self.maximumDepth))))
      if instruction >= 18 {
        if depth > 0 { depth -= 1 }
      } else if instruction >= 16, depth < .max {
        depth += 1
      }
      return (count, Array(current))
    }

    /// Changes a field of the frame that is changed now.
    private mutating func change(
      _ field: WritableKeyPath<Frame, UInt32>, _ combine: (UInt32, UInt32) -> UInt32
    ) throws(PolkaVMError) {
      let value = try operand()
      guard frames.indices.contains(changed) else { return }
      frames[changed][keyPath: field] = combine(frames[changed][keyPath: field], value)
    }

    /// Reads the operand of an instruction.
    private mutating func operand() throws(PolkaVMError) -> UInt32 {
      try reader.number(.linePrograms)
    }
  }
#endif
