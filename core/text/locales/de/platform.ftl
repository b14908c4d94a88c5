### Was das System vor dem Kern oder ohne ihn zeigt. Keine Auswahl, kein Prozentzeichen.

platform-app-name = Cisterna
