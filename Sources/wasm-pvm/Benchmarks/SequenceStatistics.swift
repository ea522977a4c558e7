import PVM
import PVMVM
import Support
import WasmPVM

/// What the interpreter's sequences save over the benchmark programs, and which ones would save most.
struct SequenceStatistics {
  /// How a program's instructions were executed.
  private struct Shares {
    /// The shares of instructions that were executed alone, in sequences of two, and of three.
    var byLength: [Double]
    /// Dispatches per instruction.
    var dispatches: Double
  }

  /// The programs whose speed is compared with native code; they have double weight.
  static let weighty = [
    "quicksort", "sha256", "ntt", "brainf_interp", "vm_interp", "mandelbrot_fixed",
  ]

  /// The programs' names and shares.
  private var programs: [(name: String, shares: Shares)] = []
  /// The share of executed instructions that each sequence of today has.
  private var today: [SequenceChooser.Sequence: Double] = [:]
  /// The sequences that would save most, as many as there are today.
  private var best: [(sequence: SequenceChooser.Sequence, weight: Double)] = []

  /// Runs every program with its default arguments.
  init(_ suite: BenchmarkSuite, _ options: CompileOptions) throws {
    var chooser = SequenceChooser()
    let whole = suite.programs.reduce(0.0) { $0 + SequenceStatistics.weight($1.name) }
    for program in suite.programs {
      let result = try Compilation.compile(
        wasm: program.module(for: options.optimization), options: options)
      let container = try StandardProgram(decoding: result.file.container)
      let loaded = try LoadedProgram(decoding: container.program, target: options.target)
      guard let run = program.runs.last,
        let profiler = Measurement.profile(of: run, container, loaded)
      else { throw CommandFailure(.benchmarks(["\(program.name): cannot be started"])) }
      add(
        program.name, loaded, profiler, SequenceStatistics.weight(program.name) / whole, &chooser)
    }
    best = chooser.choose(FusedForm.all.count)
  }

  /// The weight of a program.
  private static func weight(_ name: String) -> Double { weighty.contains(name) ? 2 : 1 }

  /// Adds the blocks of a program that was run.
  private mutating func add(
    _ name: String, _ loaded: LoadedProgram, _ profiler: Profiler, _ weight: Double,
    _ chooser: inout SequenceChooser
  ) {
    let counts = profiler.counts
    let total = Double(max(1, profiler.instructionCount))
    var shares = Shares(byLength: [0, 0, 0], dispatches: 0)
    var block: [Instruction] = []
    // How many instructions of the sequence that was found last are still to come.
    var rest = 0
    var pc = loaded.blob.mask.nextStart(from: 0)
    while pc < loaded.blob.code.count {
      let instruction = InstructionDecoder.decode(loaded.blob, at: pc).effective
      let share = Double(counts[pc]) / total
      if rest == 0 {
        let form = loaded.sequence(at: UInt32(pc))
        rest = form?.opcodes.count ?? 1
        shares.byLength[rest - 1] += share * Double(rest)
        shares.dispatches += share
        if let form {
          let sequence = SequenceChooser.Sequence(opcodes: form.opcodes, links: form.links)
          today[sequence, default: 0] += share * Double(rest) * weight
        }
      }
      rest -= 1
      block.append(instruction)
      if instruction.opcode.terminatesBlock {
        chooser.add(block, weight: share * weight)
        block = []
        rest = 0
      }
      pc = loaded.blob.mask.nextStart(from: pc + 1)
    }
    programs.append((name, shares))
  }

  // MARK: Output

  /// The statistics in lines.
  var lines: [String] {
    let names = Set(
      FusedForm.all.map { SequenceChooser.Sequence(opcodes: $0.opcodes, links: $0.links) })
    let chosen = Set(best.map(\.sequence))
    var lines = [summary("all", programs)]
    let six = programs.filter { SequenceStatistics.weighty.contains($0.name) }
    if !six.isEmpty { lines.append(summary("weighty", six)) }
    lines += ["", "sequences that save most; + is not among those of today", "  share"]
    lines += best.map { row in
      let share = row.weight * Double(row.sequence.opcodes.count)
      return line(share, names.contains(row.sequence) ? " " : "+", row.sequence)
    }
    lines += ["", "sequences of today; - is not among those"]
    lines += FusedForm.all.map { form in
      let sequence = SequenceChooser.Sequence(opcodes: form.opcodes, links: form.links)
      return line(today[sequence] ?? 0, chosen.contains(sequence) ? " " : "-", sequence)
    }
    return lines
  }

  /// One sequence.
  private func line(
    _ share: Double, _ mark: String, _ sequence: SequenceChooser.Sequence
  ) -> String {
    let percent = Decimals.text(share * 100, places: 2)
    let indent = String(repeating: " ", count: max(0, 6 - percent.count))
    return indent + "\(percent) % \(mark) \(sequence.row)"
  }

  /// How instructions are executed with the sequences of today.
  private func summary(_ title: String, _ programs: [(name: String, shares: Shares)]) -> String {
    var mean = GeometricMean()
    for program in programs { mean.add(program.shares.dispatches) }
    let shares = (0..<3).map { length in
      let sum = programs.reduce(0.0) { $0 + $1.shares.byLength[length] }
      return Decimals.text(sum / Double(max(1, programs.count)) * 100, places: 1) + " %"
    }
    let dispatches = Decimals.text((mean.value ?? 0) * 100, places: 1)
    return "\(title) \(programs.count): alone \(shares[0]), in sequences of two \(shares[1]), "
      + "of three \(shares[2]); \(dispatches) dispatches for 100 instructions"
  }
}
