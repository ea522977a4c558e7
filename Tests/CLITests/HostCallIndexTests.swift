import TestSupport
import Testing

/// Host calls whose index is computed: the same programs are accepted at every level, and do the same.
struct HostCallIndexTests {
  /// A program, and what it does.
  struct Program: CustomTestStringConvertible, Sendable {
    /// What it is about.
    let testDescription: String
    /// What computes the index: an `i64`. `$args` is the address of the arguments; `$i` and `$k` are locals.
    var index: String
    /// Further fields of the module.
    var fields = ""
    /// The arguments.
    var arguments = "00"
    /// The first line of the run.
    var exit = "exit: halt"
    /// How many messages are logged.
    var messages = 1
  }

  /// Programs that log a message, or ask for something that the host does not know.
  static let programs = [
    Program(
      testDescription: "sum of locals",
      index: """
        (local.set $k (i64.const 99)) (local.set $k (i64.add (local.get $k) (i64.const 1)))
        (call $log (local.get $k))
        """),
    Program(
      testDescription: "no host call of the protocol",
      index: """
        (local.set $k (i64.const 300)) (local.set $k (i64.mul (local.get $k) (i64.const 3)))
        (call $log (local.get $k))
        """, exit: "exit: host call 900", messages: 0),
    Program(
      testDescription: "helpers that pass it on",
      index: "(drop (call $outer (i64.const 100))) (call $outer (i64.const 400))",
      fields: """
        (func $outer (param $i i64) (result i64) (call $inner (i64.const 7) (local.get $i)))
        (func $inner (param i64) (param $i i64) (result i64) (call $log (local.get $i)))
        """, exit: "exit: host call 400"),
    Program(
      testDescription: "recursive helper",
      index: "(call $again (i32.const 5) (i64.const 100))",
      fields: """
        (func $again (param $n i32) (param $i i64) (result i64)
          (if (result i64) (local.get $n)
            (then (call $again (i32.sub (local.get $n) (i32.const 1)) (local.get $i)))
            (else (call $log (local.get $i)))))
        """),
    Program(
      testDescription: "branches",
      index: """
        (if (result i64) (i32.load8_u (local.get $args))
          (then (call $log (i64.const 555))) (else (call $log (i64.const 100))))
        """),
    Program(
      testDescription: "join",
      index: """
        (if (i32.load8_u (local.get $args))
          (then (local.set $k (i64.const 555))) (else (local.set $k (i64.const 100))))
        (call $log (local.get $k))
        """, arguments: "01", exit: "exit: host call 555", messages: 0),
    Program(
      testDescription: "selection",
      index: """
        (call $log (select (i64.const 555) (i64.const 100) (i32.load8_u (local.get $args))))
        """),
    Program(
      testDescription: "branch table",
      index: """
        (block $b (block $a (br_table $a $b (i32.load8_u (local.get $args))))
          (return (call $log (i64.const 100))))
        (call $log (i64.const 555))
        """),
    Program(
      testDescription: "counter",
      index: """
        (local.set $k (i64.const 100))
        (loop $next
          (drop (call $log (local.get $k)))
          (local.set $k (i64.add (local.get $k) (i64.const 400)))
          (br_if $next (i64.lt_u (local.get $k) (i64.const 1000))))
        (i64.const 0)
        """, exit: "exit: host call 500"),
    Program(
      testDescription: "argument byte",
      index: "(call $log (i64.load8_u (local.get $args)))", arguments: "64"),
    Program(
      testDescription: "argument byte of the protocol",
      index: "(call $log (i64.load8_u (local.get $args)))", arguments: "04",
      exit: "exit: host call 4", messages: 0),
    Program(
      testDescription: "unknown argument byte",
      index: "(call $log (i64.load8_u (local.get $args)))", arguments: "c8", messages: 0),
    Program(
      testDescription: "masked argument byte",
      index: """
        (call $log (i64.add (i64.const 199)
          (i64.and (i64.const 3) (i64.load8_u (local.get $args)))))
        """, arguments: "ff", exit: "exit: host call 202", messages: 0),
    Program(
      testDescription: "mutable global",
      index: "(global.set $g (i64.const 100)) (call $log (global.get $g))",
      fields: "(global $g (mut i64) (i64.const 1))"),
    Program(
      testDescription: "helper called indirectly",
      index: "(call_indirect (param i64) (result i64) (i64.const 100) (i32.const 0))",
      fields: "(table funcref (elem $log))"),
    Program(
      testDescription: "import called indirectly",
      index: """
        (call_indirect (type $five) (i64.const 100) (i64.const 3) (i64.const 0) (i64.const 0)
          (call $pvm_ptr (i64.const 32)) (i64.const 5) (i32.const 0))
        """, fields: "(table funcref (elem $host_call_5))"),
  ]

  /// The command-line options of every level with and without bounds checks.
  static let configurations = ["0", "1", "2", "3", "s", "z"].flatMap { level in
    [["--opt", level], ["--opt", level, "--bounds-checks"]]
  }

  @Test(arguments: programs)
  func everyLevelDoesTheSame(_ program: Program) throws {
    let text = """
      (module
        (type $five (func (param i64 i64 i64 i64 i64 i64) (result i64)))
        (import "env" "host_call_5" (func $host_call_5 (type $five)))
        (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))
        (memory (export "memory") 1)
        (data (i32.const 32) "hello")
        (func $log (param $index i64) (result i64)
          (call $host_call_5 (local.get $index) (i64.const 3) (i64.const 0) (i64.const 0)
            (call $pvm_ptr (i64.const 32)) (i64.const 5)))
        \(program.fields)
        (func $body (param $args i32) (result i64) (local $k i64) \(program.index))
        (func (export "main") (param $args i32) (param $len i32) (result i64)
          (i64.store (i32.const 0) (call $body (local.get $args)))
          (i64.const 0x8_0000_0000)))
      """
    for options in Self.configurations {
      let result = try BuiltCommand.run(
        ["run", "-", program.arguments] + options, input: Array(text.utf8))
      #expect(result.lines.first == program.exit, "\(options): \(result.messages)")
      let logged =
        result.messages.split(separator: "hello", omittingEmptySubsequences: false).count - 1
      #expect(logged == program.messages, "\(options)")
      if program.exit == "exit: halt", program.messages == 0 {
        #expect(result.lines.contains("output: feffffffffffffff"), "\(options)")
      }
    }
  }
}
