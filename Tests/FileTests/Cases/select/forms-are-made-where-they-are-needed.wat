;;! stage = mir
;; The sum of bytes up to the first that is 200 or more, whose signed value is the result: the signed form is made behind
;; the loop, not in it.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $byte i32) (local $sum i32)
    (loop $next
      (local.set $byte (i32.load8_u (local.get $args)))
      (local.set $args (i32.add (local.get $args) (i32.const 1)))
      (local.set $sum (i32.add (local.get $sum) (local.get $byte)))
      (br_if $next (i32.lt_u (local.get $byte) (i32.const 200))))
    (i32.store (i32.const 0) (local.get $sum))
    (i32.store (i32.const 4) (i32.extend8_s (local.get $byte)))
    (i64.const 0x800000000)))
;;? load_ind_u8
;;? branch_
;;? sign_extend_8
;;> c8 -> c8000000c8ffffff
;;> 0102fe -> 01010000feffffff
