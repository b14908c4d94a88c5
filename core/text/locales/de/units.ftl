### Mengen. $amount steht schon in der Schreibweise der Sprache da; $plural ist die Pluralform.

units-millilitre = { $amount }{ "\u00A0" }ml
units-millilitre-spoken = { $plural ->
    [one] { $amount } Milliliter
   *[other] { $amount } Milliliter
}
# Dosen sind ausgeschrieben, damit keine Abkürzung verwechselt wird.
units-microgram = { $plural ->
    [one] { $amount } Mikrogramm
   *[other] { $amount } Mikrogramm
}
units-microgram-an-hour = { $plural ->
    [one] { $amount } Mikrogramm pro Stunde
   *[other] { $amount } Mikrogramm pro Stunde
}
units-microgram-a-day = { $plural ->
    [one] { $amount } Mikrogramm pro Tag
   *[other] { $amount } Mikrogramm pro Tag
}
units-microgram-a-millilitre = { $plural ->
    [one] { $amount } Mikrogramm pro Milliliter
   *[other] { $amount } Mikrogramm pro Milliliter
}
units-percent = { $amount }{ "\u00A0" }%
units-percent-spoken = { $plural ->
    [one] { $amount } Prozent
   *[other] { $amount } Prozent
}

units-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
units-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
units-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
units-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
units-two-spans = { $first } { $second }

units-hours-short = Std.
units-minutes-short = Min.
units-seconds-short = Sek.
