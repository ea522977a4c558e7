;;! stage = asm
;; A comparison with a constant that decides a branch is the branch: no flag is computed, no constant loaded.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (if (i32.gt_u (local.get $length) (i32.const 1000))
      (then (unreachable)))
    (i32.store8 (i32.const 0) (i32.const 7))
    (i64.const 0x100000000)))
;;? branch_
;;? u_imm
;;/ set_lt
;;/ set_gt
;;> - -> 07
;;< gas 7
