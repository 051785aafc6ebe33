"""What the adapter says about orders, in German: each sentence beside the English one.

Braces are holes. Discord's own names of permissions stay as they are.
"""

from collections.abc import Mapping

_ROLES = "in den Servereinstellungen unter Rollen"
_HIGH = "I can't do that to {name}: {who} as high as mine or above. "
_BELOW = " Server Settings, Roles."
GERMAN: Mapping[str, str] = {
    # before Discord is asked
    "I lack the permission {missing} {where}; give it to my role in Server Settings, Roles.": (
        f"Mir fehlt das Recht {{missing}} {{where}}; meine Rolle bekommt es {_ROLES}."
    ),
    "{name} owns this server; nobody can do that to them.": "{name} gehört dieser Server; bei "
    "dieser Person geht das nicht.",
    f"{_HIGH}Move '{{mine}}' above it in{_BELOW}".replace("{who}", "their role '{role}' stands"): (
        "Bei {name} geht das nicht: Die Rolle '{role}' steht so hoch wie meine oder höher. "
        f"'{{mine}}' muss {_ROLES} darüber stehen."
    ),
    f"{_HIGH}Give me a role above it in{_BELOW}".replace("{who}", "their role '{role}' stands"): (
        "Bei {name} geht das nicht: Die Rolle '{role}' steht so hoch wie meine oder höher. Ich "
        f"brauche {_ROLES} eine, die darüber steht."
    ),
    f"{_HIGH}Move '{{mine}}' above it in{_BELOW}".replace("{who}", "they stand"): (
        "Bei {name} geht das nicht: Die Person steht so hoch wie ich oder höher. '{mine}' muss "
        f"{_ROLES} darüber stehen."
    ),
    f"{_HIGH}Give me a role above it in{_BELOW}".replace("{who}", "they stand"): (
        "Bei {name} geht das nicht: Die Person steht so hoch wie ich oder höher. Ich brauche "
        f"{_ROLES} eine Rolle, die darüber steht."
    ),
    "Nobody with this id is here.": "Mit dieser Kennung ist niemand hier.",
    "There is no role '{role}' in {server}.": "Eine Rolle '{role}' gibt es in {server} nicht.",
    "Discord itself manages the role '{role}'; nobody can give or take it.": "Die Rolle '{role}' "
    "verwaltet Discord selbst; niemand kann sie geben oder nehmen.",
    "The role '{role}' stands as high as mine or above. Move mine above it in Server Settings, "
    "Roles.": "Die Rolle '{role}' steht so hoch wie meine oder höher. Meine "
    f"muss {_ROLES} darüber stehen.",
    "There is no channel '{name}' in {server} that I can see.": "Einen Kanal '{name}' sehe ich in "
    "{server} nicht.",
    "'{id}' is no id of a Discord server; it is a number of 17 to 19 digits.": "'{id}' ist keine "
    "Kennung eines Discord-Servers; die hat 17 bis 19 Ziffern.",
    "I am not in this server; invite me with `evenhand discord invite`.": "Ich bin nicht auf "
    "diesem Server; `evenhand discord invite` sagt, wie ich dorthin komme.",
    "I can't write down what this room was like; make room on the disk first.": "Ich kann nicht "
    "festhalten, wie der Kanal war; erst muss auf der Platte Platz sein.",
    "What was to be changed is no longer there.": "Was geändert werden sollte, ist nicht mehr da.",
    "That message is gone, or stands in another channel.": "Die Nachricht ist weg oder steht in "
    "einem anderen Kanal.",
    "Discord takes a sign itself, or a server's own as name:id, and '{emoji}' is neither of "
    "them.": (
        "Discord nimmt ein Zeichen selbst oder ein eigenes des Servers als name:id; '{emoji}' ist "
        "keins von beiden."
    ),
    "Discord archives threads and forum posts only; /lock closes a channel for all but the team.": (
        "Discord archiviert nur Threads und Beiträge in Foren; /lock schließt einen Kanal für alle "
        "außer dem Team."
    ),
    # what is not asked of Discord for a while
    "Discord cannot do this.": "Discord kann das nicht.",
    "Discord refused this three times within the hour; I ask again later.": "Discord hat das "
    "innerhalb einer Stunde dreimal abgelehnt; ich frage später wieder.",
    "Many people here took no direct messages from me within minutes, so I write to nobody for "
    "now.": "Viele hier haben in wenigen Minuten keine Direktnachricht von mir angenommen; darum "
    "schreibe ich vorerst niemandem.",
    # what Discord answers
    "This channel is no longer there.": "Diesen Kanal gibt es nicht mehr.",
    "I am no longer in this server; invite me again.": "Ich bin nicht mehr auf diesem Server; ich "
    "müsste neu eingeladen werden.",
    "Discord knows nobody with this id.": "Discord kennt niemanden mit dieser Kennung.",
    "This role is no longer there.": "Diese Rolle gibt es nicht mehr.",
    "I can't see this channel; give my role 'View Channel' there.": "Ich sehe diesen Kanal nicht; "
    "meine Rolle braucht dort 'View Channel'.",
    "They take no direct messages from me.": "Die Person nimmt keine Direktnachrichten von mir an.",
    "Discord says that I lack the permission; look at my role's permissions and its height.": (
        "Discord sagt, dass mir das Recht fehlt; es liegt an den Rechten meiner Rolle oder daran, "
        "wie hoch sie steht."
    ),
    "Discord no longer accepts my token; set EVENHAND_DISCORD_TOKEN to a new one.": "Discord nimmt "
    "mein Token nicht mehr an; in EVENHAND_DISCORD_TOKEN muss ein neues stehen.",
    "Discord refused: {what}.": "Discord hat abgelehnt: {what}.",
    "Discord asks to wait.": "Discord bittet zu warten.",
    "Discord cannot be reached ({why}).": "Discord ist nicht zu erreichen ({why}).",
    "Discord did not answer within {number} s.": "Discord hat innerhalb von {number} s nicht "
    "geantwortet.",
    "The connection to Discord broke ({why}).": "Die Verbindung zu Discord ist abgerissen ({why}).",
    "Discord's edge blocks requests from this address for now.": "Discord nimmt von dieser Adresse "
    "vorerst nichts an.",
    "What answered is not Discord; look for a proxy in between.": "Geantwortet hat nicht Discord; "
    "vermutlich steht ein Proxy dazwischen.",
    "Discord is out of order ({status}).": "Discord ist gestört ({status}).",
    "Discord knows no such sign, or it is another server's own.": "Discord kennt dieses Zeichen "
    "nicht, oder es gehört einem anderen Server.",
    "That is a message of Discord's own, which nobody can pin or change.": "Das ist eine Nachricht "
    "von Discord selbst; niemand kann sie anheften oder ändern.",
    "That message is gone.": "Die Nachricht ist weg.",
    "That thread is archived; bring it back with /unarchive first.": "Der Thread ist archiviert; "
    "/unarchive holt ihn zurück.",
    "There are as many signs under that message as Discord takes.": "Unter der Nachricht stehen so "
    "viele Zeichen, wie Discord nimmt.",
    "This channel has as many pins as Discord takes; take one away first.": "In diesem Kanal ist "
    "so viel angeheftet, wie Discord nimmt; erst muss etwas abgenommen werden.",
    "Whoever wrote that message has blocked me, so I can put no sign under it.": "Wer die "
    "Nachricht geschrieben hat, hat mich blockiert; darunter kann ich kein Zeichen setzen.",
    # what is said of what was done
    "already gone": "schon weg",
    "Discord allows six hours at most": "Discord erlaubt höchstens sechs Stunden",
    "somebody changed it meanwhile": "jemand hat es inzwischen geändert",
    "it was not locked": "der Kanal war nicht gesperrt",
    "Discord brings no message back, so I quoted it": "Discord bringt keine Nachricht zurück, "
    "darum habe ich sie zitiert",
    "by direct message": "als Direktnachricht",
    "it would be over already": "es wäre schon vorbei",
    "Discord holds it for 28 days": "Discord hält das 28 Tage lang",
    "they are no longer here": "die Person ist nicht mehr hier",
    "there was no ban": "es gab keinen Ausschluss",
}
