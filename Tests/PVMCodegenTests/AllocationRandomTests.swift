import PVM
import PVMCodegen
import Support
import Testing

/// Allocates random functions and has every result proven.
@Suite struct AllocationRandomTests {
  /// Allocates a function as at all levels and as at level 0, with the checker on.
  private func allocate(_ function: MachineFunction, seed: UInt64 = 0) throws {
    for optimizes in [true, false] {
      var function = function
      try function.allocateRegisters(seed: seed, optimizes: optimizes)
    }
  }

  /// Structured functions with few to very many live values.
  @Test(arguments: 0..<20)
  func structured(_ group: Int) throws {
    for number in 0..<30 {
      let seed = UInt64(group * 30 + number)
      let pressure = [3, 8, 12, 16, 24, 40][number % 6]
      let function = AllocationGenerator.structured(
        seed: seed, statements: 20 + 20 * (number % 7), pressure: pressure)
      do {
        try allocate(function, seed: seed % 4)
      } catch {
        Issue.record(
          "structured seed \(seed) statements \(20 + 20 * (number % 7)) pressure \(pressure): \(error)"
        )
        return
      }
    }
  }

  /// Functions whose blocks jump anywhere, irreducible loops included.
  @Test(arguments: 0..<10)
  func tangled(_ group: Int) throws {
    for number in 0..<30 {
      let seed = UInt64(group * 30 + number)
      let pressure = [3, 8, 12, 16, 24, 40][number % 6]
      let function = AllocationGenerator.tangled(
        seed: seed, blocks: 2 + number % 13, pressure: pressure)
      do {
        try allocate(function, seed: seed % 4)
      } catch {
        Issue.record("tangled seed \(seed): \(error)")
        return
      }
    }
  }
}
