// Whether this machine had time for the programs that are measured.

import { readFile } from "node:fs/promises";

/// For so many milliseconds since the start of the machine some program waited for a processor; 0
/// where the kernel does not count it.
export async function stalledMs() {
  try {
    const pressure = await readFile("/proc/pressure/cpu", "utf8");
    return Number(pressure.match(/^some .* total=(\d+)/m)[1]) / 1_000;
  } catch {
    return 0;
  }
}
