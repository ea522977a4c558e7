import PVM
import PVMVM
import Support
import WasmPVM

/// What one program measures at one optimization level.
struct Measurement {
  /// The program's name.
  let name: String
  /// Gas with the small and with the default arguments; nil where the result was wrong.
  let gas: [Int?]
  /// Bytes of code.
  let codeSize: Int
  /// Bytes of the program file.
  let fileSize: Int
  /// How many instructions the code has.
  let instructionCount: Int
  /// The share of executed instructions that load or store spilled values, by input; empty if that
  /// was not measured.
  let spillShares: [Double]
  /// What the gas was for, by input, where blocks have costs; empty otherwise.
  let shares: [BlockGasShares]
  /// How long the compilation took.
  let compileTime: Duration
  /// How long the runs took.
  let runTime: Duration
  /// What was wrong, if anything.
  let complaints: [String]

  /// The gas that a run may use.
  private static let gasLimit: Int64 = 1_000_000_000

  /// Compiles a program and runs it with both inputs.
  ///
  /// - Parameters:
  ///   - module: the module; the one for the level of `options` if nil.
  ///   - profiles: whether each run is repeated to see what its gas was used for.
  init(
    _ program: BenchmarkSuite.Program, _ options: CompileOptions, module: [UInt8]? = nil,
    profiles: Bool = true
  ) {
    name = program.name
    let clock = ContinuousClock()
    let start = clock.now
    let result: CompiledProgram
    let compiled: ContinuousClock.Instant
    let container: StandardProgram
    let loaded: LoadedProgram
    do {
      result = try Compilation.compile(
        wasm: module ?? program.module(for: options.optimization), options: options)
      compiled = clock.now
      container = try StandardProgram(decoding: result.file.container)
      loaded = try LoadedProgram(decoding: container.program, target: options.target)
    } catch {
      gas = program.runs.map { _ in nil }
      codeSize = 0
      fileSize = 0
      instructionCount = 0
      spillShares = []
      shares = []
      compileTime = .zero
      runTime = .zero
      complaints = ["\(program.name): \(error)"]
      return
    }
    compileTime = compiled - start
    codeSize = loaded.blob.code.count
    fileSize = result.file.encoded().count
    instructionCount = result.purposes.count
    let runStart = clock.now
    var gas: [Int?] = []
    var complaints: [String] = []
    for run in program.runs {
      let result = Measurement.execute(run, container, loaded)
      gas.append(result.gas)
      if let complaint = result.complaint { complaints.append("\(program.name): \(complaint)") }
    }
    runTime = clock.now - runStart
    let observed =
      profiles
      ? program.runs.compactMap { Measurement.profile(of: $0, container, loaded) } : []
    spillShares = observed.map { profiler in
      PurposeTable(loaded.blob, purposes: result.purposes, profiler: profiler).spillShare
    }
    shares = options.target.chargesBlocks ? observed.map { BlockGasShares($0) } : []
    self.gas = gas
    self.complaints = complaints
  }

  /// What a run executes; nil if it cannot be run.
  static func profile(
    of run: BenchmarkSuite.Run, _ container: StandardProgram, _ loaded: LoadedProgram
  ) -> Profiler? {
    guard
      var machine = try? Machine(
        standardProgram: container, loaded: loaded, arguments: run.arguments, gas: gasLimit)
    else { return nil }
    var profiler = Profiler(loaded)
    var host = LogHost(output: StandardError())
    _ = machine.run(host: &host, profiler: &profiler)
    return profiler
  }

  /// Runs a program with one input: the gas used, or what was wrong.
  private static func execute(
    _ run: BenchmarkSuite.Run, _ container: StandardProgram, _ loaded: LoadedProgram
  ) -> (gas: Int?, complaint: String?) {
    do {
      var machine = try Machine(
        standardProgram: container, loaded: loaded, arguments: run.arguments, gas: gasLimit)
      var host = LogHost(output: StandardError())
      let exit = machine.run(host: &host)
      guard exit == .halt else { return (nil, "\(exit) at pc \(machine.pc)") }
      let output = machine.output
      guard output == run.expected else {
        return (nil, "\(Hex.string(output)) instead of \(Hex.string(run.expected))")
      }
      return (Int(gasLimit - machine.gas), nil)
    } catch {
      return (nil, "\(error)")
    }
  }
}

/// The measurements of all programs at one optimization level.
struct LevelResult {
  /// The level.
  let level: OptimizationLevel
  /// The measurements in the order of the suite.
  let measurements: [Measurement]

  /// Measures a suite.
  ///
  /// - Parameter profiles: whether to see what the gas was used for, too.
  init(_ suite: BenchmarkSuite, _ options: CompileOptions, profiles: Bool = true) {
    level = options.optimization
    measurements = suite.programs.map { Measurement($0, options, profiles: profiles) }
  }

  /// Measures a suite on the modules of another level.
  init(_ suite: BenchmarkSuite, _ options: CompileOptions, modulesOf other: OptimizationLevel) {
    level = options.optimization
    measurements = suite.programs.map {
      Measurement($0, options, module: $0.module(for: other), profiles: false)
    }
  }

  /// How many programs gave the right results with both inputs.
  var rightCount: Int { measurements.count { $0.complaints.isEmpty } }
  /// Bytes of code of all programs.
  var codeSize: Int { measurements.reduce(0) { $0 + $1.codeSize } }
  /// Bytes of all program files.
  var fileSize: Int { measurements.reduce(0) { $0 + $1.fileSize } }
  /// Bytes of code over instructions of all programs.
  var bytesPerInstruction: Double {
    Double(codeSize) / Double(max(1, measurements.reduce(0) { $0 + $1.instructionCount }))
  }
  /// How long all compilations took.
  var compileTime: Duration { measurements.reduce(.zero) { $0 + $1.compileTime } }
  /// How long all runs took.
  var runTime: Duration { measurements.reduce(.zero) { $0 + $1.runTime } }
  /// The gas of all runs.
  var gas: Int { measurements.reduce(0) { sum, one in sum + one.gas.reduce(0) { $0 + ($1 ?? 0) } } }

  /// The runs that take more gas than without optimization, which none should.
  func losses(to unoptimized: LevelResult) -> [String] {
    zip(measurements, unoptimized.measurements).flatMap { optimized, plain in
      zip(optimized.gas, plain.gas).compactMap { gas, limit in
        guard let gas, let limit, gas > limit else { return nil }
        return "\(optimized.name): \(gas) gas, unoptimized \(limit)"
      }
    }
  }

  /// The geometric mean of gas over a yardstick, for the programs that have both.
  ///
  /// - Parameters:
  ///   - input: 0 for the small arguments, 1 for the default ones.
  ///   - column: the yardstick's column in the peers' table.
  func gasRatio(input: Int, to column: String, _ peers: FigureTable) -> GeometricMean {
    var mean = GeometricMean()
    for one in measurements { mean.add(one.gas[input], over: peers.figure(one.name, column)) }
    return mean
  }

  /// The share of spill loads and stores: the geometric mean of the gas over the gas without them,
  /// as a share, because programs without any spill have a share of zero.
  ///
  /// - Parameter input: 0 for the small arguments, 1 for the default ones.
  func spillShare(input: Int) -> Double? {
    var mean = GeometricMean()
    for one in measurements where input < one.spillShares.count {
      mean.add(1 / (1 - one.spillShares[input]))
    }
    return mean.value.map { 1 - 1 / $0 }
  }
}
