;;! stage = asm
;; Is a byte a digit, a letter of either case, not in a range across the end? The sum modulo 256 is compared with a bound; where the sums
;; that do not wrap around are beyond the bound anyway, a negative sum is, too, as an unsigned number. The last check wraps
;; the other way, (c + 10) mod 256 < 20, and keeps its mask. Masks 255 and 254, strict and not strict, on both sides of each bound.
(module
  (memory (export "memory") 1)
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $c i32)
    (local.set $c (i32.load8_u (local.get $args)))
    (i32.store8 (i32.const 0)
      (i32.lt_u (i32.and (i32.add (local.get $c) (i32.const -48)) (i32.const 255)) (i32.const 10)))
    (i32.store8 (i32.const 1)
      (i32.lt_u
        (i32.and (i32.add (i32.and (local.get $c) (i32.const 223)) (i32.const 191)) (i32.const 254))
        (i32.const 26)))
    (i32.store8 (i32.const 2)
      (i32.gt_u (i32.and (i32.add (local.get $c) (i32.const 159)) (i32.const 254)) (i32.const 25)))
    (i32.store8 (i32.const 3)
      (i32.ge_u (i32.and (i32.add (local.get $c) (i32.const -65)) (i32.const 255)) (i32.const 26)))
    (i32.store8 (i32.const 4)
      (i32.lt_u (i32.and (i32.add (local.get $c) (i32.const 10)) (i32.const 255)) (i32.const 20)))
    (i64.const 0x500000000)))
;;? add_imm_32 r11, r12, -48
;;? set_lt_u_imm r11, r11, 10
;;> 2f -> 0000010100
;;> 30 -> 0100010100
;;> 39 -> 0100010100
;;> 3a -> 0000010100
;;> 40 -> 0000010100
;;> 41 -> 0001010000
;;> 5a -> 0001010000
;;> 5b -> 0000010100
;;> 60 -> 0000010100
;;> 61 -> 0001000100
;;> 7a -> 0001000100
;;> 7b -> 0000010100
;;> 00 -> 0000010101
;;> 09 -> 0000010101
;;> 0a -> 0000010100
;;> f5 -> 0000010100
;;> f6 -> 0000010101
;;> ff -> 0000010101
