import LLVM
import PVM
import PVMCodegen
import Testing

/// The tables of instructions by width, against the instruction set.
@Suite struct OpcodeTableTests {
  @Test func everyAccessOfTheInstructionSetHasARow() throws {
    for opcode in Opcode.allCases {
      let isAccess = opcode.traits.contains(.loads) || opcode.traits.contains(.stores)
      let row = AccessOpcodes.of(opcode)
      #expect((row != nil) == isAccess, "\(opcode)")
      guard let row else { continue }
      #expect(row.kind.isStore == opcode.traits.contains(.stores))
      #expect("\(opcode)".hasSuffix("\(8 * row.bytes)"))
      #expect([row.absolute, row.indirect].contains(opcode))
    }
  }

  @Test func accessesAreFoundByKindAndSize() {
    #expect(AccessOpcodes.of(.loadSigned, bytes: 2)?.absolute == .loadI16)
    #expect(AccessOpcodes.of(.loadSigned, bytes: 8)?.indirect == .loadIndU64)
    #expect(AccessOpcodes.of(.storeImmediate, bytes: 4)?.indirect == .storeImmIndU32)
    #expect(AccessOpcodes.of(.load, bytes: 3) == nil)
  }

  @Test(arguments: [
    IROpcode.add, .sub, .mul, .udiv, .sdiv, .urem, .srem, .shl, .lshr, .ashr, .and, .or, .xor,
  ])
  func familiesHaveTheFormatsOfTheirPlaces(_ operation: IROpcode) throws {
    let family = try #require(OpcodeFamily.of(operation))
    for opcode in [family.registers.word, family.registers.double] {
      #expect(opcode.format == .regRegReg)
    }
    for pair in [family.immediate, family.leftImmediate].compactMap({ $0 }) {
      #expect(pair.word.format == .regRegImm && pair.double.format == .regRegImm)
    }
    // Bitwise operations are the same for both widths; the others of 32 bits sign-extend.
    let isBitwise = family.registers.word == family.registers.double
    #expect(isBitwise == family.keepsForm)
    #expect(family.registers.word.traits.contains(.signExtends32) == !isBitwise)
    #expect(!family.registers.double.traits.contains(.signExtends32))
  }

  @Test func otherOperationsHaveNone() {
    #expect(OpcodeFamily.of(.load) == nil)
    #expect(OpcodeFamily.of(nil) == nil)
  }
}
