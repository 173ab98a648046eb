//! The sound of one announcement as a file: the chime, the sentence, a breath, the sentence again.

use std::sync::Arc;

use crate::set::Clip;
use crate::wav::Sound;

/// Between the sentence and its repetition; the board's page pauses as long.
const PAUSE_MS: u32 = 700;
/// Loudspeakers that were asleep swallow the first moment.
const LEAD_MS: u32 = 150;

/// Chime and sentence as one WAV file, quieter by `gain` (0 to 1).
///
/// # Errors
/// The sound is longer than a WAV file can be.
pub fn announcement(
    chime: Option<&Arc<Clip>>,
    sentence: &[&Arc<Clip>],
    gain: f32,
) -> Result<Vec<u8>, hound::Error> {
    let read = |clip: &&Arc<Clip>| Sound::read(&clip.bytes).ok();
    let chime = chime.and_then(|clip| read(&clip));
    let sentence: Vec<Sound> = sentence.iter().filter_map(read).collect();
    let all = chime.iter().chain(&sentence);
    let rate = all.map(|sound| sound.rate).max().unwrap_or(16_000);
    let silence = |ms: u32| vec![0; (rate * ms / 1000) as usize];
    let sentence: Vec<i16> = sentence.iter().flat_map(|s| s.at_rate(rate)).collect();
    let mut samples = silence(LEAD_MS);
    samples.extend(chime.iter().flat_map(|chime| chime.at_rate(rate)));
    samples.extend(&sentence);
    samples.extend(silence(PAUSE_MS));
    samples.extend(&sentence);
    for sample in &mut samples {
        *sample = (f32::from(*sample) * gain.clamp(0.0, 1.0)).round() as i16;
    }
    Sound { rate, samples }.write()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(rate: u32, samples: Vec<i16>) -> Arc<Clip> {
        let file = Sound { rate, samples }.write().unwrap();
        Arc::new(Clip::new("x.wav".to_owned(), file.into()))
    }

    #[test]
    fn the_sentence_sounds_twice_after_the_chime_one_clip_after_the_other() {
        let chime = clip(1000 * 8, vec![100; 800]);
        let (one, two) = (clip(8000, vec![10; 400]), clip(8000, vec![20; 80]));
        let file = announcement(Some(&chime), &[&one, &two], 1.0).unwrap();
        let sound = Sound::read(&file).unwrap();
        let mut expected = vec![0i16; 1200];
        expected.extend(vec![100; 800]);
        expected.extend([vec![10; 400], vec![20; 80], vec![0; 5600]].concat());
        expected.extend([vec![10; 400], vec![20; 80]].concat());
        assert_eq!(sound.rate, 8000);
        assert_eq!(sound.samples, expected);
    }

    #[test]
    fn clips_of_other_rates_keep_their_length_and_the_gain_holds_for_all() {
        let (slow, fast) = (clip(8000, vec![100; 800]), clip(48_000, vec![300; 4800]));
        let file = announcement(None, &[&slow, &fast], 0.5).unwrap();
        let sound = Sound::read(&file).unwrap();
        assert_eq!(sound.rate, 48_000);
        let heard = |level: i16| sound.samples.iter().filter(|s| **s == level).count();
        assert_eq!((heard(50), heard(150)), (2 * 4800, 2 * 4800));
        assert!((sound.seconds() - (0.15 + 0.2 + 0.7 + 0.2)).abs() < 0.001);
    }

    #[test]
    fn without_a_usable_clip_there_is_silence() {
        let broken = Arc::new(Clip::new("x.wav".to_owned(), b"ID3".as_slice().into()));
        let file = announcement(Some(&broken), &[&broken], 1.0).unwrap();
        assert!(Sound::read(&file).unwrap().samples.iter().all(|s| *s == 0));
    }
}
