//! How loud a clip is.

/// Windows of so many milliseconds.
const WINDOW_MS: usize = 20;
/// Below it a window is a pause, against full scale.
pub(crate) const SILENCE_DB: f32 = -45.0;

/// Root mean square over the half of the 20 ms windows that is loudest, pauses aside: the vowels.
/// In dB against full scale; `None` for silence. A clip is shorter than what broadcasters measure
/// over (400 ms), so this is not LUFS; `assets/sounds/build.py` levels the built-in clips by it.
pub fn loudness_db(samples: &[i16], rate: u32) -> Option<f32> {
    let mut powers: Vec<f64> = windows(samples, rate).map(power).collect();
    powers.retain(|power| db(*power) > SILENCE_DB);
    powers.sort_by(|a, b| b.total_cmp(a));
    powers.truncate((powers.len() / 2).max(1));
    let count = powers.len();
    (count > 0).then(|| db(powers.iter().sum::<f64>() / count as f64))
}

/// Seconds of silence before the first sound and after the last; `None` for silence alone.
pub(crate) fn silent_ends(samples: &[i16], rate: u32) -> Option<(f32, f32)> {
    let is_heard: Vec<bool> = windows(samples, rate)
        .map(|window| db(power(window)) > SILENCE_DB)
        .collect();
    let first = is_heard.iter().position(|heard| *heard)?;
    let last = is_heard.iter().rev().position(|heard| *heard)?;
    let seconds = |windows: usize| (windows * WINDOW_MS) as f32 / 1000.0;
    Some((seconds(first), seconds(last)))
}

fn windows(samples: &[i16], rate: u32) -> impl Iterator<Item = &[i16]> {
    let size = (rate as usize * WINDOW_MS / 1000).max(1);
    samples.chunks_exact(size)
}

fn power(window: &[i16]) -> f64 {
    let sum: f64 = window
        .iter()
        .map(|sample| (f64::from(*sample) / 32_768.0).powi(2))
        .sum();
    sum / window.len() as f64
}

fn db(power: f64) -> f32 {
    (10.0 * power.max(1e-12).log10()) as f32
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A sine whose root mean square is `level` dB.
    pub(crate) fn tone(rate: u32, seconds: f32, level: f32) -> Vec<i16> {
        let peak = 32_768.0 * 10f64.powf(f64::from(level) / 20.0) * 2f64.sqrt();
        let count = (rate as f32 * seconds) as u32;
        let angle = |i: u32| f64::from(i) * 440.0 * std::f64::consts::TAU / f64::from(rate);
        (0..count).map(|i| (angle(i).sin() * peak) as i16).collect()
    }

    #[test]
    fn loudness_is_that_of_the_vowels_whatever_the_rate_and_the_pauses() {
        for rate in [8_000, 16_000, 44_100, 48_000] {
            for level in [-30.0, -19.0, -6.0] {
                let mut samples = tone(rate, 0.5, level);
                samples.extend(vec![0; rate as usize]);
                let heard = loudness_db(&samples, rate).unwrap();
                assert!((heard - level).abs() < 0.2, "{rate} {level} {heard}");
                let (before, after) = silent_ends(&samples, rate).unwrap();
                assert!(before < 0.01 && (after - 1.0).abs() < 0.05, "{after}");
            }
        }
        assert_eq!(loudness_db(&[0; 800], 16_000), None);
        assert_eq!(loudness_db(&[], 16_000), None);
        assert_eq!(silent_ends(&[3; 800], 16_000), None);
    }
}
