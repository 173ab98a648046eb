#!/usr/bin/env python3
"""Makes the default clip sets, assets/sounds/zh and assets/sounds/en, and checks them.

    apt-get install espeak-ng sox
    python3 assets/sounds/build.py

Made with espeak-ng 1.51 and sox 14.4.2; the same releases give the same bytes. A clip is mono
WAV, 16 kHz, 16 bit: every browser plays it, and unlike MP3 it has no padding that would tear
the joins. `espeak-ng -v cmn` spells 号 in English, hence pinyin and the voice for it.
"""

import array
import json
import math
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import words

HERE = Path(__file__).resolve().parent
RATE = 16_000
FULL_SCALE = 32_768
LOUDNESS_DB = -19.0
"""Root mean square of the spoken part of every clip, against full scale."""
EVEN_DB = 1.0
"""No clip is further from it: a number that is shouted amid the others startles."""
PEAK = 0.90
SECONDS = (0.15, 1.7)
"""The longest is 小家电维修: five syllables that nobody would say in two breaths."""
SET_BYTES = 2_000_000

TRIM = "silence 1 0.004 0.4%".split()
# Cuts the rumble, lifts what small loudspeakers and old ears lose, evens out loud vowels.
SHAPE = (
    "highpass 120 equalizer 350 1.0q -2 equalizer 3000 1.0q 3 "
    "compand 0.004,0.08 6:-70,-70,-40,-32,-20,-15,0,-9 -3"
).split()
FADE = "fade t 0.003 reverse fade t 0.012 reverse".split()


def main() -> None:
    for name, vocabulary, chime in [("zh", words.zh(), "叮咚"), ("en", words.en(), "chime")]:
        folder = HERE / name
        clear(folder)
        clips = {"chime": (chime, ring())}
        clips |= {word.id: (word.text, speak(word)) for word in vocabulary}
        write(folder, clips)
        report(folder)


def clear(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for old in [*folder.glob("*.wav"), *folder.glob("clips.json")]:
        old.unlink()


def speak(word: words.Word) -> array.array:
    with tempfile.TemporaryDirectory() as scratch:
        raw = f"{scratch}/raw.wav"
        run("espeak-ng", "-z", "-v", word.voice, "-s", "145", "-p", "48", "-w", raw, word.say)
        samples = sox(raw, effects=[*TRIM, "reverse", *TRIM, "reverse", *SHAPE, "rate", "-v", str(RATE), *FADE])
    level(samples)
    samples.extend([0] * (RATE * word.pause_ms // 1000))
    return samples


def ring() -> array.array:
    """Two soft tones, the second a third lower, each with a faint octave, dying away like a bell."""
    with tempfile.TemporaryDirectory() as scratch:
        tones = []
        for order, (pitch, start) in enumerate([(659.26, 0.0), (523.25, 0.34)]):
            for overtone, volume in [(1, 0.42), (2, 0.10), (3, 0.03)]:
                tone = f"{scratch}/{order}{overtone}.wav"
                sound = f"synth 0.78 sine {pitch * overtone:.2f} fade l 0.006 0.78 0.76 gain {20 * math.log10(volume):.2f}"
                run("sox", "-D", "-R", "-r", str(RATE), "-b", "16", "-n", tone, *sound.split(), "pad", str(start))
                tones += ["-v", "1", tone]
        samples = sox(*tones, effects=["pad", "0", "0.02"], before=["-m"])
    level(samples)
    return samples


def sox(*sources: str, effects: list[str], before: list[str] | None = None) -> array.array:
    output = ["-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-L", "-c", "1", "-"]
    sound = run("sox", "-D", "-R", *(before or []), *sources, *output, *effects)
    samples = array.array("h", sound)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def run(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def level(samples: array.array) -> None:
    """Brings the clip to the common loudness, less if its peak would clip."""
    peak = max(map(abs, samples)) / FULL_SCALE
    gain = min(10 ** (LOUDNESS_DB / 20) / loudness(samples), PEAK / peak)
    for index, sample in enumerate(samples):
        samples[index] = round(sample * gain)


def loudness(samples: array.array) -> float:
    """Root mean square over the half of the 20 ms windows that is loudest: the vowels.

    `shared/voice/src/loudness.rs` measures the same of what people record.
    """
    window = RATE // 50
    powers = [
        sum(sample * sample for sample in samples[start : start + window]) / window
        for start in range(0, len(samples) - window + 1, window)
    ]
    loudest = sorted(powers, reverse=True)[: max(1, len(powers) // 2)]
    return math.sqrt(sum(loudest) / len(loudest)) / FULL_SCALE


def write(folder: Path, clips: dict[str, tuple[str, array.array]]) -> None:
    for clip, (_, samples) in clips.items():
        with wave.open(str(folder / f"{clip}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes() if sys.byteorder == "little" else swapped(samples))
    lines = [
        json.dumps({"id": clip, "text": text, "file": f"{clip}.wav"}, ensure_ascii=False)
        for clip, (text, _) in clips.items()
    ]
    (folder / "clips.json").write_text("[\n  " + ",\n  ".join(lines) + "\n]\n", encoding="utf-8")


def swapped(samples: array.array) -> bytes:
    copy = array.array("h", samples)
    copy.byteswap()
    return copy.tobytes()


def report(folder: Path) -> None:
    """Reads the set back as a page would and stops with every promise that does not hold."""
    clips = json.loads((folder / "clips.json").read_text(encoding="utf-8"))
    problems, levels, lengths = [], [], []
    texts = [clip["text"] for clip in clips]
    problems += [f"two clips for {text}" for text in set(texts) if texts.count(text) > 1]
    for clip in clips:
        with wave.open(str(folder / clip["file"])) as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            samples = array.array("h", file.readframes(file.getnframes()))
        seconds, peak = len(samples) / RATE, max(map(abs, samples)) / FULL_SCALE
        heard = 20 * math.log10(max(loudness(samples), 1e-6))
        wrong = {
            f"form {form}": form != (1, 2, RATE),
            f"{seconds:.2f} s": not SECONDS[0] <= seconds <= SECONDS[1],
            f"peak {peak:.2f}": peak > PEAK + 0.01,
            f"{heard:.1f} dB": abs(heard - LOUDNESS_DB) > EVEN_DB,
        }
        problems += [f"{clip['file']}: {what}" for what, holds in wrong.items() if holds]
        levels.append(heard)
        lengths.append(seconds)
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size > SET_BYTES:
        problems.append(f"{size} bytes")
    if problems:
        sys.exit(f"{folder.name}: " + "; ".join(problems))
    print(
        f"{folder.name}: {len(clips)} clips, {size} bytes, {min(lengths):.2f}–{max(lengths):.2f} s, "
        f"{min(levels):.1f} to {max(levels):.1f} dB"
    )


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
