;; An adapter: a module whose exports replace imports of another. This one gives programs that were written for some other
;; host, and import `env.print`, the log of JIP-1. Examples/adapter/hello.wat is such a program. See Docs/Linking.md.
;;
;;   $ wasm-pvm run Examples/adapter/hello.wat --adapter Examples/adapter/print.wat
;;   hello from an adapter
;;   exit: halt
;;   output: 0100000000000000
(module
  ;; What an adapter imports from "main" is what the main module exports: here its memory.
  (import "main" "memory" (memory 1))
  ;; Host calls are imported as in any program.
  (import "env" "host_call_5"
    (func $host_call_5 (param i64 i64 i64 i64 i64 i64) (result i64)))
  (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))

  ;; Globals and data segments come along.
  (global $lines (mut i64) (i64.const 0))

  ;; Prints a text and counts the lines.
  (func $print (export "print") (param $text i32) (param $length i32)
    (drop (call $host_call_5
      (i64.const 100)
      (i64.const 3)                        ;; level: helpful
      (i64.const 0) (i64.const 0)          ;; no target
      (call $pvm_ptr (i64.extend_i32_u (local.get $text)))
      (i64.extend_i32_u (local.get $length))))
    (global.set $lines (i64.add (global.get $lines) (i64.const 1))))

  (func (export "line_count") (result i64) (global.get $lines)))
