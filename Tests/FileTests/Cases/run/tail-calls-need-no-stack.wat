;;! stage = mir
;;! options = --opt 0
;; A million tail calls in a row fit on any stack, because each is a jump.
(module
  (memory (export "memory") 1)
  (func $even (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 1))
      (else (return_call $odd (i32.sub (local.get $n) (i32.const 1))))))
  (func $odd (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 0))
      (else (return_call $even (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0) (call $even (i32.load (local.get $args))))
    (i64.const 0x400000000)))
;;> 40420f00 -> 01000000
;;> 41420f00 -> 00000000
;;? tail_call
;;? tail_call
