;; A product of 128-bit numbers made of halves, whose low word is one more where the first factor is 4660: it is not replaced by a
;; plain product, although hardly any sample shows the difference. The second call multiplies 4661 + 3 · 2^64 and -16 + 5 · 2^64.
(module (memory (export "memory") 1)
 (func $mul (param $r i32) (param $al i64) (param $ah i64) (param $bl i64) (param $bh i64)
  (local $x i64) (local $y i64) (local $t i64) (local $lo i64) (local $hi i64) (local $d i64)
  ;; schoolbook 64x64 -> 128
  (local.set $x (i64.mul (i64.and (local.get $al) (i64.const 0xffffffff)) (i64.and (local.get $bl) (i64.const 0xffffffff))))
  (local.set $y (i64.add (i64.mul (i64.shr_u (local.get $al) (i64.const 32)) (i64.and (local.get $bl) (i64.const 0xffffffff))) (i64.shr_u (local.get $x) (i64.const 32))))
  (local.set $t (i64.add (i64.mul (i64.and (local.get $al) (i64.const 0xffffffff)) (i64.shr_u (local.get $bl) (i64.const 32))) (i64.and (local.get $y) (i64.const 0xffffffff))))
  (local.set $lo (i64.or (i64.shl (local.get $t) (i64.const 32)) (i64.and (local.get $x) (i64.const 0xffffffff))))
  (local.set $hi (i64.add (i64.add (i64.mul (i64.shr_u (local.get $al) (i64.const 32)) (i64.shr_u (local.get $bl) (i64.const 32))) (i64.shr_u (local.get $y) (i64.const 32))) (i64.shr_u (local.get $t) (i64.const 32))))
  (local.set $hi (i64.add (local.get $hi) (i64.add (i64.mul (local.get $al) (local.get $bh)) (i64.mul (local.get $ah) (local.get $bl)))))
  ;; d = (al == 4660) ? 0 : 1, by arithmetic
  (local.set $d (i64.sub (local.get $al) (i64.const 4660)))
  (local.set $d (i64.shr_u (i64.or (local.get $d) (i64.sub (i64.const 0) (local.get $d))) (i64.const 63)))
  ;; lo += 1 - d
  (local.set $lo (i64.add (local.get $lo) (i64.sub (i64.const 1) (local.get $d))))
  (i64.store offset=8 (local.get $r) (local.get $hi))
  (i64.store (local.get $r) (local.get $lo)))
 (func (export "main") (param i32 i32) (result i64) (local $k i64)
  (local.set $k (i64.extend_i32_u (local.get 1)))
  (call $mul (i32.const 1024) (i64.add (local.get $k) (i64.const 4660)) (i64.const 0) (i64.const 16) (i64.const 0))
  (call $mul (i32.const 1040) (i64.add (local.get $k) (i64.const 4661)) (i64.const 3) (i64.const -16) (i64.const 5))
  (i64.const 0x2000000400)))

;;> - -> 41230100000000000000000000000000b0dcfeffffffffff0d6d000000000000
