internal import Foundation
package import PVM
package import PVMVM

/// One file of the public PVM vectors.
package struct PublishedVector: Decodable, Sendable {
  /// A stretch of accessible pages.
  package struct Pages: Decodable, Sendable {
    /// First address.
    package let address: UInt32
    /// Bytes.
    package let length: Int
    /// Whether the program may write.
    package let isWritable: Bool

    enum CodingKeys: String, CodingKey {
      case address, length
      case isWritable = "is-writable"
    }
  }

  /// A stretch of bytes.
  package struct Bytes: Decodable, Equatable, Sendable {
    /// First address.
    package let address: UInt32
    /// The bytes.
    package let contents: [UInt8]
  }

  /// The name, which is also that of the file.
  package let name: String
  /// The registers before the run.
  package let initialRegisters: [UInt64]
  /// Where the run starts.
  package let initialPC: UInt32
  /// The accessible pages.
  package let initialPages: [Pages]
  /// What is in them.
  package let initialMemory: [Bytes]
  /// The gas before the run.
  package let initialGas: Int64
  /// The program blob.
  package let program: [UInt8]
  /// How the run ends.
  package var expectedStatus: String
  /// The registers after the run.
  package let expectedRegisters: [UInt64]
  /// The instruction that ended the run.
  package let expectedPC: UInt32
  /// All nonzero memory after the run.
  package let expectedMemory: [Bytes]
  /// The gas after the run.
  package var expectedGas: Int64
  /// The page of a page fault.
  package var expectedFaultAddress: UInt32?

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
  package static func all() throws -> [PublishedVector] {
    guard let folder = SharedFolder.folder("vectors/pvm") else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.sorted().map { name in
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      var vector = try JSONDecoder().decode(PublishedVector.self, from: data)
      vector.applyOverrides()
      return vector
    }
  }

  /// The vectors whose gas counts a whole basic block.
  package static let gasOverrides: Set<String> = [
    "inst_load_u8_nok",
    "inst_store_imm_u8_trap_inaccessible", "inst_store_u8_trap_inaccessible",
    "inst_store_imm_indirect_u8_with_offset_nok", "inst_store_imm_indirect_u16_with_offset_nok",
    "inst_store_imm_indirect_u32_with_offset_nok", "inst_store_imm_indirect_u64_with_offset_nok",
    "inst_store_indirect_u8_with_offset_nok", "inst_store_indirect_u16_with_offset_nok",
    "inst_store_indirect_u32_with_offset_nok", "inst_store_indirect_u64_with_offset_nok",
    "inst_store_imm_u8_trap_read_only", "inst_store_u8_trap_read_only",
  ]

  /// The vectors that panic where a read-only page is written.
  package static let statusOverrides: Set<String> = [
    "inst_store_imm_u8_trap_read_only", "inst_store_u8_trap_read_only",
  ]

  /// Replaces what the vectors' README says is replaced.
  private mutating func applyOverrides() {
    if PublishedVector.gasOverrides.contains(name) {
      precondition(expectedGas == 9998)
      expectedGas = 9999
    }
    if PublishedVector.statusOverrides.contains(name) {
      precondition(expectedStatus == "panic" && expectedFaultAddress == nil)
      expectedStatus = "page-fault"
      expectedFaultAddress = 65536
    }
  }

  /// How the run must end.
  package var expectedExit: ExitReason? {
    switch expectedStatus {
    case "halt": .halt
    case "panic": .panic
    case "page-fault": expectedFaultAddress.map { .pageFault(address: $0) }
    default: nil
    }
  }

  /// What every accessible page must hold, by page index.
  package var expectedPages: [Int: [UInt8]] {
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

  /// The program for a target: renumbered, and, where the target demands that the last instruction ends
  /// a block and has what it may lead to behind it, with a trap at the end.
  package func blob(_ target: Target) throws -> ProgramBlob {
    var blob = try ProgramBlob(decoding: program)
    guard target != .gp07 else { return blob }
    for index in blob.code.indices where blob.mask.isStart(index) {
      // An undefined opcode stays one.
      guard let opcode = blob.opcode(at: index) else { continue }
      blob.code[index] = target.byte(of: opcode) ?? blob.code[index]
    }
    blob.target = target
    blob.code.append(0)
    blob.mask.append(count: 1)
    return blob
  }

  /// The machine before the run.
  package func machine(_ target: Target = .gp07) throws -> Machine {
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
      program: try LoadedProgram(try blob(target)), registers: RegisterFile(initialRegisters),
      pc: initialPC, gas: initialGas, memory: memory)
  }

  /// The reference machine before the run.
  package func reference() throws -> ReferenceInterpreter {
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
