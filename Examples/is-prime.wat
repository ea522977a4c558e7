;; Whether a 64-bit number is prime, by trial division: one byte, 1 or 0.
;;
;;   $ wasm-pvm run Examples/is-prime.wat 6500000000000000
;;   exit: halt
;;   output: 01
;;
;;   $ wasm-pvm run Examples/is-prime.wat 07ca9a3b00000000 --opt z
;;   exit: halt
;;   output: 01
;;
;;   $ wasm-pvm run Examples/is-prime.wat 0ff0ff0f00000000
;;   exit: halt
;;   output: 00
(module
  (memory (export "memory") 1)

  (func $is_prime (param $n i64) (result i32)
    (local $divisor i64)
    (if (i64.lt_u (local.get $n) (i64.const 4))
      (then (return (i64.gt_u (local.get $n) (i64.const 1)))))
    (if (i64.eqz (i64.and (local.get $n) (i64.const 1)))
      (then (return (i32.const 0))))
    (local.set $divisor (i64.const 3))
    (loop $again
      ;; Dividing also tells when the divisor has passed the square root.
      (if (i64.gt_u (local.get $divisor) (i64.div_u (local.get $n) (local.get $divisor)))
        (then (return (i32.const 1))))
      (if (i64.eqz (i64.rem_u (local.get $n) (local.get $divisor)))
        (then (return (i32.const 0))))
      (local.set $divisor (i64.add (local.get $divisor) (i64.const 2)))
      (br $again))
    (unreachable))

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i32.store8 (i32.const 0)
      (call $is_prime (i64.load (local.get $args))))
    (i64.const 0x1_0000_0000)))
