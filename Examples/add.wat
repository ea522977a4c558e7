;; The sum of two 32-bit numbers, both little-endian in the argument bytes.
;;
;;   $ wasm-pvm run Examples/add.wat 0500000007000000
;;   exit: halt
;;   output: 0c000000
(module
  (memory (export "memory") 1)

  ;; The arguments are $len bytes at $args. The result says where the output is: address in the low
  ;; 32 bits, length in bytes in the high 32 bits.
  (func (export "main") (param $args i32) (param $len i32) (result i64)
    (i32.store (i32.const 0)
      (i32.add
        (i32.load (local.get $args))
        (i32.load offset=4 (local.get $args))))
    (i64.const 0x4_0000_0000)))
