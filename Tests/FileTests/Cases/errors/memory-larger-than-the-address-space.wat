;; What cannot lie between data and stack is an error that counts in WebAssembly's pages.
(module
  (memory (export "memory") 65536)
  (func (export "main") (param $args i32) (param $length i32) (result i64) (i64.const 0)))
;;~ the linear memory has 65536 pages of 65536 bytes at start
