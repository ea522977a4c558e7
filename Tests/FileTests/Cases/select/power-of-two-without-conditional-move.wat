;;! stage = asm
;; Four or nothing, as in the choice of a child of a tree node: the truth value shifted, not a constant and a conditional
;; move. The other way round it is the truth of the opposite, which a comparison with a constant has.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $a i32)
    (local $b i32)
    (local.set $a (i32.load8_u (local.get $args)))
    (local.set $b (i32.load8_s offset=1 (local.get $args)))
    (i32.store (i32.const 0)
      (select (i32.const 4) (i32.const 0) (i32.lt_s (local.get $a) (local.get $b))))
    (i64.store (i32.const 4)
      (select (i64.const 0) (i64.const 64) (i32.lt_u (local.get $b) (i32.const 3))))
    (i64.const 0xC00000000)))
;;? set_lt_s
;;? shlo_l_imm_64
;;? set_gt_u_imm
;;? shlo_l_imm_64
;;/ cmov
;;> 0102 -> 040000000000000000000000
;;> 0201 -> 000000000000000000000000
;;> 0303 -> 000000004000000000000000
;;> 02ff -> 000000004000000000000000
