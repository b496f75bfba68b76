"""German expressions and their EDTF form, read on Wednesday 12 March 2025; an empty form: no date."""

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2025, 3, 12)
TABLE = [
    ("vom 3. bis 5. Juni 2024", "2024-06-03/2024-06-05"),
    ("vom 30. Juni bis 2. Juli 2024", "2024-06-30/2024-07-02"),
    ("vom 28. Dezember 2023 bis zum 3. Januar 2024", "2023-12-28/2024-01-03"),
    ("am 4. und 5. Dezember 2024", "2024-12-04/2024-12-05"),
    ("4./5. Dezember 2024", "2024-12-04/2024-12-05"),
    ("3.-5. Juni 2024", "2024-06-03/2024-06-05"),
    ("3. – 5. Juni 2024", "2024-06-03/2024-06-05"),
    ("12.-14.05.2024", "2024-05-12/2024-05-14"),
    ("12.05. bis 14.05.2024", "2024-05-12/2024-05-14"),
    ("12.05.2024 - 14.05.2024", "2024-05-12/2024-05-14"),
    ("am Montag, den 3. Juni 2024", "2024-06-03"),
    ("am Montag, 3. Juni", "2024-06-03"),
    ("vom Montag, 3., bis Freitag, 7. Juni 2024", "2024-06-03/2024-06-07"),
    ("27.11.2023", "2023-11-27"),
    ("27. 11. 2023", "2023-11-27"),
    ("4.12.24", "2024-12-04"),
    ("im Oktober 2023", "2023-10"),
    ("im vergangenen Oktober", "2024-10"),
    ("letzten März", "2024-03"),
    ("im nächsten Mai", "2025-05"),
    ("am vergangenen Freitag", "2025-03-07"),
    ("am kommenden Montag", "2025-03-17"),
    ("diesen Freitag", "2025-03-14"),
    ("letzte Woche", "2025-03-03/2025-03-09"),
    ("in der vergangenen Woche", "2025-03-03/2025-03-09"),
    ("nächste Woche", "2025-03-17/2025-03-23"),
    ("in diesem Jahr", "2025"),
    ("im vergangenen Jahr", "2024"),
    ("letztes Jahr", "2024"),
    ("im kommenden Jahr", "2026"),
    ("im nächsten Monat", "2025-04"),
    ("im Sommer 2024", "2024-22"),
    ("im vergangenen Sommer", "2024-22"),
    ("im kommenden Herbst", "2025-23"),
    ("im Frühjahr 2024", "2024-21"),
    ("Wintersemester 2021/22", "2021-10/2022-03"),
    ("Sommersemester 2024", "2024-04/2024-09"),
    ("WS 2021/22", "2021-10/2022-03"),
    ("Studienjahr 2023/24", "2023-09/2024-08"),
    ("im akademischen Jahr 2023/2024", "2023-09/2024-08"),
    ("Anfang 2020", "2020-01/2020-03"),
    ("Ende 2020", "2020-10/2020-12"),
    ("Mitte 2020", "2020-04/2020-09"),
    ("Anfang des Jahres 2020", "2020-01/2020-03"),
    ("Ende Juni 2024", "2024-06"),
    ("Mitte März", "2025-03"),
    ("bis Ende des Jahres", "2025-10/2025-12"),
    ("Ende letzten Jahres", "2024-10/2024-12"),
    ("Ende dieses Jahres", "2025-10/2025-12"),
    ("seit 2004", "2004"),
    ("im Jahr 1999", "1999"),
    ("wurde 1968 gegründet", "1968"),
    ("zwischen 2011 und 2019", "2011/2019"),
    ("von 2014 bis 2020", "2014/2020"),
    ("vor zehn Jahren", "2015"),
    ("vor zwei Monaten", "2025-01"),
    ("im ersten Halbjahr 2024", "2024-40"),
    ("im dritten Quartal 2024", "2024-35"),
    ("von März bis Juni 2024", "2024-03/2024-06"),
    ("gestern", "2025-03-11"),
    ("in den 1990er Jahren", "1990/1999"),
    ("Horizont 2020", ""),
    ("2000 Studierende", ""),
    ("rund 2000 Studierende", ""),
    ("Jahrgang 2023", ""),
    ("8.30 bis 12 Uhr", ""),
    ("seit zehn Jahren", ""),
    ("DIN EN ISO 9001", ""),
    ("Tel. 06151 16-3", ""),
    ("montags bis freitags", ""),
    ("64289 Darmstadt", ""),
    ("QS-Ranking 2025", ""),
    ("am 1. Mai", "2025-05-01"),
    ("am Freitagabend", "2025-03-07"),
    ("im WS 21/22", "2021-10/2022-03"),
    ("August-Wilhelm Scheer", ""),
    ("2.1. Einleitung", ""),
    ("im Mai dieses Jahres", "2025-05"),
    ("im Mai vergangenen Jahres", "2024-05"),
    ("1. Halbjahr 2024", "2024-40"),
    ("Seit Herbst 2019", "2019-23"),
    ("Die Hochschule besteht seit 1971.", "1971"),
    ("(1971)", "1971"),
    ("bis 2030", "2030"),
    ("ab Oktober 2024", "2024-10"),
    ("20.-21.9.2024", "2024-09-20/2024-09-21"),
    ("17.30 Uhr", ""),
]


@pytest.mark.parametrize(("text", "edtf"), TABLE, ids=[text for text, _ in TABLE])
def test_reads(text: str, edtf: str) -> None:
    mentions = find_dates(text, "de", PUBLISHED)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf if m.interval else "unresolved" for m in mentions) == edtf


# Sentences: the day of publication (2025-03-12 Wednesday, 2024-10-17 Thursday, 2023-12-04 Monday), text, EDTF.
SENTENCES = [
    ("2025-03-12", "Der Vertrag stammt von 2014. Drei Jahre später kam ein Campus hinzu.", "2014 ; 2017"),
    ("2025-03-12", "2019 wurde er erneuert; zwei Jahre zuvor kannte ihn niemand.", "2019 ; 2017"),
    ("2025-03-12", "Man traf sich im Herbst 2021 und unterschrieb im folgenden Frühjahr.", "2021-23 ; 2022-21"),
    ("2025-03-12", "Gegründet 2008, nahm sie im Jahr darauf den Betrieb auf.", "2008 ; 2009"),
    ("2025-03-12", "Der Austausch begann 2008; im Folgejahr kamen zehn Studierende.", "2008 ; 2009"),
    ("2024-10-17", "Die Rektoren trafen sich am Dienstag letzter Woche.", "2024-10-08"),
    ("2024-10-17", "Eine Delegation war am Montag und Dienstag zu Gast.", "2024-10-14/2024-10-15"),
    ("2024-10-17", "Zwischen Sonntag und Dienstag wurde verhandelt.", "2024-10-13/2024-10-15"),
    ("2024-10-17", "Das Büro ist von Montag bis Freitag geöffnet.", ""),
    ("2025-03-12", "Das Camp fand im Juli letzten Jahres statt.", "2024-07"),
    ("2018-11-16", "Termine\n22.11. Hochschulinformationstag\n5.12. Nikolaus-Vorlesung\n", "2018-11-22 ; 2018-12-05"),
    ("2018-11-16", "Mi, 5.12., Vortrag", "2018-12-05"),
    ("2018-11-16", "Do, 22. | Sprechstunde des DAAD", "2018-11-22"),
    ("2024-10-17", "Der Rektor reiste gestern ab, der Dekan vorgestern.", "2024-10-16 ; 2024-10-15"),
    ("2023-12-04", "Sie kamen am 12. November 2023 an. Am Folgetag wurde unterzeichnet.", "2023-11-12 ; 2023-11-13"),
    (
        "2023-12-04",
        "Vom 12. bis 14. Juni 2023 tagte das Forum. Am zweiten Tag wurde ein Abkommen besiegelt.",
        "2023-06-12/2023-06-14 ; 2023-06-13",
    ),
    ("2025-03-12", "Den Vertrag, den die Fakultät Wirtschaft 2010 mit der Schule schloss, gibt es noch.", "2010"),
    ("2025-03-12", "1986 stieß Madrid hinzu, 1993 die Universität in Boston.", "1986 ; 1993"),
    ("2025-03-12", "In den neunziger Jahren gab es zehn Plätze.", "1990/1999"),
    ("2025-03-12", "In den 80er Jahren begann der Austausch.", "1980/1989"),
    ("2025-03-12", "Im Q1 2024 stieg die Zahl.", "2024-33"),
    ("2023-12-04", "Bewerbungen sind bis Weihnachten möglich.", "2023-12-25"),
    ("2025-03-12", "Nach Ostern beginnen die Kurse, an Pfingsten ruhen sie.", "2025-04-20 ; 2025-06-08"),
    ("2025-03-12", "Der Studiengang startet zum Wintersemester.", "2025-10/2026-03"),
    ("2024-10-17", "Die ersten Gäste werden im Februar erwartet.", "2025-02"),
    ("2024-10-17", "Im März besuchte eine Delegation die Hochschule.", "2024-03"),
    ("2025-03-12", "Die Hochschule war auf der Hannover Messe 2010 in Halle 2.", ""),
    ("2024-10-17", "Die Delegation war von Dienstag bis Donnerstag in Lyon.", "2024-10-15/2024-10-17"),
    ("2024-10-17", "Am 8. dieses Monats kam der Botschafter.", "2024-10-08"),
    ("2024-10-17", "Im Frühjahr kommt eine Delegation.", "2025-21"),
    ("2024-10-17", "Im zweiten Quartal dieses Jahres.", "2024-34"),
    ("2024-10-17", "Der Weihnachtsmarkt öffnet.", ""),
    ("2024-10-17", "Im Vorjahr waren es nur zwei.", "2023"),
    ("2024-10-17", "Donnerstag, 2., und Freitag, 3. Mai 2024", "2024-05-02/2024-05-03"),
    ("2024-10-17", "In zwei Jahren wird die Schule 100.", "2026"),
]


@pytest.mark.parametrize(("published", "text", "edtf"), SENTENCES, ids=[text for _, text, _ in SENTENCES])
def test_reads_sentences(published: str, text: str, edtf: str) -> None:
    mentions = find_dates(text, "de", dt.date.fromisoformat(published))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf for m in mentions if m.interval) == edtf
