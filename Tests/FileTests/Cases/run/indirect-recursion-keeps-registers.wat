;;! stage = mir
;; Two functions of one type call each other through the table, so that calls of the type follow the fixed
;; convention: what lives across them survives. A third function of the type is in no cycle and must
;; preserve the same registers.
(module
  (type $step (func (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table funcref (elem $sum $product $leaf))
  (func $sum (type $step)
    (if (result i32) (i32.eqz (local.get 1))
      (then (local.get 0))
      (else
        (i32.add
          (i32.mul (local.get 0) (local.get 1))
          (call_indirect (type $step)
            (i32.add (local.get 0) (i32.const 1)) (i32.sub (local.get 1) (i32.const 1))
            (i32.rem_u (local.get 1) (i32.const 3)))))))
  (func $product (type $step)
    (if (result i32) (i32.eqz (local.get 1))
      (then (local.get 0))
      (else
        (i32.xor
          (i32.mul (local.get 0) (i32.add (local.get 1) (i32.const 7)))
          (call_indirect (type $step)
            (i32.add (local.get 0) (i32.const 3)) (i32.sub (local.get 1) (i32.const 1))
            (i32.rem_u (local.get 1) (i32.const 3)))))))
  (func $leaf (type $step)
    (local $i i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $e i32)
    (local.set $b (i32.const 1)) (local.set $c (local.get 0)) (local.set $d (local.get 1))
    (loop $again
      (local.set $e (i32.add (local.get $e) (i32.mul (local.get $a) (local.get $b))))
      (local.set $a (i32.add (local.get $a) (local.get $c)))
      (local.set $b (i32.xor (local.get $b) (local.get $d)))
      (local.set $c (i32.rotl (local.get $c) (local.get $a)))
      (local.set $d (i32.sub (local.get $d) (local.get $e)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 5))))
    (i32.add (i32.add (local.get $a) (local.get $b)) (i32.add (local.get $c) (local.get $d))))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0)
      (call_indirect (type $step) (i32.load8_u (local.get $args)) (i32.load8_u offset=1 (local.get $args))
        (i32.load8_u offset=2 (local.get $args))))
    (i64.const 0x400000000)))
;;? call
;;> 030700 -> 4d578f3f
;;> 051001 -> f8c8616f
