import Foundation
import PVM
import PVMCodegen
import Support
import Testing

/// `Docs/Passes.md` is what the pipeline says. `PVM_BLESS=1` writes it anew.
struct PassesPageTests {
  @Test func pageIsGenerated() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Docs/Passes.md")
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try PassesPage.text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == PassesPage.text)
  }

  /// The arrays have every pass over functions, and the passes that are left out for a measurement exist.
  @Test func namesAreUnique() {
    let names = Pipeline.passes.map(\.name)
    #expect(Set(names).count == names.count)
    let steps: Set<CodegenPass> = [.branchedSelections, .wideConstants, .entryScalars]
    #expect(Set(names).union(steps) == Set(CodegenPass.allCases))
  }

  /// A pass that changes a function and says that it did not is found, and named; so is one that breaks an invariant.
  @Test func runnerChecksWhatPassesSay() throws {
    let text = "function @0 \"f\" allocated {\n  parameters r0\nb0:\n  ret r0 ()\n}"
    var function = try #require(try MachineParser.parse(text).first)
    var runner = PassRunner(PassOptions(verifies: true))
    let liar = Pass(.sinking, .allocated) { function, _ in
      function.blocks[0].frequency = 2
      return false
    }
    let breaker = Pass(.tailMerging, .allocated) { function, _ in
      function.blocks[0].instructions.removeAll()
      return true
    }
    func stage(_ pass: Pass) -> String? {
      do throws(CodegenError) {
        try runner.run(pass, on: &function)
        return nil
      } catch {
        guard case .verification(let stage, _) = error.kind else { return nil }
        return stage
      }
    }
    #expect(stage(liar) == "sinking")
    #expect(stage(breaker) == "tail-merging")
  }

  /// A pass behind allocation that destroys a register is found if callers were allocated without that.
  @Test func runnerChecksWhatCallersCountOn() throws {
    let text = "function @0 \"f\" allocated {\n  parameters r0\nb0:\n  ret r0 ()\n}"
    let writer = Pass(.sinking, .allocated) { function, _ in
      let load = MachineInstruction(.loadConstant, def: MachineRegister(Register(5)), x: 1)
      function.blocks[0].instructions.insert(load, at: 0)
      return true
    }
    for (promise, isBroken) in [
      (nil, false), (ClobberPromise(destroyed: RegisterSet(Register(5))), false),
      (ClobberPromise(destroyed: RegisterSet(Register(6))), true),
      (ClobberPromise(destroyed: RegisterSet(), preserved: RegisterSet(Register(5))), false),
    ] as [(ClobberPromise?, Bool)] {
      var function = try #require(try MachineParser.parse(text).first)
      var runner = PassRunner(PassOptions(verifies: true))
      runner.context.promise = promise
      if isBroken {
        let error = #expect(throws: CodegenError.self) { try runner.run(writer, on: &function) }
        #expect(
          error?.kind
            == .verification(
              stage: "sinking", message: "r5 is destroyed, which callers do not expect"))
      } else {
        try runner.run(writer, on: &function)
      }
    }
  }
}
