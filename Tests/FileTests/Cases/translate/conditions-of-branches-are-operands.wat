;;! stage = llvm-raw
;; $bad doubles the global. The condition of br_if, a zero, must not be taken for the operand below it, as if $bad added zero.
(module
  (memory (export "memory") 1)
  (global $sp (mut i32) (i32.const 4096))
  (func $bad
    (global.get $sp)
    (loop (param i32)
      (i32.const 0) (br_if 0)
      (global.get $sp) (i32.add) (global.set $sp)))
  (func $frame
    (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
    (global.set $sp (i32.add (global.get $sp) (i32.const 16))))
  (func (export "main") (param i32 i32) (result i64)
    (call $bad) (call $frame)
    (i32.store (i32.const 0) (global.get $sp))
    (i64.const 0x400000000)))
;;? define internal void @f0.bad() #0
;;> - -> 00200000
