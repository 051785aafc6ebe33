"""English: why something cannot be done, and what to write instead."""

ERRORS: dict[str, tuple[str, ...]] = {
    "command_failed": (
        "Something went wrong on my side, and I could not finish that. Nothing was changed; "
        "please try again, and tell whoever runs me if it stays.",
    ),
    "button_over": ("That button no longer does anything: what it was for is over.",),
    "error_unknown_command": ("I don't know the command {typed}. All of them: /help",),
    "error_unknown_command_near": (
        "I don't know the command {typed}. Did you mean /{near}? All of them: /help",
    ),
    "error_missing": ("Something is missing: {what}. Write it like this: {example}",),
    "error_too_much": ("I can't place {rest}. Write it like this: {example}",),
    "error_choice": ("{typed} is none of these: {choices}. Write it like this: {example}",),
    "error_no_member": (
        "I don't know who {typed} is. Mention the person or give their id: {example}",
    ),
    "error_no_channel": ("{typed} is no channel. Write it like this: {example}",),
    "error_no_duration": (
        "{typed} is no span of time. Write 30 minutes, 2h or 1 day, like this: {example}",
    ),
    "error_no_integer": ("{typed} is no number. Write it like this: {example}",),
    "error_no_case": ("{typed} is no case number. Write it like this: {example}",),
    "error_no_text": ("{typed} is not what I need here. Write it like this: {example}",),
    "error_no_policy": ("There is no policy {typed}. There is: {known}",),
    "error_not_here": ("I can't find {who} here. Mention the person or give their id: {example}",),
    "error_unknown_case": ("There is no case #{number}. The open ones: /cases",),
    "error_nothing_decided": ("Nothing was decided about this message.",),
    "error_unknown_decision": (
        "I know no decision {named}. Give a case number or the id that /history shows.",
    ),
    "error_unknown_to_you": (
        "I know no decision {named}. Without a number, /why shows the last one about you.",
    ),
    "error_other_network": (
        "That happened on {network}. Give the command there; nothing was changed.",
    ),
    "error_timeout_span": (
        "A time-out lasts between {shortest} and {longest}. For longer there is /ban; nothing "
        "was changed.",
    ),
    "error_message_which": (
        "Say which message: answer it with /{command}, or give its id or address. Nothing was "
        "changed.",
    ),
    "error_slow_mode_span": ("Slow mode goes up to {longest}. Nothing was changed.",),
    "error_purge_count": ("Give a number from 1 to {most}. Nothing was removed.",),
    "error_note_about_what": ("Say whom or which case it is about: /note @kim … or /note 214 …",),
    "error_policy_which": ("Say which policy to {do}. They are listed by /policy list",),
    "error_report_what": (
        "Say whom or what it is about: /report @kim what happened, or answer the message.",
    ),
    "error_report_oneself": (
        "That one is yours. You can delete it, or write to the team about it.",
    ),
    "error_faq_question": ("Add the question: /faq ask can I cancel my order?",),
    "error_faq_add": (
        'Give both in quotation marks: /faq add "Can I cancel?" "Yes, within 24 hours."',
    ),
    "error_no_appeal": ("#{number} is no appeal, so there is nothing to decide.",),
    "team_only": ("/{command} is for the team. To reach them, write /report",),
    "team_only_button": ("That button is for the team. To reach them, write /report",),
    "not_about_you": ("That is not about you, so I keep it to those it concerns.",),
    "not_allowed_this": ("Not possible: {what}. {because} Nothing was changed.",),
    "four_eyes": (
        "You took that decision yourself. Somebody else of the team has to look at the appeal.",
    ),
    "gate_network_cannot": ("This network can't do that.",),
    "gate_team_only": ("That takes a moderator's rights.",),
    "gate_other_network": (
        "Whoever ordered this is known on {network} alone and has no rights here.",
    ),
    "gate_oneself": ("Nobody decides about themselves; ask somebody else of the team.",),
    "gate_bot": ("That is a bot; remove it in the network's own settings.",),
    "gate_rank": ("They stand at your height or above; ask somebody above them.",),
    "gate_not_here": ("They are not here any more; /ban works with an id.",),
    "gate_unknown": (
        "I can't tell who that is just now, so I do nothing and leave it to a person.",
    ),
    "gate_staff_spared": ("Policies leave the team alone.",),
    "gate_left_alone": ("This member is on the list of those to be left alone.",),
}
