import Foundation
import PVM
import PVMGuest
import PVMVM
import TestSupport
import Testing
import WasmPVM

/// Programs do the same inside the PVM inside the PVM as outside: result, gas, counter, exit reason.
@Suite(.serialized) struct PVMInPVMTests {
  /// The guest at the two levels that are published.
  static let guests: [OptimizationLevel: CompiledProgram] = {
    var result: [OptimizationLevel: CompiledProgram] = [:]
    for level in [OptimizationLevel.two, .minimumSize] {
      result[level] = try? compiledGuest(level)
    }
    return result
  }()

  /// The guest, compiled by this compiler.
  private static func compiledGuest(
    _ level: OptimizationLevel, _ target: Target = .gp07
  ) throws -> CompiledProgram {
    let data = try #require(
      Data(base64Encoded: GuestModule.base64, options: .ignoreUnknownCharacters))
    var imports = ImportMap()
    for function in GuestModule.importedFunctions {
      let isNew = imports.add(
        ImportMap.Entry(
          name: "jam.\(function.name)",
          action: .hostCall(UInt32(try #require(target.index(of: function))))))
      #expect(isNew)
    }
    return try Compilation.compile(
      wasm: [UInt8](data),
      options: CompileOptions(
        target: target, optimization: level, imports: imports,
        adapters: [Adapter(name: "adapter", wasm: GuestModule.hostCallAdapter(for: target))],
        metadata: nil, checksAllocation: true))
  }

  /// Runs a program inside guests; without, if the depth is 0.
  private func run(
    _ level: OptimizationLevel, depth: Int = 1, _ program: ProgramFile, _ arguments: [UInt8] = [],
    pc: UInt32 = 0, gas: Int64 = 1_000_000_000
  ) throws -> NestedRun.Outcome {
    let guest = try #require(Self.guests[level])
    var host = NoHost()
    return try NestedRun(guest: guest.file, depth: depth).run(
      program, arguments, pc: pc, gas: gas, host: &host)
  }

  /// The size that is promised.
  @Test func guestIsSmall() throws {
    for level in [OptimizationLevel.two, .minimumSize] {
      let guest = try #require(Self.guests[level])
      let container = try StandardProgram(decoding: guest.file.container)
      let code = try ProgramBlob(decoding: container.program).code.count
      print("guest: \(code) bytes of code at --opt \(level.rawValue)")
      // Two targets, one of which validates programs and simulates blocks.
      #expect(code <= 41_000)
    }
  }

  /// All benchmarks, with the overhead that is promised.
  @Test(arguments: [OptimizationLevel.two, .minimumSize])
  func benchmarks(_ level: OptimizationLevel) throws {
    var logarithms = 0.0
    var loading = 0.0
    let programs = try Corpus.benchmarks()
    for program in programs {
      let item = try #require(program.cases.first)
      let compiled = try Compilation.compile(wasm: program.module())
      let outside = try run(level, depth: 0, compiled.file, item.arguments)
      let inside = try run(level, compiled.file, item.arguments)
      #expect(inside.inner == outside.inner, "\(program.name)")
      #expect(inside.inner?.result == item.expected, "\(program.name)")
      // Without gas nothing is executed after loading.
      let loadOnly = try run(level, compiled.file, item.arguments, gas: 0)
      #expect(loadOnly.inner?.status == .outOfGas)
      let executed = Double(inside.gas[0] - loadOnly.gas[0]) / Double(inside.gas[1])
      let perByte = Double(loadOnly.gas[0]) / Double(compiled.file.encoded().count)
      logarithms += log(executed)
      loading += log(perByte)
    }
    let overhead = exp(logarithms / Double(programs.count))
    let perByte = exp(loading / Double(programs.count))
    print(
      "guest at --opt \(level.rawValue): \(Double(Int(overhead * 100)) / 100) instructions for one,",
      "\(Int(perByte)) to load a byte")
    #expect(overhead <= 30)
    #expect(perByte <= 155)
  }

  /// The guest for Gray Paper 0.8.
  private static let newGuest = try? compiledGuest(.two, .gp08)

  /// Programs for both targets in guests for both targets.
  @Test(arguments: Target.all, Target.all)
  func targets(_ target: Target, _ guestTarget: Target) throws {
    if target == .gp07, guestTarget == .gp07 { return }
    let guest = try #require(guestTarget == .gp07 ? Self.guests[.two] : Self.newGuest)
    for program in try Corpus.benchmarks() {
      let item = try #require(program.cases.first)
      let options = CompileOptions(target: target)
      let compiled = try Compilation.compile(wasm: program.module(), options: options)
      var ends: [GuestOutput?] = []
      for depth in 0...1 {
        var host = NoHost()
        let run = NestedRun(guest: guest.file, depth: depth, target: guestTarget)
        ends.append(
          try run.run(
            compiled.file, target: target, item.arguments, pc: 0, gas: 1_000_000_000, host: &host
          ).inner)
      }
      #expect(ends[0] == ends[1], "\(program.name)")
      #expect(ends[0]?.result == item.expected, "\(program.name)")
    }
  }

  /// The published vectors, behind a prologue that sets their registers.
  @Test(.enabled(if: SharedFolder.folder("vectors/pvm") != nil, "needs ../shared/vectors"))
  func vectors() throws {
    let vectors = try PublishedVector.all()
    #expect(vectors.count == 311)
    for vector in vectors {
      let program = try vector.standardProgram()
      for level in [OptimizationLevel.two, .minimumSize] {
        let gas = vector.initialGas + Int64(Register.count) + 1
        let file = ProgramFile(container: try program.container.encoded())
        let inside = try #require(try run(level, file, gas: gas).inner, "\(vector.name)")
        let outside = try run(level, depth: 0, file, gas: gas)
        #expect(inside == outside.inner, "\(vector.name)")
        #expect(inside.gas == vector.expectedGas, "\(vector.name)")
        #expect(inside.pc == vector.expectedPC + program.shift, "\(vector.name)")
      }
    }
  }

  /// A real service with everything its host did.
  @Test(.enabled(if: SharedFolder.folder("vectors/traces") != nil, "needs ../shared/vectors"))
  func recordedRuns() throws {
    let folder = try #require(SharedFolder.folder("vectors/traces"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".log") }
    #expect(names.count == 12)
    let guest = try #require(Self.guests[.two])
    for name in names {
      let log = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      let recorded = try RecordedRun(parsing: log)
      var host = RelayedRecording(recorded)
      let outcome = try NestedRun(guest: guest.file, depth: 1).run(
        ProgramFile(decoding: recorded.program), recorded.programArguments(),
        pc: recorded.start.pc, gas: recorded.start.gas, host: &host)
      #expect(host.problem == nil, "\(name): \(host.problem ?? "")")
      #expect(host.isFinished, "\(name)")
      let inner = try #require(outcome.inner, "\(name)")
      let end: RecordedRun.Record? =
        switch inner.status {
        case .halt: .halt
        case .outOfGas: .outOfGas
        case .panic, .pageFault: .panic
        case .hostCall, .malformedInput: nil
        }
      #expect(end == recorded.end, "\(name)")
      #expect(inner.gas == recorded.endState.gas, "\(name)")
      #expect(inner.pc == recorded.endState.pc, "\(name)")
    }
  }

  /// The interpreter in the interpreter in the interpreter.
  @Test(arguments: ["add", "factorial", "fibonacci"])
  func depthThree(_ name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Examples/\(name).wat")
    let text = [UInt8](try Data(contentsOf: url))
    let compiled = try Compilation.compile(wasm: TextInput.assemble(text, name: name))
    let arguments: [UInt8] = [7, 0, 0, 0, 5, 0, 0, 0]
    let outside = try run(.two, depth: 0, compiled.file, arguments)
    let inside = try run(.two, depth: 3, compiled.file, arguments)
    #expect(outside.inner?.status == .halt)
    #expect(inside.inner == outside.inner)
    #expect(inside.gas.count == 4)
  }

  /// Inputs that are none are a status, also of the compiled guest.
  @Test func malformedInputsAreAStatus() throws {
    let guest = try #require(Self.guests[.two])
    let compiled = try Compilation.compile(wasm: #require(Corpus.benchmarks().first).module())
    let input = GuestInput(
      gas: 1000, pc: 0, program: compiled.file.encoded(), arguments: [1, 2, 3]
    ).encoded()
    var state: UInt64 = 1
    for round in 0..<300 {
      var bytes = input
      if round % 3 == 0 {
        bytes.removeLast(1 + round * 7 % (bytes.count - 1))
      } else {
        for _ in 0...round % 3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        bytes.replaceSubrange(3..<8, with: [0, 0, 0, 0, 0])
      }
      var host = NoHost()
      let outcome = try NestedRun(guest: guest.file, depth: 0).run(
        guest.file, bytes, pc: 0, gas: 1_000_000_000, host: &host)
      let inner = try #require(outcome.inner)
      #expect(inner.status == .halt, "round \(round): the guest itself must never fail")
      let status = try #require(GuestOutput(decoding: inner.result)).status
      #expect(round % 3 != 0 || status == .malformedInput, "round \(round)")
    }
  }
}
