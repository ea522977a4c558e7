;;! stage = asm
;; LLVM leaves the remainder of the least number by -1 undefined, so a divisor of -1 becomes 1 for it. In the PVM all
;; remainders by -1 are 0: rem_s alone will do. Both widths, with the least number, -1, 0 as dividends.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i64.store (i32.const 0)
      (i64.rem_s (i64.load (local.get $args)) (i64.load offset=8 (local.get $args))))
    (i32.store (i32.const 8)
      (i32.rem_s (i32.load offset=4 (local.get $args)) (i32.load offset=8 (local.get $args))))
    (i64.const 0xC00000000)))
;;? rem_s_64
;;? rem_s_32
;;/ cmov
;;> 0000000000000080ffffffffffffffff -> 000000000000000000000000
;;> 00000000000000800100000000000000 -> 000000000000000000000000
;;> 00000000000000800300000000000000 -> fefffffffffffffffeffffff
;;> ffffffffffffffffffffffffffffffff -> 000000000000000000000000
;;> 0000000000000000ffffffffffffffff -> 000000000000000000000000
;;> 00000000010000000500000000000000 -> 010000000000000001000000
;;> 00000000f9fffffffbffffffffffffff -> fefffffffffffffffeffffff
;;> 1581e97df4102211ffffffffffffffff -> 000000000000000000000000
