"""Portuguese expressions and their EDTF form, read on Wednesday 12 March 2025; an empty form: no date."""

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2025, 3, 12)
TABLE = [
    ("de 21 a 23 de agosto de 2024", "2024-08-21/2024-08-23"),
    ("de 30 de junho a 2 de julho de 2024", "2024-06-30/2024-07-02"),
    ("nos dias 4 e 5 de maio", "2025-05-04/2025-05-05"),
    ("entre os dias 3 e 5 de maio de 2024", "2024-05-03/2024-05-05"),
    ("entre 3 e 5 de maio de 2024", "2024-05-03/2024-05-05"),
    ("no dia 15 de maio de 2024", "2024-05-15"),
    ("no último dia 15 de maio", "2024-05-15"),
    ("no próximo dia 15 de maio", "2025-05-15"),
    ("segunda-feira, 5 de maio de 2025", "2025-05-05"),
    ("1º de maio de 2024", "2024-05-01"),
    ("primeiro de maio de 2024", "2024-05-01"),
    ("12/03/2024", "2024-03-12"),
    ("14 ago 2019", "2019-08-14"),
    ("14 de ago. de 2019", "2019-08-14"),
    ("em março passado", "2024-03"),
    ("no mês passado", "2025-02"),
    ("na semana passada", "2025-03-03/2025-03-09"),
    ("na próxima semana", "2025-03-17/2025-03-23"),
    ("nesta semana", "2025-03-10/2025-03-16"),
    ("na semana que vem", "2025-03-17/2025-03-23"),
    ("este ano", "2025"),
    ("no ano passado", "2024"),
    ("no próximo ano", "2026"),
    ("na última quinta-feira", "2025-03-06"),
    ("na próxima segunda-feira", "2025-03-17"),
    ("nesta quinta-feira (13)", "2025-03-13"),
    ("na segunda-feira (10)", "2025-03-10"),
    ("no próximo verão", "2025-22"),
    ("na primavera de 2024", "2024-21"),
    ("no início de 2020", "2020-01/2020-03"),
    ("em meados de 2020", "2020-04/2020-09"),
    ("no final de 2020", "2020-10/2020-12"),
    ("no fim de junho de 2024", "2024-06"),
    ("até o final do ano", "2025-10/2025-12"),
    ("no final do ano passado", "2024-10/2024-12"),
    ("ano letivo 2023/2024", "2023-09/2024-08"),
    ("ano letivo de 2023/24", "2023-09/2024-08"),
    ("desde 2004", "2004"),
    ("em 1999", "1999"),
    ("de 2014 a 2020", "2014/2020"),
    ("entre 2011 e 2019", "2011/2019"),
    ("dez anos atrás", "2015"),
    ("primeiro semestre de 2024", "2024-40"),
    ("de março a junho de 2024", "2024-03/2024-06"),
    ("ontem", "2025-03-11"),
    ("Horizonte 2020", ""),
    ("2000 estudantes", ""),
    ("mais de 2000 alunos", ""),
    ("de segunda a sexta-feira", ""),
    ("escola de verão", ""),
    ("turma de 2018", ""),
    ("no dia 15", "2025-03-15"),
    ("no próximo dia 15", "2025-03-15"),
    ("nesta quarta (12)", "2025-03-12"),
    ("na segunda (10)", "2025-03-10"),
    ("hoje (12)", ""),
    ("em março deste ano", "2025-03"),
    ("em maio do ano passado", "2024-05"),
    ("15 de maio, às 14h", "2025-05-15"),
    ("de 5/5 a 9/5", "2025-05-05/2025-05-09"),
]


@pytest.mark.parametrize(("text", "edtf"), TABLE, ids=[text for text, _ in TABLE])
def test_reads(text: str, edtf: str) -> None:
    mentions = find_dates(text, "pt", PUBLISHED)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf if m.interval else "unresolved" for m in mentions) == edtf
