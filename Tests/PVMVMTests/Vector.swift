import Foundation
import PVM
import PVMVM

/// One file of the public PVM vectors.
struct Vector: Decodable {
  /// A stretch of accessible pages.
  struct Pages: Decodable {
    /// First address.
    let address: UInt32
    /// Bytes.
    let length: Int
    /// Whether the program may write.
    let isWritable: Bool

    enum CodingKeys: String, CodingKey {
      case address, length
      case isWritable = "is-writable"
    }
  }

  /// A stretch of bytes.
  struct Bytes: Decodable, Equatable {
    /// First address.
    let address: UInt32
    /// The bytes.
    let contents: [UInt8]
  }

  let name: String
  let initialRegisters: [UInt64]
  let initialPC: UInt32
  let initialPages: [Pages]
  let initialMemory: [Bytes]
  let initialGas: Int64
  let program: [UInt8]
  var expectedStatus: String
  let expectedRegisters: [UInt64]
  let expectedPC: UInt32
  let expectedMemory: [Bytes]
  var expectedGas: Int64
  var expectedFaultAddress: UInt32?

  enum CodingKeys: String, CodingKey {
    case name, program
    case initialRegisters = "initial-regs"
    case initialPC = "initial-pc"
    case initialPages = "initial-page-map"
    case initialMemory = "initial-memory"
    case initialGas = "initial-gas"
    case expectedStatus = "expected-status"
    case expectedRegisters = "expected-regs"
    case expectedPC = "expected-pc"
    case expectedMemory = "expected-memory"
    case expectedGas = "expected-gas"
    case expectedFaultAddress = "expected-page-fault-address"
  }

  /// All vectors with the documented overrides applied, by name.
  static func all() throws -> [Vector] {
    try SharedFiles.names("vectors/pvm").compactMap { name in
      guard let bytes = SharedFiles.bytes("vectors/pvm/\(name)") else { return nil }
      var vector = try JSONDecoder().decode(Vector.self, from: Data(bytes))
      vector.applyOverrides()
      return vector
    }
  }

  /// The vectors whose gas counts a whole basic block.
  static let gasOverrides: Set<String> = [
    "inst_load_u8_nok",
    "inst_store_imm_u8_trap_inaccessible", "inst_store_u8_trap_inaccessible",
    "inst_store_imm_indirect_u8_with_offset_nok", "inst_store_imm_indirect_u16_with_offset_nok",
    "inst_store_imm_indirect_u32_with_offset_nok", "inst_store_imm_indirect_u64_with_offset_nok",
    "inst_store_indirect_u8_with_offset_nok", "inst_store_indirect_u16_with_offset_nok",
    "inst_store_indirect_u32_with_offset_nok", "inst_store_indirect_u64_with_offset_nok",
    "inst_store_imm_u8_trap_read_only", "inst_store_u8_trap_read_only",
  ]

  /// The vectors that panic where a read-only page is written.
  static let statusOverrides: Set<String> = [
    "inst_store_imm_u8_trap_read_only", "inst_store_u8_trap_read_only",
  ]

  /// Replaces what the vectors' README says is replaced.
  private mutating func applyOverrides() {
    if Vector.gasOverrides.contains(name) {
      precondition(expectedGas == 9998)
      expectedGas = 9999
    }
    if Vector.statusOverrides.contains(name) {
      precondition(expectedStatus == "panic" && expectedFaultAddress == nil)
      expectedStatus = "page-fault"
      expectedFaultAddress = 65536
    }
  }

  /// How the run must end.
  var expectedExit: ExitReason? {
    switch expectedStatus {
    case "halt": .halt
    case "panic": .panic
    case "page-fault": expectedFaultAddress.map { .pageFault(address: $0) }
    default: nil
    }
  }

  /// What every accessible page must hold, by page index.
  var expectedPages: [Int: [UInt8]] {
    var pages: [Int: [UInt8]] = [:]
    for range in initialPages {
      for page in Int(range.address) / 4096..<(Int(range.address) + range.length + 4095) / 4096 {
        pages[page] = Array(repeating: 0, count: 4096)
      }
    }
    for bytes in expectedMemory {
      for (index, byte) in bytes.contents.enumerated() {
        let address = Int(bytes.address) + index
        pages[address / 4096, default: Array(repeating: 0, count: 4096)][address % 4096] = byte
      }
    }
    return pages
  }

  /// The machine before the run.
  func machine() throws -> Machine {
    var memory = GuestMemory()
    for range in initialPages {
      memory.map(
        address: range.address, byteCount: range.length,
        range.isWritable ? .readWrite : .readOnly)
    }
    for bytes in initialMemory {
      precondition(memory.initialize(address: bytes.address, bytes.contents))
    }
    return Machine(
      program: try LoadedProgram(decoding: program), registers: RegisterFile(initialRegisters),
      pc: initialPC, gas: initialGas, memory: memory)
  }

  /// The reference machine before the run.
  func reference() throws -> ReferenceInterpreter {
    var ram = ReferenceMemory()
    for range in initialPages {
      ram.map(Int64(range.address), Int64(range.length), range.isWritable ? .readWrite : .readOnly)
    }
    for bytes in initialMemory { ram.put(Int64(bytes.address), bytes.contents) }
    let blob = try ReferenceInterpreter.deblob(program)
    return ReferenceInterpreter(
      code: blob.code, mask: blob.mask, jumpTable: blob.jumpTable, pc: initialPC, gas: initialGas,
      registers: initialRegisters, ram: ram)
  }
}
