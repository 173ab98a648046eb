//! Draws every slip in both widths and languages into a folder, to look at them; as bytes too, for
//! the reader in `tests/escpos`.

use std::{env, error::Error, fs, path::PathBuf};

use chrono::NaiveDate;
use domain::{
    ItemKind,
    settings::{Language, LocalText, Wifi},
};
use paihao_paper::{
    Mode, Model, NumberSheet, Poster, SHEET_DPI, SLIP_DPI, Slip, TagSlip, TestPage, TicketSlip,
    Tongues, Width, bytes, pdf, png,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name a folder")?);
    fs::create_dir_all(&folder)?;
    for width in [Width::Mm58, Width::Mm80] {
        for (lang, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
            for slip in slips(lang) {
                let pages = slip.pages(width);
                let name = format!("{}-{name}-{}", slip.name(), width.mm());
                fs::write(folder.join(format!("{name}.png")), png(&pages, SLIP_DPI)?)?;
                fs::write(folder.join(format!("{name}.pdf")), pdf(&pages, SLIP_DPI))?;
                for (mode, ending) in [(Mode::Raster, "raster"), (Mode::Text, "text")] {
                    let model = Model {
                        width,
                        mode,
                        cuts: true,
                    };
                    let path = folder.join(format!("{name}-{ending}.bin"));
                    fs::write(path, bytes(&slip, model))?;
                }
                fs::write(folder.join(format!("{name}.url")), url(&slip))?;
            }
        }
    }
    let poster = Poster {
        site: LocalText::new("便民服务广场", "Service Square"),
        services: vec![
            LocalText::new("理发", "Haircut"),
            LocalText::new("小家电维修", "Appliance repair"),
        ],
        url: "http://192.168.100.20:8080/join".into(),
        joins: true,
        wifi: None,
    };
    let wifi = Poster {
        wifi: Some(Wifi {
            name: "Square-Guest".into(),
            password: "paihao2026".into(),
        }),
        ..poster.clone()
    };
    for (name, poster) in [("poster", poster), ("poster-wifi", wifi)] {
        let pages = [poster.page()];
        fs::write(folder.join(format!("{name}.png")), png(&pages, SHEET_DPI)?)?;
        fs::write(folder.join(format!("{name}.pdf")), pdf(&pages, SHEET_DPI))?;
    }
    let sheet = NumberSheet {
        site: LocalText::new("便民服务广场", "Service Square"),
        service: LocalText::new("小家电维修", "Appliance repair"),
        prefix: "修".into(),
        numbers: 1..=40,
    };
    let pages = sheet.pages();
    fs::write(folder.join("numbers.png"), png(&pages[..1], SHEET_DPI)?)?;
    fs::write(folder.join("numbers.pdf"), pdf(&pages, SHEET_DPI))?;
    Ok(())
}

fn url(slip: &Slip) -> &str {
    match slip {
        Slip::Ticket(ticket) => &ticket.url,
        Slip::Tag(tag) => &tag.url,
        Slip::Test(test) => &test.url,
    }
}

fn slips(lang: Language) -> [Slip; 3] {
    let at = NaiveDate::from_ymd_opt(2026, 3, 7).and_then(|day| day.and_hms_opt(9, 5, 0));
    let at = at.unwrap_or_default();
    let tongues = Tongues::both(lang);
    let site = LocalText::new("便民服务广场", "Service Square");
    let ticket = TicketSlip {
        tongues,
        site: site.clone(),
        service: LocalText::new("小家电维修", "Appliance repair"),
        icon: "repair".into(),
        prefix: "修".into(),
        digits: "012".into(),
        ahead: LocalText::new("前面还有 5 位", "5 ahead of you"),
        wait: LocalText::new("约 20–30 分钟", "about 20–30 min"),
        note: LocalText::default(),
        rule: LocalText::new(
            "按先后叫号，每叫 3 位，最多 1 位优先。",
            "In order of arrival; at most 1 in 3 is a priority call.",
        ),
        is_called: true,
        url: "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv".into(),
        issued_at: at,
    };
    let tag = TagSlip {
        tongues,
        site,
        service: ticket.service.clone(),
        number: "件023".into(),
        kind: ItemKind::RiceCooker,
        ticket: "修012".into(),
        received_at: at,
        url: "http://192.168.100.20:8080/desk/items#023".into(),
    };
    let test = TestPage {
        lang,
        printer: "network:192.168.1.50:9100".into(),
        at,
        url: "http://192.168.1.20:8080".into(),
    };
    [
        Slip::Ticket(Box::new(ticket)),
        Slip::Tag(Box::new(tag)),
        Slip::Test(Box::new(test)),
    ]
}
