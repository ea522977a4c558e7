;;! stage = asm
;; The position of a byte among at most 255: two ways out, one of which compares the variable with the number of bytes,
;; so that the step stays behind it. The loop is entered there, from one below, instead of jumping over it: no
;; jump and no end of a block in the loop.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $i i32) (local $count i32) (local $wanted i32)
    (local.set $wanted (i32.load8_u (local.get $args)))
    (local.set $count (i32.load8_u offset=1 (local.get $args)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $wanted)
          (i32.load8_u offset=2 (i32.add (local.get $args) (local.get $i)))))
        (br_if $done (i32.eq (local.get $i) (local.get $count)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i32.store (i32.const 0) (local.get $i))
    (i64.const 0x400000000)))
;;? load_imm_jump
;;? -1
;;? add_imm_32
;;? load_ind_u8
;;? branch_eq
;;? branch_ne
;;/ fallthrough
;;> 0700 -> 00000000
;;> 070007 -> 00000000
;;> 0702010207 -> 02000000
;;> 070305060807 -> 03000000
;;> 07030506080907 -> 03000000
