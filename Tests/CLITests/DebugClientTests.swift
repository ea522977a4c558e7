import Foundation
import TestSupport
import Testing

/// `debug` as editors and terminals use it: messages as VS Code and nvim-dap send them, over a port and over standard streams, and
/// Control-C at a terminal.
struct DebugClientTests {
  /// Runs a client in Python that starts the debugger as `sys.argv[1]` and is given a module as `sys.argv[2]`; the lines that it prints.
  private func run(_ client: String, module: String) throws -> [String] {
    // The processes that Foundation starts may have signals blocked.
    let script = """
      import json, os, re, select, signal, socket, subprocess, sys, time
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      command, module = sys.argv[1], sys.argv[2]
      \(client)
      """
    let result = try BuiltCommand.run(
      "/usr/bin/env", ["python3", "-c", script, try BuiltCommand.path(), module], timeout: 60)
    #expect(result.status == 0, "\(result.messages)")
    return result.lines
  }

  /// The part of clients that speaks the protocol: `output` takes bytes, `incoming` is a file.
  private static let speech = """
    number = 0
    def send(name, arguments=None):
        global number
        number += 1
        message = {"command": name, "seq": number, "type": "request"}
        if arguments is not None: message["arguments"] = arguments
        body = json.dumps(message, separators=(",", ":")).encode()
        output(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
        return number
    def receive():
        line = incoming.readline()
        if not line: return None
        length = int(line.split(b":")[1])
        assert incoming.readline() == b"\\r\\n"
        return json.loads(incoming.read(length))
    def event(name):
        while True:
            message = receive()
            if message["type"] == "event" and message["event"] == name: return message["body"]
            assert message["type"] == "event" or message["success"], message
    def answer(request, succeeds=True):
        while True:
            message = receive()
            if message["type"] == "response" and message["request_seq"] == request:
                assert message["success"] == succeeds, message
                return message.get("body", {})
    """

  /// The C program with variables of every kind, and where its source is.
  private static let module = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Modules/variables.wasm").path

  /// What VS Code 1.9x sends, in its order, to a debugger that `debugServer` names.
  @Test func codeConnectsToAPort() throws {
    let lines = try run(
      """
      debugger = subprocess.Popen([command, "debug", "--dap-port", "0"], stderr=subprocess.PIPE, text=True)
      port = int(re.fullmatch(r"listening on 127.0.0.1:(\\d+)\\n", debugger.stderr.readline()).group(1))
      connection = socket.create_connection(("127.0.0.1", port))
      incoming, output = connection.makefile("rb"), connection.sendall
      \(Self.speech)
      source = {"name": "variables.c", "path": os.path.join(os.path.dirname(module), "variables.c")}
      line = [i for i, text in enumerate(open(source["path"]), 1) if "PROBE(depth)" in text][0]
      capabilities = answer(send("initialize", {"clientID": "vscode", "clientName": "Visual Studio Code",
        "adapterID": "pvm", "pathFormat": "path", "linesStartAt1": True, "columnsStartAt1": True,
        "supportsVariableType": True, "supportsVariablePaging": True, "supportsRunInTerminalRequest": True,
        "locale": "en", "supportsProgressReporting": True, "supportsInvalidatedEvent": True,
        "supportsMemoryReferences": True, "supportsArgsCanBeInterpretedByShell": True,
        "supportsMemoryEvent": True, "supportsStartDebuggingRequest": True, "supportsANSIStyling": True}))
      print("stepBack", capabilities["supportsStepBack"])
      launch = send("launch", {"name": "Debug", "type": "pvm", "request": "launch", "program": module,
        "args": "0102030405", "options": ["--opt", "0"], "debugServer": port, "__configurationTarget": 6,
        "__sessionId": "6cb8e9f3-1cd1-4a3b-8d2e-4ba7a5a3e1a5"})
      event("initialized")
      breakpoints = send("setBreakpoints", {"source": source, "lines": [line], "sourceModified": False,
        "breakpoints": [{"line": line, "condition": "depth == 2"}]})
      send("setFunctionBreakpoints", {"breakpoints": []})
      send("setInstructionBreakpoints", {"breakpoints": []})
      send("setDataBreakpoints", {"breakpoints": []})
      send("setExceptionBreakpoints", {"filters": ["failure"], "filterOptions": []})
      send("configurationDone")
      threads = send("threads")
      print("verified", answer(breakpoints)["breakpoints"][0]["verified"])
      stop = event("stopped")
      print(stop["reason"], answer(threads)["threads"][0]["name"])
      first = answer(send("stackTrace", {"threadId": 1, "startFrame": 0, "levels": 1}))
      rest = answer(send("stackTrace", {"threadId": 1, "startFrame": 1, "levels": 19}))
      frames = first["stackFrames"] + rest["stackFrames"]
      print([frame["name"] for frame in frames], frames[0]["line"] == line, frames[0]["source"]["path"] == source["path"])
      def scope(frame, name):
          scopes = answer(send("scopes", {"frameId": frame["id"]}))["scopes"]
          return [scope for scope in scopes if scope["name"] == name][0]["variablesReference"]
      def variables(reference):
          return answer(send("variables", {"variablesReference": reference}))["variables"]
      for frame in frames[:2]:
          print([(v["name"], v["type"], v["value"]) for v in variables(scope(frame, "Locals"))])
      local = scope(frames[0], "Locals")
      array = [v for v in variables(local) if v["name"] == "array"][0]
      print([(v["name"], v["value"], v["evaluateName"]) for v in variables(array["variablesReference"])])
      hover = answer(send("evaluate", {"expression": "array", "frameId": frames[1]["id"], "context": "hover"}))
      print(hover["result"], hover["type"], hover["variablesReference"] > 0)
      send("evaluate", {"expression": "fly", "frameId": frames[0]["id"], "context": "watch"})
      print(receive()["message"])
      info = answer(send("dataBreakpointInfo", {"variablesReference": local, "name": "product"}))
      print(info["description"].split(" at ")[0])
      answer(send("setDataBreakpoints", {"breakpoints": [{"dataId": info["dataId"], "accessType": "write"}]}))
      send("reverseContinue", {"threadId": 1})
      print(event("stopped")["reason"])
      top = answer(send("stackTrace", {"threadId": 1, "startFrame": 0, "levels": 1}))["stackFrames"][0]
      print([v["value"] for v in variables(scope(top, "Locals")) if v["name"] == "product"])
      send("next", {"threadId": 1, "granularity": "statement"})
      print(event("stopped")["reason"])
      answer(send("setBreakpoints", {"source": source, "lines": [], "breakpoints": [], "sourceModified": False}))
      answer(send("setDataBreakpoints", {"breakpoints": []}))
      send("continue", {"threadId": 1})
      print(event("exited")["exitCode"], event("terminated"))
      answer(send("disconnect", {"restart": False, "terminateDebuggee": True}))
      print(receive(), debugger.wait(10))
      """, module: Self.module)
    #expect(
      lines == [
        "stepBack True", "verified True", "breakpoint program",
        "['recurse', 'recurse', 'recurse', 'run'] True True",
        "[('depth', 'int', '2'), ('text', 'const byte *', '0xfefc0000'), ('product', 'long long', '147'), "
          + "('letter', 'byte', '3'), ('array', 'long long[3]', '{2, 147, 2}')]",
        "[('depth', 'int', '3'), ('text', 'const byte *', '0xfefc0000'), ('product', 'long long', '-21'), "
          + "('letter', 'byte', '4'), ('array', 'long long[3]', '{3, -21, 4}')]",
        "[('[0]', '2', 'array[0]'), ('[1]', '147', 'array[1]'), ('[2]', '2', 'array[2]')]",
        "{3, -21, 4} long long[3] True", "'fly' is neither a variable nor a function", "8 bytes",
        "data breakpoint", "['<not known here>']", "step", "0 {}", "None 0",
      ], "\(lines)")
  }

  /// What nvim-dap sends, in its order, to a debugger that it starts.
  @Test func neovimStartsTheDebugger() throws {
    let lines = try run(
      """
      debugger = subprocess.Popen([command, "debug", "--dap"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
      incoming = debugger.stdout
      def output(data):
          debugger.stdin.write(data)
          debugger.stdin.flush()
      \(Self.speech)
      path = os.path.join(os.path.dirname(module), "variables.c")
      line = [i for i, text in enumerate(open(path), 1) if "long long shadow = start" in text][0]
      answer(send("initialize", {"clientId": "neovim", "clientname": "neovim", "adapterID": "nvim-dap",
        "pathFormat": "path", "columnsStartAt1": True, "linesStartAt1": True, "locale": "en_US.UTF-8",
        "supportsRunInTerminalRequest": True, "supportsVariableType": True,
        "supportsProgressReporting": True, "supportsStartDebuggingRequest": True}))
      send("launch", {"type": "pvm", "request": "launch", "name": "PVM", "program": module,
        "args": "0102030405", "opt": 0})
      event("initialized")
      answer(send("setBreakpoints", {"breakpoints": [{"line": line}], "lines": [line],
        "source": {"name": "variables.c", "path": path}, "sourceModified": False}))
      answer(send("setExceptionBreakpoints", {"filters": ["failure"]}))
      answer(send("configurationDone"))
      print(event("stopped")["reason"])
      answer(send("threads"))
      frames = answer(send("stackTrace", {"threadId": 1}))["stackFrames"]
      scopes = answer(send("scopes", {"frameId": frames[0]["id"]}))["scopes"]
      print([s["name"] for s in scopes], scopes[0]["presentationHint"])
      def shadows():
          local = answer(send("variables", {"variablesReference": scopes[0]["variablesReference"]}))
          return [v["type"] for v in local["variables"] if v["name"] == "shadow"]
      print(shadows())
      send("next", {"granularity": "statement", "threadId": 1})
      event("stopped")
      frames = answer(send("stackTrace", {"threadId": 1}))["stackFrames"]
      scopes = answer(send("scopes", {"frameId": frames[0]["id"]}))["scopes"]
      value = answer(send("evaluate", {"expression": "shadow", "context": "hover", "frameId": frames[0]["id"]}))
      print(value["result"])
      print(answer(send("evaluate", {"expression": "info locals", "context": "repl", "frameId": frames[0]["id"]}))["result"])
      answer(send("terminate"))
      event("terminated")
      answer(send("disconnect", {"restart": False, "terminateDebuggee": True}))
      print(debugger.wait(10))
      """, module: Self.module)
    #expect(
      lines == [
        "breakpoint", "['Locals', 'Registers', 'State', 'Globals', 'Host calls'] locals",
        "['long long', 'int']", "5000000035", "shadow = 5000000035", "start = 5", "shadow = 5", "0",
      ], "\(lines)")
  }

  /// Control-C stops a run that does not end, and at the prompt changes nothing.
  @Test func controlCStopsARun() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "loop.wat",
      """
      (module (memory 1) (func (export "main") (param i32 i32) (result i64)
        (loop $l (i32.store (i32.const 0) (i32.const 1)) (br $l)) (i64.const 0)))
      """)
    let lines = try run(
      """
      import pty
      child, terminal = pty.fork()
      if child == 0: os.execv(command, [command, "debug", module])
      def until(text):
          seen = b""
          while text not in seen:
              assert select.select([terminal], [], [], 20)[0], seen
              seen += os.read(terminal, 4096)
          return seen.decode()
      until(b"(pvm) ")
      os.write(terminal, b"continue\\n")
      time.sleep(1)
      os.write(terminal, b"\\x03")
      print("interrupted" in until(b"(pvm) "))
      os.write(terminal, b"\\x03print $step > 1000\\n")
      print("1\\r\\n" in until(b"(pvm) "))
      os.write(terminal, b"reverse-continue\\n")
      print("the start of the run" in until(b"(pvm) "))
      os.write(terminal, b"quit\\n")
      print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """, module: path)
    #expect(lines == ["True", "True", "True", "0"])
  }
}
