internal import Foundation
package import PVM
internal import Support

/// A program of the public vectors of Gray Paper 0.8's gas: `vectors/gas08`.
package struct GasVector: Decodable, Sendable {
  /// A step of the recorded run.
  package struct Step: Decodable, Sendable {
    /// What is done or compared.
    package let kind: String
    package let address: UInt32?
    package let length: Int?
    package let isWritable: Bool?
    package let contents: String?
    package let register: Int?
    package let value: UInt64?
    package let status: String?
    package let gas: Int64?
    package let pc: UInt32?
    package let regs: [UInt64]?
    package let memory: [Memory]?
    package let pageFaultAddress: UInt32?

    enum CodingKeys: String, CodingKey {
      case kind, address, length, contents, value, status, gas, pc, regs, memory
      case register = "reg"
      case isWritable = "is_writable"
      case pageFaultAddress = "page_fault_address"
    }
  }

  /// A stretch of bytes.
  package struct Memory: Decodable, Sendable {
    /// First address.
    package let address: UInt32
    /// The bytes in hexadecimal.
    package let contents: String

    /// The bytes.
    package var bytes: [UInt8] { Hex.bytes(Array(contents.utf8)) ?? [] }
  }

  /// The name.
  package let name: String
  /// The program blob in hexadecimal.
  package let program: String
  /// Where the run starts.
  package let initialPC: UInt32?
  /// The gas before the run.
  package let initialGas: Int64?
  /// Block starts and costs, where conditional moves do not read their destination.
  package let costs: [String: UInt32]
  /// What differs where they do.
  package let costsWithDestination: [String: UInt32]?
  /// The recorded run, if there is one.
  package let steps: [Step]?

  enum CodingKeys: String, CodingKey {
    case name, program, steps
    case initialPC = "initial-pc"
    case initialGas = "initial-gas"
    case costs = "block-gas-costs"
    case costsWithDestination = "block-gas-costs-cmov-source"
  }

  /// All vectors; none without the folder.
  package static func all() throws -> [GasVector] {
    guard let folder = SharedFolder.folder("vectors/gas08") else { return [] }
    let data = try Data(contentsOf: folder.appendingPathComponent("vectors.json"))
    return try JSONDecoder().decode([GasVector].self, from: data)
  }

  /// Whether the vectors are there.
  package static var areThere: Bool { SharedFolder.folder("vectors/gas08") != nil }

  /// The program for a target.
  package func blob(_ target: Target) throws -> ProgramBlob {
    try ProgramBlob(decoding: Hex.bytes(Array(program.utf8)) ?? [], target: target)
  }

  /// What the blocks cost under both rules, by position.
  package func costs(readsDestination: Bool) -> [Int: UInt32] {
    var result: [Int: UInt32] = [:]
    for (position, cost) in costs { result[Int(position) ?? -1] = cost }
    if readsDestination {
      for (position, cost) in costsWithDestination ?? [:] { result[Int(position) ?? -1] = cost }
    }
    return result
  }
}

extension GasVector {
  /// The costs of all blocks of the vectors' programs as an independent machine computes them: by
  /// program, then by rule, `no` or `yes` for whether conditional moves read their destination; the
  /// second only where it differs.
  package static func allCosts() throws -> [String: [String: [String: UInt32]]] {
    guard let folder = SharedFolder.folder("vectors/gas08") else { return [:] }
    let data = try Data(contentsOf: folder.appendingPathComponent("block-costs.json"))
    return try JSONDecoder().decode([String: [String: [String: UInt32]]].self, from: data)
  }
}
