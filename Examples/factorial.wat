;; n! modulo 2^64 for a 32-bit n, by recursion.
;;
;;   $ wasm-pvm run Examples/factorial.wat 05000000
;;   exit: halt
;;   output: 7800000000000000
;;
;;   $ wasm-pvm run Examples/factorial.wat 14000000
;;   exit: halt
;;   output: 0000b4827c67c321
(module
  (memory (export "memory") 1)

  (func $factorial (param $n i64) (result i64)
    (if (result i64) (i64.lt_u (local.get $n) (i64.const 2))
      (then (i64.const 1))
      (else
        (i64.mul
          (local.get $n)
          (call $factorial (i64.sub (local.get $n) (i64.const 1)))))))

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i64.store (i32.const 0)
      (call $factorial (i64.load32_u (local.get $args))))
    (i64.const 0x8_0000_0000)))
