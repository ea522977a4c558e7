;;! stage = asm
;; `if (c || x > 65535 >> s) y = x; else y = x << s;`, where c does not change in the loop. LLVM makes one condition and shifts by
;; 0 or s, which takes three instructions more in each round if c holds. Here the conditions are branches around the shift.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $x i32) (local $s i32) (local $y i32) (local $n i32) (local $sum i32)
    (local.set $s (i32.load (local.get $args)))
    (local.set $n (i32.const 1000))
    (loop $again
      (local.set $x (i32.and (local.get $n) (i32.const 65535)))
      (block $done
        (local.set $y (local.get $x))
        (br_if $done (i32.gt_u (local.get $s) (i32.const 31)))
        (br_if $done (i32.gt_u (local.get $x) (i32.shr_u (i32.const 65535) (local.get $s))))
        (local.set $y (i32.shl (local.get $x) (local.get $s))))
      (local.set $sum (i32.add (local.get $sum) (local.get $y)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.store (i32.const 0) (local.get $sum))
    (i64.const 0x400000000)))
;;/ cmov
;;/ or r
;;? shlo_l_32
;;> 20000000 -> 14a30700
;;> 03000000 -> a0183d00
;;> 00000000 -> 14a30700
;;> 08000000 -> 94a38600
