### Quantities. $amount is already written in the digits of the language; $plural is its plural
### category.

units-millilitre = { $amount }{ "\u00A0" }mL
units-millilitre-spoken = { $plural ->
    [one] { $amount } millilitre
   *[other] { $amount } millilitres
}
# Doses are written out: no abbreviation can be misread. "0.5 micrograms", "1 microgram".
units-microgram = { $plural ->
    [one] { $amount } microgram
   *[other] { $amount } micrograms
}
units-microgram-an-hour = { $plural ->
    [one] { $amount } microgram an hour
   *[other] { $amount } micrograms an hour
}
units-microgram-a-day = { $plural ->
    [one] { $amount } microgram a day
   *[other] { $amount } micrograms a day
}
units-microgram-a-millilitre = { $plural ->
    [one] { $amount } microgram a millilitre
   *[other] { $amount } micrograms a millilitre
}
units-percent = { $amount }{ "\u00A0" }%
units-percent-spoken = { $plural ->
    [one] { $amount } percent
   *[other] { $amount } percent
}

units-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
units-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
units-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
units-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
units-two-spans = { $first } { $second }

# Beside a number that the shell counts itself.
units-hours-short = h
units-minutes-short = min
units-seconds-short = s
