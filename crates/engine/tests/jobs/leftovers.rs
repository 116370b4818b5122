use longshore_model::Code;
use pretty_assertions::assert_eq;

use crate::place::{Place, of};

#[tokio::test]
async fn a_container_of_a_running_or_known_job_or_of_others_is_no_leftover() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let payload = place.payload("a.sh", "echo done\n");
    let id = engine.submit(of(&[&payload])).await.unwrap();
    engine.wait(&id).await.unwrap();
    // It is young, and the history knows it.
    assert_eq!(engine.leftovers(None, 1).await.unwrap(), []);
    assert_eq!(
        engine.leftovers(None, 0).await.unwrap_err().code,
        Code::BadInput
    );
}
