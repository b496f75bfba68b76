"""Italian expressions and their EDTF form, read on Wednesday 12 March 2025; an empty form: no date."""

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2025, 3, 12)
TABLE = [
    ("dal 3 al 5 giugno 2025", "2025-06-03/2025-06-05"),
    ("dal 30 giugno al 2 luglio 2024", "2024-06-30/2024-07-02"),
    ("il 20 e 21 maggio 2024", "2024-05-20/2024-05-21"),
    ("il 20 e il 21 maggio 2024", "2024-05-20/2024-05-21"),
    ("tra il 3 e il 5 maggio 2024", "2024-05-03/2024-05-05"),
    ("lo scorso 15 maggio", "2024-05-15"),
    ("il 15 maggio scorso", "2024-05-15"),
    ("il prossimo 3 giugno", "2025-06-03"),
    ("martedì 13 aprile 2021", "2021-04-13"),
    ("l'8 maggio 2024", "2024-05-08"),
    ("dall'8 all'11 maggio 2024", "2024-05-08/2024-05-11"),
    ("il 1° maggio 2024", "2024-05-01"),
    ("il primo maggio 2024", "2024-05-01"),
    ("12/03/2024", "2024-03-12"),
    ("nell'ottobre 2024", "2024-10"),
    ("lo scorso marzo", "2024-03"),
    ("nel marzo scorso", "2024-03"),
    ("il mese scorso", "2025-02"),
    ("la settimana scorsa", "2025-03-03/2025-03-09"),
    ("la scorsa settimana", "2025-03-03/2025-03-09"),
    ("la prossima settimana", "2025-03-17/2025-03-23"),
    ("questa settimana", "2025-03-10/2025-03-16"),
    ("quest'anno", "2025"),
    ("l'anno scorso", "2024"),
    ("lo scorso anno", "2024"),
    ("il prossimo anno", "2026"),
    ("giovedì scorso", "2025-03-06"),
    ("lo scorso giovedì", "2025-03-06"),
    ("la prossima estate", "2025-22"),
    ("l'estate scorsa", "2024-22"),
    ("nell'autunno 2024", "2024-23"),
    ("nella primavera del 2024", "2024-21"),
    ("semestre autunnale 2021", "2021-23"),
    ("all'inizio del 2020", "2020-01/2020-03"),
    ("inizio 2020", "2020-01/2020-03"),
    ("a metà 2020", "2020-04/2020-09"),
    ("alla fine del 2020", "2020-10/2020-12"),
    ("fine giugno 2024", "2024-06"),
    ("a metà marzo", "2025-03"),
    ("entro la fine dell'anno", "2025-10/2025-12"),
    ("anno accademico 2023/2024", "2023-09/2024-08"),
    ("a.a. 2023/24", "2023-09/2024-08"),
    ("dal 2004", "2004"),
    ("nel 1999", "1999"),
    ("dal 2014 al 2020", "2014/2020"),
    ("tra il 2011 e il 2019", "2011/2019"),
    ("dieci anni fa", "2015"),
    ("due mesi fa", "2025-01"),
    ("primo semestre 2024", "2024-40"),
    ("nel terzo trimestre del 2024", "2024-35"),
    ("da marzo a giugno 2024", "2024-03/2024-06"),
    ("ieri", "2025-03-11"),
    ("Orizzonte 2020", ""),
    ("2000 studenti", ""),
    ("oltre 2000 studenti", ""),
    ("dal lunedì al venerdì", ""),
    ("scuola estiva", ""),
    ("edizione 2024", ""),
    ("negli anni 1990", "1990/1999"),
    ("entro il 2030", "2030"),
    ("il giorno 15 maggio", "2025-05-15"),
    ("dal 30/6 al 2/7", "2025-06-30/2025-07-02"),
    ("ore 15.30", ""),
    ("maggio dell'anno scorso", "2024-05"),
    ("nel maggio 2023", "2023-05"),
    ("via XX Settembre", ""),
    ("piazza 4 Novembre", ""),
]


@pytest.mark.parametrize(("text", "edtf"), TABLE, ids=[text for text, _ in TABLE])
def test_reads(text: str, edtf: str) -> None:
    mentions = find_dates(text, "it", PUBLISHED)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf if m.interval else "unresolved" for m in mentions) == edtf
