public import Support

/// Why a module was not compiled: an error of one of the stages, with its code, class and message.
public struct CompileError: CodedError, Equatable {
  /// The stable code of the stage's error.
  public let code: String
  /// Whose fault it is.
  public let errorClass: ErrorClass
  /// The message, location included.
  public let description: String

  /// Wraps a stage's error.
  public init(_ error: some CodedError) {
    code = error.code
    errorClass = error.errorClass
    description = error.description
  }

  /// Wraps an error about a part of the input with this name.
  init(_ error: some CodedError, in part: String) {
    code = error.code
    errorClass = error.errorClass
    description = "\(part): \(error.description)"
  }
}
