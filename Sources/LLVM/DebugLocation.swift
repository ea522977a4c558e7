internal import CLLVM

/// Writes into a module where its code comes from, as LLVM's debug metadata: one subprogram for each function, and lines, which are
/// numbers of the caller's own. LLVM's passes keep the locations, merge them and record inlining
/// (LLVM's "How to Update Debug Info").
@safe package final class LocationWriter {
  /// LLVM's builder of debug metadata, until it is disposed of.
  private var reference: OpaquePointer?
  /// The one file that there is.
  private let file: OpaquePointer
  /// The type of all subprograms.
  private let type: OpaquePointer

  /// Prepares a module.
  ///
  /// - Requires: `finish` or `dispose` while the module still exists.
  package init(module: borrowing Module) {
    let reference = unsafe LLVMCreateDIBuilder(module.reference)
    unsafe self.reference = reference
    unsafe file = LLVMDIBuilderCreateFile(reference, "module.wasm", 11, "", 0)
    _ = unsafe LLVMDIBuilderCreateCompileUnit(
      reference, LLVMDWARFSourceLanguageC, file, "", 0, 1, "", 0, 0, "", 0,
      LLVMDWARFEmissionLineTablesOnly, 0, 0, 0, "", 0, "", 0)
    unsafe type = LLVMDIBuilderCreateSubroutineType(reference, file, nil, 0, LLVMDIFlagZero)
    // Without its version LLVM drops the metadata of a module that it reads.
    let version = unsafe LLVMValueAsMetadata(
      LLVMConstInt(
        LLVMInt32TypeInContext(LLVMGetModuleContext(module.reference)),
        UInt64(LLVMDebugMetadataVersion()), 0))
    unsafe LLVMAddModuleFlag(
      module.reference, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18, version)
  }

  /// Ends the writing of metadata; the module is not valid unless it was finished.
  package func dispose() {
    unsafe reference.map { unsafe LLVMDisposeDIBuilder($0) }
    unsafe reference = nil
  }

  /// Makes a scope for the locations of a function that is to have a body.
  ///
  /// - Parameter number: what `DebugLocation.function` is to be, from 0.
  package func makeScope(of function: Function, number: Int) -> LocationScope {
    let name = function.name
    let scope = unsafe LLVMDIBuilderCreateFunction(
      reference, file, name, name.utf8.count, "", 0, file, UInt32(truncatingIfNeeded: number + 1),
      type, 1, 1, 0, LLVMDIFlagZero, 1)
    unsafe LLVMSetSubprogram(function.value.reference, scope)
    return unsafe LocationScope(
      reference: scope, context: LLVMGetTypeContext(LLVMTypeOf(function.value.reference)))
  }

  /// Completes the metadata; the module is not valid before. Functions without a scope lose their locations, so that what is
  /// inlined from them comes from where they are called.
  package func finish(_ module: borrowing Module) {
    for function in module.functions
    where unsafe LLVMGetSubprogram(function.value.reference) == nil {
      for block in function.blocks {
        for instruction in block.instructions {
          unsafe LLVMInstructionSetDebugLoc(instruction.value.reference, nil)
        }
      }
    }
    unsafe LLVMDIBuilderFinalize(reference)
    dispose()
  }
}

/// What the locations of a function refer to.
@safe package struct LocationScope: BitwiseCopyable {
  /// LLVM's subprogram.
  let reference: OpaquePointer?
  /// The context that it lives in.
  let context: OpaquePointer?
}

extension Builder {
  /// Gives the instructions that follow a location.
  package func setLocation(line: Int, in scope: LocationScope) {
    let location = unsafe LLVMDIBuilderCreateDebugLocation(
      scope.context, UInt32(truncatingIfNeeded: line), 0, scope.reference, nil)
    unsafe LLVMSetCurrentDebugLocation2(reference, location)
  }

  /// Gives the instructions that follow no location.
  package func clearLocation() { unsafe LLVMSetCurrentDebugLocation2(reference, nil) }
}

extension Function {
  /// The number of the function that this one is, or is there for, as given to `LocationWriter.makeScope`; nil if it has none.
  package var locationNumber: Int? {
    unsafe LLVMGetSubprogram(value.reference).map { unsafe Int(LLVMDISubprogramGetLine($0)) - 1 }
  }
}

/// Where an instruction comes from: a non-owning handle.
@safe package struct DebugLocation: Hashable, BitwiseCopyable {
  /// LLVM's metadata; equal locations of a context are one node.
  private let reference: OpaquePointer

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { unsafe self.reference = reference }

  /// The line; 0 if LLVM merged instructions of several.
  package var line: Int { Int(unsafe LLVMDILocationGetLine(reference)) }

  /// The number of the function that the line is in, as given to `LocationWriter.makeScope`.
  package var function: Int {
    Int(unsafe LLVMDISubprogramGetLine(LLVMDILocationGetScope(reference))) - 1
  }

  /// Where the function is inlined: the location of the call, which is itself in a function that may be inlined.
  package var call: DebugLocation? {
    unsafe LLVMDILocationGetInlinedAt(reference).map { unsafe DebugLocation(reference: $0) }
  }

  /// Compares nodes.
  package static func == (left: DebugLocation, right: DebugLocation) -> Bool {
    unsafe left.reference == right.reference
  }

  /// Hashes the node.
  package func hash(into hasher: inout Hasher) { unsafe hasher.combine(reference) }
}

extension InstructionView {
  /// Where the instruction comes from, or nil if that is not known.
  package var location: DebugLocation? {
    unsafe LLVMInstructionGetDebugLoc(value.reference).map {
      unsafe DebugLocation(reference: $0)
    }
  }
}
