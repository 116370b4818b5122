//! The contract between window and shell: every command, once.
//!
//! The `commands!` macro makes of each line an argument struct that knows its name and its reply, a method of [`Handlers`] and
//! an arm of [`dispatch`]. A shell that forgets a command does not compile; a window cannot call one that is not here.

use std::future::Future;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Code, Report,
    account::{
        AccountDraft, AccountStatus, AccountView, ImportSource, ImportedAccount, SecretInput,
        SecretKind,
    },
    check::AccountCheck,
    closing::CloseAnswer,
    job::{JobDetail, JobMark, JobPage, JobQuery, JobSelection, NodeTimes},
    leftover::Leftover,
    log::{LogChunk, LogRequest},
    menu::Menu,
    opened::Opened,
    payload::PayloadReport,
    pool::PoolView,
    preferences::Preferences,
    preset::Preset,
    preview::{ExportFormat, Preview},
    result_file::{DownloadReport, ResultFile},
    settings::ExecutorSettings,
    submit::SubmitRequest,
    task::{TaskPage, TaskQuery, TaskSelection},
    tray::TrayWords,
};

/// The one command the shell registers; its arguments are `name` and `args`.
pub const CALL: &str = "call";

/// The arguments of a command.
pub trait Command: Serialize + DeserializeOwned {
    /// The command's name on the wire.
    const NAME: &'static str;
    /// What it answers.
    type Reply: Serialize + DeserializeOwned;
}

macro_rules! commands {
    ($( $(#[$doc:meta])* $method:ident = $Args:ident { $( $(#[$fdoc:meta])* $field:ident : $type:ty ),* $(,)? } -> $Reply:ty; )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[allow(missing_docs, reason = "a command's doc says what its arguments are")]
            pub struct $Args { $( $(#[$fdoc])* pub $field: $type, )* }

            impl Command for $Args {
                const NAME: &'static str = stringify!($method);
                type Reply = $Reply;
            }
        )+

        /// What a shell must be able to do.
        pub trait Handlers: Sync {
            $( $(#[$doc])* fn $method(&self, args: $Args) -> impl Future<Output = Result<$Reply, Report>> + Send; )+
        }

        /// Runs the command called `name` with its arguments as JSON.
        ///
        /// # Errors
        /// The handler's report, or one that says the call itself is not of this contract.
        pub async fn dispatch<H: Handlers>(
            handlers: &H,
            name: &str,
            args: serde_json::Value,
        ) -> Result<serde_json::Value, Report> {
            match name {
                $( stringify!($method) => {
                    let args: $Args = serde_json::from_value(args).map_err(|e| off_contract(name, &e.to_string()))?;
                    let reply = handlers.$method(args).await?;
                    serde_json::to_value(reply).map_err(|e| off_contract(name, &e.to_string()))
                } )+
                _ => Err(off_contract(name, "no such command")),
            }
        }

        /// The names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($method)),+];
    };
}

fn off_contract(name: &str, why: &str) -> Report {
    Report::new(
        Code::Internal,
        format!("The window and its backend do not fit together ({name}: {why})."),
        "Install the app again; if that does not help, please report it.",
    )
}

/// What the window shows about the program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppInfo {
    /// The program's version.
    pub version: String,
    /// The folder with configuration, data and cache, or the data folder when they lie apart.
    pub home: String,
    /// `linux`, `macos` or `windows`.
    pub platform: String,
    /// Whether secrets can be kept: `None` when the keyring works, otherwise why it does not.
    pub keyring_problem: Option<String>,
}

/// What a system's dialog for files says, in the window's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWords {
    /// What is to be chosen.
    pub title: String,
    /// The files that are meant for it.
    pub kinds: String,
    /// Files of any kind.
    pub all: String,
}

commands! {
    /// About the program.
    app_info = AppInfoGet {} -> AppInfo;
    /// What the program was started with; once, then nothing.
    opened = OpenedGet {} -> Opened;
    /// All accounts, "This computer" first.
    accounts = AccountsGet {} -> Vec<AccountView>;
    /// Adds an account, or changes the one called `replaces`. Without a secret the one that is kept stays; `imported` asks
    /// for the one that came with [`ImportedAccount::secret`].
    save_account = SaveAccount {
        draft: AccountDraft,
        secret: Option<SecretInput>,
        registry_password: Option<SecretInput>,
        replaces: Option<String>,
        imported: Option<String>,
    } -> AccountView;
    /// Reads an account's settings from elsewhere. Saves nothing: that is [`SaveAccount`]'s part.
    import_account = ImportAccount { source: ImportSource } -> ImportedAccount;
    /// Lets the person choose a file to import an account from; `None` when the dialog is closed.
    choose_account_file = ChooseAccountFile { words: FileWords } -> Option<String>;
    /// Removes an account and its secret; jobs in history stay.
    remove_account = RemoveAccount { name: String } -> ();
    /// Makes an account the one new jobs go to.
    activate_account = ActivateAccount { name: String } -> ();
    /// Deletes one of an account's secrets from the keyring.
    forget_secret = ForgetSecret { name: String, kind: SecretKind } -> ();
    /// Asks an account's service how it is.
    account_status = AccountStatusGet { name: String } -> AccountStatus;
    /// Tries everything a job will need of an account's services, and undoes what it did.
    check_account = CheckAccount { name: String } -> AccountCheck;
    /// What jobs that no history here knows have left in an account's storage, so many days ago or longer.
    leftovers = LeftoversGet { account: String, days: u32 } -> Vec<Leftover>;
    /// Removes those of them that are named; answers what was removed.
    clean = Clean { account: String, days: u32, containers: Vec<String> } -> Vec<Leftover>;
    /// The pools of an account, by id.
    pools = PoolsGet { account: String } -> Vec<PoolView>;
    /// The same of one that is not saved as it is typed: `account` is the one whose kept secret counts when none is given.
    draft_pools = DraftPoolsGet {
        settings: ExecutorSettings,
        secret: Option<SecretInput>,
        imported: Option<String>,
        account: Option<String>,
    } -> Vec<PoolView>;
    /// Why tasks submitted now would wait for somebody to look after the pool; the account's own without `pool`.
    pool_problem = PoolProblemGet { account: String, pool: Option<String> } -> Option<Report>;
    /// Lets the person choose files (or folders); an empty list when the dialog is closed.
    choose_files = ChooseFiles { folders: bool, words: FileWords } -> Vec<String>;
    /// Lets the person choose one folder; `None` when the dialog is closed.
    choose_folder = ChooseFolder { title: String } -> Option<String>;
    /// Reads files without running them, in the order given.
    inspect = Inspect { paths: Vec<String> } -> Vec<PayloadReport>;
    /// Writes the sample payload and reads it like any other.
    sample = Sample {} -> PayloadReport;
    /// Submits; answers the job's id once the intent is written down. The rest is told by events.
    submit = Submit { request: SubmitRequest } -> String;
    /// What is kept for submissions to come, by name.
    presets = PresetsGet {} -> Vec<Preset>;
    /// Keeps one; it takes the place of the one of that name.
    save_preset = SavePreset { preset: Preset } -> ();
    /// Forgets one.
    remove_preset = RemovePreset { name: String } -> ();
    /// Jobs of the history.
    jobs = JobsGet { query: JobQuery } -> JobPage;
    /// What jobs were chosen, in the order of the list.
    choose_jobs = ChooseJobs { selection: JobSelection } -> Vec<JobMark>;
    /// One job.
    job = JobGet { id: String } -> JobDetail;
    /// Tasks of a job.
    tasks = TasksGet { query: TaskQuery } -> TaskPage;
    /// The ids of tasks that were chosen, in the order of the list.
    choose_tasks = ChooseTasks { id: String, tasks: TaskSelection } -> Vec<String>;
    /// When a job's tasks ran, and on which node.
    node_times = NodeTimesGet { id: String } -> NodeTimes;
    /// Writes a text into a file that the person chooses, whole or not at all; answers its path, `None` when the dialog is
    /// closed.
    save_text = SaveText { name: String, text: String } -> Option<String>;
    /// Part of a task's output.
    log = LogGet { request: LogRequest } -> LogChunk;
    /// Pins a job, or takes the pin away.
    pin_job = PinJob { id: String, pinned: bool } -> ();
    /// Asks a job to stop.
    cancel_job = CancelJob { id: String } -> ();
    /// Submits the payloads of a job's chosen tasks again, as one new job, with more packages if given.
    run_again = RunAgain { id: String, tasks: TaskSelection, packages: Vec<String> } -> String;
    /// Removes a job from history, with its results here and what it left at the service. Only jobs that have ended.
    delete_job = DeleteJob { id: String } -> ();
    /// Copies the results of a job's chosen tasks into a folder. An empty folder means one named like the job in the
    /// preferred (or the system's) downloads folder.
    download = Download { id: String, tasks: TaskSelection, folder: String } -> DownloadReport;
    /// Files a task brought home.
    result_files = ResultFiles { job: String, task: String } -> Vec<ResultFile>;
    /// Reads one of them without running it.
    preview = PreviewGet { job: String, task: String, path: String } -> Preview;
    /// Writes a pickled value into a file that the person chooses, where that is exact, whole or not at all; answers its
    /// path, `None` when the dialog is closed.
    export_value = ExportValue { job: String, task: String, path: String, format: ExportFormat } -> Option<String>;
    /// Opens the system's file browser at a result; only paths of ours or ones the person chose.
    show_in_folder = ShowInFolder { path: String } -> ();
    /// Lets the system announce something, where that is wanted and the window is not in front.
    announce = Announce { text: String } -> ();
    /// Answers the question that `CloseAsked` told of.
    answer_close = AnswerClose { answer: CloseAnswer } -> ();
    /// Writes a bundle for a report of a fault into a file that the person chooses, whole or not at all; answers its path,
    /// `None` when the dialog is closed.
    save_diagnostics = SaveDiagnostics {} -> Option<String>;
    /// Notes in the log that the window's own program has ended, and why.
    window_stopped = WindowStopped { why: String } -> ();
    /// Gives the window a menu bar with these menus, or none without any. On macOS, where every program has one, they stand
    /// among the system's own.
    set_menus = SetMenus { menus: Vec<Menu> } -> ();
    /// Shows an icon among the system's own, with these words, or takes it away.
    set_tray = SetTray { words: Option<TrayWords> } -> ();
    /// What is set for the program.
    preferences = PreferencesGet {} -> Preferences;
    /// Changes it.
    save_preferences = SavePreferences { preferences: Preferences } -> ();
    /// Whether the system starts the program as the person signs in.
    starts_at_sign_in = StartsAtSignInGet {} -> bool;
    /// Has the system do so, or no longer; answers whether it does then.
    start_at_sign_in = StartAtSignIn { on: bool } -> bool;
}
