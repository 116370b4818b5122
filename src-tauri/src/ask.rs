//! Questions to the person that only the system can ask: file and folder dialogs. Everything behind the answer is the
//! same as for a drop, so tests need no dialog.

use longshore_model::command::FileWords;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tokio::sync::oneshot;

/// Files or folders; none when the dialog is closed.
pub async fn for_files(app: &AppHandle, folders: bool, words: FileWords) -> Vec<String> {
    let (answer, asked) = oneshot::channel();
    let reply = move |paths: Option<Vec<FilePath>>| {
        // The window may be gone by now; then nobody waits.
        let _ = answer.send(paths.unwrap_or_default());
    };
    if folders {
        app.dialog()
            .file()
            .set_title(words.title)
            .pick_folders(reply);
    } else {
        app.dialog()
            .file()
            .set_title(words.title)
            .add_filter(
                words.kinds,
                &["pkl", "pickle", "py", "sh", "zip", "gz", "tgz"],
            )
            .add_filter(words.all, &["*"])
            .pick_files(reply);
    }
    asked
        .await
        .unwrap_or_default()
        .into_iter()
        .filter_map(text)
        .collect()
}

/// A file to import an account from; `None` when the dialog is closed.
pub async fn for_account_file(app: &AppHandle, words: FileWords) -> Option<String> {
    let (answer, asked) = oneshot::channel();
    app.dialog()
        .file()
        .set_title(words.title)
        .add_filter(words.kinds, &["conf", "toml", "json"])
        .add_filter(words.all, &["*"])
        .pick_file(move |path| {
            let _ = answer.send(path);
        });
    asked.await.ok().flatten().and_then(text)
}

/// A file to write to, with a name that is offered; `None` when the dialog is closed.
pub async fn for_new_file(app: &AppHandle, name: &str) -> Option<String> {
    let (answer, asked) = oneshot::channel();
    app.dialog()
        .file()
        .set_file_name(name)
        .save_file(move |path| {
            let _ = answer.send(path);
        });
    asked.await.ok().flatten().and_then(text)
}

/// One folder; `None` when the dialog is closed.
pub async fn for_folder(app: &AppHandle, title: &str) -> Option<String> {
    let (answer, asked) = oneshot::channel();
    app.dialog()
        .file()
        .set_title(title)
        .pick_folder(move |path| {
            let _ = answer.send(path);
        });
    asked.await.ok().flatten().and_then(text)
}

fn text(path: FilePath) -> Option<String> {
    path.into_path().ok()?.into_os_string().into_string().ok()
}
