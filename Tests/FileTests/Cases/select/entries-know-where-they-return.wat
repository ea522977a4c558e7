;;! stage = mir
;; An entry point is entered with the halt address in r0: it is a constant, so that a call, which destroys
;; r0, need not be saved from it (allocate/known-parameters-are-made-again.mir).
(module
  (memory (export "memory") 1)
  (func $twice (param i32) (result i32)
    (if (result i32) (i32.gt_u (local.get 0) (i32.const 9))
      (then (i32.add (call $twice (i32.shr_u (local.get 0) (i32.const 1))) (call $twice (i32.shr_u (local.get 0) (i32.const 2)))))
      (else (i32.const 3))))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0) (call $twice (i32.load8_u (local.get $args))))
    (i64.const 0x400000000)))
;;? parameters r0 = -65536
;;? call @0
;;> 64 -> 18000000
