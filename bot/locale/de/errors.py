"""German: why something cannot be done, and what to write instead."""

ERRORS: dict[str, tuple[str, ...]] = {
    "command_failed": (
        "Bei mir ist etwas schiefgegangen, ich konnte das nicht zu Ende bringen. Geändert wurde "
        "nichts; bitte noch einmal versuchen, und wenn es bleibt, der Technik Bescheid geben.",
    ),
    "button_over": ("Der Knopf bewirkt nichts mehr: Worum es ging, ist vorbei.",),
    "error_unknown_command": ("Den Befehl {typed} kenne ich nicht. Alle Befehle: /help",),
    "error_unknown_command_near": (
        "Den Befehl {typed} kenne ich nicht. War /{near} gemeint? Alle Befehle: /help",
    ),
    "error_missing": ("Da fehlt etwas: {what}. So geht es: {example}",),
    "error_too_much": ("Mit {rest} kann ich nichts anfangen. So geht es: {example}",),
    "error_choice": ("{typed} ist nichts davon: {choices}. So geht es: {example}",),
    "error_no_member": (
        "Ich weiß nicht, wer {typed} ist. Die Person erwähnen oder ihre Kennung angeben: {example}",
    ),
    "error_no_channel": ("{typed} ist kein Kanal. So geht es: {example}",),
    "error_no_duration": (
        "{typed} ist keine Zeitspanne. Möglich sind 30 Minuten, 2h oder 1 Tag: {example}",
    ),
    "error_no_integer": ("{typed} ist keine Zahl. So geht es: {example}",),
    "error_no_case": ("{typed} ist keine Fallnummer. So geht es: {example}",),
    "error_no_text": ("{typed} passt hier nicht. So geht es: {example}",),
    "error_no_policy": ("Eine Regel {typed} gibt es nicht. Es gibt: {known}",),
    "error_not_here": (
        "Ich finde {who} hier nicht. Die Person erwähnen oder ihre Kennung angeben: {example}",
    ),
    "error_unknown_case": ("Einen Fall #{number} gibt es nicht. Die offenen: /cases",),
    "error_nothing_decided": ("Über diese Nachricht wurde nichts entschieden.",),
    "error_unknown_decision": (
        "Eine Entscheidung {named} kenne ich nicht. Gefragt ist eine Fallnummer oder die Kennung "
        "aus /history.",
    ),
    "error_unknown_to_you": (
        "Eine Entscheidung {named} kenne ich nicht. Ohne Nummer zeigt /why die letzte über dich.",
    ),
    "error_other_network": (
        "Das war auf {network}. Der Befehl gehört dorthin; geändert wurde nichts.",
    ),
    "error_timeout_span": (
        "Eine Auszeit dauert mindestens {shortest} und höchstens {longest}. Für länger gibt es "
        "/ban; geändert wurde nichts.",
    ),
    "error_message_which": (
        "Welche Nachricht? Antworte auf sie mit /{command}, oder gib ihre Kennung oder Adresse an. "
        "Geändert wurde nichts.",
    ),
    "error_slow_mode_span": ("Der langsame Modus geht bis {longest}. Geändert wurde nichts.",),
    "error_purge_count": ("Gefragt ist eine Zahl von 1 bis {most}. Entfernt wurde nichts.",),
    "error_note_about_what": ("Zu wem oder zu welchem Fall? /note @kim … oder /note 214 …",),
    "error_policy_which": ("Zu {do} fehlt noch die Regel. Alle stehen unter /policy list",),
    "error_report_what": (
        "Um wen oder was geht es? /report @kim was geschah, oder auf die Nachricht antworten.",
    ),
    "error_report_oneself": (
        "Das kommt von dir selbst. Es lässt sich löschen, und dem Team kann man dazu schreiben.",
    ),
    "error_faq_question": ("Die Frage fehlt noch: /faq ask Kann ich noch stornieren?",),
    "error_faq_add": (
        'Beides in Anführungszeichen: /faq add "Kann ich stornieren?" "Ja, bis 24 Stunden danach."',
    ),
    "error_no_appeal": ("#{number} ist kein Widerspruch, da gibt es nichts zu entscheiden.",),
    "team_only": ("/{command} ist für das Team. Zu erreichen ist es mit /report",),
    "team_only_button": ("Der Knopf ist für das Team. Zu erreichen ist es mit /report",),
    "not_about_you": ("Das betrifft jemand anderen, deshalb behalte ich es für die Beteiligten.",),
    "not_allowed_this": ("Das geht nicht: {what}. {because} Geändert wurde nichts.",),
    "four_eyes": (
        "Diese Entscheidung ist von dir. Über den Widerspruch muss jemand anderes aus dem Team "
        "entscheiden.",
    ),
    "gate_network_cannot": ("Dieses Netzwerk kann das nicht.",),
    "gate_team_only": ("Dafür braucht es die Rechte der Moderation.",),
    "gate_other_network": (
        "Wer das wollte, ist nur auf {network} bekannt und hat hier keine Rechte.",
    ),
    "gate_oneself": (
        "Niemand entscheidet über sich selbst; das macht jemand anderes aus dem Team.",
    ),
    "gate_bot": ("Das ist ein Bot; entfernen lässt er sich in den Einstellungen des Netzwerks.",),
    "gate_rank": (
        "Die Person steht auf gleicher Höhe oder darüber; das ist Sache von jemand Höherem.",
    ),
    "gate_not_here": ("Die Person ist nicht mehr hier; /ban geht auch mit einer Kennung.",),
    "gate_unknown": (
        "Ich kann gerade nicht sagen, wer das ist, also lasse ich es und frage einen Menschen.",
    ),
    "gate_staff_spared": ("Regeln lassen das Team in Ruhe.",),
    "gate_left_alone": ("Dieses Mitglied soll in Ruhe gelassen werden, so steht es in der Datei.",),
}
