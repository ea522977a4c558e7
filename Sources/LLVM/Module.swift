internal import CLLVM

/// Owns an LLVM module and the context it lives in.
@safe package struct Module: ~Copyable {
  /// The module itself.
  let reference: OpaquePointer
  /// The context of all its types and constants; destroyed after the module.
  private let context: Context

  /// Creates an empty module for the PVM's target (see `Target`).
  package init(name: String) {
    let context = Context()
    unsafe reference = name.withCString { name in
      unsafe LLVMModuleCreateWithNameInContext(name, context.reference)
    }
    self.context = context
    setTarget()
  }

  /// Parses textual IR.
  ///
  /// The target of the text is replaced by the PVM's target.
  ///
  /// - Throws: `LLVMError` of kind `parse` with line and column.
  package init(parsing text: String) throws(LLVMError) {
    let context = Context()
    var text = text
    let buffer = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        // LLVM copies `count` bytes and appends the NUL that its lexer needs.
        unsafe LLVMCreateMemoryBufferWithMemoryRangeCopy(
          characters.baseAddress ?? CString.empty, characters.count, "input")
      }
    }
    var module: OpaquePointer?
    var message: UnsafeMutablePointer<CChar>?
    // The parser takes ownership of the buffer.
    let failed = unsafe LLVMParseIRInContext(context.reference, buffer, &module, &message) != 0
    guard !failed, let module = unsafe module else {
      throw LLVMError(kind: .parse, message: unsafe CString.take(message: message))
    }
    unsafe reference = module
    self.context = context
    setTarget()
  }

  deinit { unsafe LLVMDisposeModule(reference) }

  /// Gives the module the triple and the data layout of the PVM.
  private func setTarget() {
    unsafe LLVMSetTarget(reference, Target.triple)
    unsafe LLVMSetDataLayout(reference, Target.dataLayout)
  }

  /// The module's name.
  package var name: String {
    var length = 0
    let start = unsafe LLVMGetModuleIdentifier(reference, &length)
    return unsafe CString.copy(start, length: length)
  }

  /// The module as text.
  package func printed() -> String {
    unsafe CString.take(message: LLVMPrintModuleToString(reference))
  }

  /// Checks that the module is well formed.
  ///
  /// - Throws: `LLVMError` of kind `verification`.
  package func verify() throws(LLVMError) {
    var message: UnsafeMutablePointer<CChar>?
    let failed = unsafe LLVMVerifyModule(reference, LLVMReturnStatusAction, &message) != 0
    let text = unsafe CString.take(message: message)
    if failed { throw LLVMError(kind: .verification, message: text) }
  }

  /// The types of this module's context.
  package var types: TypeContext {
    unsafe TypeContext(reference: context.reference)
  }

  /// Sizes and alignments under the module's data layout.
  package var dataLayout: DataLayout {
    unsafe DataLayout(reference: LLVMGetModuleDataLayout(reference))
  }

  /// All functions, defined and declared, in order.
  package var functions: FunctionSequence {
    unsafe FunctionSequence(upcoming: LLVMGetFirstFunction(reference))
  }

  /// All global variables in order.
  package var globals: GlobalVariableSequence {
    unsafe GlobalVariableSequence(upcoming: LLVMGetFirstGlobal(reference))
  }

  /// The function with a name, if the module has it.
  package func function(named name: String) -> Function? {
    unsafe LLVMGetNamedFunction(reference, name).map { unsafe Function(reference: $0) }
  }

  /// The global variable with a name, if the module has it.
  package func global(named name: String) -> GlobalVariable? {
    unsafe LLVMGetNamedGlobal(reference, name).map { unsafe GlobalVariable(reference: $0) }
  }

  /// Adds a function without a body. A taken name gets a suffix.
  package func addFunction(_ name: String, _ type: IRType, linkage: Linkage) -> Function {
    let function = unsafe Function(reference: LLVMAddFunction(reference, name, type.reference))
    function.setLinkage(linkage)
    return function
  }

  /// Adds a global variable, a declaration until it gets an initializer. A taken name gets a suffix.
  package func addGlobal(_ name: String, _ type: IRType, linkage: Linkage) -> GlobalVariable {
    let global = unsafe GlobalVariable(
      reference: LLVMAddGlobal(reference, type.reference, name))
    global.setLinkage(linkage)
    return global
  }

  /// The declaration of an intrinsic for the types that its name ends in.
  package func intrinsic(_ intrinsic: Intrinsic, _ types: [IRType] = []) -> Function {
    var references = unsafe types.map { unsafe Optional($0.reference) }
    return unsafe Function(
      reference: LLVMGetIntrinsicDeclaration(
        reference, intrinsic.identifier, &references, references.count))
  }

  /// The errors that passes reported through the context since the last call.
  func takeErrors() -> [String] { context.takeErrors() }
}

/// The functions of a module in order.
@safe package struct FunctionSequence: Sequence, IteratorProtocol {
  /// The function to visit next.
  var upcoming: OpaquePointer?

  /// The next function, or nil at the end.
  package mutating func next() -> Function? {
    guard let current = unsafe upcoming else { return nil }
    unsafe upcoming = LLVMGetNextFunction(current)
    return unsafe Function(reference: current)
  }
}

/// The global variables of a module in order.
@safe package struct GlobalVariableSequence: Sequence, IteratorProtocol {
  /// The variable to visit next.
  var upcoming: OpaquePointer?

  /// The next variable, or nil at the end.
  package mutating func next() -> GlobalVariable? {
    guard let current = unsafe upcoming else { return nil }
    unsafe upcoming = LLVMGetNextGlobal(current)
    return unsafe GlobalVariable(reference: current)
  }
}
