"""What every store promises about what networks keep for themselves."""

from bot.ports import Store


class SafesContract:
    """Sealed things, by network and name."""

    async def test_what_is_put_in_is_there_and_a_newer_one_takes_its_place(
        self, store: Store
    ) -> None:
        safe = store.safe("slack")
        assert await safe.all() == {}
        await safe.put("T2", "two")
        await safe.put("T1", "one")
        await safe.put("T2", "two again")
        assert list((await store.safe("slack").all()).items()) == [
            ("T1", "one"),
            ("T2", "two again"),
        ]

    async def test_a_network_sees_its_own_alone(self, store: Store) -> None:
        await store.safe("slack").put("T1", "one")
        # A name that begins like another's, and signs that mean something to a database.
        await store.safe("slack%").put("T1", "other")
        await store.safe("s_ack").put("T1", "third")
        assert await store.safe("slack").all() == {"T1": "one"}
        assert await store.safe("s_ack").all() == {"T1": "third"}

    async def test_what_is_dropped_is_gone_and_dropping_again_is_fine(self, store: Store) -> None:
        safe = store.safe("slack")
        await safe.put("T1", "one")
        await safe.put("T2", "two")
        for _ in range(2):
            await safe.drop("T1")
        assert await safe.all() == {"T2": "two"}

    async def test_what_is_in_a_safe_is_no_standstill(self, store: Store) -> None:
        await store.safe("slack").put("T1", "one")
        assert not await store.standstills.all()
