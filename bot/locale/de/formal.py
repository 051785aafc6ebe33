"""German, with Sie: the private notices once more for communities that prefer it."""

FORMAL: dict[str, tuple[str, ...]] = {
    "removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Weiter passiert jetzt nichts. "
        "Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich "
        "an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. Für jetzt war es das. Habe ich "
        "mich geirrt, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "removed_team": (
        "Wir haben {what} in {channel} entfernt. Grund: {reason}. Weiter passiert jetzt nichts. "
        "Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand anderes es "
        "sich an.",
        "Das Team hat {what} aus {channel} genommen, jemand von uns hat so entschieden. Grund: "
        "{reason}. Für jetzt war es das. Haben wir uns geirrt, drücken Sie auf Widersprechen, "
        "dann sieht jemand anderes es sich an.",
    ),
    "your_message": ("Ihre Nachricht",),
    "your_messages": ("{count} Ihrer Nachrichten",),
    "nudge": (
        "Ihre Nachricht in {channel} bleibt stehen, aber sie ist nah an der Grenze. Grund: "
        "{reason}. Weiter passiert jetzt nichts.",
        "Ein Wort unter uns zu Ihrer Nachricht in {channel}. Grund: {reason}. Sie bleibt stehen, "
        "und ich belasse es für jetzt dabei.",
    ),
    "nudge_removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Schreiben Sie es anders, dann "
        "bleibt es stehen; weiter passiert jetzt nichts. Habe ich mich geirrt, drücken Sie auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. In anderen Worten ist es "
        "willkommen; für jetzt war es das. Sehen Sie es anders, drücken Sie auf Widersprechen, "
        "dann sieht ein Mensch es sich an.",
    ),
    "warning": (
        "Ich verwarne Sie für das, was Sie in {channel} geschrieben haben. Grund: {reason}. Die "
        "Verwarnung ist notiert, {expires}. Falls das ein Irrtum ist, drücken Sie auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
        "Das ist eine Verwarnung von mir, es geht um {channel}. Grund: {reason}. Die Verwarnung "
        "steht in Ihrer Akte, {expires}. Habe ich mich geirrt, drücken Sie auf Widersprechen, "
        "dann sieht ein Mensch es sich an.",
    ),
    "warning_removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Das ist eine Verwarnung, "
        "{expires}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein "
        "Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. Das zählt als Verwarnung, "
        "{expires}. Habe ich mich geirrt, drücken Sie auf Widersprechen, dann sieht ein Mensch es "
        "sich an.",
    ),
    "warning_team": (
        "Wir vom Team von {community} verwarnen Sie. Grund: {reason}. Die Verwarnung ist notiert, "
        "{expires}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand "
        "anderes es sich an.",
        "Das ist eine Verwarnung vom Team von {community}, jemand von uns hat so entschieden. "
        "Grund: {reason}. Die Verwarnung steht in Ihrer Akte, {expires}. Haben wir uns geirrt, "
        "drücken Sie auf Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "timeout": (
        "Sie können bei {community} für {duration} nicht schreiben, bis {until}; das habe ich "
        "allein entschieden. Grund: {reason}. Mitlesen geht weiter. Falls das ein Irrtum ist, "
        "drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe Ihnen bei {community} eine Schreibpause für {duration} gegeben, bis {until}. "
        "Grund: {reason}. Lesen können Sie weiter alles. Habe ich mich geirrt, drücken Sie auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_removed": (
        "Ich habe {what} in {channel} entfernt, und Sie können bei {community} für {duration} "
        "nicht schreiben, bis {until}. Grund: {reason}. Mitlesen geht weiter. Falls das ein "
        "Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen, dazu kommt bei {community} eine Schreibpause für "
        "{duration}, bis {until}. Grund: {reason}. Lesen können Sie weiter alles. Habe ich mich "
        "geirrt, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_team": (
        "Sie können bei {community} für {duration} nicht schreiben, bis {until}; so haben wir im "
        "Team entschieden. Grund: {reason}. Mitlesen geht weiter. Falls das ein Irrtum ist, "
        "drücken Sie auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Wir haben Ihnen bei {community} eine Schreibpause für {duration} gegeben, bis {until}. "
        "Grund: {reason}. Lesen können Sie weiter alles. Haben wir uns geirrt, drücken Sie auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "timeout_away": (
        "Sie sind für {duration} nicht in den Channels von {community}, bis {until}; das habe ich "
        "allein entschieden. Danach hole ich Sie wieder herein. Grund: {reason}. Falls das ein "
        "Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe Sie für {duration} aus den Channels von {community} genommen, bis {until}, und "
        "hole Sie dann wieder herein. Grund: {reason}. Habe ich mich geirrt, drücken Sie auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_away_removed": (
        "Ich habe {what} in {channel} entfernt, und Sie sind für {duration} nicht in den Channels "
        "von {community}, bis {until}. Danach hole ich Sie wieder herein. Grund: {reason}. Falls "
        "das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen und Sie für {duration} aus den Channels von "
        "{community}, bis {until}; dann hole ich Sie wieder herein. Grund: {reason}. Habe ich "
        "mich geirrt, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_away_team": (
        "Sie sind für {duration} nicht in den Channels von {community}, bis {until}; so haben wir "
        "im Team entschieden. Danach kommen Sie von selbst wieder hinein. Grund: {reason}. Falls "
        "das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Wir haben Sie für {duration} aus den Channels von {community} genommen, bis {until}; "
        "danach sind Sie wieder dabei. Grund: {reason}. Haben wir uns geirrt, drücken Sie auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "kick": (
        "Ich habe Sie aus {community} entfernt; Sie dürfen wiederkommen. Grund: {reason}. Falls "
        "das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Sie sind fürs Erste nicht mehr in {community}, das habe ich allein entschieden; "
        "beitreten dürfen Sie wieder. Grund: {reason}. Habe ich mich geirrt, drücken Sie auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "kick_team": (
        "Wir haben Sie aus {community} entfernt; Sie dürfen wiederkommen. Grund: {reason}. Falls "
        "das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Sie sind fürs Erste nicht mehr in {community}, so haben wir im Team entschieden; "
        "beitreten dürfen Sie wieder. Grund: {reason}. Haben wir uns geirrt, drücken Sie auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "ban": (
        "Ich habe Sie bei {community} für {duration} ausgeschlossen, bis {until}. Grund: "
        "{reason}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch "
        "es sich an.",
        "Für {duration}, bis {until}, ist {community} für Sie geschlossen; das habe ich allein "
        "entschieden. Grund: {reason}. Habe ich mich geirrt, drücken Sie auf Widersprechen, dann "
        "sieht ein Mensch es sich an.",
    ),
    "ban_team": (
        "Wir haben Sie bei {community} für {duration} ausgeschlossen, bis {until}. Grund: "
        "{reason}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand "
        "anderes es sich an.",
        "Für {duration}, bis {until}, ist {community} für Sie geschlossen; so haben wir im Team "
        "entschieden. Grund: {reason}. Haben wir uns geirrt, drücken Sie auf Widersprechen, dann "
        "sieht jemand anderes es sich an.",
    ),
    "ban_for_good": (
        "Ich habe Sie bei {community} ausgeschlossen, ein Ende ist nicht festgelegt. Grund: "
        "{reason}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch "
        "es sich an.",
        "{community} ist für Sie ab jetzt geschlossen, ohne festes Ende; das habe ich allein "
        "entschieden. Grund: {reason}. Habe ich mich geirrt, drücken Sie auf Widersprechen, dann "
        "sieht ein Mensch es sich an.",
    ),
    "ban_for_good_team": (
        "Wir haben Sie bei {community} ausgeschlossen, ein Ende ist nicht festgelegt. Grund: "
        "{reason}. Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht jemand "
        "anderes es sich an.",
        "{community} ist für Sie ab jetzt geschlossen, ohne festes Ende; so haben wir im Team "
        "entschieden. Grund: {reason}. Haben wir uns geirrt, drücken Sie auf Widersprechen, dann "
        "sieht jemand anderes es sich an.",
    ),
    "after_timeout": ("Bei {community} können Sie für {duration} nicht schreiben, bis {until}.",),
    "after_timeout_away": (
        "Sie sind für {duration} nicht in den Channels von {community}, bis {until}, und kommen "
        "dann von selbst wieder hinein.",
    ),
    "after_kick": ("Sie sind fürs Erste nicht mehr in {community} und dürfen wieder beitreten.",),
    "after_ban": ("{community} ist für Sie für {duration} geschlossen, bis {until}.",),
    "after_ban_for_good": ("{community} ist für Sie ab jetzt geschlossen, ohne festes Ende.",),
    "after_all": (
        "Falls das ein Irrtum ist, drücken Sie auf Widersprechen, dann sieht ein Mensch es sich "
        "an.",
    ),
    "timeout_lifted": (
        "Sie können bei {community} wieder schreiben. Wir haben die Pause vorzeitig beendet.",
        "Die Pause ist vorbei: Wir haben sie früher beendet, bei {community} können Sie wieder "
        "schreiben.",
    ),
    "undone": (
        "Wir haben es uns noch einmal angesehen und zurückgenommen: {lifted}. Entschuldigen Sie "
        "die Umstände.",
        "Das war ein Fehler von uns, wir haben ihn zurückgenommen: {lifted}. Bitte entschuldigen "
        "Sie.",
    ),
    "appeal_received": (
        "Ist angekommen. Jemand, der nicht beteiligt war, sieht es sich an, und die Antwort "
        "bekommen Sie hier. So lange bleibt es, wie es ist.",
        "Ihr Widerspruch liegt vor. Darüber entscheidet ein Mensch, der damit nichts zu tun "
        "hatte, und Sie lesen die Antwort hier. Bis dahin ändert sich nichts.",
    ),
    "appeal_granted": (
        "Sie hatten recht: {lifted}. Entschuldigen Sie die Umstände.",
        "Sie hatten recht, wir haben es zurückgenommen: {lifted}. Bitte entschuldigen Sie die "
        "Umstände.",
    ),
    "redress": (
        "Sie können sechs Monate lang widersprechen, über den Knopf oder mit /appeal. Es kostet "
        "nichts, und ein Mensch sieht es sich an, der nicht entschieden hat. Der Weg zu "
        "außergerichtlichen Stellen und zu Gerichten steht Ihnen offen.",
    ),
    "report_received": (
        "Ist angekommen. Das Team sieht es sich an; wen es betrifft, der erfährt nicht, dass es "
        "von Ihnen kommt.",
        "Das liegt jetzt beim Team. Wen es betrifft, der erfährt nicht, dass es von Ihnen kommt.",
    ),
    "report_answered": (
        "Das Team hat sich Ihre Meldung angesehen, die Sache ist abgeschlossen.",
        "Ihre Meldung hat sich ein Mensch angesehen, damit ist sie erledigt.",
    ),
    "lifted_restore_message": ("Ihre Nachricht ist wieder da",),
    "lifted_restore_messages": ("Ihre Nachrichten sind wieder da",),
    "lifted_timeout": ("Sie können wieder schreiben",),
    "lifted_timeout_away": ("Sie sind wieder in den Channels",),
    "lifted_ban": ("Sie dürfen wiederkommen",),
    "lifted_role": ("Ihre Rollen sind wie zuvor",),
    "lifted_nothing": ("es steht nicht mehr gegen Sie",),
    "already_yours": ("#{number} ist schon in Ihren Händen.",),
    "mydata_head": ("Das ist hier über Sie gespeichert:",),
    "mydata_ways": (
        "Das Team kann Ihnen alles als Datei geben. /mydata delete löscht es; ein Ausschluss oder "
        "eine Auszeit läuft weiter.",
    ),
    "mydata_none": ("Über Sie ist hier nichts gespeichert.",),
    "mydata_soon": (
        "In wenigen Minuten ist alles gelöscht, was hier über Sie gespeichert ist. Was danach "
        "geschieht, wird neu gespeichert, solange es gebraucht wird.",
    ),
    "mydata_by_team": (
        "Eine Verwarnung oder ein offener Fall betrifft Sie noch, deshalb entscheidet das Team. "
        "Ich habe Bescheid gegeben; Sie hören binnen eines Monats davon.",
    ),
    "kept_decisions": ("Entscheidungen über Sie",),
    "kept_cases": ("Fälle über Sie",),
    "kept_profile": ("Name, Sprache und seit wann Sie hier sind",),
    "kept_waiting": ("Worte an Sie",),
    "nothing_about_you": ("Über Sie ist hier nichts entschieden, was noch vermerkt wäre.",),
    "error_report_oneself": (
        "Das kommt von Ihnen selbst. Es lässt sich löschen, und dem Team kann man dazu schreiben.",
    ),
    "error_unknown_to_you": (
        "Eine Entscheidung {named} kenne ich nicht. Ohne Nummer zeigt /why die letzte über Sie.",
    ),
    "four_eyes": (
        "Diese Entscheidung ist von Ihnen. Über den Widerspruch muss jemand anderes aus dem Team "
        "entscheiden.",
    ),
}
