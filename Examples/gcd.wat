;; The greatest common divisor of two 64-bit numbers, by Euclid's algorithm.
;;
;;   $ wasm-pvm run Examples/gcd.wat 0c000000000000001200000000000000
;;   exit: halt
;;   output: 0600000000000000
;;
;;   $ wasm-pvm run Examples/gcd.wat 00e1f505000000000065cd1d00000000
;;   exit: halt
;;   output: 00e1f50500000000
(module
  (memory (export "memory") 1)

  (func $gcd (param $a i64) (param $b i64) (result i64)
    (local $remainder i64)
    (block $done
      (loop $again
        (br_if $done (i64.eqz (local.get $b)))
        (local.set $remainder (i64.rem_u (local.get $a) (local.get $b)))
        (local.set $a (local.get $b))
        (local.set $b (local.get $remainder))
        (br $again)))
    (local.get $a))

  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i64.store (i32.const 0)
      (call $gcd
        (i64.load (local.get $args))
        (i64.load offset=8 (local.get $args))))
    (i64.const 0x8_0000_0000)))
