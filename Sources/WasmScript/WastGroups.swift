internal import Wasm
internal import WasmLinking

/// Which instances of a script share memories, tables or globals, so that they have to be one program.
struct WastGroups {
  /// An instance of the script.
  private struct Member {
    /// Its module; nil if it cannot be decoded.
    let module: Wasm.Module?
    /// The instances that it may import from, by the names under which they are registered by then.
    let registered: [String: Int]
  }

  /// The instances in the order of the script.
  private var members: [Member] = []

  /// For each instance the first of its group, or one nearer to that.
  private var leaders: [Int] = []

  /// Goes through a script without executing it.
  init(_ commands: [WastCommand]) throws {
    var named: [String: Int] = [:]
    var registered: [String: Int] = [:]
    var current: Int?
    for command in commands {
      switch command.kind {
      case .module(let name, let module):
        current = members.count
        if let name { named[name] = current }
        try add(module, registered)
      case .assertUninstantiable(let module, _):
        try add(module, registered)
      case .register(let alias, let name):
        registered[alias] = name.map { named[$0] } ?? current
      default: break
      }
    }
    for index in members.indices { join(index) }
  }

  /// The group of an instance, if there are others in it.
  func group(of instance: Int) -> WastGroup? {
    let leader = leader(of: instance)
    let group = members.indices.filter { self.leader(of: $0) == leader }
    guard group.count > 1 else { return nil }
    let modules = group.compactMap { members[$0].module }
    let registered = group.map { members[$0].registered.compactMapValues(group.firstIndex(of:)) }
    return WastGroup(instances: group, modules: modules, registered: registered)
  }

  /// Adds an instance.
  private mutating func add(_ module: WastModule, _ registered: [String: Int]) throws {
    leaders.append(members.count)
    members.append(
      Member(
        module: try? ModuleDecoder.decode(module.bytes(), features: .translated),
        registered: registered))
  }

  /// Joins an instance with those that it shares something with.
  private mutating func join(_ index: Int) {
    guard let module = members[index].module else { return }
    for item in module.imports {
      // What a function throws does not get through a host call.
      guard let exporter = members[index].registered["\(item.module)"],
        let other = members[exporter].module, item.kind.isShared || !other.tags.isEmpty
      else { continue }
      let (first, second) = (leader(of: index), leader(of: exporter))
      leaders[max(first, second)] = min(first, second)
    }
  }

  /// The first instance of a group.
  private func leader(of instance: Int) -> Int {
    var leader = instance
    while leaders[leader] != leader { leader = leaders[leader] }
    return leader
  }
}

extension ImportKind {
  /// Whether the import has a state, or references to functions, that cannot be copied.
  fileprivate var isShared: Bool {
    switch self {
    case .function: false
    case .memory, .table, .tag: true
    case .global(let type): type.isMutable || type.value.isReference
    }
  }
}

/// Instances of a script that are one program.
struct WastGroup {
  /// The numbers of the instances.
  let instances: [Int]
  /// Their modules.
  let modules: [Wasm.Module]
  /// For each of them the members that it may import from, by name.
  let registered: [[String: Int]]

  /// The name in the linked module of a member's export.
  static func name(_ name: WasmName, of member: Int) -> WasmName {
    WasmName(utf8: Array("\(member).".utf8) + name.utf8)
  }

  /// The name in the linked module of the function that initializes a member.
  static func initializer(of member: Int) -> WasmName { WasmName("initialize \(member)") }

  /// One module that contains all members; each is initialized when its function is called.
  func linked() throws(LinkError) -> Wasm.Module {
    let inputs = modules.enumerated().map { LinkInput(name: "module \($0)", module: $1) }
    var plan = LinkPlan()
    plan.initializers = modules.indices.map(Self.initializer)
    for (member, module) in modules.enumerated() {
      plan.exports += module.exports.filter { $0.kind == .function || $0.kind == .global }.map {
        LinkPlan.NamedItem(
          name: Self.name($0.name, of: member),
          item: LinkItem(input: member, kind: $0.kind, index: $0.index))
      }
    }
    return try Linker.link(
      inputs, ScriptConvention(registered: registered), plan, features: .translated
    ).module
  }
}

/// How the modules of a script find each other: by the names under which they are registered.
private struct ScriptConvention: LinkConvention {
  /// For each input the inputs that it may import from, by name.
  let registered: [[String: Int]]

  /// What counts is the size at the time, which nobody knows here; scripts say separately what cannot be linked.
  var checksLimits: Bool { false }

  func candidates(
    for item: Import, of input: Int, in inputs: [LinkInput]
  ) throws(LinkError) -> [LinkItem] {
    guard let exporter = registered[input]["\(item.module)"],
      let export = inputs[exporter].module.exports.first(where: { $0.name == item.name })
    else { return [] }
    return [LinkItem(input: exporter, kind: export.kind, index: export.index)]
  }
}
