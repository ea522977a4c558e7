;; On a machine with one thread atomic accesses are plain accesses; nobody is woken, and waiting is over at once. An address that is no
;; multiple of the size traps.
(module
  (memory 1 2 shared)
  (func $cas (param $a i32) (result i32) (i32.atomic.rmw.cmpxchg (local.get $a) (i32.const 0) (i32.const 5)))
  (func (export "main") (param $args i32) (param $len i32) (result i64)
   (atomic.fence)
   (i32.store (i32.const 0) (call $cas (i32.const 64)))
   (i32.store (i32.const 4) (i32.atomic.load (i32.const 64)))
   (i32.store (i32.const 8) (memory.atomic.wait32 (i32.const 64) (i32.const 5) (i64.const -1)))
   (i32.store (i32.const 12) (memory.atomic.wait32 (i32.const 64) (i32.const 4) (i64.const -1)))
   (i32.store (i32.const 16) (memory.atomic.notify (i32.const 64) (i32.const 4)))
   (i64.store (i32.const 24) (i64.atomic.rmw16.sub_u (i32.add (i32.load8_u (local.get $args)) (i32.const 64)) (i64.const 0x10007)))
   (i64.const 0x2000000000)))
;;> 00 -> 0000000005000000020000000100000000000000000000000500000000000000
;;> 01 -> panic
