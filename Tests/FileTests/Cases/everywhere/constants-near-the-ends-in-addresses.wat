;; Constants near 2^63 and -2^63 of which an address takes the low half: adding the memory's base to them wraps around. The accesses are
;; not executed, because the addresses are out of bounds.
(module
  (memory (export "memory") 1)
  (func $f (param $a i32) (param $x i64) (result i64) (local $k i64)
    (loop $again
      (i64.store offset=16 (i32.wrap_i64 (local.get $x)) (local.get $k))
      (local.set $k (i64.add (local.get $k) (local.get $x)))
      (local.set $x
        (select (i64.const 0x7fffffffffffffff) (i64.load offset=24 (local.get $a)) (i64.lt_s (local.get $k) (i64.const 77))))
      (br_if $again (i64.ne (local.get $x) (local.get $k))))
    (local.get $k))
  (func (export "main") (param $args i32) (param $length i32) (result i64) (local $x i64) (local $y i64)
    (local.set $x (i64.const 0x7fffffffffffffff))
    (local.set $y (i64.const -0x8000000000000000))
    (if (i32.load (local.get $args)) (then
      (local.set $x (i64.load offset=8 (local.get $args)))
      (local.set $y (i64.load offset=16 (local.get $args)))))
    (i64.store (i32.const 0) (local.get $x))
    (i64.store (i32.const 8) (local.get $y))
    (if (i32.load offset=4 (local.get $args)) (then
      (i64.store offset=16 (i32.wrap_i64 (local.get $x)) (i64.const 5))
      (i64.store offset=0xffffff00 (i32.wrap_i64 (local.get $y)) (i64.const 6))
      (i32.store (i32.wrap_i64 (select (i64.const 0x7fffffffffffffff) (i64.load (local.get $args)) (local.get $length))) (i32.const 1))
      (i64.store (i32.const 16) (call $f (local.get $args) (i64.load (local.get $args))))))
    (i64.const 0x1000000000)))
;;> 000000000000000000000000000000000000000000000000 -> ffffffffffffff7f0000000000000080
;;> 010000000000000001000000000000000200000000000000 -> 01000000000000000200000000000000
