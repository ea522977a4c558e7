import TestSupport
import Testing
import Wasm
import WasmScript

/// Damaged modules are rejected or accepted, but never crash or hang the decoder.
struct MutationTests {
  /// Valid modules to begin with: our own, and those of the specification's suite that are small.
  static let seeds: [[UInt8]] = {
    var seeds = [
      ModuleDecoderTests.everySection, InstructionTableTests.everyInstruction.bytes,
      ModuleBytes.function([.i32], [.i32], surroundings: true, code: [0x20, 0x00]),
    ]
    guard SpecSuite.obstacle == nil else { return seeds }
    for file in SpecSuite.files(of: .core) + SpecSuite.files(of: .simd) {
      guard let script = try? SpecSuite.load(file) else { continue }
      for case .module(_, let module) in script.commands.map(\.kind).prefix(10) {
        if let bytes = try? module.bytes(), bytes.count < 4_000 { seeds.append(bytes) }
      }
    }
    return seeds
  }()

  /// Bytes that mean something: ends, blocks, prefixes, large numbers.
  static let interesting: [UInt8] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x0C, 0x0E, 0x10, 0x11, 0x1A, 0x1B, 0x20, 0x40, 0x41,
    0x60, 0x6F, 0x70, 0x7B, 0x7F, 0x80, 0xD0, 0xD2, 0xFC, 0xFD, 0xFE, 0xFF,
  ]

  /// A copy with some damage.
  static func mutate(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 9 {
      // The header stays, or little else would be tested.
      let index = Int.random(in: 8..<bytes.count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[index] = interesting.randomElement(using: &random) ?? 0
      case 2: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 3: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: index)
      case 4: bytes.remove(at: index)
      case 5:
        let end = min(bytes.count, index + Int.random(in: 1...16, using: &random))
        bytes.insert(contentsOf: bytes[index..<end], at: index)
      default: bytes.replaceSubrange(index..<index + 1, with: LimitsTests.huge)
      }
    }
    return bytes
  }

  /// Ten thousand damaged modules; what is accepted passes on only what exists.
  @Test(arguments: 0..<10)
  func mutatedModules(_ part: Int) throws {
    var random = SeededRandom(seed: UInt64(part))
    var acceptedCount = 0
    for _ in 0..<1_000 {
      let bytes = Self.mutate(Self.seeds.randomElement(using: &random) ?? [], &random)
      do {
        let module = try ModuleDecoder.decode(bytes, features: .all)
        let validator = FunctionValidator(module: module)
        for index in module.functions.indices {
          var auditor = Auditor(module: module, functionIndex: index)
          try validator.validate(functionIndex: index, visitor: &auditor)
          #expect(auditor.depth == 0 || module.functions[index].isImported, "\(bytes)")
        }
        acceptedCount += 1
      } catch let error as WasmError {
        #expect((0...bytes.count).contains(error.offset), "\(bytes)")
      } catch BodyFailure<Auditor.Defect>.invalid(let error) {
        #expect((0...bytes.count).contains(error.offset), "\(bytes)")
        #expect(error.function != nil)
      }
    }
    // Damage to names and constants goes unnoticed, most other does not.
    #expect((10..<500).contains(acceptedCount), "\(acceptedCount)")
  }

  /// Every module cut short is rejected, except perhaps between two sections.
  @Test func truncatedModules() {
    for seed in Self.seeds.prefix(3) {
      var boundaries: Set<Int> = [8]
      var position = 8
      while position < seed.count {
        // Number, size in LEB128, contents.
        var size = 0
        var shift = 0
        repeat {
          position += 1
          size |= Int(seed[position] & 0x7F) << shift
          shift += 7
        } while seed[position] >= 0x80
        position += 1 + size
        boundaries.insert(position)
      }
      for length in 0..<seed.count {
        let error = ModuleBytes.error(Array(seed[..<length]), features: .all)
        #expect(error != nil || boundaries.contains(length), "\(length)")
        if let error { #expect(error.offset <= length) }
      }
    }
  }

  /// Random bytes after the header, and random bytes as code.
  @Test func randomBytes() {
    var random = SeededRandom(seed: 99)
    for _ in 0..<2_000 {
      let noise = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      for bytes in [
        ModuleBytes.header + noise, ModuleBytes.function(surroundings: true, code: noise),
      ] {
        if let error = ModuleBytes.error(bytes, features: .all) {
          #expect(error.offset <= bytes.count)
        }
      }
    }
  }
}

/// Checks that what the validator passes on exists.
struct Auditor: InstructionVisitor {
  /// Something that should not have been passed on.
  struct Defect: Error {
    /// The instruction.
    var instruction: Instruction
  }

  /// The module.
  let module: Module

  /// The number of locals.
  let localCount: Int

  /// The number of open blocks, the function's own included.
  private(set) var depth = 1

  /// Begins at the beginning of a function.
  init(module: Module, functionIndex: Int) {
    self.module = module
    localCount = module.localTypes(ofFunction: functionIndex).count
  }

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Defect) {
    switch instruction {
    case .block, .loop, .if, .try, .tryTable: depth += 1
    case .end, .delegate: depth -= 1
    default: break
    }
    guard isSound(instruction), depth >= 0 else { throw Defect(instruction: instruction) }
  }

  /// Whether every index in an instruction has something behind it.
  private func isSound(_ instruction: Instruction) -> Bool {
    switch instruction {
    case .block(.type(let type)), .loop(.type(let type)), .if(.type(let type)),
      .try(.type(let type)):
      type < module.types.count
    case .br(let label), .brIf(let label), .rethrow(let label): label < depth
    // The block that it ends is closed.
    case .delegate(let label): label < depth
    case .throw(let tag), .catch(let tag): tag < module.tags.count
    case .tryTable(let table):
      // Labels count from the block around, and this one is open already.
      table.clauses.allSatisfy { $0.label < depth - 1 && $0.tag ?? -1 < module.tags.count }
    case .brTable(let table):
      table.targets.allSatisfy { $0 < depth } && table.defaultTarget < depth
    case .call(let function), .returnCall(let function), .refFunc(let function):
      function < module.functions.count
    case .callIndirect(let type, let table), .returnCallIndirect(let type, let table):
      type < module.types.count && table < module.tables.count
    case .localGet(let local), .localSet(let local), .localTee(let local): local < localCount
    case .globalGet(let global), .globalSet(let global): global < module.globals.count
    case .load(_, let argument), .store(_, let argument), .simdLoad(_, let argument),
      .simdStore(let argument), .simdLoadLane(_, let argument, _),
      .simdStoreLane(_, let argument, _), .atomic(_, let argument):
      argument.memory < module.memories.count
    case .tableInit(let table, let segment):
      table < module.tables.count && segment < module.elements.count
    case .memoryInit(let memory, let segment):
      memory < module.memories.count && segment < module.data.count
    case .dataDrop(let segment): segment < module.data.count
    case .elemDrop(let segment): segment < module.elements.count
    default: true
    }
  }
}
