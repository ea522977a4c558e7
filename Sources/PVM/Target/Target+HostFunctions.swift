// The numbers of the host functions. `HostFunction.rawValue` is the index in 0.7.2, or, for what 0.7.2
// does not have, one that it does not use; 0.8 puts `grow_heap` in second place (`pvm-0.8.md`
// section 5).

extension Target {
  /// The host function with an index; nil if there is none.
  public func hostFunction(_ index: UInt64) -> HostFunction? {
    switch release {
    case .gp07: return index == HostFunction.growHeap.rawValue ? nil : HostFunction(rawValue: index)
    case .gp08:
      if index == 1 { return .growHeap }
      let isMoved = index > 1 && index <= HostFunction.growHeap.rawValue
      return HostFunction(rawValue: isMoved ? index - 1 : index)
    }
  }

  /// The index of a host function; nil if the target does not have it.
  public func index(of function: HostFunction) -> UInt64? {
    let number = function.rawValue
    switch release {
    case .gp07: return function == .growHeap ? nil : number
    case .gp08:
      if function == .growHeap { return 1 }
      return number >= 1 && number < HostFunction.growHeap.rawValue ? number + 1 : number
    }
  }

  /// The host functions that the target has, in the order of 0.7.2's indices.
  public var hostFunctions: [HostFunction] {
    HostFunction.allCases.filter { index(of: $0) != nil }
  }
}
