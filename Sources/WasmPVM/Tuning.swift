internal import PVMCodegen
internal import WasmToLLVM

/// Limits of passes by name, to find out what they should be.
package enum Tuning {
  /// The names.
  package static let names = [
    "inline", "size", "early-unroll", "unroll", "bytes-per-gas", "bytes-per-addition",
    "duplicate-size", "jump-cycles", "access-cycles", "computed-cycles", "spill-cycles", "without",
    "blocks", "short-loops",
  ]

  /// Whether a limit can have a value.
  package static func isValid(_ name: String, _ value: String) -> Bool {
    switch name {
    case "size", "early-unroll", "blocks": ["0", "1"].contains(value)
    case "unroll": !value.isEmpty
    case "inline", "duplicate-size", "spill-cycles", "short-loops":
      Int(value).map { $0 >= 0 } ?? false
    case "without": passes(value) != nil
    default: Double(value).map { $0 >= 0 } ?? false
    }
  }

  /// Whether code is made for what a machine charges for blocks: `blocks=0` is the program for one that charges for instructions, with
  /// the other's numbers.
  static func regardsBlocks(_ values: [String: String]) -> Bool { values["blocks"] != "0" }

  /// The passes of code generation with these names, with commas between them; nil if one cannot be left out.
  static func passes(_ names: String) -> Set<CodegenPass>? {
    var result: Set<CodegenPass> = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false) {
      guard let pass = CodegenPass(rawValue: String(name)), pass.isOptional else { return nil }
      result.insert(pass)
    }
    return result
  }

  /// Sets limits of LLVM's passes.
  static func apply(_ values: [String: String], to tuning: inout PipelineTuning) {
    if let value = values["inline"].flatMap({ Int($0) }) { tuning.inlineThreshold = value }
    if let value = values["short-loops"].flatMap({ Int($0) }) { tuning.shortLoopLimit = value }
    if let value = values["size"] { tuning.prefersSize = value == "1" }
    if let value = values["early-unroll"] { tuning.unrollsEarly = value == "1" }
    if let value = values["unroll"] { tuning.unrolling = value }
  }

  /// Sets limits of the code generator's passes.
  static func apply(_ values: [String: String], to costs: inout CostModel) {
    func set(_ name: String, _ path: WritableKeyPath<CostModel, Double>) {
      if let value = values[name].flatMap({ Double($0) }) { costs[keyPath: path] = value }
    }
    set("bytes-per-gas", \.bytesPerGas)
    set("bytes-per-addition", \.bytesPerAddition)
    set("jump-cycles", \.jumpCycles)
    set("access-cycles", \.accessCycles)
    set("computed-cycles", \.computedCycles)
    if let value = values["duplicate-size"].flatMap({ Int($0) }) {
      costs.maximumDuplicateSize = value
    }
    if let value = values["spill-cycles"].flatMap({ Int($0) }) { costs.spillCycles = value }
  }
}
