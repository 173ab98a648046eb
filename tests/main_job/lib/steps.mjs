// Steps of one way: after a failed one the rest cannot be walked.

import { test } from "node:test";

/// Makes the function that adds a step. `onFailure` is told the test's context, to leave behind what
/// explains a failure.
export function steps(onFailure) {
  let broken = false;
  return (name, walk) => {
    test(name, async (t) => {
      if (broken) return t.skip("an earlier step failed");
      broken = true;
      try {
        await walk(t);
      } catch (error) {
        await onFailure(t);
        throw error;
      }
      broken = false;
    });
  };
}
