// Who is on the square: residents at the glasses, volunteers at the stations.

const SERVICES = ["haircut", "repair"];
const STATIONS = ["1", "2", "3", "4", "5"];

/// Residents take numbers at a kiosk, one after the other, while `goesOn` says so.
export async function residents(kiosk, luck, goesOn) {
  while (goesOn()) {
    await kiosk.touch(luck.one(SERVICES));
    await luck.pause(300, 1_500);
    await kiosk.done();
    // The next one steps up.
    await luck.pause(0, 2_500);
  }
}

/// Volunteers call and serve, now at this station and now at that; answers who was called when.
export async function volunteers(hub, luck, goesOn) {
  const calls = [];
  while (goesOn()) {
    await luck.pause(400, 2_000);
    const number = await hub.callNext(luck.one(STATIONS));
    calls.push({ number, at: performance.now() });
  }
  return calls;
}

/// Everybody who still waits is called.
export async function callEverybody(hub) {
  const calls = [];
  let empty = 0;
  for (let turn = 0; empty < STATIONS.length; turn += 1) {
    const number = await hub.callNext(STATIONS[turn % STATIONS.length]);
    calls.push({ number, at: performance.now() });
    empty = number ? 0 : empty + 1;
  }
  return calls;
}
