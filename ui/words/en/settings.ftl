### Settings: of the program itself.

setting-title = Settings
setting-kept-at-once = Changes are kept at once

## Appearance

setting-appearance = Appearance
setting-theme = Theme
setting-theme-about = Reduced motion follows the system.
setting-contrast = Contrast
setting-contrast-high = High
setting-contrast-about = High: darker or lighter text, and lines around everything that can be used.
setting-language = Language
setting-language-about = What Longshore says. What Azure says comes in English.
setting-menu-bar = Menu bar
setting-menu-bar-about = Commands in a bar above the window.
setting-tray = Icon in the system tray
setting-tray-about = Says how many jobs run, and brings the window to the front.
setting-theme-system = As the system
setting-theme-light = Light
setting-theme-dark = Dark

## Files

setting-files = Files
setting-downloads = Downloads
setting-downloads-system = The system's downloads folder
setting-downloads-reset = Use the system's
setting-downloads-choose = Choose
setting-downloads-dialog = Offer this folder for downloads
setting-staged = Staged payloads
setting-staged-about = How long they stay in storage after a job has ended.
setting-staged-days = days, 0 as long as the account keeps them
setting-history = History
setting-history-about = How long jobs and their results stay here after they have ended.
setting-history-days = days, 0 for ever
setting-days-wrong = A whole number of days, from 0 to { $most }.

## Notifications

setting-notifications = Notifications
setting-notify = Tell me when a job ends
setting-notify-when = When the window is not in front.

## About

setting-about = About
setting-folder = Folder
setting-secrets = Secrets
setting-secrets-in-keyring = In the keyring of this system
setting-secrets-in-memory = In memory, until Longshore closes
setting-no-keyring-consequence = { $why } Secrets are kept for this session only.
setting-licence = Licence
setting-licence-text = Apache-2.0. The typeface is Inter, under the SIL Open Font License.
setting-diagnostics = Diagnostics
setting-diagnostics-about = A file to attach to a report of a fault. It holds no passwords, keys or tokens, but names of jobs, accounts, files and folders: look through it before you send it.
setting-diagnostics-save = Save diagnostics…

## Start
setting-start = Start
setting-start-at-sign-in = Start Longshore when I sign in to this computer
setting-start-about = It goes on watching jobs and fetches their results.
