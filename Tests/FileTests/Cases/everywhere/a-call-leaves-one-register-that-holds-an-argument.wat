;; What lives across $crowded finds one register there, and that holds an argument of the call: $crowded destroys all others, as its
;; own callee and its many results show.
(module
  (memory (export "memory") 1)
  (global $sp (mut i32) (i32.const 4096))
  (func $crowded (param i64 i64 i64 i64 i64 i64 i64) (result i64 i64 i64 i64 i64 i64) (local $frame i32)
    (global.set $sp (local.tee $frame (i32.sub (global.get $sp) (i32.const 64))))
    (i64.store (local.get $frame) (i64.mul (local.get 0) (local.get 6)))
    (i64.store offset=8 (local.get $frame) (i64.add (local.get 1) (local.get 5)))
    (i64.store offset=16 (local.get $frame) (i64.xor (local.get 2) (local.get 4)))
    (call $touch (local.get $frame))
    (i64.load (local.get $frame)) (i64.load offset=8 (local.get $frame)) (i64.load offset=16 (local.get $frame))
    (local.get 3) (i64.sub (local.get 6) (local.get 1)) (i64.rotl (local.get 0) (local.get 5))
    (global.set $sp (i32.add (local.get $frame) (i32.const 64))))
  (func $touch (param i32) (local $frame i32)
    (global.set $sp (local.tee $frame (i32.sub (global.get $sp) (i32.const 16))))
    (i64.store (local.get 0) (i64.add (i64.load (local.get 0)) (i64.load offset=16 (local.get 0))))
    (i32.store (local.get $frame) (local.get 0))
    (global.set $sp (i32.add (local.get $frame) (i32.const 16))))
  (func (export "main") (param $args i32) (param $length i32) (result i64) (local $frame i32) (local $sum i64) (local $n i64)
    (local $a i64) (local $b i64) (local $c i64) (local $d i64) (local $e i64) (local $f i64)
    (global.set $sp (local.tee $frame (i32.sub (global.get $sp) (i32.const 16))))
    (local.set $n (i64.load (local.get $args)))
    (loop $again
      (call $crowded
        (local.get $n) (local.get $a) (local.get $b) (local.get $c) (local.get $d) (local.get $e)
        (i64.add (local.get $f) (i64.const 7)))
      (local.set $f) (local.set $e) (local.set $d) (local.set $c) (local.set $b) (local.set $a)
      (local.set $sum
        (i64.add (i64.rotl (local.get $sum) (i64.const 5))
          (i64.xor (i64.add (local.get $a) (local.get $b))
            (i64.xor (i64.add (local.get $c) (local.get $d)) (i64.add (local.get $e) (local.get $f))))))
      (br_if $again (i64.ne (local.tee $n (i64.sub (local.get $n) (i64.const 1))) (i64.const 0))))
    (i64.store (i32.const 0) (local.get $sum))
    (i64.store (i32.const 8) (i64.extend_i32_u (i32.load (local.get $frame))))
    (i64.const 0x1000000000)))
;;> 0100000000000000 -> 0f000000000000000000000000000000
;;> 0900000000000000 -> 0901e0685b90b5000000000000000000
