//! The data folder: whether it is there, whether only its owner reads it, whether the store opens.

use std::path::{Path, PathBuf};

use hub::secrets::Key;
use hub::start::{ADMIN_TOKEN_FILE, KEYS_FOLDER};

use super::Finding;
use crate::app::App;
use crate::failure::Failure;
use crate::site_file::{SiteFile, existing};
use crate::words::words;

/// The folder and what in it must stay private.
pub(super) fn folder(app: &App) -> Vec<Finding> {
    let folder = app.data_dir();
    let shown = folder.display();
    if !folder.is_dir() {
        return vec![Finding::warn(
            "data_folder",
            words!(
                app.language,
                "数据目录 {shown} 还不存在，第一次运行 paihao-admin serve 时会建立。",
                "The data folder {shown} is not there yet; the first paihao-admin serve makes it."
            ),
        )];
    }
    let private = [ADMIN_TOKEN_FILE, KEYS_FOLDER].map(|name| folder.join(name));
    let open: Vec<_> = private
        .iter()
        .filter(|path| is_open_to_others(path))
        .collect();
    if open.is_empty() {
        let text = words!(app.language, "数据目录：{shown}", "Data folder: {shown}");
        return vec![Finding::ok("data_folder", text)];
    }
    let finding = |path: &&PathBuf| {
        let path = path.display();
        Finding::bad(
            "data_folder",
            words!(
                app.language,
                "本机其他用户能读到 {path}。请运行 chmod -R go= {path}。",
                "Other users of this machine can read {path}. Run chmod -R go= {path}."
            ),
        )
    };
    open.iter().map(finding).collect()
}

/// Keys that a store was made with and that are not beside it any more.
pub(super) fn keys(app: &App) -> Vec<Finding> {
    if existing(app).is_err() {
        return Vec::new();
    }
    let folder = app.data_dir().join(KEYS_FOLDER);
    let missing = Key::ALL
        .into_iter()
        .map(|key| (key, folder.join(key.file())))
        .filter(|(_, path)| !path.exists());
    let finding = |(key, path): (Key, PathBuf)| {
        let path = path.display();
        let lost = match key {
            Key::Link => words!(
                app.language,
                "已印号票的二维码会打不开",
                "the QR codes of tickets already printed will lead nowhere"
            ),
            Key::Pepper => words!(
                app.language,
                "原来的工作人员密码会失效",
                "the present staff PIN will be of no use"
            ),
        };
        Finding::bad(
            "keys",
            words!(
                app.language,
                "密钥文件 {path} 不见了。下次启动会另造一个，{lost}。有备份请先放回去。",
                "The key {path} is missing. The next start makes another one, and {lost}. If there is a backup, put the file back first."
            ),
        )
    };
    missing.map(finding).collect()
}

/// Whether the store opens, if no hub holds it.
pub(super) fn store(app: &App, hub_answers: bool) -> Finding {
    let path = app.store_path();
    let shown = path.display();
    if let Err(Failure::NothingThere { .. }) = existing(app) {
        return Finding::ok(
            "store",
            words!(
                app.language,
                "还没有存储文件 {shown}。",
                "There is no store {shown} yet."
            ),
        );
    }
    let text = match SiteFile::open(app) {
        Ok(_) => words!(
            app.language,
            "存储可以打开：{shown}",
            "The store opens: {shown}"
        ),
        Err(failure) if !is_in_use(&failure) => {
            return Finding::bad("store", failure.sentence(app.language).unwrap_or_default());
        }
        Err(_) if hub_answers => words!(
            app.language,
            "存储正由运行中的主机使用：{shown}",
            "The store is in use by the running hub: {shown}"
        ),
        Err(failure) => {
            return Finding::warn("store", failure.sentence(app.language).unwrap_or_default());
        }
    };
    Finding::ok("store", text)
}

fn is_in_use(failure: &Failure) -> bool {
    matches!(failure, Failure::Store(error) if matches!(**error, store::OpenError::InUse { .. }))
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

/// Elsewhere the folder's own access list decides.
#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> bool {
    false
}
