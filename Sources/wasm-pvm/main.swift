print("wasm-pvm")
