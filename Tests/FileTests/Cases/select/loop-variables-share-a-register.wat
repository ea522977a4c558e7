;;! stage = asm
;; The length of a string: the variable is used behind the loop, where its next value is live, too. It is computed there
;; again, one below the next value, so that the loop has no copy and no jump: a sum, the load, the step and the branch.
;; Inputs with the end at the first byte, in the middle and at the last one.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $i i32)
    (loop $next
      (if (i32.load8_u (i32.add (local.get $args) (local.get $i)))
        (then
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next))))
    (i32.store (i32.const 0) (local.get $i))
    (i64.const 0x400000000)))
;;? load_imm_jump
;;? load_ind_u8
;;? add_imm_32
;;? branch_ne_imm
;;/ move_reg
;;> 00 -> 00000000
;;> 616200 -> 02000000
;;> 616263646500 -> 05000000
;;> ff00ff00 -> 01000000
