import Foundation
import JAMHost
import PVM
import PVMVM
import TestSupport
import Testing
import WasmPVM

/// The example services over ten blocks, against a model of them in Swift that shares nothing with them.
struct ExampleServiceTests {
  /// The services, by their files in `Examples`.
  static let services = ["service.wat", "service-c/service.wasm", "service-swift/service.wasm"]

  /// Swallows messages.
  private struct Silence: TextOutputStream {
    mutating func write(_ string: String) {}
  }

  /// What the service should do.
  private struct Model {
    /// The counters that are not 0.
    var counters: [[UInt8]: UInt64] = [:]
    /// The checksum of what a block has written.
    var written: UInt64 = 0

    /// FNV-1a, going on from a state.
    static func checksum(_ state: UInt64, _ bytes: [UInt8]) -> UInt64 {
      bytes.reduce(state) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// A number as eight bytes.
    static func bytes(_ number: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// The digest of a payload of updates.
    static func digest(_ payload: [UInt8]) -> [UInt8] {
      bytes(checksum(0xCBF2_9CE4_8422_2325, payload)) + payload
    }

    /// Adds to a counter.
    mutating func add(_ name: [UInt8], _ amount: UInt64) {
      let sum = counters[name, default: 0] &+ amount
      counters[name] = sum == 0 ? nil : sum
      written = Model.checksum(Model.checksum(written, name), Model.bytes(sum))
    }

    /// The yielded hash.
    func hash() -> [UInt8] {
      var state = written
      var hash: [UInt8] = []
      for part in 0..<4 {
        hash += Model.bytes(state)
        state = (state ^ UInt64(part)) &* 0x100_0000_01B3
      }
      return hash
    }
  }

  /// Updates for a payload.
  private func updates(_ random: inout SeededRandom) -> [(name: [UInt8], amount: UInt64)] {
    let names = ["a", "counter", "transfers", "failures", String(repeating: "n", count: 32)]
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let name = Array((names.randomElement(using: &random) ?? "a").utf8)
      // Small numbers and their negatives, so that counters become 0.
      let amount = UInt64.random(in: 0...2, using: &random)
      return (name, Bool.random(using: &random) ? amount : 0 &- amount)
    }
  }

  @Test(arguments: services, [OptimizationLevel.two, .minimumSize])
  func tenBlocks(_ path: String, _ level: OptimizationLevel) throws {
    let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples")
    var module = [UInt8](try Data(contentsOf: examples.appendingPathComponent(path)))
    if path.hasSuffix(".wat") { module = try TextInput.assemble(module, name: path) }
    let code = try Compilation.compile(wasm: module, options: CompileOptions(optimization: level))
      .file.encoded()
    var random = SeededRandom(seed: 10)
    var model = Model()
    var state = HostState(service: 300)
    state.services[300] = ServiceAccount(balance: 1_000_000)
    for block in 0..<10 {
      state.timeslot = UInt32(1000 + 100 * block)
      model.written = 0xCBF2_9CE4_8422_2325
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        state.inputs.append(try input(&random, &model, state, code))
      }
      let invocation = try ServiceInvocation(.accumulate, state: state)
      let outcome = invocation.run(code: code, gas: 1_000_000, log: Silence())
      #expect(outcome.result == .output([]))
      try checkRecording(invocation, code, outcome)
      state = try HostState(parsing: outcome.state.encoded())
      #expect(state == outcome.state)
      #expect(state.results.yielded?.bytes == model.hash(), "block \(block)")
      let storage = try #require(state.services[300]).storage.entries
      #expect(storage.count == model.counters.count)
      for entry in storage {
        #expect(model.counters[entry.key.bytes].map(Model.bytes) == entry.value)
      }
    }
    #expect(model.counters.count > 3)
  }

  /// A transfer, a failed item, or a work item that is refined.
  private func input(
    _ random: inout SeededRandom, _ model: inout Model, _ state: HostState, _ code: [UInt8]
  ) throws -> AccumulateInput {
    var digest = WorkDigest()
    digest.gas = UInt64.random(in: 0...UInt64.max, using: &random)
    digest.trace = random.bytes(Int.random(in: 0...200, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      var transfer = Transfer()
      transfer.receiver = 300
      transfer.amount = UInt64.random(in: 0...1000, using: &random)
      transfer.memo = random.bytes(128)
      model.add(Array("transfers".utf8), transfer.amount)
      return .transfer(transfer)
    case 1:
      digest.result = .failure(WorkResult.Failure.allCases.randomElement(using: &random) ?? .bad)
      model.add(Array("failures".utf8), 1)
    default:
      let updates = updates(&random)
      var payload = updates.flatMap { [UInt8($0.name.count)] + $0.name + Model.bytes($0.amount) }
      let isBroken = Int.random(in: 0..<4, using: &random) == 0
      if isBroken {
        let broken: [[UInt8]] = [[0], [33], [1, 97], [1, 97, 0, 0, 0, 0, 0, 0, 0]]
        payload += broken.randomElement(using: &random) ?? [0]
      }
      let result = try refine(payload, state, code)
      if isBroken {
        #expect(result == .exit(.panic))
        digest.result = .failure(.panic)
        model.add(Array("failures".utf8), 1)
      } else {
        #expect(result == .output(Model.digest(payload)))
        digest.result = .blob(Model.digest(payload))
        for update in updates { model.add(update.name, update.amount) }
      }
    }
    return .result(digest)
  }

  /// What refine makes of a payload, the second item of a package.
  private func refine(
    _ payload: [UInt8], _ state: HostState, _ code: [UInt8]
  ) throws -> InvocationOutcome.Result {
    var state = state
    var package = WorkPackage()
    var item = WorkItem()
    item.service = 300
    item.refineGas = 1_000_000
    package.items = [item]
    item.payload = payload
    package.items.append(item)
    state.package = package
    state.item = 1
    state.core = 340
    return try ServiceInvocation(.refine, state: state).run(code: code, log: Silence()).result
  }

  /// Records an invocation, replays the log, and records the replay.
  private func checkRecording(
    _ invocation: ServiceInvocation, _ code: [UInt8], _ outcome: InvocationOutcome
  ) throws {
    let container = try StandardProgram(decoding: try ProgramFile(decoding: code).container)
    var recording = RecordingMachine(
      try Machine(
        standardProgram: container, arguments: invocation.arguments, entry: 5, gas: 1_000_000))
    var host = invocation.makeHost(log: Silence())
    let exit = recording.run(host: &host)
    let log = recording.finish(exit, program: code, arguments: invocation.arguments).encoded()
    let run = try RecordedRun(parsing: log)
    #expect(run.start.gas - run.endState.gas == Int64(outcome.gasUsed))
    let difference = try run.replay()
    #expect(difference == nil, "\(difference?.description ?? "")")
    var again = RecordingMachine(try run.makeMachine())
    var recordedHost = RecordedHost(run)
    let end = again.run(host: &recordedHost)
    #expect(again.finish(end, program: code, arguments: invocation.arguments).encoded() == log)
  }
}
