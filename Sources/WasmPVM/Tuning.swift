internal import PVMCodegen
internal import WasmToLLVM

/// Limits of passes by name, to find out what they should be.
package enum Tuning {
  /// The names.
  package static let names = [
    "inline", "size", "early-unroll", "unroll", "bytes-per-gas", "bytes-per-addition",
    "duplicate-size",
  ]

  /// Sets limits of LLVM's passes.
  static func apply(_ values: [String: String], to tuning: inout PipelineTuning) {
    if let value = values["inline"].flatMap({ Int($0) }) { tuning.inlineThreshold = value }
    if let value = values["size"] { tuning.prefersSize = value == "1" }
    if let value = values["early-unroll"] { tuning.unrollsEarly = value == "1" }
    if let value = values["unroll"] { tuning.unrolling = value }
  }

  /// Sets limits of the code generator's passes.
  static func apply(_ values: [String: String], to costs: inout CostModel) {
    if let value = values["bytes-per-gas"].flatMap({ Double($0) }) { costs.bytesPerGas = value }
    if let value = values["bytes-per-addition"].flatMap({ Double($0) }) {
      costs.bytesPerAddition = value
    }
    if let value = values["duplicate-size"].flatMap({ Int($0) }) {
      costs.maximumDuplicateSize = value
    }
  }
}
