// Machines with a cable each, on one switch: network namespaces and pairs of virtual cards.

import { run } from "../../main_job/lib/process.mjs";

const SWITCH = "square";
const NETWORK = "10.77.0";

async function ip(...args) {
  return (await run("ip", args)).toString();
}

export class Net {
  /// The switch, which is also where this test sits: it sees every machine that is plugged in.
  static async open() {
    await ip("link", "add", SWITCH, "type", "bridge");
    await ip("address", "add", `${NETWORK}.1/24`, "dev", SWITCH);
    await ip("link", "set", "lo", "up");
    await ip("link", "set", SWITCH, "up");
    return new Net();
  }

  names = [];
  addresses = 1;

  /// One more machine, plugged in: at an address that was free, or at this one.
  async machine(name, address = this.#free()) {
    const machine = new Machine(name, address);
    await ip("netns", "add", name);
    await ip("link", "add", machine.port, "type", "veth", "peer", "name", "eth0", "netns", name);
    await ip("-n", name, "address", "add", `${address}/24`, "dev", "eth0");
    for (const card of ["lo", "eth0"]) await ip("-n", name, "link", "set", card, "up");
    await ip("link", "set", machine.port, "master", SWITCH);
    await machine.putBack();
    this.names.push(name);
    return machine;
  }

  /// The machine gets another address that was free, as it may from a router in the morning, when
  /// nobody remembers any more who had which.
  async readdress(machine) {
    await ip("-n", machine.name, "address", "flush", "dev", "eth0");
    machine.address = this.#free();
    await ip("-n", machine.name, "address", "add", `${machine.address}/24`, "dev", "eth0");
    await ip("neighbour", "flush", "all");
    for (const name of this.names) await ip("-n", name, "neighbour", "flush", "all");
  }

  #free() {
    this.addresses += 1;
    return `${NETWORK}.${this.addresses}`;
  }
}

class Machine {
  constructor(name, address) {
    Object.assign(this, { name, address, port: `port-${name}` });
  }

  /// How a program is started on this machine: the program to run, and its arguments.
  command(program, args) {
    return ["ip", ["netns", "exec", this.name, program, ...args]];
  }

  /// Pulls the cable at the switch: the card of the machine has no carrier any more.
  async pull() {
    await ip("link", "set", this.port, "down");
  }

  async putBack() {
    await ip("link", "set", this.port, "up");
  }

  /// What is sent to the other machine from now on gets lost. What comes from there arrives.
  async loseWay(other) {
    await ip("-n", this.name, "route", "add", "unreachable", `${other.address}/32`);
  }

  async findWay(other) {
    await ip("-n", this.name, "route", "delete", "unreachable", `${other.address}/32`);
  }
}
