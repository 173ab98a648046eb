// Moments that nobody planned, the same again for the same seed.

export class Luck {
  constructor(seed = (Math.random() * 2 ** 32) >>> 0) {
    this.seed = seed >>> 0;
    this.state = this.seed;
  }

  /// From 0 to 1, without 1 (mulberry32).
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  one(of) {
    return of[Math.floor(this.next() * of.length)];
  }

  /// Waits for a while between the two, in milliseconds.
  async pause(least, most) {
    await new Promise((resolve) => setTimeout(resolve, least + this.next() * (most - least)));
  }

  /// Luck of one's own, so that who is slower does not change the others' moments.
  fork() {
    return new Luck(Math.floor(this.next() * 2 ** 32));
  }
}
