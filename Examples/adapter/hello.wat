;; A program for a host that has a function `print`. On the PVM there is none, so an adapter has to provide it:
;;
;;   $ wasm-pvm run Examples/adapter/hello.wat --adapter Examples/adapter/print.wat
;;   hello from an adapter
;;   exit: halt
;;
;; Without it, the imports are errors:
;;
;;   $ wasm-pvm run Examples/adapter/hello.wat
;;   unresolved imports
;;   env.print: function [i32 i32] -> []
(module
  (import "env" "print" (func $print (param $text i32) (param $length i32)))
  (import "env" "line_count" (func $line_count (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 16) "hello from an adapter")

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (call $print (i32.const 16) (i32.const 21))
    (i64.store (i32.const 0) (call $line_count))
    (i64.const 0x8_0000_0000)))
