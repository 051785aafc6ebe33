"""English: what a member hears in private. The bot says I when it acted alone, we for the team."""

NOTICES: dict[str, tuple[str, ...]] = {
    "removed": (
        "I removed {what} in {channel}. Reason: {reason}. Nothing else happens now. If you think "
        "this is wrong, press Appeal and a person will look at it.",
        "I took {what} in {channel} down. Reason: {reason}. That is all for now. If I got it "
        "wrong, press Appeal and a person will look at it.",
    ),
    "removed_team": (
        "We removed {what} in {channel}. Reason: {reason}. Nothing else happens now. If you think "
        "this is wrong, press Appeal and somebody else will look at it.",
        "The team took {what} in {channel} down; one of us decided that. Reason: {reason}. That "
        "is all for now. If we got it wrong, press Appeal and somebody else will look at it.",
    ),
    "your_message": ("your message",),
    "your_messages": ("{count} of your messages",),
    "here_and_elsewhere": ("{channel} and elsewhere",),
    "removed_first": (
        "I removed {what} in {channel}.",
        "I took {what} in {channel} down.",
    ),
    "nudge": (
        "Your message in {channel} can stay, but it comes close to a line here. Reason: {reason}. "
        "Nothing else happens now.",
        "A quiet word about your message in {channel}. Reason: {reason}. It stays, and I leave it "
        "at that for now.",
    ),
    "nudge_removed": (
        "I took {what} in {channel} down. Reason: {reason}. Put it another way and it can stay; "
        "nothing else happens now. If I got it wrong, press Appeal and a person will look at it.",
        "I removed {what} in {channel}. Reason: {reason}. You are welcome to say it differently; "
        "for now that is all. If you see it another way, press Appeal and a person will look at "
        "it.",
    ),
    "warning": (
        "I am giving you a warning for what you wrote in {channel}. Reason: {reason}. It is noted "
        "here, and {expires}. If you think this is wrong, press Appeal and a person will look at "
        "it.",
        "This is a warning from me about {channel}. Reason: {reason}. It goes on your record, and "
        "{expires}. If I got it wrong, press Appeal and a person will look at it.",
    ),
    "warning_removed": (
        "I removed {what} in {channel}. Reason: {reason}. This is a warning, and {expires}. If "
        "you think this is wrong, press Appeal and a person will look at it.",
        "I took {what} in {channel} down. Reason: {reason}. It counts as a warning, and "
        "{expires}. If I got it wrong, press Appeal and a person will look at it.",
    ),
    "warning_team": (
        "We, the team of {community}, are giving you a warning. Reason: {reason}. It is noted "
        "here, and {expires}. If you think this is wrong, press Appeal and somebody else will "
        "look at it.",
        "This is a warning from the team of {community}, decided by one of us. Reason: {reason}. "
        "It goes on your record, and {expires}. If we got it wrong, press Appeal and somebody "
        "else will look at it.",
    ),
    "expires": ("it is forgotten after {duration}",),
    "expires_now": ("it does not add up with others",),
    "timeout": (
        "I have paused your writing in {community} for {duration}, until {until}. Reason: "
        "{reason}. You can still read everything. If you think this is wrong, press Appeal and a "
        "person will look at it.",
        "For {duration}, until {until}, you can't write in {community}; I decided that on my own. "
        "Reason: {reason}. Reading goes on as before. If I got it wrong, press Appeal and a "
        "person will look at it.",
    ),
    "timeout_removed": (
        "I removed {what} in {channel}, and you can't write in {community} for {duration}, until "
        "{until}. Reason: {reason}. You can still read everything. If you think this is wrong, "
        "press Appeal and a person will look at it.",
        "I took {what} in {channel} down, and I have paused your writing in {community} for "
        "{duration}, until {until}. Reason: {reason}. Reading goes on as before. If I got it "
        "wrong, press Appeal and a person will look at it.",
    ),
    "timeout_team": (
        "We have paused your writing in {community} for {duration}, until {until}. Reason: "
        "{reason}. You can still read everything. If you think this is wrong, press Appeal and "
        "somebody else will look at it.",
        "For {duration}, until {until}, you can't write in {community}; we on the team decided "
        "that. Reason: {reason}. Reading goes on as before. If we got it wrong, press Appeal and "
        "somebody else will look at it.",
    ),
    "timeout_away": (
        "I have taken you out of the channels of {community} for {duration}, until {until}; then "
        "you are let back in. Reason: {reason}. If you think this is wrong, press Appeal and a "
        "person will look at it.",
        "For {duration}, until {until}, you are out of the channels of {community}; I decided that "
        "on my own, and let you back in after that. Reason: {reason}. If I got it wrong, press "
        "Appeal and a person will look at it.",
    ),
    "timeout_away_removed": (
        "I removed {what} in {channel}, and you are out of the channels of {community} for "
        "{duration}, until {until}; then you are let back in. Reason: {reason}. If you think this "
        "is wrong, press Appeal and a person will look at it.",
        "I took {what} in {channel} down, and I have taken you out of the channels of {community} "
        "for {duration}, until {until}; after that I let you back in. Reason: {reason}. If I got "
        "it wrong, press Appeal and a person will look at it.",
    ),
    "timeout_away_team": (
        "We have taken you out of the channels of {community} for {duration}, until {until}; then "
        "you are let back in. Reason: {reason}. If you think this is wrong, press Appeal and "
        "somebody else will look at it.",
        "For {duration}, until {until}, you are out of the channels of {community}; we on the team "
        "decided that, and you are let back in after that. Reason: {reason}. If we got it wrong, "
        "press Appeal and somebody else will look at it.",
    ),
    "kick": (
        "I have removed you from {community}; you may come back. Reason: {reason}. If you think "
        "this is wrong, press Appeal and a person will look at it.",
        "You are out of {community} for now, by my decision, and may join again. Reason: "
        "{reason}. If I got it wrong, press Appeal and a person will look at it.",
    ),
    "kick_team": (
        "We have removed you from {community}; you may come back. Reason: {reason}. If you think "
        "this is wrong, press Appeal and somebody else will look at it.",
        "You are out of {community} for now; one of us on the team decided that, and you may join "
        "again. Reason: {reason}. If we got it wrong, press Appeal and somebody else will look at "
        "it.",
    ),
    "ban": (
        "I have closed {community} to you for {duration}, until {until}. Reason: {reason}. If you "
        "think this is wrong, press Appeal and a person will look at it.",
        "For {duration}, until {until}, you can't take part in {community}; I decided that on my "
        "own. Reason: {reason}. If I got it wrong, press Appeal and a person will look at it.",
    ),
    "ban_team": (
        "We have closed {community} to you for {duration}, until {until}. Reason: {reason}. If "
        "you think this is wrong, press Appeal and somebody else will look at it.",
        "For {duration}, until {until}, you can't take part in {community}; we on the team "
        "decided that. Reason: {reason}. If we got it wrong, press Appeal and somebody else will "
        "look at it.",
    ),
    "ban_for_good": (
        "I have closed {community} to you, with no end set. Reason: {reason}. If you think this "
        "is wrong, press Appeal and a person will look at it.",
        "You can't take part in {community} any more, with no end set; I decided that on my own. "
        "Reason: {reason}. If I got it wrong, press Appeal and a person will look at it.",
    ),
    "ban_for_good_team": (
        "We have closed {community} to you, with no end set. Reason: {reason}. If you think this "
        "is wrong, press Appeal and somebody else will look at it.",
        "You can't take part in {community} any more, with no end set; we on the team decided "
        "that. Reason: {reason}. If we got it wrong, press Appeal and somebody else will look at "
        "it.",
    ),
    "after_warning": ("This is a warning, and {expires}.",),
    "after_timeout": ("You can't write in {community} for {duration}, until {until}.",),
    "after_timeout_away": (
        "You are out of the channels of {community} for {duration}, until {until}, and are let "
        "back in then.",
    ),
    "after_kick": ("You are out of {community} for now and may join again.",),
    "after_ban": ("{community} is closed to you for {duration}, until {until}.",),
    "after_ban_for_good": ("{community} is closed to you, with no end set.",),
    "after_all": ("If you think this is wrong, press Appeal and a person will look at it.",),
    "timeout_lifted": (
        "You can write in {community} again. We lifted the pause early.",
        "The pause is over: we ended it early, and you can write in {community} again.",
    ),
    "undone": (
        "We looked at it again and took it back: {lifted}. Sorry for the trouble.",
        "That was a mistake of ours, and we took it back: {lifted}. Please excuse it.",
    ),
    "appeal_received": (
        "Got it. Somebody who was not involved will look at it, and the answer comes to you here. "
        "Until then it stays as it is.",
        "Your objection has arrived. A person who had no part in it decides, and you will read "
        "the answer here. Until then nothing changes.",
    ),
    "appeal_granted": (
        "You were right: {lifted}. Sorry for the trouble.",
        "You were right, and we took it back: {lifted}. Please excuse the trouble.",
    ),
    "appeal_refused": (
        "Somebody who was not involved looked at it again, and we let it stand. Reason: {reason}. "
        "It is settled with that.",
        "We looked at it a second time, with other eyes, and it stays as it is. Reason: {reason}. "
        "With that it is settled.",
    ),
    "redress": (
        "You can appeal within six months, by the button or with /appeal. A person who did not "
        "take the decision looks at it, at no cost. Out-of-court bodies and courts stay open to "
        "you.",
    ),
    "report_received": (
        "Got it. The team looks at it; whoever it is about does not learn that it came from you.",
        "It is with the team now. Whom it is about does not learn that it came from you.",
    ),
    "report_answered": (
        "The team has looked at what you reported, and the matter is closed.",
        "What you reported has been looked at by a person, and it is settled.",
    ),
}
