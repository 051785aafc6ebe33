"""What is said when a person is brought in, and what the case is called; by language."""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "called": "I have told the team. Somebody will answer you here; "
        "if it is about a person, write down what happened.",
        "called_before": "The team knows already and will answer you here.",
        "waited": "Nobody has answered this yet, so I have put it on the team's list. "
        "Somebody will answer you here.",
        "reported": "Thank you, your report has arrived. A person will look at it. "
        "Nobody but the team learns who sent it.",
        "reported_before": "Thank you. This was reported already and a person is looking at it.",
        "case_called": "{member} asks for a person",
        "case_waited": "A question has waited {duration} for an answer",
        "case_reported": "{member} reports {accused}",
        "case_reported_nobody": "{member} reports something",
        "again": "#{number} was reported again, by {member}",
        "why_called": "the message asks for a person: “{text}”",
        "why_waited": "nobody has answered for {duration}",
        "why_reported": "a member reported it",
        "why_settled": "the question was marked as settled",
        "why_watching": "a question, watched until it is answered",
        "silent_answered": "answered, or on the team's list already",
        "silent_kind": "nothing that brings a person in",
        "silent_team": "from the team",
        "silent_talk": "neither a question nor a call for a person",
        "silent_elsewhere": "a question outside of the channels that are watched, or too short",
    },
    "de": {
        "called": "Ich habe dem Team Bescheid gegeben. Hier antwortet dir gleich jemand; "
        "wenn es um eine Person geht, schreib auf, was passiert ist.",
        "called_before": "Das Team weiß schon Bescheid und antwortet dir hier.",
        "waited": "Hierauf hat noch niemand geantwortet, deshalb steht es jetzt auf der Liste "
        "des Teams. Die Antwort kommt hierher.",
        "reported": "Danke, deine Meldung ist angekommen. Ein Mensch sieht sie sich an. "
        "Wer sie geschickt hat, erfährt nur das Team.",
        "reported_before": "Danke. Das wurde schon gemeldet, ein Mensch sieht es sich gerade an.",
        "case_called": "{member} möchte mit einem Menschen sprechen",
        "case_waited": "Eine Frage wartet seit {duration} auf Antwort",
        "case_reported": "{member} meldet {accused}",
        "case_reported_nobody": "{member} meldet etwas",
        "again": "#{number} wurde noch einmal gemeldet, von {member}",
        "why_called": "die Nachricht ruft nach einem Menschen: „{text}“",
        "why_waited": "seit {duration} hat niemand geantwortet",
        "why_reported": "ein Mitglied hat es gemeldet",
        "why_settled": "die Frage wurde als erledigt markiert",
        "why_watching": "eine Frage, im Blick bis zur Antwort",
        "silent_answered": "beantwortet, oder schon auf der Liste des Teams",
        "silent_kind": "nichts, wozu ein Mensch gebraucht wird",
        "silent_team": "vom Team",
        "silent_talk": "weder eine Frage noch ein Ruf nach einem Menschen",
        "silent_elsewhere": "eine Frage in einem Kanal, der nicht im Blick ist, oder zu kurz",
    },
    "de-sie": {
        "called": "Ich habe dem Team Bescheid gegeben. Hier antwortet Ihnen gleich jemand; "
        "wenn es um eine Person geht, schreiben Sie auf, was passiert ist.",
        "called_before": "Das Team weiß schon Bescheid und antwortet Ihnen hier.",
        "reported": "Danke, Ihre Meldung ist angekommen. Ein Mensch sieht sie sich an. "
        "Wer sie geschickt hat, erfährt nur das Team.",
    },
}
