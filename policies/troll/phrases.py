"""What the troll policies noticed, and why they kept silent, by language."""

from collections.abc import Mapping

FLOOD: Mapping[str, Mapping[str, str]] = {
    "en": {
        "many": "{number} messages within {span}",
        "same": "the same message {number} times",
        "channels": "the same message in {number} channels",
        "crowd": "the same message from {number} newcomers",
        "mentions": "{number} people mentioned at once",
        "caps": "nearly all in capitals ({number} %)",
        "joins": "{number} people came in within {span}",
        "calm": "the wave is over",
        "one_message": "1 message within {span}, at most {most} may be; not too alike",
        "few_messages": "{number} messages within {span}, at most {most} may be; not too alike",
        "one_joined": "1 person came in within {span}, at most {most} may",
        "few_joined": "{number} people came in within {span}, at most {most} may",
        "no_wave": "waves of people are not looked at",
        "no_message": "not about messages or people coming in",
    },
    "de": {
        "many": "{number} Nachrichten in {span}",
        "same": "{number}-mal dieselbe Nachricht",
        "channels": "dieselbe Nachricht in {number} Kanälen",
        "crowd": "dieselbe Nachricht von {number} Neuen",
        "mentions": "{number} Leute auf einmal erwähnt",
        "caps": "fast nur Großbuchstaben ({number} %)",
        "joins": "{number} Leute kamen in {span} herein",
        "calm": "die Welle ist vorbei",
        "one_message": "1 Nachricht in {span}, höchstens {most} dürfen es sein; nicht zu ähnlich",
        "few_messages": "{number} Nachrichten in {span}, höchstens {most} dürfen es sein; nicht zu "
        "ähnlich",
        "one_joined": "in {span} kam 1 Person herein, höchstens {most} dürfen es sein",
        "few_joined": "in {span} kamen {number} Leute herein, höchstens {most} dürfen es sein",
        "no_wave": "auf viele Ankömmlinge wird nicht geachtet",
        "no_message": "keine Nachricht, und niemand kam herein",
    },
}
ABUSE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "toxicity": "it reads as an insult",
        "threat": "it reads as a threat",
        "profanity": "it is full of swear words",
        "spam": "it reads as bait",
        "unsure": "not sure enough to act: {reason}",
        "quote": "“{words}”",
        "score": "{signal} {score} of {limit}",
        "unscored": "{signal} {score} of {limit}, not scored by the model",
        "unknown": "{signal} is unknown",
        "signal_toxicity": "toxicity",
        "signal_threat": "threat",
        "signal_profanity": "swearing",
        "signal_spam": "spam",
        "no_message": "not a message",
        "no_limit": "nothing to look at",
    },
    "de": {
        "toxicity": "es liest sich wie eine Beleidigung",
        "threat": "es liest sich wie eine Drohung",
        "profanity": "es ist voller Schimpfwörter",
        "spam": "es liest sich wie ein Köder",
        "unsure": "nicht sicher genug: {reason}",
        "quote": "„{words}“",
        "score": "{signal} {score} von {limit}",
        "unscored": "{signal} {score} von {limit}, nicht vom Modell bewertet",
        "unknown": "{signal} unbekannt",
        "signal_toxicity": "Toxizität",
        "signal_threat": "Drohung",
        "signal_profanity": "Schimpfwörter",
        "signal_spam": "Spam",
        "no_message": "keine Nachricht",
        "no_limit": "nichts, worauf zu achten wäre",
    },
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "by_word": "the text has “{text}”, which is on the list as “{listed}”",
        # A pattern says little to people; what it matched says enough.
        "by_pattern": "the text has “{text}”",
        "no_message": "not a message",
        "not_new": "the member is not new, or it is unknown since when they are here",
        "excepted": "an exception covers it",
        "no_word": "none of its words is there",
    },
    "de": {
        "by_word": "im Text steht „{text}“, auf der Liste als „{listed}“",
        "by_pattern": "im Text steht „{text}“",
        "no_message": "keine Nachricht",
        "not_new": "das Mitglied ist nicht neu, oder es ist unbekannt, seit wann es da ist",
        "excepted": "eine Ausnahme deckt es",
        "no_word": "keines ihrer Wörter steht da",
    },
}
