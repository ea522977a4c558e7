internal import CLLVM

/// LLVM's own measurement of its passes.
package enum PassTiming {
  /// Lets every pipeline that runs from now on in this process append how long its passes took to a file.
  ///
  /// LLVM has this only as an option of its command line.
  package static func report(toFile path: String) {
    // The texts live until the call has returned, and LLVM copies them.
    unsafe "wasm-pvm".withCString { command in
      unsafe "-time-passes".withCString { switches in
        unsafe "-info-output-file=\(path)".withCString { file in
          let arguments: [UnsafePointer<CChar>?] = unsafe [command, switches, file]
          unsafe arguments.withUnsafeBufferPointer { list in
            unsafe LLVMParseCommandLineOptions(3, list.baseAddress, nil)
          }
        }
      }
    }
  }
}
