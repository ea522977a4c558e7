import Support
import Testing

@Suite struct InvariantTests {
  @Test func whatHoldsPasses() {
    Invariant.check(true, "always")
    #expect(Invariant.unwrap(5, "there") == 5)
  }

  @Test func whatDoesNotHoldEndsTheProcess() async {
    await #expect(processExitsWith: .failure) { Invariant.check(false, "never") }
    await #expect(processExitsWith: .failure) { _ = Invariant.unwrap(nil as Int?, "absent") }
  }
}
