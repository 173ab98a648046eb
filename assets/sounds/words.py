"""What the default clip sets say, clip by clip. `build.py` turns it into sound.

Chinese numbers are cut into the words a speaker would not split: hundreds (一百), tens (三十)
and ones. Inside a word the voice changes tones as people do (五百 is wú bǎi), which single
characters glued together would get wrong. Letters follow how Mandarin speakers say them.
"""

from dataclasses import dataclass

MANDARIN = "cmn-latn-pinyin"
ENGLISH = "en-gb"


@dataclass(frozen=True)
class Word:
    """One clip: `say` is what the voice reads, `text` what it stands for in an announcement."""

    id: str
    text: str
    say: str
    voice: str
    pause_ms: int = 10
    """Silence kept at the end: a breath after a name, nearly none inside a number."""


STEMS = [
    Word(f"stem_{say[:-1]}", text, say, MANDARIN, 40)
    for text, say in zip(
        "甲乙丙丁戊己庚辛壬癸",
        "jia3 yi3 bing3 ding1 wu4 ji3 geng1 xin1 ren2 gui3".split(),
        strict=True,
    )
]


def zh() -> list[Word]:
    spoken = [Word(i, text, say, MANDARIN, pause) for i, text, say, pause in ZH_PHRASES + ZH_SERVICES]
    numbers = [Word(f"n{value}", text, say, MANDARIN) for value, text, say in zh_numbers()]
    letters = [
        Word(f"letter_{letter.lower()}", letter, say, MANDARIN, 40) for letter, say in ZH_LETTERS.items()
    ]
    return spoken + numbers + STEMS + letters


def zh_numbers() -> list[tuple[str, str, str]]:
    """0–9, 十 and 一十 (110 is 一百一十), 20–90, 100–900: enough for 1…999."""
    ones = zip("一二三四五六七八九", "yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3".split(), strict=True)
    numbers = [("0", "零", "ling2"), ("10", "十", "shi2")]
    for value, (text, say) in enumerate(ones, start=1):
        before_third_tone = {"yi1": "yi4", "wu3": "wu2", "jiu3": "jiu2"}.get(say, say)
        numbers += [
            (f"{value}", text, say),
            (f"{value}0" if value > 1 else "10_after_hundred", f"{text}十", f"{say}shi2"),
            (f"{value}00", f"{text}百", f"{before_third_tone}bai3"),
        ]
    return numbers


ZH_PHRASES = [
    ("qing", "请", "qing3", 40),
    ("dao", "到", "dao4", 30),
    ("hao", "号", "hao4", 90),
    ("haotai", "号台", "hao4tai2", 0),
    ("qujian", "取件", "qu3jian4", 60),
]

ZH_SERVICES = [
    ("haircut", "理发", "li3fa4", 90),
    ("appliance_repair", "小家电维修", "xiao3jia1dian4wei2xiu1", 90),
    ("repair", "维修", "wei2xiu1", 90),
    ("clinic", "义诊", "yi4zhen3", 90),
    ("blood_pressure", "量血压", "liang2xue4ya1", 90),
    ("sharpen", "磨刀", "mo2dao1", 90),
    ("tailor", "裁缝", "cai2feng5", 90),
    ("consult", "咨询", "zi1xun2", 90),
    ("glasses", "眼镜", "yan3jing4", 90),
    ("shoe", "修鞋", "xiu1xie2", 90),
    ("key", "配钥匙", "pei4yao4shi5", 90),
]

ZH_LETTERS = {
    "A": "ei1", "B": "bi4", "C": "xi1", "D": "di4", "E": "yi4", "F": "ai2fu5", "G": "ji4",
    "H": "ei2chi5", "I": "ai4", "J": "zhei4", "K": "kei4", "L": "ai2lou5", "M": "ai2mu5",
    "N": "en1", "O": "ou1", "P": "pi4", "Q": "kiu4", "R": "a4er5", "S": "ai2si5", "T": "ti4",
    "U": "you4", "V": "wei4", "W": "da2bu5liu5", "X": "ai2ke5si5", "Y": "wai4", "Z": "zei4",
}  # fmt: skip


def en() -> list[Word]:
    spoken = [Word(i, text, text, ENGLISH, pause) for i, text, pause in EN_PHRASES + EN_SERVICES]
    ones = [Word(f"n{value}", text, text, ENGLISH) for value, text in enumerate(EN_ONES.split())]
    tens = [
        Word(f"n{value}", text, text, ENGLISH)
        for value, text in zip(range(30, 100, 10), EN_TENS.split(), strict=True)
    ]
    letters = [
        Word(f"letter_{letter.lower()}", letter, f"{letter}.", ENGLISH, 40)
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    return spoken + ones + tens + STEMS + letters


EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
EN_TENS = "thirty forty fifty sixty seventy eighty ninety"

EN_PHRASES = [
    ("number", "number", 20),
    ("hundred", "hundred", 20),
    ("and", "and", 10),
    ("come_to", "please come to", 30),
    ("station", "station", 20),
    ("collect", "ready to collect", 60),
]

EN_SERVICES = [
    ("haircut", "haircut", 120),
    ("appliance_repair", "appliance repair", 120),
    ("repair", "repair", 120),
    ("clinic", "free clinic", 120),
    ("blood_pressure", "blood pressure", 120),
    ("sharpen", "knife sharpening", 120),
    ("tailor", "tailor", 120),
    ("consult", "advice", 120),
    ("glasses", "glasses", 120),
    ("shoe", "shoe repair", 120),
    ("key", "key cutting", 120),
]
