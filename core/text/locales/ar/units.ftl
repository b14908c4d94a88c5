### الكميات

units-millilitre = { $amount }{ "\u00A0" }مل
units-millilitre-spoken = { $plural ->
    [few] { $amount } مليلترات
   *[other] { $amount } مليلتر
}
units-microgram = { $plural ->
    [few] { $amount } ميكروغرامات
   *[other] { $amount } ميكروغرام
}
units-microgram-an-hour = { $plural ->
    [few] { $amount } ميكروغرامات في الساعة
   *[other] { $amount } ميكروغرام في الساعة
}
units-microgram-a-day = { $plural ->
    [few] { $amount } ميكروغرامات في اليوم
   *[other] { $amount } ميكروغرام في اليوم
}
units-microgram-a-millilitre = { $plural ->
    [few] { $amount } ميكروغرامات في المليلتر
   *[other] { $amount } ميكروغرام في المليلتر
}
units-percent = { $amount }٪
units-percent-spoken = { $plural ->
   *[other] { $amount } بالمئة
}

units-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
units-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
units-minutes = { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
units-seconds = { $count ->
    [zero] { $count } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
units-two-spans = { $first } و{ $second }

units-hours-short = س
units-minutes-short = د
units-seconds-short = ث
