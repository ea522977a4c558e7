internal import PVM
internal import PVMVM

extension ServiceHost {
  /// `fetch`: copies a part of what the invocation is about.
  func fetch<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    let (kind, first, second) = (
      machine[Register(10)], machine[Register(11)], machine[Register(12)]
    )
    let value =
      switch entry {
      case .isAuthorized: packageValue(kind, first)
      case .refine: refineValue(kind, first, second)
      case .accumulate: accumulateValue(kind, first)
      }
    return copy(kind == 0 ? state.parameters.encoded() : value, from: 7, on: &machine)
  }

  /// The kinds of refine.
  private func refineValue(_ kind: UInt64, _ first: UInt64, _ second: UInt64) -> [UInt8]? {
    guard let package = state.package else { return nil }
    let items = package.items
    let own = items.element(UInt64(state.item))
    switch kind {
    case 1: return Hash32.zero.bytes
    case 2: return state.authorizationTrace
    case 3: return items.element(first)?.extrinsics.element(second)
    case 4: return own?.extrinsics.element(first)
    case 5: return items.element(first)?.imports.element(second).map(segment)
    case 6: return own?.imports.element(first).map(segment)
    default: return packageValue(kind, first)
    }
  }

  /// An imported segment, padded to its size.
  private func segment(_ source: WorkItem.Import) -> [UInt8] {
    let missing = max(0, Int(state.parameters.segmentSize) - source.segment.count)
    return source.segment + [UInt8](repeating: 0, count: missing)
  }

  /// The kinds about the work package.
  private func packageValue(_ kind: UInt64, _ first: UInt64) -> [UInt8]? {
    guard let package = state.package else { return nil }
    switch kind {
    case 7: return package.encoded()
    case 8: return package.configuration
    case 9: return package.token
    case 10: return package.context.encoded()
    case 11:
      var bytes: [UInt8] = []
      NaturalCoding.encode(UInt64(package.items.count), into: &bytes)
      for item in package.items { bytes += item.summary() }
      return bytes
    case 12: return package.items.element(first)?.summary()
    case 13: return package.items.element(first)?.payload
    default: return nil
    }
  }

  /// The kinds of accumulate.
  private func accumulateValue(_ kind: UInt64, _ first: UInt64) -> [UInt8]? {
    switch kind {
    case 1: return state.entropy.bytes
    case 14:
      var bytes: [UInt8] = []
      NaturalCoding.encode(UInt64(state.inputs.count), into: &bytes)
      for input in state.inputs { bytes += input.encoded() }
      return bytes
    case 15: return state.inputs.element(first)?.encoded()
    default: return nil
    }
  }
}

extension Array {
  /// The element at an index from the guest; nil if there is none.
  func element(_ index: UInt64) -> Element? {
    index < UInt64(count) ? self[Int(index)] : nil
  }
}
