// The hub on a machine of its own, and what volunteers and organisers ask it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { run, Running } from "../../main_job/lib/process.mjs";
import { until } from "../../main_job/lib/until.mjs";

const PORT = 8080;
const ANSWER_MS = 5_000;

export class Hub {
  constructor(program, machine, folder) {
    Object.assign(this, { program, machine, data: join(folder, machine.name) });
  }

  get base() {
    return `http://${this.machine.address}:${PORT}`;
  }

  async start() {
    const args = ["--data-dir", this.data, "serve", "--listen", `0.0.0.0:${PORT}`];
    this.running = new Running(...this.machine.command(this.program, args));
    await until("the hub answers", async () => {
      this.running.said();
      return (await fetch(`${this.base}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) })).ok;
    });
    this.token = (await readFile(join(this.data, "admin.token"), "utf8")).trim();
  }

  /// Asks as an organiser; answers what was said, whatever it was.
  async ask(method, path, body) {
    const answer = await fetch(`${this.base}/api/v1/sites/square/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return { status: answer.status, said: await answer.json() };
  }

  /// The code with which a new kiosk is let in.
  async pairing(name) {
    const { status, said } = await this.ask("POST", "kiosks", { name });
    if (status !== 201) throw new Error(`no kiosk: ${JSON.stringify(said)}`);
    return said.pairing.code;
  }

  /// A volunteer is done with whoever is there and calls the next one; answers the number, or nothing.
  async callNext(station) {
    const { status, said } = await this.ask("POST", `stations/${station}/call-next`, { finish: true });
    if (status !== 200) throw new Error(`station ${station}: ${JSON.stringify(said)}`);
    const number = said.ticket?.number;
    if (number) await this.ask("POST", `stations/${station}/start`, {});
    return number;
  }

  /// The ticket behind a link; nothing while the hub does not know it.
  async ticket(link) {
    const { status, said } = await this.ask("GET", `tickets/${link.split("/").pop()}`);
    return status === 200 ? said.ticket : undefined;
  }

  async waiting() {
    return (await this.ask("GET", "queue")).said.waiting;
  }

  /// Every number that the hub gave or took over today.
  async numbers() {
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
    const args = ["--data-dir", this.data, "export", "--from", today, "--format", "csv"];
    const [head, ...rows] = (await run(...this.machine.command(this.program, args))).toString().trim().split(/\r?\n/);
    const column = head.replace(/^\ufeff/, "").split(",").indexOf("number");
    return rows.map((row) => row.split(",")[column]);
  }

  async end() {
    await this.running?.end();
  }
}
