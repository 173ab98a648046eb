//! What is wrong with a recording, in words and for a script.

use domain::settings::Language;
use serde::Serialize;
use voice::{Fault, Finding, WavFault};

use crate::words::words;

/// One finding, for a script.
#[derive(Debug, Serialize)]
pub(super) struct Found<'a> {
    file: &'a str,
    /// Stable: `too_quiet`.
    fault: &'static str,
    /// In words.
    text: String,
}

/// The finding for a script.
pub(super) fn found(finding: &Finding) -> Found<'_> {
    Found {
        file: &finding.file,
        fault: name(&finding.fault),
        text: sentence(Language::En, &finding.fault),
    }
}

fn name(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing { .. } => "missing",
        Fault::Superfluous => "superfluous",
        Fault::Unreadable(_) => "unreadable",
        Fault::Format(_) => "format",
        Fault::Silent => "silent",
        Fault::TooQuiet { .. } => "too_quiet",
        Fault::TooLoud { .. } => "too_loud",
        Fault::Distorted => "distorted",
        Fault::SilentStart { .. } => "silent_start",
        Fault::SilentEnd { .. } => "silent_end",
        Fault::TooLong { .. } => "too_long",
        Fault::SetTooQuiet { .. } => "set_too_quiet",
        Fault::SetTooLoud { .. } => "set_too_loud",
    }
}

/// What is wrong, and what to do where it is not plain.
pub(super) fn sentence(language: Language, fault: &Fault) -> String {
    match fault {
        Fault::Missing { text } => words!(language, "没有录：{text}", "missing: {text}"),
        Fault::Superfluous => words!(
            language,
            "多余，文件名不在清单里",
            "too many: its name is not on the list"
        ),
        Fault::Unreadable(why) => words!(language, "打不开：{why}", "cannot be opened: {why}"),
        Fault::Format(fault) => format(language, fault),
        Fault::Silent => words!(language, "没有声音", "nothing is heard"),
        Fault::TooQuiet { db, others } => words!(
            language,
            "太轻：{db:.0} dB，别的约 {others:.0} dB",
            "too quiet: {db:.0} dB, the others about {others:.0} dB"
        ),
        Fault::TooLoud { db, others } => words!(
            language,
            "太响：{db:.0} dB，别的约 {others:.0} dB",
            "too loud: {db:.0} dB, the others about {others:.0} dB"
        ),
        Fault::Distorted => words!(
            language,
            "破音，离话筒远一点重录",
            "distorted: record it again further away"
        ),
        Fault::SilentStart { secs } => words!(
            language,
            "开头空白 {secs:.1} 秒，请剪掉",
            "{secs:.1} s of silence at the beginning, to be cut"
        ),
        Fault::SilentEnd { secs } => words!(
            language,
            "结尾空白 {secs:.1} 秒，请剪掉",
            "{secs:.1} s of silence at the end, to be cut"
        ),
        Fault::TooLong { secs } => words!(language, "太长：{secs:.1} 秒", "too long: {secs:.1} s"),
        Fault::SetTooQuiet { db } => words!(
            language,
            "整套都太轻：约 {db:.0} dB，应在 −19 dB 左右",
            "all too quiet: about {db:.0} dB; it should be around −19 dB"
        ),
        Fault::SetTooLoud { db } => words!(
            language,
            "整套都太响：约 {db:.0} dB，应在 −19 dB 左右",
            "all too loud: about {db:.0} dB; it should be around −19 dB"
        ),
    }
}

fn format(language: Language, fault: &WavFault) -> String {
    let wanted = words!(
        language,
        "需要 WAV，单声道，16 位，每秒 8000 到 48000 次采样",
        "wanted: WAV, one channel, 16 bit, 8,000 to 48,000 samples a second"
    );
    let is = match fault {
        WavFault::NotWav(_) => words!(language, "不是完整的 WAV 文件", "not a whole WAV file"),
        WavFault::Bits { bits, float: false } => words!(language, "{bits} 位", "{bits} bit"),
        WavFault::Bits { bits, float: true } => {
            words!(language, "{bits} 位浮点", "{bits} bit floating")
        }
        WavFault::Channels(channels) => words!(language, "{channels} 声道", "{channels} channels"),
        WavFault::Rate(rate) => words!(language, "每秒 {rate} 次采样", "{rate} samples a second"),
    };
    words!(language, "{is}；{wanted}", "{is}; {wanted}")
}
