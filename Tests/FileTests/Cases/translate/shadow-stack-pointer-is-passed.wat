;;! stage = asm
;; Functions that return with the stack pointer as it was get it in r4, and no function of this module has it in memory.
;; A recursive one gives r4 back: it takes the frame down again, which costs no more than to keep the value. $leave raises the stack
;; pointer in two places and returns the frame's address in one of them, $leaf only reads it.
(module
  (memory (export "memory") 1)
  (global $sp (mut i32) (i32.const 4096))
  (func $leaf (result i32) (i32.load (i32.sub (global.get $sp) (i32.const 4))))
  (func $leave (param i32 i32) (result i32)
    (local $frame i32)
    (global.set $sp (local.tee $frame (i32.sub (global.get $sp) (i32.const 32))))
    (i32.store offset=8 (local.get $frame) (local.get 0))
    (if (i32.eqz (local.get 0))
      (then
        (global.set $sp (i32.add (local.get $frame) (i32.const 32)))
        (return (local.get $frame))))
    (local.set 1
      (i32.add (call $leave (i32.sub (local.get 0) (i32.const 1)) (local.get 1)) (i32.load offset=8 (local.get $frame))))
    (local.set 1
      (i32.mul (local.get 1) (call $leave (i32.shr_u (local.get 0) (i32.const 1)) (call $leaf))))
    (local.set 1 (i32.sub (local.get 1) (i32.load offset=8 (local.get $frame))))
    (global.set $sp (i32.add (local.get $frame) (i32.const 32)))
    (local.get 1))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i32.store (i32.const 0) (call $leave (i32.load8_u (local.get $args)) (i32.const 7)))
    (i32.store (i32.const 4) (global.get $sp))
    (i64.const 0x800000000)))
;;? ; f1.leave
;;? add_imm_32 r7, r4, -32
;;? add_imm_32 r4, r4, 32
;;/ [0xfefd
;;> 00 -> e00f000000100000
;;> 05 -> 0144e2eb00100000
