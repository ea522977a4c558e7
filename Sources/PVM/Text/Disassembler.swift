internal import Support

/// A program as assembly text, one line per instruction.
///
/// Assembling the text gives the program again, whatever its bytes: what the assembler would encode
/// differently is written with its offset size or as raw bytes, what is no instruction as data.
public struct Disassembler {
  /// An instruction, raw bytes or data.
  private struct Piece {
    /// Index of its first byte.
    var start: Int
    /// Index after its last byte.
    var end: Int
    /// The instruction, if it can be written as such.
    var instruction: Instruction?
    /// The size of its offset, if it must be written.
    var offsetSize: Int?
  }

  /// The program.
  private let program: ProgramBlob
  /// How the text looks.
  private let style: DisassemblyStyle
  /// Names of functions, in comments.
  private let symbols: SymbolMap?
  /// The code cut up.
  private var pieces: [Piece] = []
  /// The starts of pieces, and the end of the code: where a label can be.
  private var positions = BitSet()
  /// The positions that have a label.
  private var labels = BitSet()

  /// Disassembles a program.
  ///
  /// - Parameter symbols: names of functions, written as comments in front of them.
  public static func text(
    of program: ProgramBlob, style: DisassemblyStyle = .plain, symbols: SymbolMap? = nil
  ) -> String {
    var disassembler = Disassembler(program: program, style: style, symbols: symbols)
    disassembler.cut()
    disassembler.placeLabels()
    disassembler.fixOffsetSizes()
    return String(decoding: disassembler.print(), as: UTF8.self)
  }

  /// Prepares a disassembly.
  private init(program: ProgramBlob, style: DisassemblyStyle, symbols: SymbolMap?) {
    self.program = program
    self.style = style
    self.symbols = symbols
  }

  // MARK: Analysis

  /// Cuts the code into pieces.
  private mutating func cut() {
    var index = 0
    while index < program.code.count {
      var end = index + 1 + program.mask.skip(index)
      if program.mask.isStart(index) {
        pieces.append(instructionPiece(at: index, end: end))
      } else {
        end = program.mask.nextStart(from: index + 1)
        pieces.append(Piece(start: index, end: end))
      }
      index = end
    }
    for piece in pieces { positions.insert(piece.start) }
    positions.insert(program.code.count)
  }

  /// The piece of an instruction: written as one if the assembler would give the same bytes.
  private func instructionPiece(at start: Int, end: Int) -> Piece {
    var piece = Piece(start: start, end: end)
    guard let instruction = InstructionDecoder.decode(program, at: start).instruction else {
      return piece
    }
    let length = end - start
    let fixedSize = InstructionEncoder.sizeWithoutOffset(of: instruction)
    var offsetSize = 0
    if instruction.opcode.format.hasTarget {
      offsetSize = length - fixedSize
      let shortest = InstructionEncoder.offsetSize(of: instruction, at: start)
      guard offsetSize >= shortest, offsetSize <= 4 else { return piece }
      if offsetSize > shortest { piece.offsetSize = offsetSize }
    } else if length != fixedSize {
      return piece
    }
    var bytes: [UInt8] = []
    InstructionEncoder.encode(
      instruction, at: start, into: &bytes, for: program.target, offsetSize: offsetSize)
    if bytes.elementsEqual(program.code[start..<end]) { piece.instruction = instruction }
    return piece
  }

  /// Decides where labels are.
  private mutating func placeLabels() {
    switch style.labels {
    case .none: return
    case .offsets:
      for piece in pieces { labels.insert(piece.start) }
      return
    case .blockStarts: labels = program.basicBlockStarts()
    case .targets: break
    }
    for piece in pieces {
      if let instruction = piece.instruction, instruction.opcode.format.hasTarget {
        placeLabel(at: instruction.target)
      }
    }
    for entry in program.jumpTable { placeLabel(at: Int64(entry)) }
  }

  /// Places a label at a target if there can be one.
  private mutating func placeLabel(at target: Int64) {
    guard target >= 0, target <= Int64(program.code.count) else { return }
    if positions.contains(Int(target)) { labels.insert(Int(target)) }
  }

  /// Finds offsets that are as short as they can be where they are, but would come out otherwise
  /// when all are laid out anew: shorter because they hold each other apart, or longer because a
  /// code index seemed further away on the way. Their size must be written.
  private mutating func fixOffsetSizes() {
    var layout = CodeLayout()
    var indices: [Int: Int] = [:]
    for (index, piece) in pieces.enumerated() { indices[piece.start] = index }
    indices[program.code.count] = pieces.count
    for piece in pieces {
      var target = CodeLayout.Target.none
      var fixedSize = piece.end - piece.start
      if let instruction = piece.instruction, instruction.opcode.format.hasTarget {
        fixedSize = InstructionEncoder.sizeWithoutOffset(of: instruction)
        target = .index(instruction.target)
        if label(at: instruction.target) != nil, let index = indices[Int(instruction.target)] {
          target = .piece(index)
        }
      }
      layout.pieces.append(
        CodeLayout.Piece(
          fixedSize: fixedSize, target: target, offsetSize: piece.offsetSize ?? 0,
          isOffsetSizeFixed: piece.offsetSize != nil))
    }
    // Each round does what the assembler will do; what comes out wrong is fixed for the next.
    var isChanged = true
    while isChanged {
      var trial = layout
      trial.relax()
      isChanged = false
      for (index, piece) in pieces.enumerated() {
        let size = piece.end - piece.start - layout.pieces[index].fixedSize
        guard trial.pieces[index].offsetSize != size else { continue }
        pieces[index].offsetSize = size
        layout.pieces[index].offsetSize = size
        layout.pieces[index].isOffsetSizeFixed = true
        isChanged = true
      }
    }
  }

  // MARK: Text

  /// The label at a code index, or nil if there is none.
  private func label(at index: Int64) -> [UInt8]? {
    guard let position = Int(exactly: index), labels.contains(position) else { return nil }
    var text = [UInt8(ascii: style.labels == .offsets ? "@" : "L")]
    InstructionPrinter.appendDecimal(index, to: &text)
    return text
  }

  /// Writes everything.
  private func print() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(32 * pieces.count)
    printTable(to: &text)
    var nextSymbol = 0
    for piece in pieces {
      printSymbols(upTo: piece.start, &nextSymbol, to: &text)
      printLabel(at: piece.start, to: &text)
      let column = text.count
      text.append(contentsOf: "  ".utf8)
      printPiece(piece, to: &text)
      if style.showsBytes, piece.instruction != nil {
        while text.count < column + 42 { text.append(UInt8(ascii: " ")) }
        text.append(contentsOf: " ;".utf8)
        appendBytes(of: piece, to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    if labels.contains(program.code.count) {
      printLabel(at: program.code.count, to: &text)
      if style.labels == .offsets { text.append(UInt8(ascii: "\n")) }
    }
    return text
  }

  /// Writes the jump table, one entry per line.
  private func printTable(to text: inout [UInt8]) {
    for (index, entry) in program.jumpTable.enumerated() {
      text.append(contentsOf: AssemblySyntax.table)
      text.append(UInt8(ascii: " "))
      if let label = label(at: Int64(entry)) {
        text.append(contentsOf: label)
      } else {
        text.append(UInt8(ascii: "@"))
        InstructionPrinter.appendDecimal(Int64(entry), to: &text)
      }
      text.append(contentsOf: " ; address ".utf8)
      InstructionPrinter.appendDecimal(Int64(2 * (index + 1)), to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    if program.jumpTable.isEmpty, program.implicitEntryCount > 0 {
      text.append(contentsOf: AssemblySyntax.zeroTable)
      text.append(contentsOf: " 0x".utf8)
      Hex.append(program.implicitEntryCount, width: 1, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes the names of functions that start at or before a code index and are not written yet.
  private func printSymbols(upTo index: Int, _ next: inout Int, to text: inout [UInt8]) {
    guard let symbols else { return }
    while next < symbols.functions.count, symbols.functions[next].range.lowerBound <= index {
      text.append(contentsOf: "\n; ".utf8)
      text.append(contentsOf: SymbolMap.escaped(symbols.functions[next].name))
      text.append(UInt8(ascii: "\n"))
      next += 1
    }
  }

  /// Writes the label of a position, if it has one.
  private func printLabel(at index: Int, to text: inout [UInt8]) {
    guard let label = label(at: Int64(index)) else { return }
    let column = text.count
    text.append(contentsOf: label)
    text.append(UInt8(ascii: ":"))
    if style.labels == .offsets {
      while text.count < column + 8 { text.append(UInt8(ascii: " ")) }
    } else {
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes a piece without its label.
  private func printPiece(_ piece: Piece, to text: inout [UInt8]) {
    if let instruction = piece.instruction {
      return InstructionPrinter.append(
        instruction, offsetSize: piece.offsetSize, target: label(at: instruction.target), to: &text)
    }
    let isStart = program.mask.isStart(piece.start)
    text.append(contentsOf: isStart ? AssemblySyntax.raw : AssemblySyntax.data)
    appendBytes(of: piece, to: &text)
    guard isStart else { return }
    text.append(contentsOf: " ; ".utf8)
    if let instruction = InstructionDecoder.decode(program, at: piece.start).instruction {
      InstructionPrinter.append(instruction, to: &text)
    } else {
      text.append(contentsOf: "undefined opcode".utf8)
    }
  }

  /// Writes the bytes of a piece, each after a space.
  private func appendBytes(of piece: Piece, to text: inout [UInt8]) {
    for byte in program.code[piece.start..<piece.end] {
      text.append(UInt8(ascii: " "))
      Hex.append(UInt64(byte), width: 2, to: &text)
    }
  }
}
