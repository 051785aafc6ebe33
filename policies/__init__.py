"""The kinds of policies; each is loaded only when a policy file uses it."""

#: `kind` in policy files to module and class.
POLICIES: dict[str, str] = {
    "words": "policies.troll.words:WordsPolicy",
    "flood": "policies.troll.flood:FloodPolicy",
    "spam": "policies.troll.spam:SpamPolicy",
    "abuse": "policies.troll.abuse:AbusePolicy",
    "faq": "policies.faq:FaqPolicy",
    "escalation": "policies.escalation:EscalationPolicy",
    "door": "policies.door:DoorPolicy",
}
