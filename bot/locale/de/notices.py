"""German, with du: what a member hears in private."""

NOTICES: dict[str, tuple[str, ...]] = {
    "removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Weiter passiert jetzt nichts. "
        "Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. Für jetzt war es das. Habe ich "
        "mich geirrt, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "removed_team": (
        "Wir haben {what} in {channel} entfernt. Grund: {reason}. Weiter passiert jetzt nichts. "
        "Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Das Team hat {what} aus {channel} genommen, jemand von uns hat so entschieden. Grund: "
        "{reason}. Für jetzt war es das. Haben wir uns geirrt, drück auf Widersprechen, dann "
        "sieht jemand anderes es sich an.",
    ),
    "your_message": ("deine Nachricht",),
    "your_messages": ("{count} deiner Nachrichten",),
    "here_and_elsewhere": ("{channel} und anderswo",),
    "removed_first": (
        "Ich habe {what} in {channel} entfernt.",
        "Ich habe {what} aus {channel} genommen.",
    ),
    "nudge": (
        "Deine Nachricht in {channel} bleibt stehen, aber sie ist nah an der Grenze. Grund: "
        "{reason}. Weiter passiert jetzt nichts.",
        "Ein Wort unter uns zu deiner Nachricht in {channel}. Grund: {reason}. Sie bleibt stehen, "
        "und ich belasse es für jetzt dabei.",
    ),
    "nudge_removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Schreib es anders, dann bleibt "
        "es stehen; weiter passiert jetzt nichts. Habe ich mich geirrt, drück auf Widersprechen, "
        "dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. In anderen Worten ist es "
        "willkommen; für jetzt war es das. Siehst du es anders, drück auf Widersprechen, dann "
        "sieht ein Mensch es sich an.",
    ),
    "warning": (
        "Ich verwarne dich für das, was du in {channel} geschrieben hast. Grund: {reason}. Die "
        "Verwarnung ist notiert, {expires}. Falls das ein Irrtum ist, drück auf Widersprechen, "
        "dann sieht ein Mensch es sich an.",
        "Das ist eine Verwarnung von mir, es geht um {channel}. Grund: {reason}. Die Verwarnung "
        "steht in deiner Akte, {expires}. Habe ich mich geirrt, drück auf Widersprechen, dann "
        "sieht ein Mensch es sich an.",
    ),
    "warning_removed": (
        "Ich habe {what} in {channel} entfernt. Grund: {reason}. Das ist eine Verwarnung, "
        "{expires}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es "
        "sich an.",
        "Ich habe {what} aus {channel} genommen. Grund: {reason}. Das zählt als Verwarnung, "
        "{expires}. Habe ich mich geirrt, drück auf Widersprechen, dann sieht ein Mensch es sich "
        "an.",
    ),
    "warning_team": (
        "Wir vom Team von {community} verwarnen dich. Grund: {reason}. Die Verwarnung ist "
        "notiert, {expires}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand "
        "anderes es sich an.",
        "Das ist eine Verwarnung vom Team von {community}, jemand von uns hat so entschieden. "
        "Grund: {reason}. Die Verwarnung steht in deiner Akte, {expires}. Haben wir uns geirrt, "
        "drück auf Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "expires": ("sie gilt {duration}",),
    "expires_now": ("sie zählt später nicht mit",),
    "timeout": (
        "Du kannst bei {community} für {duration} nicht schreiben, bis {until}; das habe ich "
        "allein entschieden. Grund: {reason}. Mitlesen geht weiter. Falls das ein Irrtum ist, "
        "drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe dir bei {community} eine Schreibpause für {duration} gegeben, bis {until}. "
        "Grund: {reason}. Lesen kannst du weiter alles. Habe ich mich geirrt, drück auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_removed": (
        "Ich habe {what} in {channel} entfernt, und du kannst bei {community} für {duration} "
        "nicht schreiben, bis {until}. Grund: {reason}. Mitlesen geht weiter. Falls das ein "
        "Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen, dazu kommt bei {community} eine Schreibpause für "
        "{duration}, bis {until}. Grund: {reason}. Lesen kannst du weiter alles. Habe ich mich "
        "geirrt, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_team": (
        "Du kannst bei {community} für {duration} nicht schreiben, bis {until}; so haben wir im "
        "Team entschieden. Grund: {reason}. Mitlesen geht weiter. Falls das ein Irrtum ist, drück "
        "auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Wir haben dir bei {community} eine Schreibpause für {duration} gegeben, bis {until}. "
        "Grund: {reason}. Lesen kannst du weiter alles. Haben wir uns geirrt, drück auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "timeout_away": (
        "Du bist für {duration} nicht in den Channels von {community}, bis {until}; das habe ich "
        "allein entschieden. Danach hole ich dich wieder herein. Grund: {reason}. Falls das ein "
        "Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe dich für {duration} aus den Channels von {community} genommen, bis {until}, und "
        "hole dich dann wieder herein. Grund: {reason}. Habe ich mich geirrt, drück auf "
        "Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_away_removed": (
        "Ich habe {what} in {channel} entfernt, und du bist für {duration} nicht in den Channels "
        "von {community}, bis {until}. Danach hole ich dich wieder herein. Grund: {reason}. Falls "
        "das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Ich habe {what} aus {channel} genommen und dich für {duration} aus den Channels von "
        "{community}, bis {until}; dann hole ich dich wieder herein. Grund: {reason}. Habe ich "
        "mich geirrt, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_away_team": (
        "Du bist für {duration} nicht in den Channels von {community}, bis {until}; so haben wir "
        "im Team entschieden. Danach kommst du von selbst wieder hinein. Grund: {reason}. Falls "
        "das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Wir haben dich für {duration} aus den Channels von {community} genommen, bis {until}; "
        "danach bist du wieder dabei. Grund: {reason}. Haben wir uns geirrt, drück auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "kick": (
        "Ich habe dich aus {community} entfernt; du darfst wiederkommen. Grund: {reason}. Falls "
        "das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
        "Du bist fürs Erste nicht mehr in {community}, das habe ich allein entschieden; beitreten "
        "darfst du wieder. Grund: {reason}. Habe ich mich geirrt, drück auf Widersprechen, dann "
        "sieht ein Mensch es sich an.",
    ),
    "kick_team": (
        "Wir haben dich aus {community} entfernt; du darfst wiederkommen. Grund: {reason}. Falls "
        "das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand anderes es sich an.",
        "Du bist fürs Erste nicht mehr in {community}, so haben wir im Team entschieden; "
        "beitreten darfst du wieder. Grund: {reason}. Haben wir uns geirrt, drück auf "
        "Widersprechen, dann sieht jemand anderes es sich an.",
    ),
    "ban": (
        "Ich habe dich bei {community} für {duration} ausgeschlossen, bis {until}. Grund: "
        "{reason}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es "
        "sich an.",
        "Für {duration}, bis {until}, ist {community} für dich geschlossen; das habe ich allein "
        "entschieden. Grund: {reason}. Habe ich mich geirrt, drück auf Widersprechen, dann sieht "
        "ein Mensch es sich an.",
    ),
    "ban_team": (
        "Wir haben dich bei {community} für {duration} ausgeschlossen, bis {until}. Grund: "
        "{reason}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand anderes "
        "es sich an.",
        "Für {duration}, bis {until}, ist {community} für dich geschlossen; so haben wir im Team "
        "entschieden. Grund: {reason}. Haben wir uns geirrt, drück auf Widersprechen, dann sieht "
        "jemand anderes es sich an.",
    ),
    "ban_for_good": (
        "Ich habe dich bei {community} ausgeschlossen, ein Ende ist nicht festgelegt. Grund: "
        "{reason}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es "
        "sich an.",
        "{community} ist für dich ab jetzt geschlossen, ohne festes Ende; das habe ich allein "
        "entschieden. Grund: {reason}. Habe ich mich geirrt, drück auf Widersprechen, dann sieht "
        "ein Mensch es sich an.",
    ),
    "ban_for_good_team": (
        "Wir haben dich bei {community} ausgeschlossen, ein Ende ist nicht festgelegt. Grund: "
        "{reason}. Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht jemand anderes "
        "es sich an.",
        "{community} ist für dich ab jetzt geschlossen, ohne festes Ende; so haben wir im Team "
        "entschieden. Grund: {reason}. Haben wir uns geirrt, drück auf Widersprechen, dann sieht "
        "jemand anderes es sich an.",
    ),
    "after_warning": ("Das ist eine Verwarnung, {expires}.",),
    "after_timeout": ("Bei {community} kannst du für {duration} nicht schreiben, bis {until}.",),
    "after_timeout_away": (
        "Du bist für {duration} nicht in den Channels von {community}, bis {until}, und kommst "
        "dann von selbst wieder hinein.",
    ),
    "after_kick": ("Du bist fürs Erste nicht mehr in {community} und darfst wieder beitreten.",),
    "after_ban": ("{community} ist für dich für {duration} geschlossen, bis {until}.",),
    "after_ban_for_good": ("{community} ist für dich ab jetzt geschlossen, ohne festes Ende.",),
    "after_all": (
        "Falls das ein Irrtum ist, drück auf Widersprechen, dann sieht ein Mensch es sich an.",
    ),
    "timeout_lifted": (
        "Du kannst bei {community} wieder schreiben. Wir haben die Pause vorzeitig beendet.",
        "Die Pause ist vorbei: Wir haben sie früher beendet, bei {community} kannst du wieder "
        "schreiben.",
    ),
    "undone": (
        "Wir haben es uns noch einmal angesehen und zurückgenommen: {lifted}. Entschuldige die "
        "Umstände.",
        "Das war ein Fehler von uns, wir haben ihn zurückgenommen: {lifted}. Bitte entschuldige.",
    ),
    "appeal_received": (
        "Ist angekommen. Jemand, der nicht beteiligt war, sieht es sich an, und die Antwort "
        "bekommst du hier. So lange bleibt es, wie es ist.",
        "Dein Widerspruch liegt vor. Darüber entscheidet ein Mensch, der damit nichts zu tun "
        "hatte, und du liest die Antwort hier. Bis dahin ändert sich nichts.",
    ),
    "appeal_granted": (
        "Du hattest recht: {lifted}. Entschuldige die Umstände.",
        "Du hattest recht, wir haben es zurückgenommen: {lifted}. Bitte entschuldige die Umstände.",
    ),
    "appeal_refused": (
        "Jemand, der nicht beteiligt war, hat es sich noch einmal angesehen, und wir lassen es "
        "dabei. Grund: {reason}. Damit ist es abgeschlossen.",
        "Wir haben es ein zweites Mal geprüft, mit anderen Augen, und es bleibt, wie es ist. "
        "Grund: {reason}. Damit ist es abgeschlossen.",
    ),
    "redress": (
        "Du kannst sechs Monate lang widersprechen, über den Knopf oder mit /appeal. Es kostet "
        "nichts, und ein Mensch sieht es sich an, der nicht entschieden hat. Der Weg zu "
        "außergerichtlichen Stellen und zu Gerichten steht dir offen.",
    ),
    "report_received": (
        "Ist angekommen. Das Team sieht es sich an; wen es betrifft, der erfährt nicht, dass es "
        "von dir kommt.",
        "Das liegt jetzt beim Team. Wen es betrifft, der erfährt nicht, dass es von dir kommt.",
    ),
    "report_answered": (
        "Das Team hat sich deine Meldung angesehen, die Sache ist abgeschlossen.",
        "Deine Meldung hat sich ein Mensch angesehen, damit ist sie erledigt.",
    ),
}
