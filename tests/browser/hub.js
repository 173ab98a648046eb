// Starts a hub of its own for a test, in a folder of its own, at a free port.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../target/debug/paihao-admin", import.meta.url));

export async function startHub() {
  const folder = mkdtempSync(join(tmpdir(), "paihao-browser-"));
  const program = process.env.PAIHAO_ADMIN ?? BUILT;
  const child = spawn(program, ["serve", "--data-dir", folder, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await firstWords(child);
  const base = said.match(/http:\/\/127\.0\.0\.1:\d+/)[0];
  const hub = new Hub(base, readFileSync(join(folder, "admin.token"), "utf8").trim());
  hub.links = [...said.matchAll(/\/l\/[\w-]+/g)].map((found) => base + found[0]);
  hub.pin = said.match(/(?<![\w-])\d{6}(?![\w-])/)[0];
  hub.stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  hub.pause = () => child.kill("SIGSTOP");
  hub.resume = () => child.kill("SIGCONT");
  await hub.call("PATCH", "", { time_zone: zoneOfNoon(new Date()) });
  await hub.makeKiosk();
  return hub;
}

/// A zone in which the hour after noon has begun: a test that runs over midnight
/// would lose its day.
function zoneOfNoon(now) {
  const ahead = 12 - now.getUTCHours();
  // These names count westwards.
  return ahead === 0 ? "Etc/UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

/// Everything the hub says until it has named its three links.
function firstWords(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.once("exit", (code) => reject(new Error(`the hub ended (${code}): ${said}`)));
    child.stdout.on("data", (bytes) => {
      said += bytes;
      if ((said.match(/\/l\/[\w-]+/g) ?? []).length >= 3 && /\d{6}/.test(said)) resolve(said);
    });
  });
}

class Hub {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  async call(method, path, body, token = this.token) {
    const answer = await fetch(`${this.base}/api/v1/sites/square${path && "/"}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  post(path, body = {}) {
    return this.call("POST", path, body);
  }

  /// A kiosk's token: only a kiosk is told a ticket's link.
  async makeKiosk() {
    this.kiosk = (await this.post("tokens", { role: "kiosk" })).secret;
  }

  /// A number, with the address of its page.
  async issue(service = "haircut") {
    const issued = await this.call("POST", "tickets", { service }, this.kiosk);
    return { ...issued.ticket, page: `${this.base}/t/${issued.token}` };
  }

  async link(page, station) {
    return (await this.post("links", { for: page, station })).url;
  }
}
