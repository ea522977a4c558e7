;;! stage = asm
;; A call whose result the function returns is a jump, also where the results of several ways meet in one return.
(module
  (memory (export "memory") 1)
  (type $t (func (param i32 i32) (result i32)))
  (table 4 funcref)
  (elem (i32.const 0) $pick $triple $more $pick)
  (func $triple (param i32 i32) (result i32) (i32.mul (local.get 1) (i32.const 3)))
  (func $more (param i32 i32) (result i32) (i32.add (local.get 1) (local.get 0)))
  (func $pick (param $n i32) (param $x i32) (result i32)
    (local $result i32)
    (local.set $result (i32.xor (local.get $x) (i32.const 11)))
    (if (i32.and (local.get $n) (i32.const 3))
      (then
        (local.set $result
          (call_indirect (type $t) (i32.shr_u (local.get $n) (i32.const 2)) (i32.add (local.get $x) (i32.const 1))
            (i32.and (local.get $n) (i32.const 3))))))
    (local.get $result))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0)
      (call_indirect (type $t) (i32.load8_u (local.get $args)) (i32.const 1) (i32.load8_u offset=1 (local.get $args))))
    (i64.const 0x400000000)))
;;? ; f2.pick
;;/ load_imm_jump r0
;;/ add_imm_64 r1
;;? ; f0.triple
;;> 0000 -> 0a000000
;;> 0100 -> 06000000
;;> 0b00 -> 03000000
;;> 0f00 -> 08000000
;;> 0903 -> 06000000
