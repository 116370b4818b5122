//! What the window can ask for: each command of the contract, as a call of the engine.

use std::path::{Path, PathBuf};

use longshore_engine::{Engine, NewSecrets, SecretString, Submission};
use longshore_host::About;
use longshore_model::{
    Code, Report,
    account::{AccountStatus, AccountView, ImportSource, ImportedAccount, SecretInput},
    check::AccountCheck,
    command::{
        AccountStatusGet, AccountsGet, ActivateAccount, Announce, AnswerClose, AppInfo, AppInfoGet,
        CancelJob, CheckAccount, ChooseAccountFile, ChooseFiles, ChooseFolder, ChooseJobs,
        ChooseTasks, Clean, DeleteJob, Download, DraftPoolsGet, ExportValue, ForgetSecret,
        Handlers, ImportAccount, Inspect, JobGet, JobsGet, LeftoversGet, LogGet, NodeTimesGet,
        OpenedGet, PinJob, PoolProblemGet, PoolsGet, PreferencesGet, PresetsGet, PreviewGet,
        RemoveAccount, RemovePreset, ResultFiles, RunAgain, Sample, SaveAccount, SaveDiagnostics,
        SavePreferences, SavePreset, SaveText, SetMenus, SetTray, ShowInFolder, StartAtSignIn,
        StartsAtSignInGet, Submit, TasksGet, WindowStopped,
    },
    job::{JobDetail, JobMark, JobPage, NodeTimes},
    leftover::Leftover,
    log::LogChunk,
    opened::Opened,
    payload::PayloadReport,
    pool::PoolView,
    preferences::Preferences,
    preset::Preset,
    preview::Preview,
    result_file::{DownloadReport, ResultFile},
    task::TaskPage,
};
use tauri::Manager as _;
use tauri_plugin_opener::OpenerExt as _;

use crate::{ask, backend::Backend, closing, events, menus, sign_in, tray::Tray};

type Reply<T> = Result<T, Report>;

/// The secret that came with a command: typed, or imported before.
fn given(
    engine: &Engine,
    typed: Option<SecretInput>,
    imported: Option<String>,
) -> Reply<Option<SecretString>> {
    match (typed, imported) {
        (Some(secret), _) => Ok(Some(SecretString::from(secret.0))),
        (None, Some(ticket)) => engine.imported_secret(&ticket).map(Some),
        (None, None) => Ok(None),
    }
}

impl Handlers for Backend {
    async fn app_info(&self, _: AppInfoGet) -> Reply<AppInfo> {
        let engine = self.engine().await?;
        Ok(AppInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            home: engine.home().root_for_people(),
            platform: std::env::consts::OS.into(),
            keyring_problem: engine.keyring_problem().await,
        })
    }

    async fn opened(&self, _: OpenedGet) -> Reply<Opened> {
        Ok(self.started_with())
    }

    async fn accounts(&self, _: AccountsGet) -> Reply<Vec<AccountView>> {
        self.engine().await?.accounts().await
    }

    async fn save_account(&self, args: SaveAccount) -> Reply<AccountView> {
        let engine = self.engine().await?;
        let secret = given(&engine, args.secret, args.imported)?;
        let secrets = NewSecrets {
            client: secret,
            registry: args
                .registry_password
                .map(|password| SecretString::from(password.0)),
        };
        engine
            .save_account(args.draft, secrets, args.replaces)
            .await
    }

    async fn import_account(&self, args: ImportAccount) -> Reply<ImportedAccount> {
        if let ImportSource::File { path } = &args.source {
            self.chosen().check(Path::new(path))?;
        }
        self.engine().await?.import_account(args.source).await
    }

    async fn choose_account_file(&self, args: ChooseAccountFile) -> Reply<Option<String>> {
        let file = ask::for_account_file(&self.app, args.words).await;
        self.chosen().add(&file);
        Ok(file)
    }

    async fn remove_account(&self, args: RemoveAccount) -> Reply<()> {
        self.engine().await?.remove_account(&args.name).await
    }

    async fn activate_account(&self, args: ActivateAccount) -> Reply<()> {
        self.engine().await?.activate_account(&args.name).await
    }

    async fn forget_secret(&self, args: ForgetSecret) -> Reply<()> {
        self.engine()
            .await?
            .forget_secret(&args.name, args.kind)
            .await
    }

    async fn account_status(&self, args: AccountStatusGet) -> Reply<AccountStatus> {
        self.engine().await?.account_status(&args.name).await
    }

    async fn check_account(&self, args: CheckAccount) -> Reply<AccountCheck> {
        self.engine().await?.check_account(&args.name).await
    }

    async fn leftovers(&self, args: LeftoversGet) -> Reply<Vec<Leftover>> {
        let engine = self.engine().await?;
        engine.leftovers(Some(&args.account), args.days).await
    }

    async fn clean(&self, args: Clean) -> Reply<Vec<Leftover>> {
        let engine = self.engine().await?;
        engine
            .clean(&args.account, args.days, &args.containers)
            .await
    }

    async fn pools(&self, args: PoolsGet) -> Reply<Vec<PoolView>> {
        self.engine().await?.pools(&args.account).await
    }

    async fn draft_pools(&self, args: DraftPoolsGet) -> Reply<Vec<PoolView>> {
        let engine = self.engine().await?;
        let secret = given(&engine, args.secret, args.imported)?;
        engine
            .draft_pools(args.settings, secret, args.account.as_deref())
            .await
    }

    async fn pool_problem(&self, args: PoolProblemGet) -> Reply<Option<Report>> {
        self.engine()
            .await?
            .pool_problem(&args.account, args.pool.as_deref())
            .await
    }

    async fn choose_files(&self, args: ChooseFiles) -> Reply<Vec<String>> {
        let files = ask::for_files(&self.app, args.folders, args.words).await;
        self.chosen().add(&files);
        Ok(files)
    }

    async fn choose_folder(&self, args: ChooseFolder) -> Reply<Option<String>> {
        let folder = ask::for_folder(&self.app, &args.title).await;
        self.chosen().add(&folder);
        Ok(folder)
    }

    async fn inspect(&self, args: Inspect) -> Reply<Vec<PayloadReport>> {
        let paths: Vec<PathBuf> = args.paths.into_iter().map(PathBuf::from).collect();
        for path in &paths {
            self.chosen().check(path)?;
        }
        Ok(self.engine().await?.inspect(&paths).await)
    }

    async fn sample(&self, _: Sample) -> Reply<PayloadReport> {
        let sample = self.engine().await?.sample().await?;
        self.chosen().add([&sample.path]);
        Ok(sample)
    }

    async fn submit(&self, args: Submit) -> Reply<String> {
        for payload in &args.request.payloads {
            self.chosen().check(Path::new(&payload.path))?;
        }
        self.engine()
            .await?
            .submit(Submission::from(args.request))
            .await
    }

    async fn jobs(&self, args: JobsGet) -> Reply<JobPage> {
        self.engine().await?.jobs(args.query).await
    }

    async fn choose_jobs(&self, args: ChooseJobs) -> Reply<Vec<JobMark>> {
        self.engine().await?.chosen(args.selection).await
    }

    async fn job(&self, args: JobGet) -> Reply<JobDetail> {
        self.engine().await?.job(&args.id).await
    }

    async fn tasks(&self, args: TasksGet) -> Reply<TaskPage> {
        self.engine().await?.tasks(args.query).await
    }

    async fn log(&self, args: LogGet) -> Reply<LogChunk> {
        self.engine().await?.log(args.request).await
    }

    async fn pin_job(&self, args: PinJob) -> Reply<()> {
        self.engine().await?.pin(&args.id, args.pinned).await
    }

    async fn cancel_job(&self, args: CancelJob) -> Reply<()> {
        self.engine().await?.cancel(&args.id).await
    }

    async fn run_again(&self, args: RunAgain) -> Reply<String> {
        self.engine()
            .await?
            .run_again(&args.id, args.tasks, args.packages)
            .await
    }

    async fn delete_job(&self, args: DeleteJob) -> Reply<()> {
        self.engine().await?.delete_job(&args.id).await
    }

    async fn download(&self, args: Download) -> Reply<DownloadReport> {
        let engine = self.engine().await?;
        let folder = match args.folder.as_str() {
            // A folder of the job's own: tasks of two jobs may have the same names.
            "" => self
                .download_folder(&engine.preferences().await?)?
                .join(&args.id),
            folder => {
                self.chosen().check(Path::new(folder))?;
                PathBuf::from(folder)
            }
        };
        engine.download(&args.id, args.tasks, &folder).await
    }

    async fn choose_tasks(&self, args: ChooseTasks) -> Reply<Vec<String>> {
        self.engine()
            .await?
            .chosen_tasks(&args.id, args.tasks)
            .await
    }

    async fn node_times(&self, args: NodeTimesGet) -> Reply<NodeTimes> {
        self.engine().await?.node_times(&args.id).await
    }

    async fn save_text(&self, args: SaveText) -> Reply<Option<String>> {
        let Some(path) = ask::for_new_file(&self.app, &args.name).await else {
            return Ok(None);
        };
        self.engine()
            .await?
            .save_text(Path::new(&path), args.text)
            .await?;
        Ok(Some(path))
    }

    async fn export_value(&self, args: ExportValue) -> Reply<Option<String>> {
        let engine = self.engine().await?;
        // Before anything is asked: where it is not exact, there is nothing to choose.
        let text = engine
            .export(&args.job, &args.task, &args.path, args.format)
            .await?;
        let name = args.path.rsplit('/').next().unwrap_or(&args.path);
        let name = Path::new(name).with_extension(args.format.extension());
        let Some(path) = ask::for_new_file(&self.app, &name.to_string_lossy()).await else {
            return Ok(None);
        };
        engine.save_text(Path::new(&path), text).await?;
        Ok(Some(path))
    }

    async fn result_files(&self, args: ResultFiles) -> Reply<Vec<ResultFile>> {
        self.engine()
            .await?
            .result_files(&args.job, &args.task)
            .await
    }

    async fn preview(&self, args: PreviewGet) -> Reply<Preview> {
        self.engine()
            .await?
            .preview(&args.job, &args.task, &args.path)
            .await
    }

    async fn show_in_folder(&self, args: ShowInFolder) -> Reply<()> {
        let path = Path::new(&args.path);
        if !self.engine().await?.owns(path).await {
            return Err(Report::new(
                Code::NotAllowed,
                format!("{} is not a result of Longshore.", args.path),
                "",
            ));
        }
        self.app.opener().reveal_item_in_dir(path).map_err(|error| {
            Report::new(
                Code::LocalFiles,
                format!("The file browser could not be opened: {error}."),
                format!("The file is {}.", args.path),
            )
        })
    }

    async fn announce(&self, args: Announce) -> Reply<()> {
        events::announce(&self.app, &self.engine().await?, &args.text).await;
        Ok(())
    }

    async fn answer_close(&self, args: AnswerClose) -> Reply<()> {
        closing::answered(&self.app, args.answer);
        Ok(())
    }

    async fn presets(&self, _: PresetsGet) -> Reply<Vec<Preset>> {
        self.engine().await?.presets().await
    }

    async fn save_preset(&self, args: SavePreset) -> Reply<()> {
        self.engine().await?.save_preset(args.preset).await
    }

    async fn remove_preset(&self, args: RemovePreset) -> Reply<()> {
        self.engine().await?.remove_preset(&args.name).await
    }

    async fn save_diagnostics(&self, _: SaveDiagnostics) -> Reply<Option<String>> {
        let name = longshore_host::bundle_name();
        let Some(path) = ask::for_new_file(&self.app, &name).await else {
            return Ok(None);
        };
        // Also where there is no engine: that is what it is for.
        let about = About {
            program: "longshore-desktop",
            web_view: tauri::webview_version().ok(),
            secrets: self
                .engine()
                .await
                .ok()
                .map(|engine| engine.secrets().clone()),
            check_account: false,
        };
        let bundle = longshore_host::diagnose(about).await?;
        // The dialog has asked about a file that is there.
        bundle.write(Path::new(&path), true)?;
        Ok(Some(path))
    }

    async fn window_stopped(&self, args: WindowStopped) -> Reply<()> {
        tracing::error!(why = args.why, "the window's program has ended");
        Ok(())
    }

    async fn set_menus(&self, args: SetMenus) -> Reply<()> {
        menus::set(&self.app, &args.menus)
    }

    async fn set_tray(&self, args: SetTray) -> Reply<()> {
        self.app.state::<Tray>().set(&self.app, args.words).await
    }

    async fn preferences(&self, _: PreferencesGet) -> Reply<Preferences> {
        self.engine().await?.preferences().await
    }

    async fn save_preferences(&self, args: SavePreferences) -> Reply<()> {
        let engine = self.engine().await?;
        let folder = &args.preferences.download_folder;
        if !folder.is_empty() && *folder != engine.preferences().await?.download_folder {
            self.chosen().check(Path::new(folder))?;
        }
        engine.save_preferences(args.preferences).await
    }

    async fn starts_at_sign_in(&self, _: StartsAtSignInGet) -> Reply<bool> {
        sign_in::starts(&self.app)
    }

    async fn start_at_sign_in(&self, args: StartAtSignIn) -> Reply<bool> {
        sign_in::start(&self.app, args.on)
    }
}

impl Backend {
    /// Where downloads go when the person names no folder: the preferred one, or `longshore` among the system's.
    fn download_folder(&self, preferences: &Preferences) -> Reply<PathBuf> {
        if !preferences.download_folder.is_empty() {
            return Ok(PathBuf::from(&preferences.download_folder));
        }
        let downloads = self
            .app
            .path()
            .download_dir()
            .or_else(|_| self.app.path().home_dir());
        downloads
            .map(|folder| folder.join("longshore"))
            .map_err(|error| {
                Report::new(
                    Code::LocalFiles,
                    format!("This system names no downloads folder: {error}."),
                    "Set one under Settings.",
                )
            })
    }
}
