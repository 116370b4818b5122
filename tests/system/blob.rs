//! One conformance suite for Blob storage: what our client and the embedded service hold for true, Microsoft's own
//! emulator holds too.
//!
//! Each case is a function of a [`Storage`]. [`conformance!`] makes a test of it for each service, named
//! `blob::embedded::GROUP::CASE` and `blob::azurite::GROUP::CASE`.

mod absent;
mod conditions;
mod containers;
mod content;
mod files;
mod lists;
mod names;
mod signatures;
mod storage;
mod wire;

use storage::Storage;
pub use wire::client;

macro_rules! conformance {
    ($($group:ident: $($case:ident)+;)+) => {
        mod embedded {
            $(mod $group { $(
                #[tokio::test]
                async fn $case() {
                    super::super::$group::$case(&super::super::Storage::embedded()).await;
                }
            )+ })+
        }
        mod azurite {
            $(mod $group { $(
                #[tokio::test]
                async fn $case() {
                    super::super::$group::$case(&super::super::Storage::azurite()).await;
                }
            )+ })+
        }
    };
}

conformance! {
    containers:
        a_container_is_there_from_creation_to_deletion
        a_deleted_container_takes_its_blobs_along;
    content:
        bytes_come_back_as_they_were_put
        a_range_gives_those_of_its_bytes_that_exist
        a_write_replaces_all_that_was_there;
    files:
        a_file_goes_up_and_down_in_blocks
        a_cancelled_upload_leaves_no_blob_and_can_be_taken_up_again
        a_cancelled_download_says_so
        a_file_that_changed_becomes_no_blob;
    conditions:
        a_new_blob_can_be_asked_not_to_replace_one
        a_version_can_be_asked_for
        metadata_and_media_type_are_kept_with_the_blob;
    names:
        a_name_is_kept_character_by_character;
    lists:
        a_prefix_selects_by_name_in_order
        a_list_comes_in_pages_that_join_to_the_whole;
    absent:
        what_is_not_there_is_told_by_its_code
        deleting_what_is_gone_succeeds;
}
