;; What is loaded in front of the branch that decides whether it is needed must not fault where the memory ends: a node in the
;; last eight bytes of it whose next field, which would be behind the memory, is not to be read. The same at its end when it has grown.
;;> - -> 07000000000000000c00000000000000
(module
  (memory (export "memory") 1 3)
  (data (i32.const 65528) "\07")
  (func $sum (param $node i32) (result i64)
    (local $key i64)
    (local.set $key (i64.load (local.get $node)))
    (if (result i64) (i64.lt_u (local.get $key) (i64.const 100))
      (then (local.get $key))
      (else
        (i64.add (i64.load offset=8 (local.get $node)) (i64.load offset=2048 (local.get $node))))))
  (func (export "main") (param $start i32) (param $length i32) (result i64)
    (i64.store (i32.const 0) (call $sum (i32.add (local.get $length) (i32.const 65528))))
    (if (i32.ne (memory.grow (i32.const 1)) (i32.const 1)) (then (unreachable)))
    (i64.store8 (i32.add (local.get $length) (i32.const 131064)) (i64.const 12))
    (i64.store (i32.const 8) (call $sum (i32.add (local.get $length) (i32.const 131064))))
    (i64.const 0x0000001000000000)))
