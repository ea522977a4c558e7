;;! stage = asm
;; A loop that reads and writes an array at an address from outside: the memory's address of the array is made once, in front
;; of the loop, and an iteration adds the index only.
(module
  (memory (export "memory") 1)
  (func $raise (param $array i32) (param $count i32) (param $amount i32)
    (local $i i32)
    (local $at i32)
    (loop $next
      (local.set $at (i32.add (local.get $array) (i32.shl (local.get $i) (i32.const 2))))
      (i32.store offset=1024 (local.get $at)
        (i32.xor (i32.load offset=1024 (local.get $at)) (local.get $amount)))
      (br_if $next
        (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $count)))))
  (func (export "main") (param $args i32) (param $length i32) (result i64)
    (local $array i32)
    (local.set $array (i32.load8_u (local.get $args)))
    (call $raise (local.get $array) (i32.const 3) (i32.const 0x55))
    (call $raise (i32.add (local.get $array) (i32.const 4)) (i32.const 2) (i32.const 0xAA))
    (i64.or (i64.extend_i32_u (i32.add (local.get $array) (i32.const 1024))) (i64.const 0xC00000000))))
;;? add_imm_32 r11, r12, 0x20400
;;? load_ind_u32 r8, [r9]
;;? store_ind_u32 [r9], r8
;;> 00 -> 55000000ff000000ff000000
;;> 40 -> 55000000ff000000ff000000
