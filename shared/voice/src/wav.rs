//! What is in a WAV file: one channel, 16 bit, at a usual rate.

use std::io::Cursor;
use std::ops::RangeInclusive;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// Samples per second that are accepted.
pub const RATES: RangeInclusive<u32> = 8_000..=48_000;
/// Whatever else plays them, all players of clips know these.
const CHANNELS: u16 = 1;
const BITS: u16 = 16;

/// A sound in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Samples per second.
    pub rate: u32,
    /// 16 bit, one channel.
    pub samples: Vec<i16>,
}

/// Why a file is no clip.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WavFault {
    /// No WAV file at all, or one that breaks off.
    #[error("not a whole WAV file: {0}")]
    NotWav(String),
    /// Not whole numbers, or not of 16 bit.
    #[error("{bits} bit{}, not 16 bit whole numbers", if *float { " floating" } else { "" })]
    Bits {
        /// Bits of a sample.
        bits: u16,
        /// Not whole numbers.
        float: bool,
    },
    /// Stereo.
    #[error("{0} channels, not one")]
    Channels(u16),
    /// Outside [`RATES`].
    #[error("{0} samples per second, not 8,000 to 48,000")]
    Rate(u32),
}

impl Sound {
    /// Reads a file.
    ///
    /// # Errors
    /// [`WavFault`] of the first thing that does not fit.
    pub fn read(file: &[u8]) -> Result<Self, WavFault> {
        let broken = |error: hound::Error| WavFault::NotWav(error.to_string());
        let reader = WavReader::new(Cursor::new(file)).map_err(broken)?;
        let spec = reader.spec();
        if spec.sample_format != SampleFormat::Int || spec.bits_per_sample != BITS {
            return Err(WavFault::Bits {
                bits: spec.bits_per_sample,
                float: spec.sample_format == SampleFormat::Float,
            });
        }
        if spec.channels != CHANNELS {
            return Err(WavFault::Channels(spec.channels));
        }
        if !RATES.contains(&spec.sample_rate) {
            return Err(WavFault::Rate(spec.sample_rate));
        }
        let samples = reader.into_samples().collect::<Result<_, _>>();
        Ok(Self {
            rate: spec.sample_rate,
            samples: samples.map_err(broken)?,
        })
    }

    /// As a file.
    ///
    /// # Errors
    /// The sound is longer than a WAV file can be.
    pub fn write(&self) -> Result<Vec<u8>, hound::Error> {
        let spec = WavSpec {
            channels: CHANNELS,
            sample_rate: self.rate,
            bits_per_sample: BITS,
            sample_format: SampleFormat::Int,
        };
        let mut file = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut file, spec)?;
        for sample in &self.samples {
            writer.write_sample(*sample)?;
        }
        writer.finalize()?;
        Ok(file.into_inner())
    }

    /// The same sound at another rate: in between, a straight line.
    pub(crate) fn at_rate(&self, rate: u32) -> Vec<i16> {
        if rate == self.rate || self.samples.is_empty() {
            return self.samples.clone();
        }
        let step = f64::from(self.rate) / f64::from(rate);
        let length = (self.samples.len() as f64 / step).round() as usize;
        let at = |index: usize| f64::from(self.samples[index.min(self.samples.len() - 1)]);
        let between = |place: f64| {
            let before = place as usize;
            let share = place - before as f64;
            (at(before) * (1.0 - share) + at(before + 1) * share).round() as i16
        };
        (0..length)
            .map(|index| between(index as f64 * step))
            .collect()
    }

    /// How long it lasts, seconds.
    pub fn seconds(&self) -> f32 {
        self.samples.len() as f32 / self.rate as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(channels: u16, rate: u32, bits: u16, float: bool) -> Vec<u8> {
        let spec = WavSpec {
            channels,
            sample_rate: rate,
            bits_per_sample: bits,
            sample_format: if float {
                SampleFormat::Float
            } else {
                SampleFormat::Int
            },
        };
        let mut file = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut file, spec).unwrap();
        for _ in 0..channels {
            if float {
                writer.write_sample(0.5f32).unwrap();
            } else {
                writer.write_sample(100i32).unwrap();
            }
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    #[test]
    fn one_channel_of_16_bit_at_a_usual_rate_is_read() {
        for rate in [8_000, 16_000, 22_050, 44_100, 48_000] {
            let sound = Sound::read(&spec(1, rate, 16, false)).unwrap();
            assert_eq!((sound.rate, sound.samples.as_slice()), (rate, &[100][..]));
        }
        for (file, fault) in [
            (spec(2, 44_100, 16, false), WavFault::Channels(2)),
            (spec(1, 96_000, 16, false), WavFault::Rate(96_000)),
            (
                spec(1, 44_100, 24, false),
                WavFault::Bits {
                    bits: 24,
                    float: false,
                },
            ),
            (
                spec(1, 44_100, 32, true),
                WavFault::Bits {
                    bits: 32,
                    float: true,
                },
            ),
        ] {
            assert_eq!(Sound::read(&file), Err(fault));
        }
        for file in [&b""[..], b"ID3\x03 this is an MP3", b"RIFF\x10\0\0\0WAVE"] {
            assert!(matches!(Sound::read(file), Err(WavFault::NotWav(_))));
        }
    }

    #[test]
    fn a_sound_keeps_its_length_and_form_at_another_rate() {
        let wave: Vec<i16> = (0..8000)
            .map(|i| ((f64::from(i) * 0.1).sin() * 10_000.0) as i16)
            .collect();
        let sound = Sound {
            rate: 16_000,
            samples: wave.clone(),
        };
        let finer = sound.at_rate(48_000);
        assert_eq!(finer.len(), 24_000);
        for (index, sample) in wave.iter().enumerate() {
            assert_eq!(finer[index * 3], *sample);
        }
        let written = Sound::read(&sound.write().unwrap()).unwrap();
        assert_eq!(written, sound);
    }
}
