public import Support

/// A PVM program: code, instruction starts and jump table (`pvm.md` section 2.2).
public struct ProgramBlob: Equatable, Sendable {
  /// The code bytes.
  public var code: [UInt8]
  /// Which code bytes start an instruction; has one bit per code byte.
  public var mask: OpcodeMask
  /// The code indices that dynamic jumps select: entry e belongs to address 2(e + 1). Values above
  /// 2^32 - 1 are decoded as 2^32 - 1, which no code reaches.
  public var jumpTable: [UInt32]
  /// How many entries, all 0, a table of zero-byte entries has. Such a table takes no room, so the
  /// number may be anything; it is 0 unless the blob was decoded from one (`jumpTable` is then
  /// empty).
  public var implicitEntryCount: UInt64
  /// Which machine the program is for; the bytes do not say it.
  public var target: Target

  /// Creates a program from its parts; the mask must have one bit per code byte.
  public init(
    code: [UInt8] = [], mask: OpcodeMask = OpcodeMask(), jumpTable: [UInt32] = [],
    target: Target = .gp07
  ) {
    self.code = code
    self.mask = mask
    self.jumpTable = jumpTable
    self.target = target
    implicitEntryCount = 0
  }

  /// Decodes a program blob; whether it is valid for its target is another question (`validate`).
  ///
  /// - Throws: `truncated`, `numberNotShortest`, `trailingBytes`, `maskPadding`, or `tooLarge` for
  ///   code of 2^32 bytes or more.
  /// - Complexity: linear in the number of bytes, whatever the lengths in it say.
  public init(decoding bytes: [UInt8], target: Target = .gp07) throws(PVMError) {
    var reader = ByteReader(bytes)
    let entryCount = try NaturalCoding.decode(&reader, .jumpTableLength)
    guard let entrySize = reader.byte() else {
      throw PVMError(.truncated(.jumpTableEntrySize), at: reader.position)
    }
    let codeLength = try NaturalCoding.decode(&reader, .codeLength)
    let (tableSize, overflow) = entryCount.multipliedReportingOverflow(by: UInt64(entrySize))
    guard !overflow, tableSize <= UInt64(reader.remaining) else {
      throw PVMError(.truncated(.jumpTable), at: reader.position)
    }
    var table: [UInt32] = []
    if entrySize > 0 {
      table.reserveCapacity(Int(entryCount))
      for _ in 0..<entryCount {
        table.append(ProgramBlob.readEntry(&reader, size: Int(entrySize)))
      }
    }
    let codeStart = reader.position
    guard codeLength <= UInt64(UInt32.max) else {
      throw PVMError(.tooLarge(.code, limit: UInt64(UInt32.max)), at: codeStart)
    }
    guard let code = reader.bytes(count: codeLength) else {
      throw PVMError(.truncated(.code), at: codeStart)
    }
    let maskStart = reader.position
    guard let packed = reader.bytes(count: (codeLength + 7) / 8) else {
      throw PVMError(.truncated(.mask), at: maskStart)
    }
    guard reader.isAtEnd else {
      throw PVMError(.trailingBytes(count: reader.remaining), at: reader.position)
    }
    guard let mask = OpcodeMask(packed: packed, count: code.count) else {
      throw PVMError(.maskPadding, at: reader.end - 1)
    }
    self.init(code: code, mask: mask, jumpTable: table, target: target)
    if entrySize == 0 { implicitEntryCount = entryCount }
  }

  /// Reads one jump-table entry of 1 to 255 bytes, all of which are there.
  private static func readEntry(_ reader: inout ByteReader, size: Int) -> UInt32 {
    var value: UInt32 = 0
    var isTooLarge = false
    for index in 0..<size {
      let byte = reader.byte() ?? 0
      if index < 4 {
        value |= UInt32(byte) &<< UInt32(8 * index)
      } else if byte != 0 {
        isTooLarge = true
      }
    }
    return isTooLarge ? UInt32.max : value
  }

  /// The program blob, with the smallest jump-table entries that hold every value.
  public func encoded() -> [UInt8] {
    Invariant.check(mask.count == code.count, "the mask has one bit per code byte")
    var bytes: [UInt8] = []
    let entrySize = jumpTableEntrySize
    let tableSize = jumpTable.count * entrySize
    bytes.reserveCapacity(19 + tableSize + code.count + mask.bytes.count)
    NaturalCoding.encode(
      jumpTable.isEmpty ? implicitEntryCount : UInt64(jumpTable.count), into: &bytes)
    bytes.append(UInt8(entrySize))
    NaturalCoding.encode(UInt64(code.count), into: &bytes)
    for entry in jumpTable { bytes.append(littleEndian: UInt64(entry), byteCount: entrySize) }
    bytes.append(contentsOf: code)
    bytes.append(contentsOf: mask.bytes)
    return bytes
  }

  /// How many bytes a jump-table entry takes when encoded: 0 without entries, else 1 to 4.
  public var jumpTableEntrySize: Int {
    guard !jumpTable.isEmpty else { return 0 }
    var largest: UInt32 = 0
    for entry in jumpTable { largest |= entry }
    return max(1, (39 - largest.leadingZeroBitCount) / 8)
  }
}

extension ProgramBlob {
  /// The code index that a dynamic jump to an address selects, or nil if the address is 0, odd or
  /// beyond the table. The halt address must have been tested before (`pvm.md` section 5).
  public func jumpTarget(address: UInt32) -> UInt32? {
    guard address != 0, address & 1 == 0 else { return nil }
    let entry = address / 2 - 1
    if Int(entry) < jumpTable.count { return jumpTable[Int(entry)] }
    return UInt64(entry) < implicitEntryCount ? 0 : nil
  }

  /// The opcode at a code index, or nil where execution traps: past the end, between instruction
  /// starts, at an undefined opcode (`pvm.md` section 3).
  public func opcode(at index: Int) -> Opcode? {
    guard index >= 0, index < code.count, mask.isStart(index) else { return nil }
    return target.opcode(code[index])
  }

  /// The basic-block starts, the only legal jump targets: index 0 and what follows a terminator,
  /// if a defined opcode is there (`pvm.md` section 3).
  ///
  /// - Complexity: linear in the code.
  public func basicBlockStarts() -> BitSet {
    var starts = BitSet(capacity: code.count)
    if opcode(at: 0) != nil { starts.insert(0) }
    var index = mask.nextStart(from: 0)
    while index < code.count {
      if let opcode = opcode(at: index), opcode.terminatesBlock {
        let next = index + 1 + mask.skip(index)
        if self.opcode(at: next) != nil { starts.insert(next) }
      }
      index = mask.nextStart(from: index + 1)
    }
    return starts
  }
}
