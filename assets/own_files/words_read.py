"""What the words in a municipality's own files mean (docs/local-sources.md), written without capitals."""

# What the words in a municipality's own files mean (docs/local-sources.md), written without capitals.
MONTHS_READ = {
    name[:3]: (i, name)
    for i, name in enumerate(
        (
            "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
            "december",
        ),
        start=1,
    )
}  # fmt: skip


YES_NO_READ = {
    "ja": True, "sant": True, "true": True, "1": True, "nej": False, "falskt": False, "false": False, "0": False,
}  # fmt: skip


WORDS_READ = {
    "gender": {
        "totalt": "T", "samtliga": "T", "alla": "T", "kvinnor": "K", "kvinna": "K", "flickor": "K", "män": "M", "man": "M",
        "pojkar": "M",
    },
    "status": {"saknas": "Missing", "sekretess": "Privacy", "ej tillämpligt": "Not applicable"},
    "publication": {"slutlig": "final", "slutligt": "final", "preliminär": "preliminary", "preliminärt": "preliminary"},
    "kind": {
        "kostnad": "cost", "kostnader": "cost", "intäkt": "revenue", "intäkter": "revenue", "resultat": "result",
        "investering": "investment", "investeringar": "investment",
    },
    "state": {
        "ej påbörjad": "not_started", "ej påbörjat": "not_started", "pågår": "ongoing", "pågående": "ongoing",
        "klar": "done", "klart": "done", "avslutad": "done", "avslutat": "done", "genomförd": "done", "genomfört": "done",
        "försenad": "late", "försenat": "late", "avbruten": "cancelled", "avbrutet": "cancelled",
    },
    "quality": {"godkänd": "passed", "godkänt": "passed", "underkänd": "failed", "underkänt": "failed"},
}  # fmt: skip
