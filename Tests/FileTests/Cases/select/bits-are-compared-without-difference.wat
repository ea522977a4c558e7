;;! stage = asm
;; A counter of 16 bits runs up to a number that does not change: LLVM compares the low bits of the exclusive or with 0. The
;; number's low bits are taken in front of the loop, and one mask is left in it.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $end i32) (local $n i32) (local $sum i32)
    (local.set $end (i32.and (i32.load (local.get $args)) (i32.const 65535)))
    (local.set $n (i32.load offset=4 (local.get $args)))
    (loop $again
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (local.get $n)))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $again (i32.ne (i32.and (local.get $n) (i32.const 65535)) (local.get $end))))
    (i32.store (i32.const 0) (local.get $sum))
    (i64.const 0x400000000)))
;;? mul_imm_32
;;? and_imm
;;? branch_ne r
;;/ xor r
;;> 0300000000000000 -> 21000000
;;> 0100fffffeff0100 -> 5ff8c107
