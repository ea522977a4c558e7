/// A part of a pipeline of LLVM passes.
indirect enum PipelineStep: ExpressibleByStringLiteral, Sendable {
  /// A pass: its name and, in angle brackets, its parameters, as LLVM writes them.
  case pass(name: String, parameters: String)
  /// Passes over the functions, loops or components of what is around them: an adaptor's name.
  case group(String, [PipelineStep])

  /// A pass as LLVM writes it: `licm` or `simplifycfg<sink-common-insts>`.
  init(stringLiteral text: String) {
    let end = text.firstIndex(of: "<") ?? text.endIndex
    self = .pass(name: String(text[..<end]), parameters: String(text[end...]))
  }

  /// The text of steps one after the other, without the passes of some names.
  static func text(_ steps: [PipelineStep], without disabled: Set<String> = []) -> String {
    var texts: [String] = []
    for step in steps {
      switch step {
      case .pass(let name, let parameters):
        if !disabled.contains(name) { texts.append(name + parameters) }
      case .group(let adaptor, let members):
        let text = text(members, without: disabled)
        if !text.isEmpty { texts.append("\(adaptor)(\(text))") }
      }
    }
    return texts.joined(separator: ",")
  }

  /// The names of the passes in steps, in the order in which they first run.
  static func names(_ steps: [PipelineStep]) -> [String] {
    var names: [String] = []
    for step in steps {
      switch step {
      case .pass(let name, _): if !names.contains(name) { names.append(name) }
      case .group(_, let members):
        for name in self.names(members) where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
