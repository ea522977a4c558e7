import LoweringABI
import Testing

/// The representation of function references makes wrong calls panic.
@Suite struct FunctionReferenceTests {
  @Test(arguments: [18, 19, 23, 30])
  func wrongTypesAndNullMissTheJumpTable(_ shift: Int) {
    let limit = UInt32(FunctionReference.jumpAddressLimit(typeShift: shift))
    let last = FunctionReference.maximumTypeNumber(typeShift: shift)
    let types = [1, 2, last / 2, last - 1, last].filter { $0 >= 1 }
    for expected in types {
      let tag = FunctionReference.tag(typeNumber: expected, typeShift: shift)
      let viaNull = FunctionReference.null &- tag
      #expect(viaNull >= limit && viaNull != 0xFFFF_0000)
      for actual in types {
        for address in [2, 4, limit / 2, limit - 2] {
          let reference =
            address &+ FunctionReference.tag(typeNumber: actual, typeShift: shift)
          let target = reference &- tag
          if actual == expected {
            #expect(target == address)
          } else {
            #expect(target >= limit && target != 0xFFFF_0000)
          }
        }
      }
    }
  }

  @Test func shiftsLeaveRoom() {
    #expect(FunctionReference.typeShift(jumpTableEntries: 0) == 18)
    #expect(FunctionReference.typeShift(jumpTableEntries: 98_301) == 18)
    #expect(FunctionReference.typeShift(jumpTableEntries: 98_303) == 19)
    #expect(FunctionReference.typeShift(jumpTableEntries: 1 << 40) == nil)
  }
}
