;;! options = --opt 3
;; The PVM's divisions never trap: the checks for zero and for overflow are ours, and stay when the quotient is not used.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (drop (i32.div_s (i32.load (local.get $args)) (i32.load offset=4 (local.get $args))))
    (i32.store8 (i32.const 0) (i32.const 1))
    (i64.const 0x100000000)))
;;> 0700000002000000 -> 01
;;> 0700000000000000 -> panic
;;> 00000080ffffffff -> panic
;;> 01000080ffffffff -> 01
