// Speaks sentences made of short clips, one sentence after the other, never
// two at once. Knows nothing of tickets: the board hands it addresses of clips.
"use strict";
window.Voice = (function () {
  const PAUSE_SECS = 0.7;
  const LATE_SECS = 3;

  function Voice(volume) {
    this.context = window.AudioContext ? new AudioContext() : null;
    this.volume = volume;
    this.muted = false;
    this.clips = new Map();
    if (this.context) {
      this.gain = this.context.createGain();
      this.gain.connect(this.context.destination);
      this.applyVolume();
    }
  }

  Voice.prototype.applyVolume = function () {
    if (this.gain) this.gain.gain.value = this.muted ? 0 : this.volume;
  };

  Voice.prototype.setVolume = function (volume) {
    this.volume = volume;
    this.applyVolume();
  };

  Voice.prototype.setMuted = function (muted) {
    this.muted = muted;
    this.applyVolume();
  };

  // Browsers keep a page silent until somebody touches it.
  Voice.prototype.isBlocked = function () {
    return Boolean(this.context) && this.context.state === "suspended";
  };

  Voice.prototype.allow = function () {
    return this.context ? this.context.resume() : Promise.resolve();
  };

  Voice.prototype.load = function (address) {
    const context = this.context;
    if (!this.clips.has(address)) {
      const clip = fetch(address)
        .then(function (answer) {
          if (!answer.ok) throw new Error(address);
          return answer.arrayBuffer();
        })
        .then(function (bytes) {
          return new Promise(function (resolve, reject) {
            context.decodeAudioData(bytes, resolve, reject);
          });
        });
      clip.catch(() => this.clips.delete(address));
      this.clips.set(address, clip);
    }
    return this.clips.get(address);
  };

  // Plays chime, sentence, sentence. `begins` is called at the instant the
  // first sound starts; the promise ends when the last one has ended.
  Voice.prototype.speak = function (chime, sentence, begins) {
    const voice = this;
    if (!this.context || this.isBlocked()) {
      begins();
      return Promise.resolve();
    }
    const missing = function () {
      return null;
    };
    const addresses = [chime].concat(sentence);
    return Promise.all(addresses.map((address) => voice.load(address).catch(missing))).then(function (loaded) {
      const order = [0].concat(sentence.map((_, i) => i + 1), [-1], sentence.map((_, i) => i + 1));
      let at = voice.context.currentTime + 0.05;
      const start = at;
      order.forEach(function (index) {
        if (index < 0) {
          at += PAUSE_SECS;
          return;
        }
        if (!loaded[index]) return;
        const source = voice.context.createBufferSource();
        source.buffer = loaded[index];
        source.connect(voice.gain);
        source.start(at);
        voice.report(addresses[index], at - start, loaded[index].duration);
        at += loaded[index].duration;
      });
      begins();
      return voice.until(at);
    });
  };

  // The sound card's own clock says when the sentence is over.
  Voice.prototype.until = function (at) {
    const context = this.context;
    const lastMoment = Date.now() + (at - context.currentTime + LATE_SECS) * 1000;
    return new Promise(function (resolve) {
      (function wait() {
        const left = at - context.currentTime;
        if (left <= 0 || Date.now() > lastMoment) resolve();
        else setTimeout(wait, Math.min(left * 1000 + 20, 500));
      })();
    });
  };

  // Says on the page what is heard, for those who look after the sound.
  Voice.prototype.report = function (address, starts, lasts) {
    document.dispatchEvent(new CustomEvent("clip", { detail: { address, starts, lasts } }));
  };

  return Voice;
})();
