;;! stage = mir
;; An indirect call reaches functions of its type only, whose registers are known when none of them can
;; come back to the call: values that live across it stay in registers, more than the three that the
;; fixed convention preserves.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table funcref (elem $add $subtract $multiply))
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $subtract (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $multiply (type $binary) (i32.mul (local.get 0) (local.get 1)))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $i i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local.set $a (i32.load8_u (local.get $args)))
    (local.set $b (i32.load8_u offset=1 (local.get $args)))
    (local.set $c (i32.load8_u offset=2 (local.get $args)))
    (local.set $d (i32.load8_u offset=3 (local.get $args)))
    (loop $again
      (local.set $a
        (i32.add
          (i32.add (local.get $b) (i32.mul (local.get $c) (local.get $d)))
          (call_indirect (type $binary) (local.get $a) (local.get $d)
            (i32.rem_u (local.get $a) (i32.const 3)))))
      (local.set $b (i32.xor (local.get $b) (local.get $a)))
      (local.set $c (i32.add (local.get $c) (local.get $b)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 100))))
    (i32.store (i32.const 0) (local.get $a))
    (i64.const 0x400000000)))
;;? call
;;/ spill_load
;;> 01020304 -> d48ee65e
