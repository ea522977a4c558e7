;;! stage = asm
;; Whether exactly one of two comparisons holds that do not change in the loop is known in front of it. The branch in the loop
;; asks for that, and compares nothing again.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $a i32) (local $b i32) (local $c i32) (local $n i32) (local $sum i32)
    (local.set $a (i32.load (local.get $args)))
    (local.set $b (i32.load offset=4 (local.get $args)))
    (local.set $c (i32.load offset=8 (local.get $args)))
    (loop $again
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (if
        (i32.xor
          (i32.lt_u (local.get $a) (local.get $b))
          (i32.lt_s (local.get $b) (local.get $c)))
        (then (i32.store (i32.const 4) (local.get $n)))
        (else (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 4))))))
      (br_if $again (i32.lt_u (local.get $n) (i32.const 100))))
    (i32.store (i32.const 0) (i32.add (local.get $sum) (i32.load (i32.const 4))))
    (i64.const 0x400000000)))
;;? set_lt_u r
;;? set_lt_s r
;;? add_imm_32
;;/ branch_eq r
;;> 010000000200000003000000 -> 00000000
;;> 010000000200000001000000 -> 64000000
;;> 020000000100000003000000 -> 64000000
