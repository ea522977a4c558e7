;; WebAssembly's tail calls take no stack, whatever parameters caller and callee have: more than registers hold, as many as the caller's
;; or more or fewer, in another order so that each goes where another came from, direct or through a table.
(module
  (memory (export "memory") 1)
  (type $eight (func (param i32 i64 i64 i64 i64 i64 i64 i64) (result i64)))
  (type $eleven (func (param i32 i64 i64 i64 i64 i64 i64 i64 i64 i64 i32) (result i64)))
  (type $two (func (param i32 i64) (result i64)))
  (table funcref (elem $eight $eleven $two))
  (func $eight (type $eight)
    (if (i32.eqz (local.get 0)) (then (return (i64.sub (local.get 1) (local.get 7)))))
    (return_call $eleven
      (i32.sub (local.get 0) (i32.const 1)) (local.get 7) (local.get 1) (local.get 6) (local.get 2) (local.get 5) (local.get 3)
      (local.get 4) (i64.const 5) (i64.add (local.get 1) (i64.const 1)) (i32.and (local.get 0) (i32.const 3))))
  (func $eleven (type $eleven)
    (if (i32.eqz (local.get 0)) (then (return (i64.sub (local.get 1) (local.get 9)))))
    (if (i32.eq (local.get 10) (i32.const 1)) (then
      (return_call_indirect (type $two) (i32.sub (local.get 0) (i32.const 1)) (local.get 9) (i32.const 2))))
    (return_call_indirect (type $eight)
      (i32.sub (local.get 0) (i32.const 1)) (local.get 9) (local.get 8) (local.get 7) (local.get 6) (local.get 5) (local.get 4)
      (local.get 3) (i32.load8_u (i32.const 64))))
  (func $two (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $eleven)
      (i32.sub (local.get 0) (i32.const 1)) (i64.const 1) (i64.const 2) (local.get 1) (i64.const 4) (i64.const 5) (i64.const 6)
      (i64.const 7) (i64.const 8) (i64.add (local.get 1) (i64.const 3)) (i32.const 2) (i32.const 1)))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (i64.store (i32.const 0)
      (call $eight (i32.load (local.get $args))
        (i64.const 10) (i64.const 20) (i64.const 30) (i64.const 40) (i64.const 50) (i64.const 60) (i64.const 70)))
    (i64.const 0x800000000)))
;;> 00000000 -> c4ffffffffffffff
;;> 07000000 -> fcffffffffffffff
;;> 30750000 -> 9d3a000000000000
