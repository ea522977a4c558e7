;; A JAM service in WebAssembly text: counters with names, the same as Examples/service-c/service.c, where its rules are. Host calls
;; are host_call_N with the index of Gray Paper 0.7.2 and N arguments in r7 and up.
;;
;;   $ wasm-pvm run Examples/service.wat --entry refine --host Examples/service-c/state.json
;;   exit: halt
;;   output: 3064846390167d3e056170706c65050000000000000003666967ffffffffffffffff
;;   $ wasm-pvm run Examples/service.wat --entry accumulate --host Examples/service-c/state.json
;;   [helpful] counter: accumulated
;;   exit: halt
;;   service 42: storage 6170706c65: none -> 0500000000000000
;;   service 42: storage 666967: 0100000000000000 -> none
(module
  (import "env" "host_call_1" (func $host_call_1 (param i64 i64) (result i64)))
  (import "env" "host_call_4" (func $host_call_4 (param i64 i64 i64 i64 i64) (result i64)))
  (import "env" "host_call_5" (func $host_call_5 (param i64 i64 i64 i64 i64 i64) (result i64)))
  (import "env" "host_call_6" (func $host_call_6 (param i64 i64 i64 i64 i64 i64 i64) (result i64)))
  (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))

  (memory (export "memory") 1)
  (data (i32.const 0) "counter")         ;; the log's target
  (data (i32.const 16) "accumulated")    ;; its message
  (data (i32.const 32) "transfers")      ;; names of counters
  (data (i32.const 48) "failures")
  ;; 64: a counter's value, then the yielded hash; 1024: room for a payload or an input of 16384 bytes

  (global $written (mut i64) (i64.const 0))   ;; checksum of what is written in this block
  (global $at (mut i32) (i32.const 0))        ;; where $natural reads

  ;; The PVM address of an address.
  (func $address (param $at i32) (result i64)
    (call $pvm_ptr (i64.extend_i32_u (local.get $at))))

  ;; FNV-1a of some bytes, going on from a state.
  (func $checksum (param $state i64) (param $at i32) (param $count i32) (result i64)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $state
          (i64.mul (i64.xor (local.get $state) (i64.load8_u (local.get $at))) (i64.const 0x100000001b3)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (local.get $state))

  ;; Reads a natural number in the protocol's variable length from $at and moves $at behind it.
  (func $natural (result i64)
    (local $first i32) (local $more i32) (local $i i32) (local $value i64)
    (local.set $first (i32.load8_u (global.get $at)))
    (local.set $more (i32.clz (i32.xor (i32.const -1) (i32.shl (local.get $first) (i32.const 24)))))
    (if (i32.gt_u (local.get $more) (i32.const 8)) (then (local.set $more (i32.const 8))))
    (global.set $at (i32.add (global.get $at) (i32.const 1)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $more)))
        (local.set $value
          (i64.or (local.get $value)
            (i64.shl
              (i64.load8_u (i32.add (global.get $at) (local.get $i)))
              (i64.extend_i32_u (i32.mul (local.get $i) (i32.const 8))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (global.set $at (i32.add (global.get $at) (local.get $more)))
    (if (i32.lt_u (local.get $more) (i32.const 8))
      (then
        (local.set $value
          (i64.or (local.get $value)
            (i64.shl
              (i64.extend_i32_u
                (i32.and (local.get $first) (i32.shr_u (i32.const 0x7f) (local.get $more))))
              (i64.extend_i32_u (i32.mul (local.get $more) (i32.const 8))))))))
    (local.get $value))

  ;; The size of the update at an address, of which so many bytes are there; traps if it is malformed.
  (func $update_size (param $at i32) (param $left i32) (result i32)
    (local $name i32)
    (local.set $name (i32.load8_u (local.get $at)))
    (if (i32.eqz (local.get $name)) (then unreachable))
    (if (i32.gt_u (local.get $name) (i32.const 32)) (then unreachable))
    (if (i32.lt_u (local.get $left) (i32.add (local.get $name) (i32.const 9))) (then unreachable))
    (i32.add (local.get $name) (i32.const 9)))

  ;; Fetches a payload (13) or an input (15); traps if it does not fit.
  (func $fetch (param $to i32) (param $room i32) (param $kind i64) (param $index i64) (result i32)
    (local $size i64)
    (local.set $size
      (call $host_call_6 (i64.const 1)
        (call $address (local.get $to)) (i64.const 0) (i64.extend_i32_u (local.get $room))
        (local.get $kind) (local.get $index) (i64.const 0)))
    (if (i64.gt_u (local.get $size) (i64.extend_i32_u (local.get $room))) (then unreachable))
    (i32.wrap_i64 (local.get $size)))

  (func (export "refine") (param $args i32) (param $len i32) (result i64)
    (local $size i32) (local $pos i32)
    (global.set $at (local.get $args))
    (drop (call $natural))                    ;; the core
    (local.set $size
      (call $fetch (i32.const 1032) (i32.const 16376) (i64.const 13) (call $natural)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $pos) (local.get $size)))
        (local.set $pos
          (i32.add (local.get $pos)
            (call $update_size
              (i32.add (i32.const 1032) (local.get $pos))
              (i32.sub (local.get $size) (local.get $pos)))))
        (br $next)))
    (i64.store (i32.const 1024)
      (call $checksum (i64.const 0xcbf29ce484222325) (i32.const 1032) (local.get $size)))
    (i64.or
      (i64.const 1024)
      (i64.shl (i64.extend_i32_u (i32.add (local.get $size) (i32.const 8))) (i64.const 32))))

  ;; Adds to a counter.
  (func $add (param $name i32) (param $size i32) (param $amount i64)
    (local $sum i64)
    (i64.store (i32.const 64) (i64.const 0))
    (drop
      (call $host_call_6 (i64.const 3) (i64.const -1)
        (call $address (local.get $name)) (i64.extend_i32_u (local.get $size))
        (call $address (i32.const 64)) (i64.const 0) (i64.const 8)))
    (local.set $sum (i64.add (i64.load (i32.const 64)) (local.get $amount)))
    (i64.store (i32.const 64) (local.get $sum))
    (if
      (i64.eq
        (call $host_call_4 (i64.const 4)
          (call $address (local.get $name)) (i64.extend_i32_u (local.get $size))
          (call $address (i32.const 64))
          (select (i64.const 0) (i64.const 8) (i64.eqz (local.get $sum))))
        (i64.const -5))                       ;; FULL
      (then unreachable))
    (global.set $written
      (call $checksum
        (call $checksum (global.get $written) (local.get $name) (local.get $size))
        (i32.const 64) (i32.const 8))))

  ;; Takes a work result or a transfer of so many bytes at 1024.
  (func $take (param $size i32)
    (local $end i32) (local $pos i32) (local $next i32) (local $left i64)
    (local.set $end (i32.add (i32.const 1024) (local.get $size)))
    (if (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 1))
      (then
        (call $add (i32.const 32) (i32.const 9) (i64.load (i32.const 1033)))
        (return)))
    (global.set $at (i32.const 1153))         ;; behind the tag and four hashes
    (drop (call $natural))                    ;; gas
    (global.set $at (i32.add (global.get $at) (i32.const 1)))
    (if (i32.load8_u (i32.sub (global.get $at) (i32.const 1)))
      (then
        (call $add (i32.const 48) (i32.const 8) (i64.const 1))
        (return)))
    (local.set $left (call $natural))
    (local.set $pos (global.get $at))
    (if (i64.lt_u (local.get $left) (i64.const 8)) (then unreachable))
    (if
      (i64.gt_u (local.get $left) (i64.extend_i32_u (i32.sub (local.get $end) (local.get $pos))))
      (then unreachable))
    (local.set $end (i32.add (local.get $pos) (i32.wrap_i64 (local.get $left))))
    (local.set $pos (i32.add (local.get $pos) (i32.const 8)))
    (if
      (i64.ne
        (i64.load (i32.sub (local.get $pos) (i32.const 8)))
        (call $checksum (i64.const 0xcbf29ce484222325)
          (local.get $pos) (i32.sub (local.get $end) (local.get $pos))))
      (then unreachable))
    (block $done
      (loop $update
        (br_if $done (i32.eq (local.get $pos) (local.get $end)))
        (local.set $next
          (call $update_size (local.get $pos) (i32.sub (local.get $end) (local.get $pos))))
        (call $add
          (i32.add (local.get $pos) (i32.const 1))
          (i32.sub (local.get $next) (i32.const 9))
          (i64.load (i32.sub (i32.add (local.get $pos) (local.get $next)) (i32.const 8))))
        (local.set $pos (i32.add (local.get $pos) (local.get $next)))
        (br $update))))

  (func (export "accumulate") (param $args i32) (param $len i32) (result i64)
    (local $count i64) (local $i i64)
    (global.set $at (local.get $args))
    (drop (call $natural))                    ;; the timeslot
    (drop (call $natural))                    ;; this service
    (local.set $count (call $natural))
    (global.set $written (i64.const 0xcbf29ce484222325))
    (block $done
      (loop $next
        (br_if $done (i64.eq (local.get $i) (local.get $count)))
        (call $take (call $fetch (i32.const 1024) (i32.const 16384) (i64.const 15) (local.get $i)))
        (local.set $i (i64.add (local.get $i) (i64.const 1)))
        (br $next)))
    (drop
      (call $host_call_5 (i64.const 100) (i64.const 3)
        (call $address (i32.const 0)) (i64.const 7) (call $address (i32.const 16)) (i64.const 11)))
    (local.set $i (i64.const 0))
    (loop $part
      (i64.store
        (i32.add (i32.const 64) (i32.wrap_i64 (i64.mul (local.get $i) (i64.const 8))))
        (global.get $written))
      (global.set $written
        (i64.mul (i64.xor (global.get $written) (local.get $i)) (i64.const 0x100000001b3)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $part (i64.lt_u (local.get $i) (i64.const 4))))
    (drop (call $host_call_1 (i64.const 25) (call $address (i32.const 64))))
    (i64.const 0)))
