;;! stage = asm
;; A rotation by a constant, written as two shifts in the source language or not, is one instruction.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $x i64)
    (local.set $x (i64.load (local.get $args)))
    (i64.store (i32.const 0)
      (i64.or
        (i64.shl (local.get $x) (i64.const 13))
        (i64.shr_u (local.get $x) (i64.const 51))))
    (i64.const 0x800000000)))
;;? rot_r_64_imm
;;/ shlo_
;;> 0100000000000080 -> 0030000000000000
;;< gas 7
