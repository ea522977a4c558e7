;; Both halves of a product of two 64-bit numbers, made of 32-bit pieces as compilers without a wide multiplication do: carries between
;; the pieces must survive optimization, whether or not the pieces become mul_upper_u_u.
(module
  (memory (export "memory") 1)
  (func $multi3 (param $result i32) (param $a i64) (param $ah i64) (param $b i64) (param $bh i64)
    (local $al i64) (local $bl i64) (local $au i64) (local $bu i64) (local $t i64) (local $m i64)
    (local.set $al (i64.and (local.get $a) (i64.const 0xffffffff)))
    (local.set $bl (i64.and (local.get $b) (i64.const 0xffffffff)))
    (local.set $au (i64.shr_u (local.get $a) (i64.const 32)))
    (local.set $bu (i64.shr_u (local.get $b) (i64.const 32)))
    (local.set $t (i64.mul (local.get $al) (local.get $bl)))
    (local.set $m (i64.add
      (i64.add (i64.mul (local.get $au) (local.get $bl)) (i64.shr_u (local.get $t) (i64.const 32)))
      (i64.mul (i64.const 0) (local.get $ah))))
    (i64.store (local.get $result) (i64.mul (local.get $a) (local.get $b)))
    (i64.store offset=8 (local.get $result)
      (i64.add
        (i64.add (i64.mul (local.get $au) (local.get $bu)) (i64.shr_u (local.get $m) (i64.const 32)))
        (i64.shr_u
          (i64.add (i64.mul (local.get $al) (local.get $bu)) (i64.and (local.get $m) (i64.const 0xffffffff)))
          (i64.const 32)))))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (call $multi3 (i32.const 16)
      (i64.load (local.get $args)) (i64.const 0) (i64.load offset=8 (local.get $args)) (i64.const 0))
    (i64.const 0x1000000010)))
;;> ffffffffffffffffffffffffffffffff -> 0100000000000000feffffffffffffff
;;> 00000000010000000000000001000000 -> 00000000000000000100000000000000
