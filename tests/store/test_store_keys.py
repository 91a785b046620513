"""API keys in the database."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_samples import random_event, submission
from test_store_sums import first_step

from schemas.access import Scope
from service.keys import make_key
from service.store import Store


async def test_keys_are_listed_in_the_order_in_which_they_were_made(store: Store) -> None:
    made = [make_key() for _ in range(3)]
    stored = [
        await store.add_key(new.id, new.digest, scope, label)
        for new, scope, label in zip(made, Scope, (None, "feed", "desk"), strict=True)
    ]
    assert await store.list_keys() == stored
    assert [(key.id, key.label, key.revoked_at) for key in stored] == [
        (made[0].id, None, None),
        (made[1].id, "feed", None),
        (made[2].id, "desk", None),
    ]
    holding = await store.keys_that_hold()
    assert {key_id: held.digest for key_id, held in holding.items()} == {new.id: new.digest for new in made}


async def test_a_revoked_key_is_listed_and_holds_no_more(store: Store) -> None:
    kept, gone = make_key(), make_key()
    for new in (kept, gone):
        await store.add_key(new.id, new.digest, Scope.READ, None)
    revoked = await store.revoke_key(gone.id)
    assert revoked is not None
    assert revoked.revoked_at is not None
    assert await store.revoke_key(gone.id) == revoked, "the time of the first revocation stays"
    assert await store.revoke_key("0" * 12) is None
    assert set(await store.keys_that_hold()) == {kept.id}
    assert revoked in await store.list_keys()


async def test_an_id_is_given_once(store: Store) -> None:
    new = make_key()
    await store.add_key(new.id, new.digest, Scope.READ, None)
    with pytest.raises(sqlite3.IntegrityError):
        await store.add_key(new.id, make_key().digest, Scope.ADMIN, None)
    assert (await store.keys_that_hold())[new.id].key.scope is Scope.READ


async def test_a_database_from_before_has_no_keys_and_takes_some(tmp_path: Path) -> None:
    path, new = tmp_path / "test.db", make_key()
    first_step(path, [submission(random_event(random.Random(5), 1))])
    with closing(Store.open(path, readers=1)) as store:
        assert await store.keys_that_hold() == {}
        await store.add_key(new.id, new.digest, Scope.ADMIN, None)
    with closing(Store.open(path, readers=1)) as store:
        assert set(await store.keys_that_hold()) == {new.id}
