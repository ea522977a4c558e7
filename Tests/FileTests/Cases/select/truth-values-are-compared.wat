;;! stage = asm
;; Whether one of two conditions holds, but not both: a branch that compares their truth values. A flag that is taken only if
;; a condition holds, of which LLVM makes a selection of its lowest bit: the conjunction with the truth value.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $a i32)
    (local $b i32)
    (local.set $a (i32.load8_u (local.get $args)))
    (local.set $b (i32.load8_u offset=1 (local.get $args)))
    (if
      (i32.xor
        (i32.lt_u (local.get $a) (i32.load8_u offset=2 (local.get $args)))
        (i32.lt_u (local.get $b) (i32.load8_u offset=3 (local.get $args))))
      (then (i32.store8 (i32.const 0) (i32.div_u (local.get $a) (local.get $b)))))
    (i32.store8 (i32.const 1)
      (i32.and
        (i32.load8_u offset=4 (local.get $args))
        (i32.lt_s (local.get $a) (local.get $b))))
    (i64.const 0x200000000)))
;;? set_lt_u r
;;? set_lt_u r
;;? branch_eq r
;;/ cmov
;;/ and_imm
;;> 0902010203 -> 0000
;;> 0903010503 -> 0300
;;> 0209050203 -> 0001
;;> 0209010203 -> 0001
;;> 0209050202 -> 0000
