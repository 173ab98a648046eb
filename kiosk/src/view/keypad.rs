//! The keypad for visitors.

use crate::{
    flow::{CODE_DIGITS, Flow, Purpose},
    lang::Lang,
};

/// What the keypad shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeypadView {
    /// What to type.
    pub title: String,
    /// One text for each digit of a code; none where nobody knows how many there will be.
    pub boxes: Vec<String>,
    /// What is typed where there are no boxes.
    pub typed: String,
    /// What a scanner is good for here.
    pub hint: String,
    /// The button beside the keys.
    pub action: String,
    /// It may be touched.
    pub can_act: bool,
    /// It ends the typing rather than leading elsewhere.
    pub is_enter: bool,
}

/// The keypad for `purpose`.
pub fn view(flow: &Flow, purpose: Purpose, typed: &str) -> KeypadView {
    let lang = flow.wishes.lang;
    match purpose {
        Purpose::Code => KeypadView {
            title: lang.pick("请输入六位预约码", "Your six digits").into(),
            boxes: boxes(typed),
            typed: String::new(),
            hint: lang
                .pick("有扫码器，也可以扫码。", "Or scan the code.")
                .into(),
            action: lang.pick("我要预约", "Book a time").into(),
            can_act: true,
            is_enter: false,
        },
        Purpose::Card => KeypadView {
            title: lang.pick("请输入卡号", "Your card number").into(),
            boxes: Vec::new(),
            typed: typed.to_owned(),
            hint: lang
                .pick("有扫码器，也可以扫卡。", "Or scan the card.")
                .into(),
            action: lang.pick("好了", "Done").into(),
            can_act: !typed.is_empty(),
            is_enter: true,
        },
    }
}

fn boxes(typed: &str) -> Vec<String> {
    let digits = typed.chars().map(String::from);
    let empty = std::iter::repeat_with(String::new);
    digits.chain(empty).take(CODE_DIGITS).collect()
}

/// A card by its last digits: the rest is nobody's business.
pub fn card_ending(lang: Lang, number: &str) -> String {
    let from = number.len().saturating_sub(4);
    let ending = number.get(from..).unwrap_or_default();
    match lang {
        Lang::Zh => format!("便民卡尾号 {ending}，点一下取号"),
        Lang::En => format!("Card …{ending}: touch a service"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fills_its_boxes_from_the_left() {
        assert_eq!(boxes("04"), ["0", "4", "", "", "", ""]);
    }

    #[test]
    fn a_card_is_shown_by_its_ending_alone() {
        assert_eq!(
            card_ending(Lang::Zh, "62220011"),
            "便民卡尾号 0011，点一下取号"
        );
        assert_eq!(card_ending(Lang::En, "17"), "Card …17: touch a service");
    }
}
