internal import Support

/// `Docs/Passes.md`: the passes in their order, with the names that the literature knows them by.
package enum PassesPage {
  /// What is said about a pass beside its place in the pipeline.
  private struct Entry {
    /// What it does.
    let summary: String
    /// The literature's term.
    let term: String
    /// Where it comes from; nil if it is our own.
    var source: String?
  }

  /// The text of the page.
  package static var text: String {
    let places: [(title: String, steps: [PassStep])] = [
      ("In front of allocation (`Pipeline.selected`)", Pipeline.selected),
      ("Allocation (`Pipeline.allocation`)", Pipeline.allocation),
      ("Allocated code (`Pipeline.allocated`)", Pipeline.allocated),
      ("Framed code (`Pipeline.framed`)", Pipeline.framed),
    ]
    var lines = [
      "# Passes of code generation", "",
      "Generated from `Sources/PVMCodegen/Pipeline` (`PVM_BLESS=1`, `PassesPageTests`); do not edit. "
        + "[Ablation.md](Ablation.md) has what each is worth;",
      "`Tests/FileTests/Cases/passes` shows what each does; `--dump-after PASS` prints the code behind it.",
    ]
    for place in places {
      lines += [
        "", "## \(place.title)", "", "| Pass | Runs | Does | Known as | Source |",
        "|---|---|---|---|---|",
      ]
      lines += rows(place.steps, indent: "")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The rows of steps.
  private static func rows(_ steps: [PassStep], indent: String) -> [String] {
    steps.flatMap { step in
      switch step {
      case .pass(let pass): [row(pass, indent)]
      case .cleaned(let pass, let cleaning):
        [row(pass, indent)] + rows(cleaning, indent: indent + "then ")
      case .repeated(let maximum, let members):
        rows(members, indent: indent + "up to \(maximum) times: ")
      }
    }
  }

  /// The row of a pass.
  private static func row(_ pass: Pass, _ indent: String) -> String {
    let condition =
      switch pass.condition {
      case .always: "always"
      case .optimizing: "above level 0"
      }
    let entry = entry(pass.name)
    return "| \(indent)`\(pass.name.rawValue)` | \(condition) | \(entry.summary) | \(entry.term) "
      + "| \(entry.source ?? "") |"
  }

  /// What is said about each pass.
  private static func entry(_ pass: CodegenPass) -> Entry {
    switch pass {
    case .branchedSelections:
      Entry(summary: "makes branches of selections", term: "select-to-branch conversion")
    case .deadCode:
      Entry(summary: "removes results that nobody uses", term: "dead code elimination")
    case .rangeDemotion:
      Entry(
        summary: "keeps values in the frame that are live in too many blocks",
        term: "spilling before allocation")
    case .blockFrequencies:
      Entry(
        summary: "estimates how often each block runs", term: "static profile estimation",
        source: "Ball and Larus, PLDI 1993; Wu and Larus, MICRO 1994")
    case .loopExitValues:
      Entry(
        summary: "lets loop variables share a register with their next values",
        term: "post-increment uses of induction variables")
    case .postponement:
      Entry(summary: "moves computations to blocks that run less often", term: "code sinking")
    case .earlyLoads:
      Entry(
        summary: "loads in front of branches what is needed behind them, where blocks have costs",
        term: "speculative loads")
    case .ifConversion:
      Entry(
        summary: "computes both ways of branches and selects, where blocks have costs",
        term: "if-conversion")
    case .addressBases:
      Entry(
        summary: "puts the memory's base into registers where offsets become shorter",
        term: "addressing mode selection as a minimum cut")
    case .sharedOffsets:
      Entry(
        summary: "lets accesses with long offsets share an addition",
        term: "common base rewriting of offsets")
    case .constantPlacement:
      Entry(
        summary: "shares constants and loads them where that runs least often",
        term: "constant hoisting")
    case .earlyReturns:
      Entry(
        summary: "gives paths without calls returns of their own", term: "return block duplication")
    case .pressureScheduling:
      Entry(
        summary: "orders instructions so that fewer registers are needed",
        term: "register pressure scheduling",
        source: "Belady, IBM Systems Journal 1966, for the count")
    case .addressPurposes:
      Entry(summary: "marks arithmetic that makes addresses, for profiles", term: "")
    case .startUpCopies:
      Entry(
        summary: "copies initial contents of the memory to their place",
        term: "data section relocation at start")
    case .criticalEdges:
      Entry(summary: "gives critical edges blocks", term: "critical edge splitting")
    case .callRegionSplitting:
      Entry(
        summary: "cuts live ranges around the part of a function with calls",
        term: "shrink-wrapping, live range splitting", source: "Chow, PLDI 1988")
    case .tiedOperands:
      Entry(
        summary: "copies the old values of conditional moves",
        term: "two-address constraint lowering")
    case .registerAllocation:
      Entry(
        summary: "replaces virtual registers, proved by an independent checker",
        term: "spilling on SSA form, then assignment with eviction and splitting",
        source: "Braun and Hack, CC 2009")
    case .wideConstants:
      Entry(summary: "loads constants from read-only data", term: "constant pool")
    case .entryScalars:
      Entry(summary: "leaves out stores that nobody sees", term: "dead store elimination")
    case .branchSimplification:
      Entry(
        summary: "threads jumps, shares equal blocks, merges lines of blocks",
        term: "jump threading, block merging")
    case .valueForwarding:
      Entry(
        summary: "uses what registers and slots already hold",
        term: "value numbering and copy propagation after allocation")
    case .sinking:
      Entry(summary: "moves computations behind the branch that needs them", term: "code sinking")
    case .operandAbsorption:
      Entry(summary: "folds copies, constants and addresses into users", term: "operand folding")
    case .spillStoreSinking:
      Entry(
        summary: "moves spill stores to the loads that need them",
        term: "partial dead store elimination")
    case .reloadSinking:
      Entry(
        summary:
          "reloads at the starts of blocks instead of in front of them, where blocks have costs",
        term: "code sinking into joins, rotation of reloads into the loop header")
    case .deadDefinitions:
      Entry(
        summary: "removes results that nobody reads", term: "dead code elimination after allocation"
      )
    case .frameLowering:
      Entry(
        summary: "places moves of the stack pointer, gives slots addresses",
        term: "prologue and epilogue insertion, shrink-wrapping", source: "Chow, PLDI 1988")
    case .moveRetargeting:
      Entry(
        summary: "writes results where a copy would bring them", term: "backward copy propagation")
    case .loopSteps:
      Entry(summary: "enters loops at their step", term: "loop rotation into the latch")
    case .edgeHoisting:
      Entry(summary: "does in front of a branch what one edge does", term: "code hoisting")
    case .constantOnTheWay:
      Entry(summary: "loads constants with jumps and returns", term: "instruction fusion")
    case .tailMerging:
      Entry(summary: "lets blocks share their ends", term: "tail merging, cross-jumping")
    case .tailDuplication:
      Entry(summary: "copies small blocks to those that jump to them", term: "tail duplication")
    case .blockLayout:
      Entry(
        summary: "orders blocks so that few jumps are left",
        term: "basic block placement as a matching with augmenting paths")
    case .branchMarks:
      Entry(
        summary: "marks sides that are seldom taken, where blocks have costs",
        term: "static branch hints")
    case .latencyScheduling:
      Entry(
        summary: "orders instructions for memory's latency, where blocks have costs",
        term: "list scheduling after allocation, judged by simulation")
    }
  }
}
