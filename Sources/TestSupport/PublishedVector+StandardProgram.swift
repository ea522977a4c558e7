package import PVM

extension PublishedVector {
  /// The vector as a standard program.
  package struct Relocated {
    /// The container; its memory map is the vector's.
    package let container: StandardProgram
    /// How far the code moved.
    package let shift: UInt32
  }

  /// A vector whose memory map is not that of a standard program.
  package struct UnusualMemory: Error {}

  /// The vector behind a prologue that sets all registers and jumps to its start: 14 instructions.
  package func standardProgram() throws -> Relocated {
    let blob = try ProgramBlob(decoding: program)
    var code: [UInt8] = []
    var mask = OpcodeMask()
    for register in 0..<Register.count {
      code += [Opcode.loadImm64.rawValue, UInt8(register)]
      for shift in 0..<8 {
        code.append(UInt8(truncatingIfNeeded: initialRegisters[register] >> UInt64(8 * shift)))
      }
      mask.append(count: 10)
    }
    code += [Opcode.jump.rawValue]
    for shift in 0..<4 {
      code.append(UInt8(truncatingIfNeeded: (5 + initialPC) >> (8 * UInt32(shift))))
    }
    mask.append(count: 5)
    // A start inside a block is one here, because the jump may only lead to one.
    let shift = UInt32(code.count)
    code += blob.code
    for index in blob.code.indices { mask.append(count: 1, isStart: blob.mask.isStart(index)) }
    let moved = ProgramBlob(
      code: code, mask: mask, jumpTable: blob.jumpTable.map { $0 + shift })

    var result = StandardProgram(program: moved.encoded())
    for pages in initialPages {
      let content = initialMemory.filter {
        $0.address >= pages.address && Int($0.address - pages.address) < pages.length
      }
      var bytes = [UInt8](repeating: 0, count: pages.length)
      for item in content {
        let start = Int(item.address - pages.address)
        bytes.replaceSubrange(start..<start + item.contents.count, with: item.contents)
      }
      if pages.isWritable { result.readWriteData = bytes } else { result.readOnlyData = bytes }
    }
    for pages in initialPages {
      let place = pages.isWritable ? result.readWriteStart : StandardProgram.readOnlyStart
      guard pages.address == place else { throw UnusualMemory() }
    }
    return Relocated(container: result, shift: shift)
  }
}
