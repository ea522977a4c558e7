import Foundation
import PVMVM
import Support
import TestSupport
import Testing
import WasmPVM

/// The interpreter's time against that of the same C program compiled natively, when `PVM_SPEED` is set; meant for release builds on
/// a machine that does nothing else.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["PVM_SPEED"] != nil))
struct NativeSpeedTests {
  /// The programs that are measured.
  static let names = [
    "quicksort", "sha256", "ntt", "brainf_interp", "vm_interp", "mandelbrot_fixed",
  ]

  @Test func interpreterAgainstNative() throws {
    let sources = try #require(SharedFolder.folder("bench/src"), "needs ../shared/bench")
    let benchmarks = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Benchmarks")
    let folder = try TemporaryFolder()
    var logarithms = 0.0
    for name in Self.names {
      let program = try #require(try Corpus.benchmarks().first { $0.name == name })
      let item = try #require(program.cases.last)

      let binary = folder.path(name)
      let built = try BuiltCommand.run(
        "/usr/bin/clang-19",
        [
          "-std=gnu11", "-O2", "-DBENCH_HOSTED", "-o", binary,
          benchmarks.appendingPathComponent("native.c").path,
          sources.appendingPathComponent("\(name).c").path,
        ])
      #expect(built.status == 0, "\(built.messages)")
      let timed = try BuiltCommand.run(binary, [Hex.string(item.arguments)])
      let native = try #require(timed.lines.first.flatMap(Double.init))

      let execution = try CorpusExecution(program.module(), CompileOptions())
      var best = Double.infinity
      var gas: Int64 = 0
      for _ in 0..<40 {
        var machine = try execution.machine(item.arguments)
        let start = clock()
        let exit = machine.run()
        best = min(best, Double(clock() - start) * 1e9 / Double(CLOCKS_PER_SEC))
        #expect(exit == .halt)
        gas = CorpusExecution.gasLimit - machine.gas
      }
      logarithms += log(best / native)
      print(
        "\(name): native \(Int(native)) ns, interpreter \(Int(best)) ns,",
        "\(Int(Double(gas) * 1000 / best)) million instructions per second,",
        "\(Double(Int(best / native * 100)) / 100) times")
    }
    let mean = exp(logarithms / Double(Self.names.count))
    print("geometric mean: \(Double(Int(mean * 100)) / 100) times the native program")
  }
}
