;;! stage = asm
;; A step of modular addition subtracts the modulus unless the sum is below it: the lesser of the sum and
;; the difference, which wraps around to something larger. The limits are 0, the modulus and wrapping sums.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $x i64) (local $y i64)
    (local.set $x (i64.load (local.get $args)))
    (local.set $y (i64.load offset=8 (local.get $args)))
    (i64.store (i32.const 0)
      (i64.sub (local.get $x)
        (select (i64.const 0) (local.get $y) (i64.lt_u (local.get $x) (local.get $y)))))
    (i64.const 0x800000000)))
;;? min_u
;;/ cmov
;;> 05000000000000000700000000000000 -> 0500000000000000
;;> 07000000000000000700000000000000 -> 0000000000000000
;;> 09000000000000000700000000000000 -> 0200000000000000
;;> ffffffffffffffff0000000000000080 -> ffffffffffffff7f
;;> 0000000000000000ffffffffffffffff -> 0000000000000000
;;> 00000000000000000000000000000000 -> 0000000000000000
