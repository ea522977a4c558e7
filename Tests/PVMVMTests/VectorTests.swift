import PVM
import PVMVM
import TestSupport
import Testing

/// The public PVM vectors on both interpreters, every field of them.
@Suite(.enabled(if: SharedFolder.folder("vectors/pvm") != nil, "needs ../shared/vectors"))
struct VectorTests {
  @Test func allVectorsAreThere() throws {
    let vectors = try PublishedVector.all()
    #expect(vectors.count == 311)
    let names = Set(vectors.map(\.name))
    #expect(PublishedVector.gasOverrides.count == 13)
    #expect(PublishedVector.gasOverrides.isSubset(of: names))
  }

  @Test func fastInterpreter() throws {
    for vector in try PublishedVector.all() {
      var machine = try vector.machine()
      let exit = machine.run()
      var pages: [Int: [UInt8]] = [:]
      for page in machine.memory.accessiblePages {
        pages[page.index] = machine.memory.content(page: page.index)
      }
      check(
        vector, exit, machine.pc, machine.gas, machine.registers.values, pages,
        "fast interpreter")
    }
  }

  @Test func referenceInterpreter() throws {
    for vector in try PublishedVector.all() {
      var machine = try vector.reference()
      let exit = machine.run()
      check(
        vector, exit, machine.pc, machine.gas, machine.r, machine.ram.data,
        "reference interpreter")
    }
  }

  /// The same vectors under Gray Paper 0.8: everything but the gas.
  @Test func renumbered() throws {
    for vector in try PublishedVector.all() {
      var machine = try vector.machine(.gp08)
      var reference = ReferenceInterpreter(copying: machine)
      let exit = machine.run()
      #expect(exit == vector.expectedExit, "\(vector.name)")
      #expect(reference.run() == exit, "\(vector.name)")
      #expect(machine.pc == vector.expectedPC && reference.pc == machine.pc, "\(vector.name)")
      #expect(machine.gas == reference.gas, "\(vector.name)")
      #expect(machine.registers.values == vector.expectedRegisters, "\(vector.name)")
      #expect(reference.r == vector.expectedRegisters, "\(vector.name)")
      var pages: [Int: [UInt8]] = [:]
      for page in machine.memory.accessiblePages {
        pages[page.index] = machine.memory.content(page: page.index)
      }
      let areEqual = pages == vector.expectedPages && reference.ram.data == pages
      #expect(areEqual, "\(vector.name)")
    }
  }

  /// Compares the end of a run with what the vector says.
  private func check(
    _ vector: PublishedVector, _ exit: ExitReason, _ pc: UInt32, _ gas: Int64,
    _ registers: [UInt64],
    _ pages: [Int: [UInt8]], _ which: String
  ) {
    let name = "\(vector.name), \(which)"
    #expect(vector.expectedExit != nil, "\(name)")
    #expect(exit == vector.expectedExit, "\(name)")
    #expect(pc == vector.expectedPC, "\(name)")
    #expect(gas == vector.expectedGas, "\(name)")
    #expect(registers == vector.expectedRegisters, "\(name)")
    let isMemoryEqual = pages == vector.expectedPages
    #expect(isMemoryEqual, "\(name)")
  }
}
