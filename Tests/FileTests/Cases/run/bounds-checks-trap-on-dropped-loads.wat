;;! options = --bounds-checks --opt 3
;; With bounds checks a load out of bounds traps even if nobody wants its value, and the offset counts.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (drop (i32.load offset=4 (i32.mul (local.get $length) (i32.const 65528))))
    (i32.store8 (i32.const 0) (i32.const 9))
    (i64.const 0x100000000)))
;;> - -> 09
;;> 00 -> 09
;;> 0000 -> panic
