import JAMHost
import PVM
import Support
import TestSupport
import Testing

/// State files: reading, writing, errors.
struct StateFileTests {
  /// A state with everything.
  static func full() -> HostState {
    var state = SampleState.make()
    state.parameters[.cores] = 3
    state.parameters[.validators] = 2
    state.privileges = Privileges(coreCount: 3)
    state.privileges.manager = 1
    state.privileges.assigners = [0, 42, 0]
    state.privileges.delegator = 3
    state.privileges.registrar = 4
    state.privileges.alwaysAccumulated[9] = UInt64.max
    state.queues[2] = [Hash32(of: [1]), .zero]
    state.validators = [UInt8](repeating: 7, count: 672)
    state.core = 1
    state.item = 1
    state.exportOffset = 5
    state.authorizationTrace = [1, 2]
    state.package = FetchTests.package()
    var digest = WorkDigest()
    digest.packageHash = Hash32(of: [3])
    digest.gas = 5
    digest.trace = [1]
    state.inputs = [.result(digest)]
    for failure in WorkResult.Failure.allCases {
      digest.result = .failure(failure)
      state.inputs.append(.result(digest))
    }
    var transfer = Transfer()
    transfer.sender = 1
    transfer.receiver = 2
    transfer.amount = UInt64.max
    transfer.memo = [UInt8](repeating: 3, count: 128)
    state.inputs.append(.transfer(transfer))
    state.results.yielded = Hash32(of: [8])
    state.results.transfers = [transfer]
    state.results.exports = [[1, 2, 3]]
    return state
  }

  @Test func writtenStatesAreRead() throws {
    for state in [HostState(service: 0), SampleState.make(), StateFileTests.full()] {
      let text = state.encoded()
      let read = try HostState(parsing: text)
      #expect(read == state)
      #expect(read.encoded() == text)
    }
  }

  @Test func fieldsHaveDefaults() throws {
    let state = try HostState(
      parsing: Array(
        #"""
        {"service": 5, "services": [{"id": 5, "balance": 200, "storage": {"0A0b": "", "": "0x01"}}],
         "package": {"items": [{"service": 5, "imports": [{}], "extrinsics": ["ff"]}]}, "queues": null,
         "inputs": [{"kind": "transfer", "sender": 1, "receiver": 5, "amount": 9, "gas": 3, "memo": "01"}]}
        """#.utf8))
    #expect(state.timeslot == 0 && state.parameters == ProtocolParameters())
    #expect(state.services[5]?.storage[StorageKey([10, 11])] == [])
    #expect(state.services[5]?.storage[StorageKey([])] == [1])
    #expect(state.package?.items.first?.refineGas == 5_000_000_000)
    #expect(state.package?.items.first?.accumulateGas == 10_000_000)
    guard case .transfer(let transfer)? = state.inputs.first else {
      Issue.record("no transfer")
      return
    }
    #expect(transfer.memo == [1] + [UInt8](repeating: 0, count: 127))
  }

  /// Reads a file that is wrong.
  private func error(_ text: String) -> StateFileError? {
    #expect(throws: StateFileError.self, "\(text)") { _ = try HostState(parsing: Array(text.utf8)) }
  }

  @Test func jsonIsReadStrictly() {
    let cases: [(String, StateFileError.Kind, Int, Int)] = [
      ("", .truncated, 1, 1), ("{", .truncated, 1, 2), ("{\"service\"", .truncated, 1, 11),
      ("{\"service\": 1", .truncated, 1, 14), ("{\"service\": 1}}", .trailingContent, 1, 15),
      ("{\"service\": 01}", .expected("a number without leading zeros"), 1, 15),
      ("{\"service\": 1,}", .expected("a field name in quotes"), 1, 15),
      ("{\"service\" 1}", .expected("':'"), 1, 12),
      ("{\"service\": 1 \"item\": 2}", .expected("',' or '}'"), 1, 15),
      ("{\n \"service\": 1,\n \"service\": 2}", .duplicateField("service"), 3, 2),
      ("{\"service\": tru}", .expected("a value"), 1, 13),
      ("{\"service\": \"\u{1}\"}", .malformedText, 1, 14),
      ("{\"service\": \"\\x\"}", .malformedText, 1, 14),
      ("{\"service\": \"\\ud800\"}", .malformedText, 1, 14),
      ("{\"service\": \"abc", .truncated, 1, 17),
      ("{\"service\": 1.}", .expected("a digit"), 1, 15),
      ("{\"service\": 1e}", .expected("a digit"), 1, 15),
      ("[1 2]", .expected("',' or ']'"), 1, 4),
      (String(repeating: "[", count: 33), .nestedTooDeeply, 1, 33),
      (String(repeating: "[", count: 100_000), .nestedTooDeeply, 1, 33),
    ]
    for (text, kind, line, column) in cases {
      let error = error(text)
      #expect(error?.kind == kind && error?.line == line && error?.column == column, "\(text)")
      #expect(error?.field == "")
    }
    let invalid = #expect(throws: StateFileError.self) {
      _ = try HostState(parsing: [0x22, 0xFF, 0x22])
    }
    #expect(invalid?.kind == .malformedText)
  }

  @Test func depositsDoNotOverflow() {
    let requests = ["00", "11"].map { digits in
      let hash = String(repeating: digits, count: 32)
      return #"{"hash": "\#(hash)", "length": 18446744073709551615}"#
    }
    let text =
      #"{"service": 1, "parameters": {"B_L": 18446744073709551615}, "services": [{"id": 1, "#
      + #""balance": 999, "requests": [\#(requests.joined(separator: ", "))]}]}"#
    #expect(error(text)?.kind == .unaffordable(balance: 999, needed: UInt64.max))
  }

  @Test func fieldsAreChecked() {
    let cases: [(String, StateFileError.Kind, String)] = [
      ("[]", .wrongType(expected: "an object"), ""), ("{}", .missingField("service"), ""),
      (#"{"service": "x"}"#, .wrongType(expected: "a natural number"), "service"),
      (#"{"service": -1}"#, .wrongType(expected: "a natural number"), "service"),
      (#"{"service": 1.5}"#, .wrongType(expected: "a natural number"), "service"),
      (#"{"service": true}"#, .wrongType(expected: "a natural number"), "service"),
      (#"{"service": 4294967296}"#, .numberTooLarge(maximum: 4_294_967_295), "service"),
      (
        #"{"service": 1, "export_offset": 18446744073709551616}"#,
        .numberTooLarge(maximum: UInt64.max), "export_offset"
      ),
      (#"{"service": 1, "cores": 1}"#, .unknownField("cores"), ""),
      (#"{"service": 1, "entropy": "0x00"}"#, .wrongLength(expected: 32, actual: 1), "entropy"),
      (
        #"{"service": 1, "authorization_trace": "0x0"}"#, .malformedHexadecimal,
        "authorization_trace"
      ),
      (
        #"{"service": 1, "authorization_trace": "0 0"}"#, .malformedHexadecimal,
        "authorization_trace"
      ),
      (
        #"{"service": 1, "authorization_trace": "zz"}"#, .malformedHexadecimal,
        "authorization_trace"
      ),
      (
        #"{"service": 1, "authorization_trace": 5}"#,
        .wrongType(expected: "a text of hexadecimal digits"), "authorization_trace"
      ),
      (#"{"service": 1, "services": {}}"#, .wrongType(expected: "a list"), "services"),
      (#"{"service": 1, "services": [{"balance": 1}]}"#, .missingField("id"), "services[0]"),
      (#"{"service": 1, "services": [{"id": 1}]}"#, .missingField("balance"), "services[0]"),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 99}]}"#,
        .unaffordable(balance: 99, needed: 100), "services[0].balance"
      ),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 100}, {"id": 1, "balance": 100}]}"#,
        .duplicateEntry, "services[1].id"
      ),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 999, "storage": {"0a": "", "0x0A": ""}}]}"#,
        .duplicateEntry, "services[0].storage.0x0A"
      ),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 999, "storage": {"a": ""}}]}"#,
        .malformedHexadecimal, "services[0].storage.a"
      ),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 999, "preimages": ["", "0x"]}]}"#,
        .duplicateEntry, "services[0].preimages[1]"
      ),
      (
        #"{"service": 1, "services": [{"id": 1, "balance": 999, "requests": [{"hash": "00"}]}]}"#,
        .wrongLength(expected: 32, actual: 1), "services[0].requests[0].hash"
      ),
      (#"{"service": 1, "parameters": {"Z": 1}}"#, .unknownField("Z"), "parameters"),
      (
        #"{"service": 1, "parameters": {"C": 65536}}"#, .numberTooLarge(maximum: 65535),
        "parameters.C"
      ),
      (
        #"{"service": 1, "parameters": {"W_E": 4294967295}}"#, .numberTooLarge(maximum: 1 << 20),
        "parameters"
      ),
      (
        #"{"service": 1, "parameters": {"C": 1}, "privileges": {"assigners": [1, 2]}}"#,
        .tooLong(maximum: 1), "privileges.assigners"
      ),
      (
        #"{"service": 1, "queues": [{"core": 341, "authorizers": []}]}"#,
        .numberTooLarge(maximum: 340), "queues[0].core"
      ),
      (
        #"{"service": 1, "validators": "00"}"#, .wrongLength(expected: 343_728, actual: 1),
        "validators"
      ),
      (#"{"service": 1, "inputs": [{}]}"#, .missingField("kind"), "inputs[0]"),
      (#"{"service": 1, "inputs": [{"kind": "x"}]}"#, .unknownName("x"), "inputs[0].kind"),
      (
        #"{"service": 1, "inputs": [{"kind": "result", "gas": 1}]}"#, .missingField("output"),
        "inputs[0]"
      ),
      (
        #"{"service": 1, "inputs": [{"kind": "result", "gas": 1, "error": "x"}]}"#,
        .unknownName("x"), "inputs[0].error"
      ),
      (
        #"{"service": 1, "inputs": [{"kind": "result", "gas": 1, "amount": 2}]}"#,
        .unknownField("amount"), "inputs[0]"
      ),
      (
        #"{"service": 1, "package": {"items": [{"service": 1, "imports": [{"index": 32768}]}]}}"#,
        .numberTooLarge(maximum: 32767), "package.items[0].imports[0].index"
      ),
    ]
    for (text, kind, field) in cases {
      let error = error(text)
      #expect(error?.kind == kind && error?.field == field, "\(text): \(String(describing: error))")
      #expect(error?.description.hasPrefix("1:") == true)
      #expect(error.map { $0.code.hasPrefix("H") } == true)
    }
  }

  @Test func mutatedFilesNeverCrash() throws {
    let texts = [SampleState.make().encoded(), StateFileTests.full().encoded()]
    var random = SeededRandom(seed: 4)
    var accepted = 0
    let characters = Array("{}[]\",:0123456789abcdefx-.e\\ntrue \n".utf8)
    for index in 0..<10_000 {
      var text = texts[index % 2]
      random.damage(&text, edits: 1...4, characters: characters)
      if index % 10 == 0 { text.removeLast(Int.random(in: 0..<text.count, using: &random)) }
      guard let state = try? HostState(parsing: text) else { continue }
      accepted += 1
      #expect(try HostState(parsing: state.encoded()) == state)
    }
    // Some mutations change a digit and nothing else; most make the file malformed.
    #expect((150..<8500).contains(accepted))
  }
}
