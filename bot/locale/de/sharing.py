"""German: bans that communities share."""

SHARING: dict[str, tuple[str, ...]] = {
    "button_share": ("Andere Gruppen …",),
    "button_share_all": ("Weitergeben",),
    "share_head": ("{who} ist hier ausgeschlossen. Weitergegeben käme dabei heraus:",),
    "share_line": ("{community}: {state}",),
    "share_there": ("dort dabei",),
    "share_not_there": ("dort nicht dabei",),
    "share_team": ("gehört dort zum Team oder wird in Ruhe gelassen, deshalb geschieht nichts",),
    "share_unknown": ("ob die Person dort dabei ist, sagt das Netz gerade nicht",),
    "share_banned": ("dort schon ausgeschlossen, deshalb geschieht nichts",),
    "share_bans": ("{there}; wird sofort ausgeschlossen",),
    "share_asks": ("{there}; das Team dort entscheidet",),
    "share_never": ("das Regelwerk dort lässt diese Person in Ruhe",),
    "share_one_sided": ("die Datei dort nennt uns nicht, deshalb geschieht nichts",),
    "share_nobody": (
        "Es gibt keine andere Gruppe, an die es weitergehen könnte. Sie gehört in der "
        "Regelwerk-Datei unter shared_bans, und ihre Datei muss auch diese Gruppe nennen.",
    ),
    "share_no_ban": ("{id} ist kein Ausschluss, deshalb gibt es nichts weiterzugeben.",),
    "share_foreign": (
        "Dieser Ausschluss kam von {community}. Weitergeben kann ihn nur, wer ihn beschlossen hat.",
    ),
    "share_over": (
        "Dieser Ausschluss ist vorbei oder zurückgenommen, deshalb gibt es nichts weiterzugeben.",
    ),
    "share_done": (
        "Der Ausschluss von {who} geht weiter an: {groups}. Jede Gruppe folgt ihrem eigenen "
        "Regelwerk. Wird er hier zurückgenommen, dann auch dort.",
    ),
    "shared_reason": ("{reason} (ausgeschlossen bei {community})",),
    "shared_no_reason": ("ausgeschlossen bei {community}",),
    "shared_asks": ("{who} auch hier ausschließen? {reason}",),
    "shared_spared": (
        "Eine andere Gruppe hat einen Ausschluss von {who} weitergegeben. Hier gehört die Person "
        "zum Team oder wird in Ruhe gelassen, deshalb habe ich nichts getan. {reason}",
    ),
    "shared_lifted": (
        "{community} hat den Ausschluss von {who} zurückgenommen, also gilt er auch hier nicht "
        "mehr.",
    ),
    "shared_lifted_asked": (
        "{community} hat den Ausschluss von {who} zurückgenommen. Ein eigener Beschluss hier "
        "bleibt.",
    ),
    "ground_shared": ("eine andere Gruppe hat es weitergegeben, das Team hier entscheidet",),
}
