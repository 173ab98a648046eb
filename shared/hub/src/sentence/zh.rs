//! Sentences in Chinese, as one neighbour would say them to another.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveTime};
use domain::Refusal;
use domain::refusal::{NotAllowed, Thing};

use super::{Names, Sentence};
use crate::problem::Trouble;
use crate::registry::{Entry, HubRefusal};

pub(super) fn sentence(trouble: &Trouble) -> Sentence {
    let say = |title: &str, detail: &str| Sentence::new(title, detail);
    match trouble {
        Trouble::Refused(about) => refused(&about.refusal, &about.names),
        Trouble::Register(refusal) => register(refusal),
        Trouble::Exists { id, .. } => Sentence::new(
            format!("“{id}”已经有了。"),
            "请换一个编号，或直接修改已有的。",
        ),
        Trouble::NotSignedIn => say("还没有登录。", "请用工作人员给的链接或二维码登录后再试。"),
        Trouble::Forbidden => say(
            "当前身份不能做这件事。",
            "请找负责人，或换用有权限的链接登录。",
        ),
        Trouble::JoiningOff => say("这里不能用手机取号。", "请到现场的取号机上取号。"),
        Trouble::BookingOff => say("这里不能用手机预约。", "请到现场预约，或找志愿者帮忙。"),
        Trouble::TicketPending { .. } => say(
            "您的号码有效，只是取号机还没把它传过来。",
            "取号机一连上，这里就会显示，请稍后再看。",
        ),
        Trouble::PinWrong { tries_left: 0 } => {
            say("密码不对。", "请等十五分钟再试，或向负责人要新链接。")
        }
        Trouble::PinWrong { tries_left } => Sentence::new(
            "密码不对。",
            format!("请再输一次，还可以试 {tries_left} 次。"),
        ),
        Trouble::PinLocked { retry_secs } => Sentence::new(
            "密码输错的次数太多。",
            format!(
                "请过 {} 分钟再试，或向负责人要新链接。",
                minutes(*retry_secs)
            ),
        ),
        Trouble::Malformed { .. } => say("请求的内容读不懂。", "请检查格式，改好后重新发送。"),
        Trouble::NotJson => say("请求不是 JSON 格式。", "请用 application/json 发送。"),
        Trouble::TooLarge { max_bytes } => Sentence::new(
            "请求的内容太大。",
            format!("最多 {} KB，请缩短后重新发送。", max_bytes / 1024),
        ),
        Trouble::TooSlow => say("请求发送得太慢，已经中断。", "请检查网络后重试。"),
        Trouble::NoSuchAddress => say("没有这个地址。", "请检查地址有没有写错。"),
        Trouble::MethodNotAllowed => say("这个地址不支持这种操作。", "请检查请求的方法。"),
        Trouble::CrossSite => say("请求来自别的网站，已经拒绝。", "请直接在本页面上操作。"),
        Trouble::TooManyRequests { retry_secs } => {
            Sentence::new("操作太快了。", format!("请等 {retry_secs} 秒再试。"))
        }
        Trouble::OutcomeUnknown => say(
            "不确定这一步有没有记下来。",
            "请再试一次，不会重复取号或重复叫号。",
        ),
        Trouble::Busy => say("系统正忙，这一步没有做。", "请稍等几秒再试。"),
        Trouble::Internal => say(
            "系统出了故障，这一步没有做成。",
            "请再试一次；还不行，请找负责人。",
        ),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each refusal: the list is read as a whole"
)]
fn refused(refusal: &Refusal, names: &Names) -> Sentence {
    let number = if names.number.is_empty() {
        "这张号"
    } else {
        names.number.as_str()
    };
    let other = if names.other.is_empty() {
        "另一张号"
    } else {
        names.other.as_str()
    };
    let service = names.service.zh.as_str();
    match refusal {
        Refusal::StationBusy { station, .. } => Sentence::new(
            format!("{station} 号台还有 {number}。"),
            "请先办完、过号或挂起，再叫下一位。",
        ),
        Refusal::StationNotOpen { station, state } => Sentence::new(
            format!(
                "{station} 号台{}。",
                if state == "paused" {
                    "暂停中"
                } else {
                    "没有开台"
                }
            ),
            "请先开台，再叫号。",
        ),
        Refusal::StationIdle { station } => {
            Sentence::new(format!("{station} 号台现在没有人。"), "请先叫号。")
        }
        Refusal::ServiceNotOffered { station, .. } => Sentence::new(
            format!("{station} 号台不办“{service}”。"),
            "请换一个办这项服务的台。",
        ),
        Refusal::ServiceClosed {
            issue_from, closes, ..
        } => Sentence::new(
            format!("现在不是“{service}”的取号时间。"),
            match (issue_from, closes) {
                (Some(from), Some(to)) => {
                    format!("取号时间是 {} 到 {}。", clock(*from), clock(*to))
                }
                (Some(from), None) => format!("{} 起可以取号。", clock(*from)),
                (None, Some(to)) => format!("取号到 {} 为止，请下次早些来。", clock(*to)),
                (None, None) => "请问一下现场的工作人员。".to_owned(),
            },
        ),
        Refusal::IssuingStopped { .. } => Sentence::new(
            format!("“{service}”今天不再发号。"),
            "已经取号的照常办理；没有取号的请下次再来。",
        ),
        Refusal::CapReached { cap, .. } => Sentence::new(
            format!("“{service}”今天的 {cap} 个号已经发完。"),
            "请下次再来。",
        ),
        Refusal::UnlikelyToBeServed { .. } => Sentence::new(
            format!("“{service}”今天可能轮不到了。"),
            "请问一下现场的工作人员，或下次早些来。",
        ),
        Refusal::DayClosed { .. } => Sentence::new(
            "今天的服务已经结束。",
            "请下次再来；工作人员可以重新开始当天的服务。",
        ),
        Refusal::TicketNotCalled { .. } => {
            Sentence::new(format!("{number}还没有被叫到。"), "请先叫号。")
        }
        Refusal::TicketNotServing { .. } => {
            Sentence::new(format!("{number}还没有开始办理。"), "请先按“开始”。")
        }
        Refusal::TicketServing { .. } => Sentence::new(format!("{number}正在办理。"), "请先办完。"),
        Refusal::TicketAtStation { station, .. } => {
            Sentence::new(format!("{number}已经在 {station} 号台。"), "请叫别的号。")
        }
        Refusal::TicketOnHold { .. } => {
            Sentence::new(format!("{number}正在挂起。"), "请先恢复，再操作。")
        }
        Refusal::TicketNoShow { .. } => {
            Sentence::new(format!("{number}已经过号。"), "人来了，请先按“重新排队”。")
        }
        Refusal::TicketClosed { .. } => {
            Sentence::new(format!("{number}已经办完或作废了。"), "需要时请重新取号。")
        }
        Refusal::TicketChanged { .. } => Sentence::new(
            format!("{number}刚刚被别人动过，这一步没有做。"),
            "请看一下现在的情况再操作。",
        ),
        Refusal::VisitElsewhere { station, .. } => Sentence::new(
            format!("{number}的这位居民正在 {station} 号台（{other}）。"),
            "请等那边办完，或先叫别的号。",
        ),
        Refusal::SameService { .. } => Sentence::new(
            format!("{number}本来就在“{service}”的队里。"),
            "请选另一项服务。",
        ),
        Refusal::NothingToUndo { station } => Sentence::new(
            format!("{station} 号台没有可以撤销的操作。"),
            "最多撤销最近五步，而且只限当天。",
        ),
        Refusal::SlotFull { slot, .. } => Sentence::new(
            format!("“{service}”{}的预约已满。", moment(slot)),
            "请选别的时间。",
        ),
        Refusal::SlotUnknown { .. } => Sentence::new(
            format!("“{service}”没有这个预约时间。"),
            "请刷新页面，重新选时间。",
        ),
        Refusal::SlotStarted { slot, .. } => Sentence::new(
            format!("{}的预约时间已经开始。", moment(slot)),
            "还能办理的话，请直接到现场签到。",
        ),
        Refusal::AppointmentWrongDay { slot, .. } => Sentence::new(
            format!("您的预约是{}，不是今天。", moment(slot)),
            "请在预约当天来；今天要办，请取个号。",
        ),
        Refusal::AppointmentTooLate { slot, .. } => Sentence::new(
            format!("您的预约是 {}，已经过了太久。", slot.format("%H:%M")),
            "今天还要办，请取个号排队。",
        ),
        Refusal::AppointmentUsed { .. } => Sentence::new(
            format!("这个预约已经签到，号码是 {number}。"),
            "请看屏幕或手机上的叫号。",
        ),
        Refusal::AppointmentCancelled { .. } => {
            Sentence::new("这个预约已经取消。", "需要时请重新预约，或取个号。")
        }
        Refusal::CardUnknown {} => {
            Sentence::new("没有查到这张卡。", "请核对卡号；也可以不用卡，直接取号。")
        }
        Refusal::CardRevoked {} => {
            Sentence::new("这张卡已经停用。", "请问一下工作人员；也可以直接取号。")
        }
        Refusal::SeriesUnknown {} => {
            Sentence::new("这台取号机还没有自己的号段。", "请联网后重新配对。")
        }
        Refusal::SeriesExhausted {} => Sentence::new(
            "甲到癸十个号段今天都用完了。",
            "请删掉不用的取号机，明天再配对。",
        ),
        Refusal::SeriesGap { .. } => {
            Sentence::new("前面还有没传来的号。", "请从缺的地方重新传一次。")
        }
        Refusal::SeriesForked {} => Sentence::new(
            "这台取号机的数据和总机记录的对不上，可能被复制过。",
            "请重新配对，领一个新号段。",
        ),
        Refusal::TicketCarried { .. } => {
            Sentence::new(format!("{number}已经换成新号 {other}。"), "请用新号等候。")
        }
        Refusal::TicketOfOtherService { .. } => Sentence::new(
            format!("{number}是“{service}”的号。"),
            format!("请选“{service}”。"),
        ),
        Refusal::TicketStillOpen { .. } => Sentence::new(
            format!("{number}今天还有效。"),
            "请用这个号等候，不用换号。",
        ),
        Refusal::ItemNotReady { .. } => Sentence::new(
            format!("{number}还没有修完。"),
            "请先记下修理结果，再通知取件或交还。",
        ),
        Refusal::ItemCollected { .. } => {
            Sentence::new(format!("{number}已经取走了。"), "请核对号码。")
        }
        Refusal::KeyReused { .. } => Sentence::new(
            "同一个请求编号用在了两个不同的请求上。",
            "请换一个新的 Idempotency-Key。",
        ),
        Refusal::NotFound { what, .. } => missing(*what),
        Refusal::NotAllowed { why } => not_allowed(*why),
        Refusal::ServiceInUse {
            tickets,
            appointments,
            items,
            ..
        } => Sentence::new(
            format!(
                "“{service}”还有{}，不能删除。",
                in_use(*tickets, *appointments, *items)
            ),
            "请先停止发号，等都办完再删除。",
        ),
        Refusal::ValueOutOfRange { field, allowed } => Sentence::new(
            format!("“{field}”的值超出范围。"),
            format!("可以填：{}。", allowed_values(allowed)),
        ),
    }
}

/// What a field takes. The rules say it in English; names of fields and values are the API's own.
fn allowed_values(allowed: &str) -> String {
    let known = match allowed {
        "up to 40 characters on one line" => "一行，最多 40 个字",
        "1 to 32 bytes on one line" => "一行，1 到 32 个字节（约 10 个汉字）",
        "none, or 8 to 63 characters" => "不填，或 8 到 63 个字符",
        "up to 3 letters or characters" => "最多 3 个字或字母，不能有数字",
        "the name of a drawing" => "图标的名称",
        "up to 5 digits 0 to 9" => "最多 5 个数字，每个从 0 到 9",
        "later than opens" => "比 opens 晚的时间",
        "later than issue_from" => "比 issue_from 晚的时间",
        "at least one slot after slots.from" => "至少比 slots.from 晚一个时段",
        "one of languages" => "languages 里的一种语言",
        "each service once" => "每项服务只能填一次",
        "6 to 12 digits" => "6 到 12 位数字",
        "up to 10 years after from" => "from 之后十年以内的日期",
        "up to 31 days after from" => "from 之后 31 天以内的日期",
        "5 to 20 digits" => "5 到 20 位数字",
        "1 to 64 letters and digits" => "1 到 64 个字母或数字",
        "from or later" => "from 当天或更晚的日期",
        other => return range_or_list(other),
    };
    known.to_owned()
}

fn range_or_list(allowed: &str) -> String {
    let is_number = |text: &str| text.parse::<f64>().is_ok();
    if let Some((low, high)) = allowed.split_once(" to ")
        && is_number(low)
        && is_number(high)
    {
        return format!("{low} 到 {high}");
    }
    // What is left is values to choose from: "display, kiosk or volunteer".
    format!(
        "{} 中的一个",
        allowed.replace(" or ", "、").replace(", ", "、")
    )
}

fn missing(what: Thing) -> Sentence {
    match what {
        Thing::Site => Sentence::new("没有这个服务点。", "请检查地址，或问一下工作人员。"),
        Thing::Service => Sentence::new("没有这项服务。", "请刷新页面，重新选择。"),
        Thing::Station => Sentence::new("没有这个服务台。", "请刷新页面，重新选择。"),
        Thing::Ticket => Sentence::new("找不到这张号。", "它可能是前些天的；需要时请重新取号。"),
        Thing::Appointment => Sentence::new("找不到这个预约。", "请核对六位预约码，或找志愿者。"),
        Thing::Item => Sentence::new("找不到这件东西。", "请核对取件单上的号码。"),
        Thing::Card => Sentence::new("没有查到这张卡。", "请核对卡号。"),
    }
}

fn not_allowed(why: NotAllowed) -> Sentence {
    match why {
        NotAllowed::OtherDevice => Sentence::new(
            "只能在取号的那台机器上退号。",
            "请到那台机器上操作，或告诉工作人员。",
        ),
        NotAllowed::TooLate => Sentence::new("已经过了退号的时间。", "不办了，请告诉工作人员。"),
        NotAllowed::Role => Sentence::new("当前身份不能做这件事。", "请找负责人。"),
        NotAllowed::IdFixed => Sentence::new("编号定了就不能改。", "请新建一个，再删除旧的。"),
    }
}

fn register(refusal: &HubRefusal) -> Sentence {
    match refusal {
        HubRefusal::SiteExists { .. } => Sentence::new("已经有同名的服务点。", "请换一个编号。"),
        HubRefusal::NotFound { what, .. } => match what {
            Entry::Token => Sentence::new("没有这个令牌。", "请刷新列表再看。"),
            Entry::Link => Sentence::new("没有这个链接。", "请重新生成一个。"),
            Entry::Session => Sentence::new("没有这台登录的设备。", "请刷新列表再看。"),
            Entry::Kiosk => Sentence::new("没有这台取号机。", "请刷新列表再看。"),
        },
        HubRefusal::LinkUnknown => Sentence::new("这个链接无效。", "请向负责人要一个新链接。"),
        HubRefusal::LinkUsed => Sentence::new(
            "这个链接已经用过了。",
            "每个链接只能用一次，请向负责人要一个新链接。",
        ),
        HubRefusal::LinkExpired => Sentence::new("这个链接已经过期。", "请向负责人要一个新链接。"),
        HubRefusal::PairingCodeUnknown => Sentence::new(
            "配对码不对，或已经过期。",
            "请在管理页面上重新添加这台取号机。",
        ),
        HubRefusal::SessionUnknown => {
            Sentence::new("这台设备没有登录过。", "请向负责人要一个新链接。")
        }
        HubRefusal::LastSite => {
            Sentence::new("这是最后一个服务点，不能移除。", "请先添加另一个服务点。")
        }
        HubRefusal::KeyReused => Sentence::new(
            "同一个请求编号用在了两个不同的请求上。",
            "请换一个新的 Idempotency-Key。",
        ),
        HubRefusal::TooMany { max, .. } => {
            Sentence::new("数量太多了。", format!("最多 {max} 个，请先删除不用的。"))
        }
    }
}

/// What still stands in the way of removing a service.
fn in_use(tickets: u32, appointments: u32, items: u32) -> String {
    let parts = [
        (tickets, "张号没有办完"),
        (appointments, "个预约没有来"),
        (items, "件东西没有取走"),
    ];
    let told = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, what)| format!(" {count} {what}"))
        .collect();
    told.join("，")
}

/// 3 月 7 日 10:00.
fn moment(at: &DateTime<FixedOffset>) -> String {
    format!(" {} 月 {} 日 {} ", at.month(), at.day(), at.format("%H:%M"))
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn minutes(secs: u64) -> u64 {
    secs.div_ceil(60)
}
