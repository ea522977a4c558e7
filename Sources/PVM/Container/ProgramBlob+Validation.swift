internal import Support

extension PVMError {
  /// A rule that Gray Paper 0.8 has for programs (`pvm-0.8.md` section 2).
  public enum ValidityRule: UInt8, CaseIterable, Sendable {
    /// There is code.
    case emptyCode
    /// The code has at most 2^25 bytes.
    case codeSize
    /// The jump table has at most 2^24 entries.
    case jumpTableSize
    /// Between two instruction starts, or behind the last, lie at most 24 bytes.
    case gap
    /// Every instruction start has an opcode.
    case undefinedOpcode
    /// The last instruction ends a block.
    case lastInstruction
    /// The run starts at an instruction.
    case startPosition
  }
}

extension ProgramBlob {
  /// Checks what the target demands of a whole program before it runs; 0.7 demands nothing.
  ///
  /// - Throws: `invalidProgram` with the rule, the code index and, where there is one, the instruction.
  /// - Complexity: linear in the code.
  public func validate() throws(PVMError) {
    guard target.validatesPrograms else { return }
    if code.isEmpty { throw invalid(.emptyCode, at: 0) }
    if let limit = target.maximumCodeSize, code.count > limit {
      throw invalid(.codeSize, at: limit)
    }
    let entryCount = jumpTable.isEmpty ? implicitEntryCount : UInt64(jumpTable.count)
    if let limit = target.maximumJumpTableCount, entryCount > limit {
      throw invalid(.jumpTableSize, at: 0)
    }
    var pc = 0
    var last = 0
    while pc < code.count {
      guard mask.isStart(pc) else { throw invalid(.gap, at: last) }
      guard target.opcode(code[pc]) != nil else { throw invalid(.undefinedOpcode, at: pc) }
      last = pc
      pc += 1 + mask.skip(pc)
    }
    // At most 24 bytes are skipped, so that a longer tail shows as a position without a start; a walk
    // cannot pass the end, because positions from there on count as starts.
    if opcode(at: last)?.terminatesBlock != true { throw invalid(.lastInstruction, at: last) }
  }

  /// Checks where a run would start; 0.7 allows any position.
  ///
  /// - Throws: `invalidProgram`.
  public func validate(start: UInt64) throws(PVMError) {
    guard target.validatesPrograms else { return }
    guard start < UInt64(code.count), opcode(at: Int(start)) != nil else {
      throw invalid(.startPosition, at: Int(clamping: start))
    }
  }

  /// The error of a rule that is broken at a code index.
  private func invalid(_ rule: PVMError.ValidityRule, at index: Int) -> PVMError {
    PVMError(.invalidProgram(rule, opcode: opcode(at: index), byte: code.element(index)), at: index)
  }
}

extension [UInt8] {
  /// The byte at an index; nil past the end.
  fileprivate func element(_ index: Int) -> UInt8? { index < count ? self[index] : nil }
}
