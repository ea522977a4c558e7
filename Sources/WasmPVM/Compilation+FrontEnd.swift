internal import LLVM
internal import LoweringABI
internal import PVM
internal import WasmToLLVM

extension Compilation {
  /// A decoded, linked and validated module, and whose mistakes are in it.
  struct FrontEnd: Sendable {
    /// Writes its LLVM IR.
    var translator: ModuleTranslator
    /// What the user should know about the module.
    var notes: [String] = []
    /// What becomes of the module's imports.
    var imports: [CompileReport.Import] = []
    /// What positions in it refer to.
    var origins: Origins
    /// Turns an error about the module into one about the user's input.
    var located: @Sendable (TranslationError) -> CompileError

    /// The module's LLVM IR as translated.
    func unoptimized() throws(CompileError) -> TranslatedModule {
      try module(pipeline: nil, nil, [], limits: .standard)
    }

    /// The module's LLVM IR behind LLVM's passes.
    func optimized(_ options: CompileOptions) throws(CompileError) -> TranslatedModule {
      options.progress?.begin(
        .optimization, total: translator.partCount > 1 ? translator.partCount : 0)
      let disabled = Set(options.disabledPasses.compactMap(\.pipelineName))
      return try module(
        pipeline: OptimizationPipeline(options.optimization), tuning(options), disabled,
        limits: options.exhaustsBudgets ? .exhausted : .standard, progress: options.progress)
    }

    /// The limits of LLVM's passes.
    private func tuning(_ options: CompileOptions) -> PipelineTuning {
      var tuning = OptimizationPipeline(options.optimization)
        .tuning(chargesBlocks: options.regardsBlocks)
      Tuning.apply(options.tuning, to: &tuning)
      return tuning
    }

    /// The module's LLVM IR.
    private func module(
      pipeline: OptimizationPipeline?, _ tuning: PipelineTuning?, _ disabled: Set<String>,
      limits: OptimizationLimits, progress: CompileProgress? = nil
    ) throws(CompileError) -> TranslatedModule {
      if translator.partCount == 1 {
        let translated = try translated(part: 0, copiesBodies: false)
        try FrontEnd.wrapping { () throws(LLVMError) in
          try pipeline?.run(on: translated, tuning: tuning, without: disabled, limits: limits)
        }
        return translated
      }
      let parts = try ConcurrentWork.map(count: translator.partCount) {
        index throws(CompileError) in
        let translated = try translated(part: index, copiesBodies: pipeline?.inlines ?? false)
        try FrontEnd.wrapping { () throws(LLVMError) in
          try pipeline?.run(
            on: translated, .part, tuning: tuning, without: disabled, limits: limits)
        }
        progress?.advance()
        return Part(
          bitcode: translated.module.bitcode(), interface: translated.interface,
          reducedFunctions: translated.reducedFunctions)
      }
      return try FrontEnd.wrapping { () throws(LLVMError) in
        let linked = try translator.link(parts.map(\.bitcode), parts[0].interface)
        linked.reducedFunctions = parts.flatMap(\.reducedFunctions)
        try pipeline?.run(on: linked, .linkedParts, tuning: tuning, without: disabled)
        return linked
      }
    }

    /// A part of a large module behind LLVM's passes.
    private struct Part: Sendable {
      /// The module of LLVM in its binary form.
      var bitcode: [UInt8]
      /// What else there is to know about it.
      var interface: ModuleInterface
      /// The functions that few passes saw.
      var reducedFunctions: [ReducedFunction]
    }

    /// Translates a part.
    private func translated(
      part: Int, copiesBodies: Bool
    ) throws(CompileError) -> TranslatedModule {
      do throws(TranslationError) {
        return try translator.translate(part: part, copiesBodies: copiesBodies)
      } catch {
        throw located(error)
      }
    }

    /// Turns an error of LLVM into the compiler's.
    private static func wrapping<Value>(
      _ body: () throws(LLVMError) -> Value
    ) throws(CompileError) -> Value {
      do throws(LLVMError) {
        return try body()
      } catch {
        throw CompileError(TranslationError(.llvm(error)))
      }
    }
  }
}
