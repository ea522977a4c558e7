;; A host call: number 100 is JIP-1's log, which wasm-pvm prints to standard error. It answers "no such
;; call" (2^64 - 2) on purpose, so that a program behaves the same on a node that has no log.
;;
;;   $ wasm-pvm run Examples/host-log.wat
;;   hello from the PVM
;;   exit: halt
;;   output: feffffffffffffff
(module
  ;; host_call_N makes the host call that its first argument names, with N more arguments in r7 and up.
  (import "env" "host_call_5"
    (func $host_call_5 (param i64 i64 i64 i64 i64 i64) (result i64)))
  ;; pvm_ptr turns an address of this module into the PVM address that a host understands.
  (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 16) "hello from the PVM")

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i64.store (i32.const 0)
      (call $host_call_5
        (i64.const 100)
        (i64.const 3)                      ;; level: helpful
        (i64.const 0) (i64.const 0)        ;; no target
        (call $pvm_ptr (i64.const 16)) (i64.const 18)))
    (i64.const 0x8_0000_0000)))
