;;! stage = asm
;; An entry point sets globals to their initial values before anything else, so that the stack pointer is a constant in
;; it. The function that it calls finds the stack pointer lowered by 16 in memory, because it is not seen to restore it: one
;; store sets it, and nothing sets it to its initial value first.
(module
  (memory (export "memory") 1)
  (global $sp (mut i32) (i32.const 4096))
  (func $deep (param i32) (result i32)
    (local $frame i32)
    (local.set $frame (i32.sub (global.get $sp) (i32.const 16)))
    (global.set $sp (local.get $frame))
    (i32.store (local.get $frame) (local.get 0))
    (if (local.get 0) (then (drop (call $deep (i32.sub (local.get 0) (i32.const 1))))))
    (global.set $sp (i32.add (local.get $frame) (i32.shl (i32.const 1) (i32.const 4))))
    (i32.add (i32.load (local.get $frame)) (local.get $frame)))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $frame i32)
    (local.set $frame (i32.sub (global.get $sp) (i32.const 16)))
    (global.set $sp (local.get $frame))
    (i32.store (local.get $frame) (i32.load8_u (local.get $args)))
    (i32.store (i32.const 0) (call $deep (i32.load (local.get $frame))))
    (global.set $sp (i32.add (local.get $frame) (i32.const 16)))
    (i32.store (i32.const 4) (global.get $sp))
    (i64.const 0x800000000)))
;;? entry.0.main
;;? store_imm_u32 [0xfefdfffc], 4080
;;/ store_imm_u32 [0xfefdfffc], 4096
;;> 00 -> e00f000000100000
;;> 02 -> e20f000000100000
