// Waits for conditions, never for time to pass.

const LOOK_EVERY_MS = 100;

/// The first result of `look` that is not empty. Errors count as "not yet" and the last one is told.
export async function until(what, look, { within = 30_000 } = {}) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${within / 1000} s`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
