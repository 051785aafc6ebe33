"""English: bans that communities share."""

SHARING: dict[str, tuple[str, ...]] = {
    "button_share": ("Other groups …",),
    "button_share_all": ("Pass it on",),
    "share_head": ("{who} is banned here. If you pass that on, this happens:",),
    "share_line": ("{community}: {state}",),
    "share_there": ("they are there",),
    "share_not_there": ("they are not there",),
    "share_team": ("they belong to the team there or are left alone, so nothing is done",),
    "share_unknown": ("the network does not say for now whether they are there",),
    "share_banned": ("banned there already, so nothing is done",),
    "share_bans": ("{there}; banned at once",),
    "share_asks": ("{there}; the team there decides",),
    "share_never": ("its rulebook leaves them alone",),
    "share_one_sided": ("its file does not name us, so nothing is done",),
    "share_nobody": (
        "There is no other group to pass it on to. Name them in the policy file under shared_bans; "
        "their files have to name this one as well.",
    ),
    "share_no_ban": ("{id} is no ban, so there is nothing to pass on.",),
    "share_foreign": (
        "That ban came from {community}. It is passed on by whoever decided it, and nobody else.",
    ),
    "share_over": ("That ban is over or was taken back, so there is nothing to pass on.",),
    "share_done": (
        "The ban of {who} is passed on to {groups}. Each of them goes by its own rulebook. "
        "Taking it back here takes it back there.",
    ),
    "shared_reason": ("{reason} (banned in {community})",),
    "shared_no_reason": ("banned in {community}",),
    "shared_asks": ("Ban {who} here, too? {reason}",),
    "shared_spared": (
        "Another group passed on a ban of {who}, who belongs to your team or is left alone here. "
        "I did nothing. {reason}",
    ),
    "shared_lifted": ("{community} took its ban of {who} back, so it is lifted here, too.",),
    "shared_lifted_asked": (
        "{community} took its ban of {who} back. If you have banned them yourselves, that stands.",
    ),
    "ground_shared": ("another group passed it on, and the team here decides",),
}
