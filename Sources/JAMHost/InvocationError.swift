public import Support

/// Why a state does not suffice for an invocation.
public struct InvocationError: CodedError, Equatable, Sendable {
  /// What can be missing.
  public enum Kind: Equatable, Sendable {
    /// The state has no work package.
    case noPackage(ServiceEntry)
    /// The work package has no such item.
    case noItem(index: UInt16, count: Int)
    /// The state does not have the service.
    case noService(UInt32)
  }

  /// What is missing.
  public let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The stable code of the kind.
  public var code: String {
    switch kind {
    case .noPackage: "H020"
    case .noItem: "H021"
    case .noService: "H022"
    }
  }

  /// The state is wrong.
  public var errorClass: ErrorClass { .rejected }

  /// What is missing, in words.
  public var description: String {
    switch kind {
    case .noPackage(let entry): "\(entry.rawValue) needs the field 'package'"
    case .noItem(let index, let count): "there is no work item \(index): the package has \(count)"
    case .noService(let service): "there is no service \(service) in 'services'"
    }
  }
}
