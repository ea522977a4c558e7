import LLVM
import Testing
import WasmToLLVM

/// Which loops are unrolled, whatever LLVM's own limits.
@Suite struct LoopHintsTests {
  /// How many loops of a function are marked for complete unrolling.
  private func marked(
    _ text: String, limit: Int = 1_000, onlyInner: Bool = false
  ) throws -> Int {
    let module = try Module(parsing: text)
    LoopHints.unrollShortLoops(of: module, limit: limit, onlyInner: onlyInner)
    return module.printed().ranges(of: ", !llvm.loop ").count
  }

  /// A function with a loop that stores once a round.
  private func loop(rounds: Int, _ body: String = "") -> String {
    """
    declare void @other()
    define void @f(ptr %to) {
    entry:
      br label %head
    head:
      %i = phi i32 [ 0, %entry ], [ %next, %head ]
      %at = getelementptr i8, ptr %to, i32 %i
      store i32 %i, ptr %at
      \(body)
      %next = add i32 %i, 1
      %ends = icmp eq i32 %next, \(rounds)
      br i1 %ends, label %exit, label %head
    exit:
      ret void
    }
    """
  }

  @Test func shortLoopsAreMarked() throws {
    // Four instructions a round: the store, the addition, the comparison and the branch.
    #expect(try marked(loop(rounds: 8), limit: 32) == 1)
    #expect(try marked(loop(rounds: 8), limit: 31) == 0)
    #expect(try marked(loop(rounds: 32)) == 1)
    #expect(try marked(loop(rounds: 33)) == 0)
    #expect(try marked(loop(rounds: 8, "call void @other()")) == 0)
  }

  /// Calls of small functions count as what these do; of others, the loop is left alone.
  @Test func smallFunctionsCountAsTheirInstructions() throws {
    let call = "%same = call i32 @leaf(i32 %i)"
    let leaf = """

      define internal i32 @leaf(i32 %x) {
        %y = mul i32 %x, %x
        %z = lshr i32 %y, 3
        ret i32 %z
      }
      """
    // Seven instructions a round.
    #expect(try marked(loop(rounds: 8, call) + leaf, limit: 56) == 1)
    #expect(try marked(loop(rounds: 8, call) + leaf, limit: 55) == 0)
    let caller = leaf.replacing("lshr i32 %y, 3", with: "call i32 @leaf(i32 %y)")
    #expect(try marked(loop(rounds: 8, call) + caller) == 0)
    let sums = (0..<40).map { "%s\($0) = add i32 %x, \($0)" }.joined(separator: "\n")
    #expect(try marked(loop(rounds: 8, call) + leaf.replacing("%y =", with: "\(sums)\n%y =")) == 0)
  }

  @Test func loopsWithLoopsAreMarkedBehindThem() throws {
    let text = """
      define void @f(ptr %to) {
      entry:
        br label %outer
      outer:
        %j = phi i32 [ 0, %entry ], [ %step, %latch ]
        br label %head
      head:
        %i = phi i32 [ 0, %outer ], [ %next, %head ]
        store i32 %i, ptr %to
        %next = add i32 %i, 1
        %ends = icmp ult i32 %next, 5
        br i1 %ends, label %head, label %latch
      latch:
        %step = add i32 %j, 1
        %over = icmp eq i32 %step, 3
        br i1 %over, label %exit, label %outer
      exit:
        ret void
      }
      """
    // The inner one has 20 instructions, the outer one three times 20 and four of its own.
    #expect(try marked(text, limit: 72) == 2)
    #expect(try marked(text, limit: 71) == 1)
    #expect(try marked(text, limit: 19) == 0)
    #expect(try marked(text, limit: 72, onlyInner: true) == 1)
    #expect(try marked(loop(rounds: 8), onlyInner: true) == 0)
    // What is not unrolled is not copied either.
    #expect(try marked(text.replacing("%next, 5", with: "%next, 40")) == 0)
  }

  /// A loop of eight rounds with two ways, which both compute the next number.
  private func ways(_ first: Int, _ second: Int) -> String {
    """
    define void @f(ptr %to) {
    entry:
      br label %head
    head:
      %i = phi i32 [ 0, %entry ], [ %next, %latch ]
      %low = icmp ult i32 %i, 4
      br i1 %low, label %left, label %right
    left:
      store i32 %i, ptr %to
      %a = add nuw i32 %i, \(first)
      br label %latch
    right:
      store i8 0, ptr %to
      %b = add i32 %i, \(second)
      br label %latch
    latch:
      %next = phi i32 [ %a, %left ], [ %b, %right ]
      %ends = icmp eq i32 %next, 8
      br i1 %ends, label %exit, label %head
    exit:
      ret void
    }
    """
  }

  /// LLVM does not see the number of rounds through the phi, so there is one sum afterwards.
  @Test func equalSumsBecomeOne() throws {
    #expect(try marked(ways(1, 1)) == 1)
    #expect(try marked(ways(1, 2)) == 0)
    let module = try Module(parsing: ways(1, 1))
    LoopHints.unrollShortLoops(of: module, limit: 1_000)
    try PassPipeline("function(loop(loop-unroll-full),simplifycfg,instsimplify)").run(
      on: module, machine: TargetMachine())
    let text = module.printed()
    #expect(text.ranges(of: "store i32").count == 4)
    #expect(text.ranges(of: "store i8").count == 4)
    #expect(!text.contains("phi"))
  }

  @Test func aFunctionGrowsOnlySoMuch() throws {
    /// Loops one behind the other, of 32 rounds with 32 instructions.
    func function(loops: Int) -> String {
      let loops = (0..<loops).map { number in
        """
        head\(number):
          %i\(number) = phi i32 [ 0, %\(number == 0 ? "entry" : "head\(number - 1)") ], [ %next\(number), %head\(number) ]
          \(String(repeating: "store i32 %i\(number), ptr %to\n  ", count: 29))
          %next\(number) = add i32 %i\(number), 1
          %ends\(number) = icmp eq i32 %next\(number), 32
          br i1 %ends\(number), label %\(number == loops - 1 ? "exit" : "head\(number + 1)"), label %head\(number)
        """
      }
      return """
        define void @f(ptr %to) {
        entry:
          br label %head0
        \(loops.joined(separator: "\n"))
        exit:
          ret void
        }
        """
    }
    // Each grows by 992 instructions.
    #expect(try marked(function(loops: 20), limit: 1_024) == 20)
    #expect(try marked(function(loops: 40), limit: 1_024) == 20)
  }
}
