;; $f is recursive and must return with r4, where it gets the stack pointer, as it was. $g is not: it lowers r4 and leaves it
;; lowered. So $f must not jump to what the table has at its end, although that gets the same stack pointer. $h says where
;; its frame is.
(module
  (memory (export "memory") 2)
  (data (i32.const 96) "\00\10\00\00" "\00\00\00\00" "\00\00\00\00" "\01\00\00\00")
  (global $sp (mut i32) (i32.const 0))
  (type $none (func)) (type $one (func (param i32)))
  (table funcref (elem $h $g))
  (func $h
    (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
    (i32.store (i32.const 8) (global.get $sp))
    (global.set $sp (i32.add (global.get $sp) (i32.const 16))))
  (func $g (param i32)
    (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
    (call_indirect (type $none) (i32.load (i32.const 100)))
    (i32.store (i32.const 12) (i32.const 1))
    (global.set $sp (i32.add (global.get $sp) (i32.const 16))))
  (func $f (param i32)
    (if (local.get 0) (then
      (call $f (i32.sub (local.get 0) (i32.const 1)))
      (call $f (i32.load (i32.const 104)))))
    (call_indirect (type $one) (local.get 0) (i32.load (i32.const 108))))
  (func (export "main") (param i32 i32) (result i64)
    (global.set $sp (i32.load (i32.const 96)))
    (call $f (i32.const 1))
    ;; what $h's frame had: 0x1000 - 32
    (i64.const 0x400000008)))
;;> - -> e00f0000
