// Programs that this test started, and that end with it.

import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const MAX_OUTPUT = 64 * 1024 * 1024;

/// Runs a program to its end, hands it `input`; answers its standard output as bytes.
export async function run(program, args, { input, ...options } = {}) {
  const running = promisify(execFile)(program, args, { encoding: "buffer", maxBuffer: MAX_OUTPUT, ...options });
  running.child.stdin.end(input);
  return (await running).stdout;
}

/// A program that goes on until it is ended. `said()` is all it printed so far.
export class Running {
  constructor(program, args, options = {}) {
    this.output = "";
    this.child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    for (const stream of this.child.stdio.slice(1)) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => (this.output += text));
    }
    this.ended = new Promise((resolve) => {
      this.child.on("exit", (code, signal) => resolve({ code, signal }));
      this.child.on("error", (error) => resolve({ error }));
    });
    this.isRunning = true;
    this.ended.then((how) => {
      this.isRunning = false;
      this.how = how;
    });
  }

  said() {
    if (!this.isRunning) {
      throw new Error(`${this.child.spawnfile} ended: ${JSON.stringify(this.how)}\n${this.output}`);
    }
    return this.output;
  }

  /// Ends it by its own process number; SIGKILL leaves it no last word.
  async end(signal = "SIGTERM") {
    if (this.isRunning) this.child.kill(signal);
    await this.ended;
  }
}
